"""Each system has its own entry, for each profile."""

from pathlib import Path

import pytest

from ct_desktop.start_at_login import login_entry
from ct_desktop.start_at_login.command import RunningApp
from ct_desktop.start_at_login.launch_agent import LaunchAgent
from ct_desktop.start_at_login.xdg_autostart import XdgAutostart

APP = RunningApp("/opt/ct-desktop", "ct-desktop", frozen=True, app_image=None)


def test_the_entry_of_a_profile_starts_that_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    login = login_entry("apex", app=APP, platform="linux")
    assert isinstance(login, XdgAutostart)
    login.switch_on()
    assert "Exec=/opt/ct-desktop --minimized --profile apex\n" in login.path.read_text()


def test_a_mac_gets_a_launch_agent() -> None:
    assert isinstance(login_entry(app=APP, platform="darwin"), LaunchAgent)
