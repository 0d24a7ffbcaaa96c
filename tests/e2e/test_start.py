"""How the window starts where something is wrong here, and from the welcome into the demo."""

import re
import subprocess
from pathlib import Path

from support.desktop_app import COMMAND, DesktopApp
from support.desktop_session import DesktopSession
from support.trader_desktop import TraderDesktop

BUTTON = "push button"


def refused(session: DesktopSession, home: Path, *arguments: str) -> str:
    """What the command says that opens no window; it ends with the code for wrong usage."""
    ended = subprocess.run(
        [COMMAND, *arguments],
        env={**session.environment, "CT_DESKTOP_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stdout == ""
    return ended.stderr


def test_a_server_without_tls_is_refused(session: DesktopSession, tmp_path: Path) -> None:
    said = refused(session, tmp_path, "--server", "http://crosstrade.example/v1/api/mcp")
    assert said.startswith("ct-desktop: --server takes an https address")


def test_a_home_that_is_no_folder_is_told(session: DesktopSession, tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    said = refused(session, tmp_path / "home")
    assert "CT_DESKTOP_HOME" in said
    assert "Traceback" not in said


def test_damaged_settings_are_told_on_the_welcome(
    session: DesktopSession, desktop: TraderDesktop, tmp_path: Path
) -> None:
    settings = tmp_path / "home" / "settings" / "profiles" / "default" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text("{ not json")
    server = ("--server", desktop.demo.server_url)
    with DesktopApp(session.environment, tmp_path / "home", *server) as app:
        notice = app.window.find("label", re.compile("settings.json was damaged"))
        assert notice.name in app.log()
        app.window.find(BUTTON, "Connect")


def test_the_demo_is_tried_from_the_welcome(desktop: TraderDesktop) -> None:
    with desktop.app() as app:
        app.window.find(BUTTON, "Try the demo").press()
        app.window.find("frame", "CrossTrade Desktop (demo)")
        app.window.find("label", "Demo: no real money")
        app.close()
        app.wait_for_clean_end()
