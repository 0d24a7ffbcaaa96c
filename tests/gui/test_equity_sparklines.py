"""The Session column of the accounts: what its small lines show, hide, sort by and cost."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QRect, QSizeF, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ct_desktop.core.equity import EquitySample
from ct_desktop.core.equity_line import EquityLine
from ct_desktop.core.moment import Dated
from ct_desktop.core.privacy import AMOUNT_MASK, PrivacyLevel
from ct_desktop.ui.equity.sparkline import Sparkline
from ct_desktop.ui.monitor.account_columns import AccountColumn
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.monitor.table_view import TableView
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.theme.palette import DARK
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.market_samples import at, large_snapshot, market_state, mock_up_snapshot
from support.ui_states import image_of

NOW = at(2)
COLUMN = int(AccountColumn.SESSION)


def line(*balances: float, minutes_ago: int | None = None) -> Sparkline:
    """A figure a minute, the last one now."""
    began = len(balances) if minutes_ago is None else minutes_ago
    return Sparkline(
        EquityLine.of(
            EquitySample(NOW.utc - timedelta(minutes=began - number), balance)
            for number, balance in enumerate(balances)
        )
    )


SESSIONS = {
    "APEX1234": line(50_000.0, 50_400.0, 50_250.0),
    "Sim101": line(100.0, 90.0, 40.0),
    "Live-48120": line(7.0, 7.0, 7.0),
}


@pytest.fixture
def screen(qtbot: QtBot) -> Iterator[MonitorScreen]:
    screen = MonitorScreen(Theme(ColourScheme.DARK))
    qtbot.addWidget(screen)
    screen.resize(1440, 900)
    screen.show_sessions(SESSIONS)
    screen.show_state(market_state(mock_up_snapshot()), NOW)
    with qtbot.waitExposed(screen):
        screen.show()
    yield screen
    PRIVACY.set_level(PrivacyLevel.OFF)


def show_sessions(qtbot: QtBot, screen: MonitorScreen, sessions: Mapping[str, Sparkline]) -> None:
    """Show ``sessions``, and wait until they are seen."""
    screen.show_sessions(sessions)
    qtbot.waitUntil(lambda: not screen.is_taking_in)


def accounts(screen: MonitorScreen) -> TableView[Any]:
    return next(
        view for view in screen.findChildren(TableView) if view.accessibleName() == "Accounts"
    )


def row_of(view: TableView[Any], name: str) -> int:
    model = view.model()
    return next(row for row in range(model.rowCount()) if model.index(row, 0).data() == name)


def cell_texts(view: TableView[Any], name: str) -> tuple[str, str]:
    """What a cell says, and what it says aloud."""
    index = view.model().index(row_of(view, name), COLUMN)
    return index.data(), index.data(Qt.ItemDataRole.AccessibleTextRole)


def colors_of(view: TableView[Any], name: str) -> set[str]:
    """Every colour in a cell of the column."""
    rect: QRect = view.visualRect(view.model().index(row_of(view, name), COLUMN))
    image = image_of(view.viewport()).copy(rect)
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def test_the_line_ends_in_the_colour_of_profit_or_loss(screen: MonitorScreen) -> None:
    view = accounts(screen)
    assert DARK.pos.name() in colors_of(view, "APEX1234")
    assert DARK.neg.name() in colors_of(view, "Sim101")
    flat = colors_of(view, "Live-48120")
    assert DARK.text2.name() in flat
    assert not {DARK.pos.name(), DARK.neg.name()} & flat


def test_the_cell_says_how_far_the_session_has_come(screen: MonitorScreen) -> None:
    view = accounts(screen)
    text, spoken = cell_texts(view, "APEX1234")
    assert text == "+250.00"
    assert spoken.startswith("+250.00 USD since 20 Nov 2026")
    assert cell_texts(view, "APEX1235") == ("—", "No figures of this session yet")


def test_it_sorts_by_the_change(screen: MonitorScreen) -> None:
    view = accounts(screen)
    view.sortByColumn(COLUMN, Qt.SortOrder.DescendingOrder)
    names = [view.model().index(row, 0).data() for row in range(3)]
    assert names == ["APEX1234", "Live-48120", "Sim101"]


def test_it_is_copied_and_exported_as_the_number(screen: MonitorScreen) -> None:
    view = accounts(screen)
    view.selectRow(row_of(view, "APEX1234"))
    view.copy_rows()
    assert "250.0" in QGuiApplication.clipboard().text().split("\t")
    heading, *rows = view.as_csv().splitlines()
    place = heading.split(",").index("Session")
    (exported,) = (row for row in rows if row.startswith("APEX1234"))
    assert float(exported.split(",")[place]) == 250.0


def test_privacy_hides_the_shape_too(screen: MonitorScreen) -> None:
    view = accounts(screen)
    PRIVACY.set_level(PrivacyLevel.AMOUNTS)
    screen.show_state(market_state(mock_up_snapshot()), NOW)
    text, spoken = cell_texts(view, "APEX1234")
    assert text == AMOUNT_MASK
    assert "250" not in spoken
    assert colors_of(view, "APEX1234") == colors_of(view, "Sim101")
    assert AMOUNT_MASK in view.as_csv()
    assert "250" not in view.as_csv()


def test_a_stale_line_goes_grey(screen: MonitorScreen) -> None:
    view = accounts(screen)
    screen.tick(at(400))
    assert not {DARK.pos.name(), DARK.text2.name()} & colors_of(view, "APEX1234")
    assert DARK.text3.name() in colors_of(view, "APEX1234")


def test_a_new_figure_is_shown_without_a_new_state(qtbot: QtBot, screen: MonitorScreen) -> None:
    view = accounts(screen)
    show_sessions(qtbot, screen, {**SESSIONS, "APEX1235": line(1.0, 4.0)})
    assert cell_texts(view, "APEX1235")[0] == "+3.00"


def test_only_the_cells_of_lines_that_changed_are_told(qtbot: QtBot, screen: MonitorScreen) -> None:
    view = accounts(screen)
    told: list[tuple[int, int]] = []
    view.model().dataChanged.connect(
        lambda first, last: told.extend(
            (row, column)
            for row in range(first.row(), last.row() + 1)
            for column in range(first.column(), last.column() + 1)
        )
    )
    show_sessions(qtbot, screen, {**SESSIONS, "Sim101": line(100.0, 90.0, 41.0)})
    age = int(AccountColumn.AGE)
    assert [place for place in told if place[1] != age] == [(row_of(view, "Sim101"), COLUMN)]


def test_a_gap_is_not_bridged() -> None:
    began = NOW.utc - timedelta(minutes=100)
    samples = [EquitySample(began, 1.0), EquitySample(began + timedelta(minutes=1), 1.0)]
    samples += [EquitySample(NOW.utc - timedelta(minutes=1), 2.0), EquitySample(NOW.utc, 2.0)]

    def column_inks(sparkline: Sparkline, x: int) -> int:
        image = sparkline.picture(QSizeF(48, 18), 1.0, DARK.text2, DARK.pos).toImage()
        return sum(image.pixelColor(x, y).alpha() > 0 for y in range(18))

    gap, whole = Sparkline(EquityLine.of(samples)), Sparkline(EquityLine((tuple(samples),)))
    # In the middle only the dashed line at the beginning may stand.
    assert max(column_inks(gap, x) for x in range(15, 35)) <= 2
    assert min(column_inks(whole, x) for x in range(15, 35)) >= 1
    assert column_inks(whole, 24) > column_inks(gap, 24)


def wave(number: int) -> Sparkline:
    return line(*(50_000.0 + (number * minute) % 89 for minute in range(64)))


def quickest(action: Callable[[], object], times: int = 5) -> float:
    """Seconds of the quickest of some runs: what else the machine does is not the subject."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def test_two_hundred_lines_cost_no_frame(qtbot: QtBot, screen: MonitorScreen) -> None:
    snapshot = large_snapshot(200, 20)
    assert snapshot.accounts is not None
    names = [account.name for account in snapshot.accounts.value]
    sessions: Mapping[str, Sparkline] = {
        name: wave(number) for number, name in enumerate(names, start=2)
    }
    screen.resize(3000, 2000)
    screen.show_state(market_state(snapshot), NOW)
    view = accounts(screen)
    bare = quickest(view.viewport().repaint)
    show_sessions(qtbot, screen, sessions)
    view.viewport().repaint()
    assert quickest(view.viewport().repaint) - bare < 0.016
    moved = {
        name: Dated(replace(dated.value, net_liquidation=1.0), NOW)
        for name, dated in snapshot.balances.items()
    }
    pictures = {
        name: sessions[name].picture(QSizeF(48, 18), 1.0, DARK.text2, DARK.pos).cacheKey()
        for name in names
    }
    screen.show_state(market_state(snapshot.with_balances(moved)), NOW)
    assert pictures == {
        name: sessions[name].picture(QSizeF(48, 18), 1.0, DARK.text2, DARK.pos).cacheKey()
        for name in names
    }
