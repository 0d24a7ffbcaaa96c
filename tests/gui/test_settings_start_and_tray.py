"""The section "Start and tray", and the system's entry behind its switch."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.wording_tray import START_AT_LOGIN_BY_WINDOWS, START_AT_LOGIN_WORDS
from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.login_start import LoginStartState, LoginStartSwitch
from ct_desktop.ui.settings.start_and_tray import StartAndTraySection
from ct_desktop.ui.theme.theme import ColourScheme, Theme

SIGNED_OUT = SignIn(SignInState.SIGNED_OUT)


@pytest.fixture
def section(qtbot: QtBot) -> StartAndTraySection:
    section = StartAndTraySection(Theme(ColourScheme.DARK))
    qtbot.addWidget(section)
    section.resize(900, 200)
    section.show()
    section.show_settings(ProfileSettings(), SIGNED_OUT)
    return section


@pytest.fixture
def autostart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a session in which the app's files lie where the system wants them."""
    monkeypatch.delenv("CT_DESKTOP_HOME")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "autostart"


@pytest.mark.parametrize(
    ("keeps_watching", "words"),
    [(None, "Ask"), (True, "Keep watching in the tray"), (False, "Quit")],
)
def test_what_closing_means_is_shown(
    section: StartAndTraySection, keeps_watching: bool | None, words: str
) -> None:
    section.show_settings(ProfileSettings(close_to_tray=keeps_watching), SIGNED_OUT)
    assert section.closing.currentText() == words


def test_what_closing_means_is_chosen(qtbot: QtBot, section: StartAndTraySection) -> None:
    for expected in (True, False):
        with qtbot.waitSignal(section.changed) as changed:
            qtbot.keyClick(section.closing, Qt.Key.Key_Down)
        assert changed.args == [{"close_to_tray": expected}]
    with qtbot.waitSignal(section.changed) as changed:
        qtbot.keyClick(section.closing, Qt.Key.Key_Home)
    assert changed.args == [{"close_to_tray": None}]


def test_the_switch_waits_until_the_system_was_asked(
    qtbot: QtBot, section: StartAndTraySection
) -> None:
    assert not section.start_at_login.isEnabled()
    section.show_start_at_login(LoginStartState(on=True))
    assert section.start_at_login.isChecked()
    with qtbot.waitSignal(section.start_at_login_requested) as wanted:
        qtbot.mouseClick(section.start_at_login, Qt.MouseButton.LeftButton)
    assert wanted.args == [False]


def test_why_it_cannot_be_switched_and_what_went_wrong_stand_beside_it(
    section: StartAndTraySection,
) -> None:
    section.show_start_at_login(LoginStartState(on=False, reason="Not for the demo"))
    assert not section.start_at_login.isEnabled()
    assert section.start_words.text() == "Not for the demo"
    section.show_start_at_login(LoginStartState(on=False, failure="The folder is full"))
    assert section.start_at_login.isEnabled()
    assert section.start_words.text() == "The folder is full"
    section.show_start_at_login(LoginStartState(on=True))
    assert section.start_words.text() == START_AT_LOGIN_WORDS


def test_where_the_system_keeps_it_stands_beside_it(section: StartAndTraySection) -> None:
    section.show_start_at_login(LoginStartState(on=True, place="/home/trader/.config/autostart/x"))
    assert section.start_words.text() == (
        "In the tray, or minimized where there is none. Kept in /home/trader/.config/autostart/x"
    )


def put_a_file_in_the_way(folder: Path) -> None:
    folder.touch()


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_the_switch_writes_the_systems_entry_and_takes_it_away(
    qapp: object, autostart: Path
) -> None:
    told: list[LoginStartState] = []
    switch = LoginStartSwitch("default", told.append)
    await switch.read()
    await switch.switch(True)
    assert names_in(autostart) == ["io.crosstrade.Desktop.desktop"]
    await LoginStartSwitch("default", told.append).read()
    await switch.switch(False)
    assert [state.on for state in told] == [False, True, True, False]
    assert {state.place for state in told} == {str(autostart / "io.crosstrade.Desktop.desktop")}
    assert not any(state.reason or state.failure for state in told)


async def test_a_profile_has_an_entry_of_its_own(qapp: object, autostart: Path) -> None:
    told: list[LoginStartState] = []
    await LoginStartSwitch("apex", told.append).switch(True)
    await LoginStartSwitch("default", told.append).read()
    assert [state.on for state in told] == [True, False]
    assert names_in(autostart) == ["io.crosstrade.Desktop.apex.desktop"]


async def test_an_entry_that_cannot_be_written_says_so_and_stays_off(
    qapp: object, autostart: Path
) -> None:
    put_a_file_in_the_way(autostart)
    told: list[LoginStartState] = []
    await LoginStartSwitch("default", told.append).switch(True)
    assert not told[0].on
    assert "Check that its folder" in told[0].failure


async def test_neither_the_demo_nor_a_moved_home_starts_at_login(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    told: list[LoginStartState] = []
    for profile in ("demo", "default"):
        await LoginStartSwitch(profile, told.append).switch(True)
    assert "demo" in told[0].reason
    assert "CT_DESKTOP_HOME" in told[1].reason
    assert not (tmp_path / "config").exists()


async def test_in_a_flatpak_the_desktop_s_own_settings_start_it_at_login(
    qapp: object, autostart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLATPAK_ID", "io.crosstrade.Desktop")
    told: list[LoginStartState] = []
    await LoginStartSwitch("default", told.append).switch(True)
    assert told == [
        LoginStartState(on=False, reason="For a Flatpak, the desktop’s own settings do this")
    ]


async def test_a_package_on_windows_leaves_the_start_at_login_to_windows(
    qapp: object, autostart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ct_desktop.start_at_login.runs_from_package", lambda: True)
    told: list[LoginStartState] = []
    await LoginStartSwitch("default", told.append).switch(True)
    assert told == [LoginStartState(on=False, reason=START_AT_LOGIN_BY_WINDOWS)]
    monkeypatch.setattr("ct_desktop.start_at_login.runs_from_package", lambda: False)
    await LoginStartSwitch("default", told.append).read()
    assert (told[1].on, told[1].reason, told[1].failure) == (False, "", "")
