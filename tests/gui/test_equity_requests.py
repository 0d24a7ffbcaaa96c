"""The ways from the Monitor screen to an equity line: keys, menu, and a double click."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from ct_desktop.core.accounts import AccountGroup
from ct_desktop.core.equity import GroupTotal
from ct_desktop.core.wording_equity import EquityWords
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.monitor.table_view import TableView
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.active_window import show_active
from support.market_samples import at, market_state, mock_up_snapshot


@pytest.fixture
def screen(qtbot: QtBot) -> Iterator[MonitorScreen]:
    screen = MonitorScreen(Theme(ColourScheme.DARK))
    qtbot.addWidget(screen)
    screen.resize(1440, 900)
    screen.show_state(market_state(mock_up_snapshot()), at(2))
    show_active(qtbot, screen)
    yield screen
    for menu in screen.findChildren(QMenu):
        menu.close()


def accounts(screen: MonitorScreen) -> TableView[Any]:
    return next(
        view for view in screen.findChildren(TableView) if view.accessibleName() == "Accounts"
    )


def choose(screen: MonitorScreen, name: str) -> TableView[Any]:
    view = accounts(screen)
    model = view.model()
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == name)
    view.setFocus()
    view.setCurrentIndex(model.index(row, 0))
    return view


def test_keys_open_the_chosen_accounts_line(qtbot: QtBot, screen: MonitorScreen) -> None:
    view = choose(screen, "APEX7801")
    with qtbot.waitSignal(screen.equity_requested) as asked:
        qtbot.keyClick(view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    # By the name in NinjaTrader 8, which is not the one that is shown.
    assert asked.args == ["EVAL7801"]
    with qtbot.waitSignal(screen.equity_requested) as asked:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert asked.args == ["EVAL7801"]


def test_without_a_chosen_account_it_is_the_first_groups(
    qtbot: QtBot, screen: MonitorScreen
) -> None:
    with qtbot.waitSignal(screen.equity_requested) as asked:
        qtbot.keyClick(screen, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [None]


def test_a_double_click_on_a_row_opens_its_line(qtbot: QtBot, screen: MonitorScreen) -> None:
    view = choose(screen, "Sim101")
    place = view.visualRect(view.currentIndex()).center()
    button = Qt.MouseButton.LeftButton
    qtbot.mouseClick(view.viewport(), button, pos=place)
    with qtbot.waitSignal(screen.equity_requested) as asked:
        qtbot.mouseDClick(view.viewport(), button, pos=place)
    assert asked.args == ["Sim101"]


def test_the_menu_offers_the_line(qtbot: QtBot, screen: MonitorScreen) -> None:
    view = choose(screen, "Sim101")
    place = view.visualRect(view.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = menu.actions()[0]
    assert action.text() == EquityWords.MENU
    assert action.shortcut().toString() == "Ctrl+E"
    with qtbot.waitSignal(screen.equity_requested) as asked:
        action.trigger()
    assert asked.args == ["Sim101"]


def test_a_double_click_on_totals_opens_the_groups_line(
    qtbot: QtBot, screen: MonitorScreen
) -> None:
    total = next(
        label
        for label in screen.findChildren(QLabel)
        if label.accessibleName().startswith("Evaluation, 4 accounts")
    )
    with qtbot.waitSignal(screen.equity_requested) as asked:
        qtbot.mouseDClick(total, Qt.MouseButton.LeftButton)
    assert asked.args == [GroupTotal(AccountGroup.EVALUATION, "USD")]
