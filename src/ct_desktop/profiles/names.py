"""Profiles' names: what a person types, and what is safe as a folder on every system."""

import re

from ct_desktop.profiles.errors import ProfileError

DEFAULT_PROFILE = "default"

DEMO_PROFILE = "demo"
"""The demo's own profile. It is reserved, so that nothing of the demo meets a real sign-in."""

_LONGEST = 40
_ALLOWED = re.compile(r"[a-z0-9](?:[a-z0-9 ._-]*[a-z0-9_-])?")
_RESERVED_ON_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")


def parse_profile_name(text: str) -> str:
    """The profile's name in ``text``: without spaces around it and in small letters.

    Small letters, since on Windows and macOS "Apex" and "apex" are one folder. Raises
    ``ProfileError``.
    """
    name = text.strip().lower()
    if len(name) > _LONGEST or not _ALLOWED.fullmatch(name) or _RESERVED_ON_WINDOWS.fullmatch(name):
        raise ProfileError(
            f"{text[:_LONGEST]!r} cannot name a profile. Use up to {_LONGEST} of the letters a to "
            "z, digits, spaces, dots, dashes and underscores, beginning with a letter or digit."
        )
    return name


def parse_own_profile_name(text: str) -> str:
    """As :func:`parse_profile_name`, for a profile of the person's own, so not the demo's."""
    name = parse_profile_name(text)
    if name == DEMO_PROFILE:
        raise ProfileError(
            f"The profile name {DEMO_PROFILE!r} is kept for the demo mode. Choose another name."
        )
    return name
