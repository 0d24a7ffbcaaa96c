"""The profiles on this computer: which there are, what each is called, and whether it is signed in.

Blocking and quick; call it in a thread where an event loop runs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ct_desktop.private_folder import make_private_folder
from ct_desktop.profiles.errors import ProfileError
from ct_desktop.profiles.folders import AppFolders
from ct_desktop.profiles.json_file import JsonFile
from ct_desktop.profiles.names import (
    DEFAULT_PROFILE,
    DEMO_PROFILE,
    own_profile_folder,
    parse_profile_name,
)
from ct_desktop.profiles.settings_store import SettingsStore

_LOCK_TIMEOUT = 5.0

_FIRST_NAMES = {DEFAULT_PROFILE: "Default", DEMO_PROFILE: "demo"}


@dataclass(frozen=True, slots=True)
class ListedProfile:
    """One profile. ``folder`` is its lasting name, ``name`` what the trader calls it.

    ``signed_in`` and ``scope`` are as last recorded; nothing secret was read for them.
    """

    folder: str
    name: str
    signed_in: bool = False
    scope: str | None = None


def list_profiles(folders: AppFolders) -> tuple[ListedProfile, ...]:
    """The person's own profiles: the first one, then the others by name.

    Raises ``ProfileError`` where there is one whose files cannot be read.
    """
    found = [
        listed_profile(folders, each) for each in folders.profile_names() if each != DEMO_PROFILE
    ]
    return tuple(
        sorted(found, key=lambda each: (each.folder != DEFAULT_PROFILE, each.name.casefold()))
    )


def listed_profile(folders: AppFolders, folder: str) -> ListedProfile:
    """The profile in ``folder``. Raises ``ProfileError`` where its files cannot be read."""
    places = folders.profile(folder)
    settings = SettingsStore(places.settings).load().settings
    signed_in = bool(JsonFile(places.sign_in_record).read().content.get("sign_in_id"))
    return ListedProfile(
        folder,
        profile_name(folder, settings.profile_name),
        signed_in=signed_in,
        scope=settings.last_granted_scope if signed_in else None,
    )


def find_profile(folders: AppFolders, text: str) -> str | None:
    """The folder of the person's own profile that ``text`` names, ``None`` where there is none.

    The first name of a profile that was renamed goes on naming it, so that links and entries
    made for it lead to no other one. Raises ``ProfileError``.
    """
    wanted = own_profile_folder(text)
    existing = folders.profile_names()
    if wanted in existing:
        return wanted
    own = (each for each in existing if each != DEMO_PROFILE)
    return next((each for each in own if _is_called(folders, each, wanted)), None)


def open_profile(folders: AppFolders, text: str) -> str:
    """The folder of the profile that ``text`` names, begun if need be. Raises ``ProfileError``."""
    found = find_profile(folders, text)
    if found is None and own_profile_folder(text) == DEFAULT_PROFILE:
        folders.profile(DEFAULT_PROFILE)
        return DEFAULT_PROFILE
    return found or create_profile(folders, text).folder


def create_profile(folders: AppFolders, text: str) -> ListedProfile:
    """Begin a profile. Raises ``ProfileError`` for an unfit name and for one that is taken."""
    name, folder = parse_profile_name(text), own_profile_folder(text)
    with _changing(folders):
        _refuse_taken(folders, name)
        _write_name(folders, folder, name)
    return ListedProfile(folder, name)


def rename_profile(folders: AppFolders, folder: str, text: str) -> str:
    """Call the profile in ``folder`` otherwise; its new name. Nothing of it is moved.

    Raises ``ProfileError`` for an unfit name and for one that another profile has.
    """
    name = parse_profile_name(text)
    own_profile_folder(text)
    with _changing(folders):
        _refuse_taken(folders, name, but_by=folder)
        _write_name(folders, folder, name)
    return name


def profile_name(folder: str, saved: str | None) -> str:
    """What the profile in ``folder`` is called, with the name ``saved`` in its settings."""
    return saved or _FIRST_NAMES.get(folder, folder)


def profile_label(folders: AppFolders, folder: str, saved: str | None) -> str:
    """What a window shows of its profile: nothing where it is the first and only one.

    Otherwise the name, as in :func:`profile_name`. Raises ``ProfileError``.
    """
    others = set(folders.profile_names()) - {folder, DEMO_PROFILE}
    if folder == DEFAULT_PROFILE and saved is None and not others:
        return ""
    return profile_name(folder, saved)


def _is_called(folders: AppFolders, folder: str, wanted: str) -> bool:
    saved = SettingsStore(folders.profile(folder).settings).load().settings.profile_name
    return saved is not None and own_profile_folder(saved) == wanted


def _refuse_taken(folders: AppFolders, name: str, *, but_by: str | None = None) -> None:
    holder = find_profile(folders, name)
    if holder is None or holder == but_by:
        return
    called = listed_profile(folders, holder).name
    if own_profile_folder(called) == own_profile_folder(name):
        raise ProfileError(f"There is a profile named {called!r} already. Choose another name.")
    raise ProfileError(
        f"The profile {called!r} was named {name!r} first, and that name still opens it. "
        "Choose another name."
    )


def _write_name(folders: AppFolders, folder: str, name: str) -> None:
    saved = None if name == profile_name(folder, None) else name
    SettingsStore(folders.profile(folder).settings).update(profile_name=saved)


@contextmanager
def _changing(folders: AppFolders) -> Iterator[None]:
    """Hold the names against every other process. Raises ``ProfileError``."""
    # Imported only now: most starts change no name.
    from filelock import FileLock, Timeout  # noqa: PLC0415 - see above

    path = folders.settings / "profiles.lock"
    try:
        make_private_folder(folders.settings)
        lock = FileLock(path).acquire(timeout=_LOCK_TIMEOUT)
    except Timeout:
        raise ProfileError(
            f"Another CrossTrade Desktop is holding {path}. Close it if it hangs, and try again."
        ) from None
    except OSError as error:
        raise ProfileError(
            f"{path} cannot be written ({error.strerror}). Check the disk and your rights there."
        ) from error
    with lock:
        yield
