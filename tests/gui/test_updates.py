"""Newer versions in the window: the switch, what is said there, the line over the screens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ct_desktop import __version__
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.settings.about import AboutSection
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.ui.updates.banner import UpdateBanner
from ct_desktop.ui.updates.updates import Updates
from ct_desktop.updates import Release, UpdateState, parse_version
from support.active_window import show_active
from support.opened_addresses import opened_addresses
from support.release_server import ReleaseServer, TwoHandedClock, checker_at
from support.ui_states import moment
from support.window_tasks import WindowTasks

SIGNED_OUT = SignIn(SignInState.SIGNED_OUT)
RELEASE = Release(
    parse_version("1.4.0"),
    "https://crosstrade.io/desktop/releases/1.4.0",
    ("Faster start", "<b>No</b> markup & no links."),
)


def texts_of(widget: QWidget) -> list[str]:
    """What stands in it, as far as it is not hidden."""
    return [text.text() for text in widget.findChildren(Text) if not text.isHidden()]


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.fixture
def section(qtbot: QtBot, theme: Theme) -> AboutSection:
    section = AboutSection(theme, asked_of="crosstrade.io", updated_by=None)
    qtbot.addWidget(section)
    section.resize(900, 320)
    section.show()
    section.show_settings(ProfileSettings(), SIGNED_OUT)
    return section


# Settings


def test_the_switch_is_off_and_says_who_is_asked_for_what(
    qtbot: QtBot, section: AboutSection
) -> None:
    assert not section.new_versions.isChecked()
    said = " ".join(texts_of(section))
    assert "the app asks crosstrade.io at most once a day" in said
    assert "your internet address. Nothing is downloaded or installed." in said
    with qtbot.waitSignal(section.changed) as changed:
        click(qtbot, section.new_versions)
    assert changed.args == [{"update_notice": True}]
    section.show_settings(ProfileSettings(update_notice=True), SIGNED_OUT)
    assert section.new_versions.isChecked()
    assert section.new_versions.accessibleName() == "Tell me about new versions"


@pytest.mark.parametrize(
    ("state", "asked", "newest"),
    [
        (UpdateState(), "Not yet", "Not known"),
        (UpdateState(asked_at=moment(0).utc), "22 Nov 2026, 10:41, no answer", "Not known"),
        (
            UpdateState(asked_at=moment(0).utc, answered=True),
            "22 Nov 2026, 10:41",
            "The one you have",
        ),
        (
            UpdateState(asked_at=moment(0).utc, answered=True, newer=RELEASE),
            "22 Nov 2026, 10:41",
            "1.4.0",
        ),
        (
            UpdateState(asked_at=moment(0).utc, newer=RELEASE, is_skipped=True),
            "22 Nov 2026, 10:41, no answer",
            "1.4.0, which you skipped",
        ),
    ],
)
def test_when_it_was_asked_and_what_came_of_it(
    section: AboutSection, state: UpdateState, asked: str, newest: str
) -> None:
    section.show_updates(state)
    assert section.asked.text() == asked
    assert section.newest.text() == newest
    assert section.page.isHidden() == (state.newer is None)


def test_what_a_release_says_of_itself_is_no_markup(qtbot: QtBot, section: AboutSection) -> None:
    section.show_updates(UpdateState(answered=True, newer=RELEASE))
    changes = section.changes.findChildren(Text)
    assert [text.text() for text in changes] == [f"• {change}" for change in RELEASE.changes]
    assert {text.textFormat() for text in changes} == {Qt.TextFormat.PlainText}
    with qtbot.waitSignal(section.page_requested) as wanted:
        click(qtbot, section.page)
    assert wanted.args == [RELEASE]
    section.show_updates(UpdateState(answered=True))
    assert not texts_of(section.changes)


def test_where_others_update_the_app_there_is_nothing_to_choose(qtbot: QtBot, theme: Theme) -> None:
    for updated_by, who in (("apt", "apt"), ("", "your system")):
        section = AboutSection(theme, asked_of="crosstrade.io", updated_by=updated_by)
        qtbot.addWidget(section)
        section.show()
        section.show_settings(ProfileSettings(update_notice=True), SIGNED_OUT)
        said = f"This app came as a package that {who} updates, so it asks nobody itself"
        assert said in texts_of(section)
        assert not section.new_versions.isVisible()
        assert not section.ask.isVisible()


# The window


@pytest.fixture
def opened_pages(qapp: object) -> Iterator[list[str]]:
    """The addresses that the browser is given."""
    with opened_addresses("http", "https") as opened_pages:
        yield opened_pages


@pytest.fixture
def releases() -> Iterator[ReleaseServer]:
    with ReleaseServer() as server:
        yield server


class Shown:
    """A window with a section of its settings, and what drives both."""

    def __init__(self, qtbot: QtBot, theme: Theme, url: str, folder: Path) -> None:
        self.window = MainWindow(theme)
        qtbot.addWidget(self.window)
        self.tasks = WindowTasks()
        self.checker = checker_at(url, folder, TwoHandedClock())
        self.updates = Updates(
            self.window,
            theme,
            self.checker,
            settings=ProfileSettings(),
            start=self.tasks.start,
        )
        self.section = AboutSection(theme, asked_of="here", updated_by=None)
        self.window.add_screen(Screen.SETTINGS, lambda: self.section)
        self.window.set_screen(Screen.SETTINGS)
        self.window.resize(960, 600)
        self.updates.serve(self.section)
        show_active(qtbot, self.window)

    @property
    def banner(self) -> UpdateBanner | None:
        """The line, if it can be seen."""
        found = self.window.findChild(UpdateBanner)
        return found if found is not None and found.isVisible() else None

    async def allow(self) -> None:
        """As when the trader puts the switch on, and the next look comes."""
        self.updates.show_settings(ProfileSettings(update_notice=True))
        await self.checker.look()


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, releases: ReleaseServer, tmp_path: Path) -> Shown:
    return Shown(qtbot, theme, releases.url, tmp_path)


async def test_nothing_is_asked_and_nothing_said_while_the_switch_is_off(
    shown: Shown, releases: ReleaseServer
) -> None:
    await shown.checker.look()
    assert releases.questions == []
    assert shown.window.findChild(UpdateBanner) is None


async def test_a_newer_version_stands_over_the_screens_with_what_it_changes(
    shown: Shown, releases: ReleaseServer
) -> None:
    releases.publish(changes=["Faster <i>start</i>", "x" * 190, "More"])
    await shown.allow()
    assert shown.banner is not None
    assert shown.banner.text == (
        f"CrossTrade Desktop 1.4.0 is out. You have {__version__}. Faster <i>start</i>. "
        "And 2 more changes."
    )
    assert shown.banner.accessibleName() == "CrossTrade Desktop 1.4.0 is out"


async def test_the_page_opens_in_the_browser_and_nothing_else_happens(
    qtbot: QtBot, shown: Shown, releases: ReleaseServer, opened_pages: list[str]
) -> None:
    await shown.allow()
    assert shown.banner is not None
    click(qtbot, shown.banner.open_page)
    assert opened_pages == [releases.page]
    assert shown.banner is None
    click(qtbot, shown.section.page)
    assert opened_pages == [releases.page] * 2
    assert len(releases.questions) == 1


async def test_later_puts_it_away_until_the_next_start(
    qtbot: QtBot, theme: Theme, shown: Shown, releases: ReleaseServer, tmp_path: Path
) -> None:
    await shown.allow()
    assert shown.banner is not None
    shown.banner.later.setFocus()
    qtbot.keyClick(shown.banner.later, Qt.Key.Key_Space)
    await shown.checker.look()
    assert shown.banner is None
    again = Shown(qtbot, theme, releases.url, tmp_path)
    await again.allow()
    assert again.banner is not None


async def test_a_skipped_version_is_named_no_more_but_in_the_settings(
    qtbot: QtBot, theme: Theme, shown: Shown, releases: ReleaseServer, tmp_path: Path
) -> None:
    await shown.allow()
    assert shown.banner is not None
    click(qtbot, shown.banner.skip)
    await shown.tasks.done()
    assert shown.banner is None
    again = Shown(qtbot, theme, releases.url, tmp_path)
    await again.allow()
    assert again.banner is None
    assert again.section.newest.text() == "1.4.0, which you skipped"


async def test_ask_now_asks_at_once_and_says_what_came_of_it(
    qtbot: QtBot, shown: Shown, releases: ReleaseServer
) -> None:
    click(qtbot, shown.section.ask)
    await shown.tasks.done()
    assert len(releases.questions) == 1
    assert shown.section.newest.text() == "1.4.0"
    assert shown.banner is None


async def test_a_switch_that_is_put_off_again_takes_the_line_away(shown: Shown) -> None:
    await shown.allow()
    assert shown.banner is not None
    shown.updates.show_settings(ProfileSettings(update_notice=False))
    assert shown.banner is None


async def test_news_behind_the_welcome_waits_for_the_screens(
    qtbot: QtBot, theme: Theme, releases: ReleaseServer, tmp_path: Path
) -> None:
    window = MainWindow(theme)
    qtbot.addWidget(window)
    welcome = QWidget()
    window.set_welcome(welcome)
    window.show_welcome()
    checker = checker_at(releases.url, tmp_path, TwoHandedClock())
    updates = Updates(
        window,
        theme,
        checker,
        settings=ProfileSettings(update_notice=True),
        start=WindowTasks().start,
    )
    show_active(qtbot, window)
    await checker.look()
    banner = window.findChild(UpdateBanner)
    assert banner is not None
    assert not banner.isVisible()
    assert not banner.isWindow()
    window.add_screen(Screen.MONITOR, QWidget)
    window.set_screen(Screen.MONITOR)
    assert banner.isVisible()
    updates.end()
