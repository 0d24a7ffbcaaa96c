"""Rows under subtotals: by broker, class and instrument, and never two kinds of money in one."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from ct_desktop.core.moment import Dated
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.profiles.tables_view import GroupBy, TableLayout, TablesView
from ct_desktop.ui.monitor.account_columns import AccountColumn
from ct_desktop.ui.monitor.position_columns import PositionColumn
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.monitor.table_view import TableView
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.market_samples import a_second_later, at, market_state, mock_up_snapshot

Show = Callable[..., MonitorScreen]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows a screen whose tables are grouped."""
    shown = []

    def show(group_by: GroupBy, snapshot: Snapshot | None = None) -> MonitorScreen:
        screen = MonitorScreen(Theme(ColourScheme.DARK))
        qtbot.addWidget(screen)
        shown.append(screen)
        screen.resize(1440, 900)
        with qtbot.waitExposed(screen):
            screen.show()
        screen.show_state(market_state(snapshot or mock_up_snapshot()), at(2))
        screen.show_tables(TablesView(group_by=group_by))
        return screen

    return show


def table(screen: MonitorScreen, name: str) -> TableView[object]:
    (found,) = (t for t in screen.findChildren(QTableView) if t.accessibleName() == name)
    assert isinstance(found, TableView)
    return found


def column(view: QTableView, number: int) -> list[str]:
    model = view.model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def heads(view: TableView[object], *columns: int) -> list[tuple[str, ...]]:
    model = view.model()
    rows = range(model.rowCount())
    first = columns[0]
    lines = [tuple(model.index(row, number).data() for number in columns) for row in rows]
    return [line for line in lines if " · " in line[0] and model.columnCount() > first]


def test_accounts_of_one_broker_stand_under_a_subtotal_for_each_kind_of_money(show: Show) -> None:
    view = table(show(GroupBy.BROKER), "Accounts")
    assert heads(view, AccountColumn.ACCOUNT, AccountColumn.REALIZED) == [
        ("NinjaTrader (2) · Live and funded · USD", "+315.76"),
        ("Rithmic Apex (3) · Live and funded · USD", "+1,176.90"),
        ("Rithmic Apex (2) · Evaluation · USD", "−212.50"),
        ("Simulation (2) · Simulated · USD", "+137.50"),
        ("Tradovate (1) · Live and funded · USD", "+284.50"),
        ("Tradovate (2) · Evaluation · USD", "−133.35"),
    ]
    names = column(view, AccountColumn.ACCOUNT)
    assert names[1:3] == ["Live-48120", "Live-48133"]


def test_one_instruments_net_position_is_told_across_accounts(show: Show) -> None:
    snapshot = mock_up_snapshot()
    assert snapshot.positions is not None
    more = (
        Position("APEX1236", "NQ 12-26", MarketPosition.SHORT, 5, 26100.0, 26118.5, -1850.0),
        Position("TPT-20917", "ES 12-26", MarketPosition.SHORT, 1, 7000.0, 7012.25, None),
    )
    held = Dated((*snapshot.positions.value, *more), snapshot.positions.fetched_at)
    view = table(show(GroupBy.INSTRUMENT, replace(snapshot, positions=held)), "Positions")
    columns = (PositionColumn.INSTRUMENT, PositionColumn.SIDE, PositionColumn.OPEN_PNL)
    found = {title: rest for title, *rest in heads(view, *columns)}
    assert found["NQ 12-26 (3) · Live and funded · USD"] == ["Net short 3", "−1,055.00"]
    # Flat across accounts; and a figure that one position lacks makes no sum.
    assert found["ES 12-26 (2) · Live and funded · USD"] == ["Net flat", "—"]
    assert found["MES 12-26 (1) · Evaluation · USD"] == ["Net short 4", "−50.00"]
    assert found["MES 12-26 (1) · Simulated · USD"] == ["Net long 2", "+22.50"]


def test_rows_are_sorted_within_their_group_and_keep_to_it(show: Show) -> None:
    view = table(show(GroupBy.ACCOUNT_CLASS), "Accounts")
    view.heading.sort_by_next(AccountColumn.NET_LIQUIDATION)
    names = column(view, AccountColumn.ACCOUNT)
    start = names.index("Funded (4) · Live and funded · USD")
    assert names[start + 1 : start + 5] == ["APEX1236", "APEX1235", "APEX1234", "TPT-20917"]


def test_subtotals_follow_the_filter_and_the_figures(qtbot: QtBot, show: Show) -> None:
    screen = show(GroupBy.BROKER)
    view = table(screen, "Positions")
    (box,) = (b for b in screen.findChildren(QLineEdit) if b.accessibleName() == "Filter positions")
    box.setFocus()
    qtbot.keyClicks(box, "apex123")
    found = heads(view, PositionColumn.INSTRUMENT, PositionColumn.OPEN_PNL)
    assert found == [("Rithmic Apex (3) · Live and funded · USD", "+962.50")]
    box.clear()
    later = a_second_later(mock_up_snapshot(), 3, share=1.0)
    screen.show_state(market_state(later), at(3))
    expected = sum(
        position.unrealized_pnl or 0.0
        for position in (later.positions.value if later.positions else ())
        if position.account.startswith("APEX123")
    )
    found = heads(view, PositionColumn.INSTRUMENT, PositionColumn.OPEN_PNL)
    (shown,) = (pnl for head, pnl in found if head == "Rithmic Apex (3) · Live and funded · USD")
    assert shown == f"{expected:+,.2f}".replace("-", "−")


def test_heads_go_with_the_grouping_and_are_no_rows_of_an_export(show: Show) -> None:
    screen = show(GroupBy.INSTRUMENT)
    view = table(screen, "Positions")
    assert view.model().rowCount() > 9
    assert view.as_csv().count("\r\n") == 10
    screen.show_tables(TablesView())
    assert column(view, PositionColumn.INSTRUMENT)[:2] == ["ES 12-26", "GC 02-27"]
    assert view.model().rowCount() == 9


def test_a_head_stands_however_the_columns_are_chosen(show: Show) -> None:
    screen = show(GroupBy.BROKER)
    layout = TableLayout("Positions", ("Open P/L", "Age"))
    screen.show_tables(TablesView((layout,), group_by=GroupBy.BROKER))
    image = table(screen, "Positions").grab()
    assert not image.isNull()
