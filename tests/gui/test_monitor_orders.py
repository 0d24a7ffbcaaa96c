"""Orders and fills on the Monitor screen."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTabBar, QTableView, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.moment import Dated
from ct_desktop.core.orders import Order
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.ui.monitor.fill_columns import FillColumn
from ct_desktop.ui.monitor.order_columns import OrderColumn
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.market_samples import at, market_state, mock_up_snapshot

Show = Callable[..., MonitorScreen]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows a screen of a size, with a snapshot."""
    shown = []

    def show(snapshot: Snapshot, width: int = 1440, height: int = 900) -> MonitorScreen:
        screen = MonitorScreen(Theme(ColourScheme.DARK))
        qtbot.addWidget(screen)
        shown.append(screen)
        screen.resize(width, height)
        with qtbot.waitExposed(screen):
            screen.show()
        screen.show_state(market_state(snapshot), at(2))
        return screen

    return show


def table(screen: QWidget, name: str) -> QTableView:
    (found,) = (t for t in screen.findChildren(QTableView) if t.accessibleName() == name)
    return found


def column(view: QTableView, number: int) -> list[str]:
    model = view.model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def test_orders_that_work_stand_first_and_the_newest_first_of_each(show: Show) -> None:
    view = table(show(mock_up_snapshot()), "Orders")
    states = column(view, OrderColumn.STATE)
    assert states == [
        *("Working", "Accepted", "Accepted", "Accepted", "Working", "Part filled", "Working"),
        *("Cancelled", "Rejected"),
    ]
    placed = column(view, OrderColumn.PLACED)
    assert placed[:7] == sorted(placed[:7], reverse=True)


def test_an_order_is_told_in_plain_words_with_its_distance_from_the_market(show: Show) -> None:
    view = table(show(mock_up_snapshot()), "Orders")
    assert [view.model().index(1, number).data() for number in OrderColumn] == [
        *(column(view, OrderColumn.PLACED)[1], "Live-48120", "ES 12-26", "Sell", "Stop market"),
        *("1", "0", "6,998.00", "14.25", "Accepted", "6 s"),
    ]
    # Nothing more waits for a price once an order is cancelled.
    assert column(view, OrderColumn.DISTANCE)[-2:] == ["—", "—"]


def test_what_the_server_did_not_supply_is_a_dash(show: Show) -> None:
    bare = Order("1", "Sim101", "6A 12-26")
    snapshot = replace(mock_up_snapshot(), orders=Dated((bare,), at(0)))
    view = table(show(snapshot), "Orders")
    assert [view.model().index(0, number).data() for number in OrderColumn] == [
        *("—", "Sim101", "6A 12-26", "—", "—", "—", "—", "—", "—", "—", "2 s"),
    ]


def test_fills_of_all_accounts_are_one_table_the_newest_first(show: Show) -> None:
    view = table(show(mock_up_snapshot()), "Fills")
    times = column(view, FillColumn.TIME)
    assert times == sorted(times, reverse=True)
    assert column(view, FillColumn.ACCOUNT)[:3] == ["APEX1236", "Live-48120", "APEX1236"]
    assert column(view, FillColumn.PRICE)[0] == "26,103.25"


def test_orders_and_fills_share_a_panel_until_the_window_is_wide(qtbot: QtBot, show: Show) -> None:
    screen = show(mock_up_snapshot())
    orders, fills = table(screen, "Orders"), table(screen, "Fills")
    assert (orders.isVisible(), fills.isVisible()) == (True, False)
    (tabs,) = (each for each in screen.findChildren(QTabBar) if each.isVisible())
    tabs.setFocus()
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert (orders.isVisible(), fills.isVisible()) == (False, True)
    screen.resize(1900, 1000)
    qtbot.waitUntil(lambda: orders.isVisible() and fills.isVisible())
    assert orders.mapTo(screen, orders.rect().topLeft()).y() == (
        fills.mapTo(screen, fills.rect().topLeft()).y()
    )


def test_a_low_window_has_all_tables_behind_tabs(show: Show) -> None:
    screen = show(mock_up_snapshot(), 1440, 560)
    visible = [
        view.accessibleName() for view in screen.findChildren(QTableView) if view.isVisible()
    ]
    assert visible == ["Accounts"]


def test_old_orders_are_marked_and_old_fills_stay_true(show: Show) -> None:
    screen = show(mock_up_snapshot())
    screen.show_state(
        market_state(mock_up_snapshot(), ProblemKind.ADDON_OFFLINE, found_at=at(100)), at(300)
    )
    model = table(screen, "Orders").model()
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, OrderColumn.STATE).data(spoken) == "Working when last read"
    assert "stale" in model.index(0, OrderColumn.AGE).data(spoken)
    fills = table(screen, "Fills").model()
    assert fills.index(0, FillColumn.PRICE).data() == "26,103.25"
    assert "stale" in fills.index(0, FillColumn.AGE).data(spoken)


def test_orders_are_filtered(qtbot: QtBot, show: Show) -> None:
    screen = show(mock_up_snapshot())
    (box,) = (b for b in screen.findChildren(QLineEdit) if b.accessibleName() == "Filter orders")
    box.setFocus()
    qtbot.keyClicks(box, "stop apex1234")
    assert column(table(screen, "Orders"), OrderColumn.ACCOUNT) == ["APEX1234"]


def test_prices_are_sorted_as_numbers(show: Show) -> None:
    view = table(show(mock_up_snapshot()), "Orders")
    view.sortByColumn(OrderColumn.PRICE, Qt.SortOrder.AscendingOrder)
    assert column(view, OrderColumn.PRICE)[:3] == ["61.20", "4,300.0", "6,998.00"]
