"""Starting at login, by each system's own way. No Qt; every call blocks.

The systems start an entry with their own environment, so there is none where that of this process
decides which files are used.
"""

import sys

from ct_desktop.start_at_login.command import RunningApp, launch_command
from ct_desktop.start_at_login.entry import LoginEntry, LoginStart
from ct_desktop.start_at_login.errors import StartAtLoginError
from ct_desktop.start_at_login.launch_agent import LaunchAgent
from ct_desktop.start_at_login.windows_package import runs_from_package
from ct_desktop.start_at_login.windows_run_key import WindowsRunKey
from ct_desktop.start_at_login.xdg_autostart import XdgAutostart

__all__ = ["LoginEntry", "LoginStart", "StartAtLoginError", "login_entry", "runs_from_package"]


def login_entry(
    profile: str = "",
    *,
    app: RunningApp | None = None,
    platform: str = sys.platform,
) -> LoginEntry:
    """This system's entry for ``profile``, empty for the first one."""
    options = ("--profile", profile) if profile else ()
    command = launch_command(app or RunningApp.current(), platform)
    start = LoginStart(command=(*command, "--minimized", *options), profile=profile)
    if platform == "win32":
        return WindowsRunKey(start)
    if platform == "darwin":
        return LaunchAgent(start)
    return XdgAutostart(start)
