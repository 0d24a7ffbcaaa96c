"""A large snapshot is taken in over several turns of the event loop, and shown in one.

200 accounts and 2,000 positions, a tenth of which changes: what is counted here is what makes that
fast, the rows computed anew, the sums made anew, the cells told.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from ct_desktop.core.moment import Dated
from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.profiles.tables_view import GroupBy, TablesView
from ct_desktop.ui import in_turns
from ct_desktop.ui.monitor.position_columns import PositionColumn, PositionColumns
from ct_desktop.ui.monitor.positions_part import PositionsPart
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.monitor.table_view import TableView
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.market_samples import a_second_later, at, large_snapshot, market_state

ACCOUNTS, POSITIONS = 40, 400
OPEN_PNL = int(PositionColumn.OPEN_PNL)


@pytest.fixture(autouse=True)
def short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every piece of work has a turn of its own."""
    monkeypatch.setattr(in_turns, "BUDGET", 0.0)


@pytest.fixture
def screen(qtbot: QtBot) -> MonitorScreen:
    return new_screen(qtbot)


def new_screen(qtbot: QtBot, tables: TablesView | None = None) -> MonitorScreen:
    screen = MonitorScreen(Theme(ColourScheme.DARK))
    qtbot.addWidget(screen)
    screen.resize(1440, 900)
    with qtbot.waitExposed(screen):
        screen.show()
    if tables is not None:
        screen.show_tables(tables)
    return screen


def table(screen: MonitorScreen, name: str = "Positions") -> TableView[Any]:
    (found,) = (t for t in screen.findChildren(QTableView) if t.accessibleName() == name)
    assert isinstance(found, TableView)
    return found


def texts(screen: MonitorScreen) -> list[list[str]]:
    """All that stands in the tables, and in the totals under them."""
    written = []
    for name in ("Accounts", "Positions"):
        model = table(screen, name).model()
        for row in range(model.rowCount()):
            cells = (model.index(row, column) for column in range(model.columnCount()))
            written.append([cell.data() for cell in cells])
    return written


def turn(screen: MonitorScreen) -> None:
    QCoreApplication.processEvents()


def until_shown(qtbot: QtBot, screen: MonitorScreen) -> None:
    qtbot.waitUntil(lambda: not screen.is_taking_in)


def with_pnl(snapshot: Snapshot, change: float, *rows: int) -> Snapshot:
    """``snapshot`` a second later with another open profit in some rows; all else is the same."""
    assert snapshot.positions is not None
    positions = list(snapshot.positions.value)
    for row in rows:
        before = positions[row].unrealized_pnl or 0.0
        positions[row] = replace(positions[row], unrealized_pnl=before + change)
    later = at(snapshot.positions.fetched_at.steady - at(0).steady + 1)
    return replace(snapshot, positions=Dated(tuple(positions), later))


def test_a_large_snapshot_is_shown_in_one_turn_after_several(
    screen: MonitorScreen, qtbot: QtBot
) -> None:
    first = large_snapshot(ACCOUNTS, POSITIONS)
    second = a_second_later(first, 1, share=1.0)
    screen.show_state(market_state(first), at(0))
    before = texts(screen)
    screen.take_in(market_state(second), at(1))
    seen = [texts(screen)]
    while screen.is_taking_in:
        turn(screen)
        seen.append(texts(screen))
    other = new_screen(qtbot)
    other.show_state(market_state(second), at(1))
    after = texts(other)
    assert seen[0] == before
    assert seen[-1] == after
    assert all(shown in (before, after) for shown in seen)
    assert len(seen) > 5


def test_of_several_that_wait_the_newest_is_shown(screen: MonitorScreen, qtbot: QtBot) -> None:
    snapshots = [large_snapshot(ACCOUNTS, POSITIONS)]
    for number in (1, 2, 3):
        snapshots.append(with_pnl(snapshots[-1], 1.0, 0))
        assert number == len(snapshots) - 1
    screen.show_state(market_state(snapshots[0]), at(0))
    model = table(screen).model()
    shown = []
    model.dataChanged.connect(lambda: shown.append(model.index(0, OPEN_PNL).data()))
    for number in (1, 2, 3):
        screen.take_in(market_state(snapshots[number]), at(number))
    until_shown(qtbot, screen)
    wanted = new_screen(qtbot)
    wanted.show_state(market_state(snapshots[2]), at(2))
    skipped = table(wanted).model().index(0, OPEN_PNL).data()
    wanted.show_state(market_state(snapshots[3]), at(3))
    newest = table(wanted).model().index(0, OPEN_PNL).data()
    assert model.index(0, OPEN_PNL).data() == newest
    assert skipped not in shown


def type_a_filter(screen: MonitorScreen) -> None:
    boxes = screen.findChildren(QLineEdit)
    (box,) = (box for box in boxes if box.accessibleName() == "Filter positions")
    box.setText("live es")


def sort_by_profit(screen: MonitorScreen) -> None:
    table(screen).sortByColumn(OPEN_PNL, Qt.SortOrder.DescendingOrder)


def group_by_instrument(screen: MonitorScreen) -> None:
    screen.show_tables(TablesView(group_by=GroupBy.INSTRUMENT))


def group_by_broker(screen: MonitorScreen) -> None:
    screen.show_tables(TablesView(group_by=GroupBy.BROKER))


def let_a_second_go(screen: MonitorScreen) -> None:
    screen.tick(at(2))


@pytest.mark.parametrize(
    "act",
    [type_a_filter, sort_by_profit, group_by_instrument, group_by_broker, let_a_second_go],
    ids=lambda act: act.__name__,
)
@pytest.mark.parametrize("grouped", [GroupBy.NOTHING, GroupBy.INSTRUMENT])
def test_what_the_trader_does_meanwhile_holds(
    qtbot: QtBot, act: Callable[[MonitorScreen], None], grouped: GroupBy
) -> None:
    first = large_snapshot(ACCOUNTS, POSITIONS)
    second = a_second_later(first, 1, share=0.5)
    screen = new_screen(qtbot, TablesView(group_by=grouped))
    screen.show_state(market_state(first), at(0))
    screen.take_in(market_state(second), at(1))
    for _ in range(4):
        turn(screen)
    assert screen.is_taking_in
    act(screen)
    until_shown(qtbot, screen)
    screen.tick(at(2))
    other = new_screen(qtbot, TablesView(group_by=grouped))
    other.show_state(market_state(second), at(1))
    act(other)
    other.tick(at(2))
    assert texts(screen) == texts(other)


def test_what_is_to_be_hidden_is_hidden_at_once(screen: MonitorScreen) -> None:
    snapshot = large_snapshot(ACCOUNTS, POSITIONS)
    screen.show_state(market_state(snapshot), at(0))
    screen.take_in(market_state(a_second_later(snapshot, 1)), at(1))
    try:
        PRIVACY.set_level(PrivacyLevel.NAMES_AND_AMOUNTS)
        screen.take_in(market_state(snapshot), at(1))
        assert not screen.is_taking_in
    finally:
        PRIVACY.set_level(PrivacyLevel.OFF)


# What makes it fast


class Computed:
    """Counts the rows of positions that are computed, and the heads of groups that are made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows = 0
        self.heads: list[str] = []
        values, head = PositionColumns.values, PositionsPart.head

        def counted_values(columns: PositionColumns, row: Any) -> Any:
            self.rows += 1
            return values(columns, row)

        def counted_head(part: PositionsPart, key: Any, group: Any) -> Any:
            self.heads.append(key[0])
            return head(part, key, group)

        monkeypatch.setattr(PositionColumns, "values", counted_values)
        monkeypatch.setattr(PositionsPart, "head", counted_head)


def test_only_rows_that_changed_are_computed(
    screen: MonitorScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = large_snapshot(ACCOUNTS, POSITIONS)
    screen.show_state(market_state(snapshot), at(0))
    computed = Computed(monkeypatch)
    screen.show_state(market_state(with_pnl(snapshot, 1.0, 3, 70, 399)), at(1))
    assert computed.rows == 3


def test_only_groups_that_changed_are_added_up(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = large_snapshot(ACCOUNTS, POSITIONS)
    assert snapshot.positions is not None
    screen = new_screen(qtbot, TablesView(group_by=GroupBy.INSTRUMENT))
    screen.show_state(market_state(snapshot), at(0))
    computed = Computed(monkeypatch)
    screen.show_state(market_state(with_pnl(snapshot, 1.0, 3, 70)), at(1))
    touched = {snapshot.positions.value[row].instrument for row in (3, 70)}
    assert len(computed.heads) == 2
    assert set(computed.heads) == touched


def test_rows_are_not_sorted_anew_where_no_key_changed(screen: MonitorScreen) -> None:
    snapshot = large_snapshot(ACCOUNTS, POSITIONS)
    screen.show_state(market_state(snapshot), at(0))
    table(screen).sortByColumn(int(PositionColumn.INSTRUMENT), Qt.SortOrder.AscendingOrder)
    sorted_anew: list[None] = []
    table(screen).model().layoutChanged.connect(lambda: sorted_anew.append(None))
    screen.show_state(market_state(with_pnl(snapshot, 1.0, *range(0, POSITIONS, 10))), at(1))
    assert sorted_anew == []


def test_cells_out_of_sight_are_told_in_one_piece(screen: MonitorScreen) -> None:
    snapshot = large_snapshot(ACCOUNTS, POSITIONS)
    screen.show_state(market_state(snapshot), at(0))
    told: list[tuple[int, int, int, int]] = []
    table(screen).model().dataChanged.connect(
        lambda a, b: told.append((a.row(), a.column(), b.row(), b.column()))
    )
    screen.show_state(market_state(with_pnl(snapshot, 1.0, 1, 5, *range(100, 400, 10))), at(1))
    assert told == [
        (1, OPEN_PNL, 1, OPEN_PNL),
        (5, OPEN_PNL, 5, OPEN_PNL),
        (100, OPEN_PNL, 390, OPEN_PNL),
        (0, int(PositionColumn.AGE), POSITIONS - 1, int(PositionColumn.AGE)),
    ]
