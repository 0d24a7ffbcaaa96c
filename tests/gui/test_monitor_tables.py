"""The tables' model: the smallest change, in any order, through any filter, never a reset."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ct_desktop.core.moment import Dated
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.rows import account_rows
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.core.wording_equity import EquityWords
from ct_desktop.core.wording_limits import NO_DRAWDOWN, NO_LOSS_LIMIT
from ct_desktop.ui.monitor.account_columns import AccountColumn, AccountColumns
from ct_desktop.ui.monitor.account_lines import AccountLine, AccountLines
from ct_desktop.ui.monitor.changed_cells import changed_rectangles
from ct_desktop.ui.monitor.position_columns import PositionColumn, PositionColumns
from ct_desktop.ui.monitor.position_lines import PositionLine, PositionLines
from ct_desktop.ui.monitor.table_model import NO_SORT, SORT_ROLE, TableModel
from support.market_samples import at, mock_up_snapshot

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
CLEAN, WITH_DUST = 61.41, 61.410000000000004


class Positions:
    """A model of positions that is shown one list after the other."""

    def __init__(self) -> None:
        self.columns = PositionColumns()
        self.model: TableModel[PositionLine] = TableModel(self.columns)
        self.tester = QAbstractItemModelTester(self.model)
        self._lines = PositionLines()

    def show(self, positions: Sequence[Position], seconds: float = 0) -> None:
        snapshot = Snapshot(positions=Dated(tuple(positions), at(seconds)))
        self.columns.set_ages(at(seconds), 15)
        changes = self._lines.read(snapshot, ())
        self.model.show_rows(self._lines.lines, changes, at(seconds))

    def column(self, column: int) -> list[str]:
        return [text(self.model, row, column) for row in range(self.model.rowCount())]


def text(model: TableModel[Any], row: int, column: int, role: int = 0) -> str:
    value = model.data(model.index(row, column), role or Qt.ItemDataRole.DisplayRole)
    assert isinstance(value, str)
    return value


def position(
    instrument: str, pnl: float | None, *, quantity: float = 1, last: float | None = 10.0
) -> Position:
    return Position("Sim101", instrument, MarketPosition.LONG, quantity, 9.5, last, pnl)


class Signals:
    """Every change a model tells, in words; dataChanged as the set of its cells."""

    def __init__(self, model: TableModel[Any]) -> None:
        self.cells: set[tuple[int, int]] = set()
        self.others: list[str] = []
        model.dataChanged.connect(self._on_data)
        model.modelReset.connect(lambda: self.others.append("reset"))
        model.layoutChanged.connect(lambda: self.others.append("layout"))
        model.rowsInserted.connect(lambda _, a, b: self.others.append(f"in {a}-{b}"))
        model.rowsRemoved.connect(lambda _, a, b: self.others.append(f"out {a}-{b}"))

    def _on_data(self, first: QModelIndex, last: QModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            self.cells |= {(row, c) for c in range(first.column(), last.column() + 1)}


def ages(rows: int) -> set[tuple[int, int]]:
    return {(row, PositionColumn.AGE) for row in range(rows)}


def test_only_what_changed_is_told(qapp: object) -> None:
    table = Positions()
    shown = [position("ES", 1.0), position("NQ", 2.0), position("CL", 3.0)]
    table.show(shown)
    signals = Signals(table.model)
    shown[1] = replace(shown[1], unrealized_pnl=2.5)
    table.show(shown, 1)
    assert signals.cells == {(1, PositionColumn.OPEN_PNL)} | ages(3)
    assert signals.others == []


def test_an_answer_that_says_the_same_changes_nothing_but_the_ages(qapp: object) -> None:
    table = Positions()
    table.show([position("ES", 1.0), position("NQ", None)])
    signals = Signals(table.model)
    table.show([position("ES", 1.0), position("NQ", None)], 1)
    assert signals.cells == ages(2)
    assert signals.others == []


def test_rows_come_and_go_where_the_server_has_them(qapp: object) -> None:
    table = Positions()
    table.show([position(name, 1.0) for name in "ABCD"])
    signals = Signals(table.model)
    table.show([position(name, 1.0) for name in "AXYD"], 1)
    assert signals.others == ["out 1-2", "in 1-2"]
    assert table.column(PositionColumn.INSTRUMENT) == list("AXYD")


def test_another_order_of_the_server_moves_rows_without_a_reset(qapp: object) -> None:
    table = Positions()
    table.show([position(name, 1.0) for name in "ABC"])
    held = QPersistentModelIndex(table.model.index(0, 0))
    signals = Signals(table.model)
    table.show([position(name, 1.0) for name in "CAB"], 1)
    assert signals.others == ["layout"]
    assert held.row() == 1
    assert table.column(0) == list("CAB")


@pytest.mark.parametrize(("order", "expected"), [(UP, "CABD"), (DOWN, "BACD")])
def test_numbers_sort_as_numbers_and_unknown_comes_last_both_ways(
    qapp: object, order: Qt.SortOrder, expected: str
) -> None:
    table = Positions()
    figures = {"A": 9.0, "B": 100.0, "C": -20.0, "D": None}
    table.show([position(name, pnl) for name, pnl in figures.items()])
    table.model.sort(PositionColumn.OPEN_PNL, order)
    assert table.column(0) == list(expected)
    values = [
        table.model.data(table.model.index(row, PositionColumn.OPEN_PNL), SORT_ROLE)
        for row in range(4)
    ]
    assert values[-1] is None
    table.model.sort(NO_SORT)
    assert table.column(0) == list("ABCD")


def test_a_row_moves_with_its_sort_value_and_its_index_goes_along(qapp: object) -> None:
    table = Positions()
    table.model.sort(PositionColumn.OPEN_PNL, DOWN)
    table.show([position("ES", 3.0), position("NQ", 2.0), position("CL", 1.0)])
    held = QPersistentModelIndex(table.model.index(2, 0))
    signals = Signals(table.model)
    table.show([position("ES", 3.0), position("NQ", 2.0), position("CL", 9.0)], 1)
    assert signals.others == ["layout"]
    assert held.row() == 0
    assert table.column(0) == ["CL", "ES", "NQ"]


def test_a_change_that_keeps_the_order_moves_nothing(qapp: object) -> None:
    table = Positions()
    table.model.sort(PositionColumn.OPEN_PNL, DOWN)
    table.show([position("ES", 3.0), position("NQ", 2.0)])
    signals = Signals(table.model)
    table.show([position("ES", 3.5), position("NQ", 2.0)], 1)
    assert signals.others == []


def test_figures_become_stale_by_the_clock_alone(qapp: object) -> None:
    table = Positions()
    table.show([position("ES", -1.0)])
    cell = table.model.cell(0, PositionColumn.OPEN_PNL)
    signals = Signals(table.model)
    table.model.tick(at(15))
    assert signals.cells == ages(1)
    assert text(table.model, 0, PositionColumn.AGE) == "15 s"
    table.model.tick(at(16))
    stale = table.model.cell(0, PositionColumn.OPEN_PNL)
    assert stale == replace(cell, is_stale=True), "sign and figure stay as they were"
    assert (0, PositionColumn.OPEN_PNL) in signals.cells
    assert (0, PositionColumn.INSTRUMENT) not in signals.cells, "names stay as they are"
    age = text(table.model, 0, PositionColumn.AGE, Qt.ItemDataRole.AccessibleTextRole)
    assert age == "16 s, stale"


def test_prices_of_an_instrument_line_up_and_their_decimals_never_narrow(qapp: object) -> None:
    table = Positions()
    table.show([position("ES", 1.0, last=7012.0)])
    assert text(table.model, 0, PositionColumn.LAST) == "7,012.0", "its average has one decimal"
    signals = Signals(table.model)
    table.show([position("ES", 1.0, last=7012.25)], 1)
    assert text(table.model, 0, PositionColumn.AVERAGE_PRICE) == "9.50"
    assert (0, PositionColumn.AVERAGE_PRICE) in signals.cells
    table.show([position("ES", 1.0, last=7013.0)], 2)
    assert text(table.model, 0, PositionColumn.LAST) == "7,013.00"


def test_dust_of_binary_fractions_is_no_decimal(qapp: object) -> None:
    table = Positions()
    table.show([position("CL", 1.0, last=WITH_DUST), position("NG", 1.0, last=CLEAN)])
    assert table.column(PositionColumn.LAST) == ["61.41", "61.41"]


def test_an_average_between_ticks_does_not_widen_the_prices(qapp: object) -> None:
    table = Positions()
    between = replace(position("MES", 1.0, last=6614.25), average_price=6615.178571428572)
    table.show([between])
    assert text(table.model, 0, PositionColumn.AVERAGE_PRICE) == "6,615.18"


def test_what_was_not_supplied_is_a_dash_and_zero_is_zero(qapp: object) -> None:
    table = Positions()
    table.show([position("ES", None, last=None), position("NQ", 0.0)])
    assert table.column(PositionColumn.OPEN_PNL) == ["—", "0.00"]
    assert table.column(PositionColumn.POINTS) == ["—", "+0.5"]
    spoken = text(table.model, 0, PositionColumn.LAST, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "not supplied"


def test_a_screen_reader_hears_side_sign_and_currency(qapp: object) -> None:
    lines, columns = AccountLines(), AccountColumns()
    snapshot = mock_up_snapshot()
    changes = lines.read(snapshot, account_rows(snapshot))
    model: TableModel[AccountLine] = TableModel(columns)
    model.show_rows(lines.lines, changes, at(2))
    spoken = [
        text(model, 1, column, Qt.ItemDataRole.AccessibleTextRole) for column in AccountColumn
    ]
    assert spoken == [
        "Live-48133, Live",
        "NinjaTrader: connected",
        "17,986.18 USD",
        "18,206.18 USD",
        "14,929.07 USD",
        "−96.84 USD",
        "−220.00 USD",
        "−316.84 USD",
        "1",
        EquityWords.EMPTY,
        NO_LOSS_LIMIT,
        NO_DRAWDOWN,
        "8 s",
    ]
    table = Positions()
    table.show([position("ES", 1.0, quantity=2)])
    assert text(table.model, 0, PositionColumn.SIDE) == "Long 2"


class Mirror:
    """Knows of a model only what its signals told."""

    def __init__(self, model: TableModel[PositionLine]) -> None:
        self._model = model
        self.rows: list[list[str]] = []
        model.rowsInserted.connect(self._insert)
        model.rowsRemoved.connect(self._remove)
        model.layoutChanged.connect(self._read_all)
        model.dataChanged.connect(self._change)
        model.modelReset.connect(lambda: pytest.fail("the model was reset"))

    def row(self, row: int) -> list[str]:
        return [text(self._model, row, column) for column in PositionColumn]

    def _insert(self, _: QModelIndex, first: int, last: int) -> None:
        self.rows[first:first] = [self.row(row) for row in range(first, last + 1)]

    def _remove(self, _: QModelIndex, first: int, last: int) -> None:
        del self.rows[first : last + 1]

    def _read_all(self) -> None:
        assert len(self.rows) == self._model.rowCount()
        self.rows = [self.row(row) for row in range(len(self.rows))]

    def _change(self, first: QModelIndex, last: QModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            for column in range(first.column(), last.column() + 1):
                self.rows[row][column] = text(self._model, row, column)


FIGURES = st.none() | st.sampled_from([-2.5, 0.0, 1.0, 7.25, 1000.0])
MARKETS = st.lists(
    st.builds(
        position,
        st.sampled_from("ABCDEFGH"),
        FIGURES,
        quantity=st.sampled_from([1, 2]),
        last=FIGURES,
    ),
    max_size=10,
    unique_by=lambda held: held.instrument,
)
STEPS = st.lists(
    st.tuples(st.just("show"), MARKETS)
    | st.tuples(st.just("sort"), st.integers(NO_SORT, PositionColumn.AGE), st.booleans())
    | st.tuples(st.just("filter"), st.sampled_from(["", "ABC", "DEFGH"]))
    | st.tuples(st.just("tick"), st.integers(0, 30)),
    max_size=12,
)


@given(STEPS)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_signals_tell_all_there_is_to_know(qapp: object, steps: list[tuple[Any, ...]]) -> None:
    table = Positions()
    mirror = Mirror(table.model)
    wanted: list[Position] = []
    letters, column, down = "", NO_SORT, False
    for step in steps:
        match step:
            case ("show", market):
                wanted = market
                table.show(market)
            case ("sort", column, down):
                table.model.sort(column, DOWN if down else UP)
            case ("filter", letters):
                table.model.set_filter(
                    (lambda line, letters=letters: line.position.instrument in letters)
                    if letters
                    else None
                )
            case ("tick", seconds):
                table.model.tick(at(seconds))
        assert mirror.rows == [mirror.row(row) for row in range(table.model.rowCount())]
    accepted = {held.instrument for held in wanted if not letters or held.instrument in letters}
    assert set(table.column(0)) == accepted
    assert len(table.column(0)) == len(accepted)
    if column == NO_SORT:
        assert table.column(0) == [h.instrument for h in wanted if h.instrument in accepted]
    elif column == PositionColumn.OPEN_PNL:
        by_name = {held.instrument: held.unrealized_pnl for held in wanted}
        figures = [by_name[name] for name in table.column(0)]
        known = [figure for figure in figures if figure is not None]
        assert figures == known + [None] * (len(figures) - len(known))
        assert known == sorted(known, reverse=down)


@given(st.lists(st.lists(st.booleans(), min_size=5, max_size=5).map(tuple), max_size=12))
@settings(deadline=None)
def test_rectangles_cover_the_changed_cells_once_and_nothing_else(
    patterns: list[tuple[bool, ...]],
) -> None:
    rows = [(2 * row if row > 5 else row, pattern) for row, pattern in enumerate(patterns)]
    wanted = {(row, c) for row, pattern in rows for c, is_meant in enumerate(pattern) if is_meant}
    covered = list(_cells(changed_rectangles(rows)))
    assert sorted(covered) == sorted(wanted)


def test_neighbours_are_told_together() -> None:
    both = (False, True, True, False)
    assert list(changed_rectangles([(3, both), (4, both), (6, both)])) == [
        (3, 1, 4, 2),
        (6, 1, 6, 2),
    ]


def _cells(rectangles: Iterator[tuple[int, int, int, int]]) -> Iterator[tuple[int, int]]:
    for top, left, bottom, right in rectangles:
        for row in range(top, bottom + 1):
            yield from ((row, column) for column in range(left, right + 1))


def test_the_model_is_one_that_qt_accepts(qtbot: QtBot, qtmodeltester: Any) -> None:
    table = Positions()
    table.show([position("ES", 1.0), position("NQ", None)])
    qtmodeltester.check(table.model)
