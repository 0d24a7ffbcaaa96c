"""Start at login on a real desktop: switched in Settings, read and started by another hand.

The other hand is GIO, by which GNOME, Xfce and others read desktop entries.
"""

import json
import subprocess
from pathlib import Path

import pytest

from ct_desktop.start_at_login.entry import LoginStart
from ct_desktop.start_at_login.xdg_autostart import XdgAutostart
from support.accessibility import SYSTEM_PYTHON
from support.command_line import CommandLine, sign_in
from support.desktop_app import DesktopApp
from support.desktop_session import DesktopSession
from support.secret_watch import SecretWatch
from support.status_notifier_host import StatusNotifierHost
from support.trader_desktop import TraderDesktop
from support.waiting import wait_for

_PATIENCE = 30.0

_START = """
import sys
from gi.repository import Gio
entry = Gio.DesktopAppInfo.new_from_filename(sys.argv[1])
assert entry is not None, "GIO does not take the entry"
assert entry.launch([], None)
"""

_SAY_ARGUMENTS = """#!/bin/sh
exec /usr/bin/python3 -c 'import json, sys; json.dump(sys.argv[2:], open(sys.argv[1], "w"))' \\
    "{output}" "$@"
"""


def start_entry(session: DesktopSession, path: Path, **environment: str) -> None:
    """Start the desktop entry at ``path`` as a desktop does at login."""
    started = subprocess.run(
        [SYSTEM_PYTHON, "-c", _START, str(path)],
        env={**session.environment, **environment},
        stdin=subprocess.DEVNULL,
        # No pipes: the program would hold them open.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=_PATIENCE,
        check=False,
    )
    assert started.returncode == 0, f"GIO cannot start {path.read_text()}"


@pytest.mark.parametrize(
    "folder", ["plain", "Program Files", """it's "50 %" $HOME \\ `x` (1) & é"""]
)
def test_another_reader_starts_the_app_with_exactly_its_arguments(
    session: DesktopSession, tmp_path: Path, folder: str
) -> None:
    program = tmp_path / folder / "ct-desktop"
    program.parent.mkdir()
    output = tmp_path / "arguments.json"
    program.write_text(_SAY_ARGUMENTS.format(output=output))
    program.chmod(0o700)
    arguments = ("--minimized", "--profile", "my apex 50 %")
    entry = XdgAutostart(
        LoginStart((str(program), *arguments)), {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    )
    entry.switch_on()
    start_entry(session, entry.path)
    wait_for(output.exists, bool, _PATIENCE, "the program was not started")
    said = wait_for(output.read_text, bool, _PATIENCE, "it said nothing")
    assert json.loads(said) == list(arguments)


def test_switched_on_in_settings_the_app_comes_at_login_into_the_tray(
    session: DesktopSession, desktop: TraderDesktop, tmp_path: Path
) -> None:
    sign_in(CommandLine(session.environment, desktop.demo.server_url, tmp_path), SecretWatch())
    entry = Path(session.environment["XDG_CONFIG_HOME"]) / "autostart"
    entry /= "io.crosstrade.Desktop.desktop"
    # Its files where the system wants them: else there is no starting at login.
    in_place = ("env", "-u", "CT_DESKTOP_HOME")
    server = ("--server", desktop.demo.server_url)
    with (
        StatusNotifierHost(session.environment) as tray,
        DesktopApp(session.environment, tmp_path / "home", *server, launcher=in_place) as app,
    ):
        app.window.find("check box", "Settings").press()
        switch = app.window.find("check box", "Start at login")
        wait_for(switch.states, lambda states: "enabled" in states, _PATIENCE, "still unknown")
        switch.press()
        wait_for(entry.exists, bool, _PATIENCE, "no entry was written")
        app.terminate()
        app.wait_for_clean_end()
        start_entry(session, entry, CT_DESKTOP_SERVER=desktop.demo.server_url)
        tray.wait_for_icon()
        tray.choose("Quit")
        wait_for(tray.icons, lambda icons: not icons, _PATIENCE, "it did not quit")
