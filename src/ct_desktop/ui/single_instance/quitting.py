"""``--quit``: it asks the windows that are open to end, and waits until they have."""

import sys
import time

from PySide6.QtCore import QCoreApplication

from ct_desktop.core.wording_quit import DOES_NOT_END, NO_SUCH_PROFILE, NOT_RUNNING
from ct_desktop.profiles import (
    DEMO_PROFILE,
    AppFolders,
    ProfileError,
    ProfileFolders,
    find_profile,
    listed_profile,
)
from ct_desktop.profiles.window_claim import window_is_open
from ct_desktop.ui.launch import Launch
from ct_desktop.ui.single_instance.address import instance_address
from ct_desktop.ui.single_instance.messenger import RETRY_SECONDS, tell
from ct_desktop.ui.single_instance.wish import Message, Wish

PATIENCE = 20.0
"""Seconds for one window to end: it lets what it is writing come to its end."""

_ENDED = 0
_STILL_THERE = 1
_USAGE_ERROR = 2


def quit_windows(launch: Launch, *, patience: float = PATIENCE) -> int:
    """End the windows that ``launch`` names, all of this home where it names none.

    The exit code: 0 where none is open any more, also where none was; 1 where one does not end;
    2 where there is no such profile.
    """
    # Sockets are Qt's: they need its application, though no window and no display.
    application = QCoreApplication.instance() or QCoreApplication([sys.argv[0]])
    folders = AppFolders.from_environment()
    try:
        names = _named(folders, launch)
        open_ones = [name for name in names if window_is_open(folders.profile(name).window_lock)]
        remaining = [name for name in open_ones if not _ends(folders.profile(name), patience)]
        labels = [listed_profile(folders, name).name for name in remaining]
    except ProfileError as error:
        _say(f"ct-desktop: {error}")
        return _USAGE_ERROR
    finally:
        del application
    if not open_ones:
        _say(NOT_RUNNING)
    for label in labels:
        _say(DOES_NOT_END.format(name=label))
    return _STILL_THERE if remaining else _ENDED


def _named(folders: AppFolders, launch: Launch) -> tuple[str, ...]:
    existing = folders.profile_names()
    if launch.demo:
        return tuple(name for name in existing if name == DEMO_PROFILE)
    if launch.profile is None:
        return existing
    found = find_profile(folders, launch.profile)
    if found is None:
        raise ProfileError(NO_SUCH_PROFILE.format(name=launch.profile))
    return (found,)


def _ends(places: ProfileFolders, patience: float) -> bool:
    """Whether the window is gone, within ``patience`` seconds of being asked."""
    address = instance_address(places.data)
    deadline = time.monotonic() + patience
    told = False
    while window_is_open(places.window_lock):
        if time.monotonic() > deadline:
            return False
        # One that has only just started does not listen yet.
        told = told or tell(address, Message(Wish.QUIT))
        time.sleep(RETRY_SECONDS)
    return True


def _say(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201 - there is no window to say it in
