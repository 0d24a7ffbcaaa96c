"""Profiles' names: what a person types, and what is safe as a folder on every system."""

import re
import unicodedata

from ct_desktop.profiles.errors import ProfileError

DEFAULT_PROFILE = "default"

DEMO_PROFILE = "demo"
"""The demo's own profile. It is reserved, so that nothing of the demo meets a real sign-in."""

LONGEST_NAME = 40
"""Characters: as a folder at most 160 bytes, which every file system takes."""

_SHOWN_LENGTH = 60
_PUNCTUATION = " ._-"
_JOINERS = "\u200c\u200d"
"""Persian and the scripts of India are written with them. They are not part of a folder's name."""
_BLANK_LETTERS = "\u034f\u115f\u1160\u3164\uffa0"
"""Letters and marks to Unicode, and nothing to the eye."""
_RESERVED_ON_WINDOWS = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9]|lpt[0-9])(?: *\..*)?"
)


def parse_profile_name(text: str) -> str:
    """The profile's name in ``text``, as it is shown. Raises ``ProfileError``.

    Single spaces and composed characters (NFC), whatever was typed.
    """
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if len(name) > LONGEST_NAME or not _is_plain(name) or not is_profile_folder(_folded(name)):
        shown = text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"
        raise ProfileError(
            f"{shown!r} cannot name a profile. Use up to {LONGEST_NAME} letters and digits of any "
            "language, spaces, dots, dashes and underscores. Begin with a letter or digit, and "
            "end with no dot."
        )
    return name


def profile_folder(text: str) -> str:
    """The folder's name of the profile that ``text`` names: one and the same for all names that
    some system takes for the same, so in small letters and in one Unicode form (NFKC).

    It is a profile's lasting name: of its folder and its keychain entries. Given one, it answers
    the same. Raises ``ProfileError``.
    """
    return _folded(parse_profile_name(text))


def own_profile_folder(text: str) -> str:
    """As :func:`profile_folder`, for a profile of the person's own, so not the demo's."""
    folder = profile_folder(text)
    if folder == DEMO_PROFILE:
        raise ProfileError(
            f"The profile name {DEMO_PROFILE!r} is kept for the demo mode. Choose another name."
        )
    return folder


def _folded(name: str) -> str:
    bare = name.translate({ord(joiner): None for joiner in _JOINERS})
    # Large letters first: some systems compare by them, where two small ones have the same.
    folded = unicodedata.normalize("NFKC", bare).upper().casefold()
    return unicodedata.normalize("NFKC", folded)


def is_profile_folder(folder: str) -> bool:
    """Whether ``folder`` is what :func:`profile_folder` gives for some name."""
    return (
        len(folder) <= LONGEST_NAME
        and _is_plain(folder)
        and folder == _folded(folder)
        and not _RESERVED_ON_WINDOWS.fullmatch(folder)
    )


def _is_plain(name: str) -> bool:
    if not name or name[-1] in _PUNCTUATION[:2] or unicodedata.category(name[0])[0] not in "LN":
        return False
    return all(
        character in _PUNCTUATION + _JOINERS or unicodedata.category(character)[0] in "LMN"
        for character in name
    ) and not any(blank in name for blank in _BLANK_LETTERS)
