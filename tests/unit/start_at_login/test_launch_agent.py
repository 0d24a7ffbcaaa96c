"""Start at login on macOS: the property list as a file; there is no Mac here."""

import plistlib
from pathlib import Path

from ct_desktop.start_at_login.entry import LoginStart
from ct_desktop.start_at_login.launch_agent import LaunchAgent

START = LoginStart(command=("/Applications/CrossTrade & Co/ct-desktop", "--minimized"))


def test_as_a_file_switching_on_writes_the_agent_and_off_takes_it_away(tmp_path: Path) -> None:
    login = LaunchAgent(START, tmp_path)
    assert not login.is_on()
    login.switch_on()
    assert login.path == tmp_path / "Library/LaunchAgents/io.crosstrade.Desktop.plist"
    agent = plistlib.loads(login.path.read_bytes())
    assert agent["Label"] == "io.crosstrade.Desktop"
    assert agent["ProgramArguments"] == list(START.command)
    assert agent["RunAtLoad"] is True
    assert login.is_on()
    login.switch_off()
    assert not login.is_on()
    login.switch_off()


def test_as_a_file_a_disabled_or_unreadable_agent_is_off(tmp_path: Path) -> None:
    login = LaunchAgent(START, tmp_path)
    login.switch_on()
    login.path.write_bytes(plistlib.dumps({"Label": "io.crosstrade.Desktop", "Disabled": True}))
    assert not login.is_on()
    for unreadable in (b"", b"<plist>", b"bplist00 and no more", b"<plist><array/></plist>"):
        login.path.write_bytes(unreadable)
        assert not login.is_on()
    login.switch_on()
    assert login.is_on()
