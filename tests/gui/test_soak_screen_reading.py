"""The long day's reading of the screen: it sees an old figure that nobody marked."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.snapshot import is_stale
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.theme.theme import Theme
from soak.screen_reading import Shown, everything_shown
from support.market_samples import at, large_snapshot, market_state

LATER = 3600.0


@pytest.fixture
def screen(qtbot: QtBot) -> MonitorScreen:
    screen = MonitorScreen(Theme())
    qtbot.addWidget(screen)
    screen.resize(1440, 900)
    screen.show()
    return screen


def test_figures_that_no_beat_has_marked_are_found_and_after_it_none(screen: MonitorScreen) -> None:
    snapshot = large_snapshot(20, 50)
    screen.show_state(market_state(snapshot), at(0))

    def shown_now() -> Iterator[Shown]:
        return everything_shown(snapshot, screen.findChildren(QWidget))

    def unmarked() -> list[Shown]:
        return [
            shown
            for shown in shown_now()
            if shown.at is not None
            and is_stale(shown.at, shown.limit, at(LATER))
            and not shown.is_marked
        ]

    places = {shown.where for shown in unmarked()}
    assert {"Accounts, age", "Positions, age", "Open P/L"} <= places
    screen.tick(at(LATER))
    assert unmarked() == []
    assert all(shown.is_marked for shown in shown_now() if shown.at is None)
