"""What the trader chooses for the tables: by mouse, by keyboard, and over a restart."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.accounts import Account
from ct_desktop.core.moment import Dated
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.profiles.tables_view import RowHeight, TableLayout, TablesView
from ct_desktop.ui.monitor.account_columns import AccountColumn
from ct_desktop.ui.monitor.position_columns import PositionColumn
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.market_samples import at, market_state, mock_up_snapshot

Show = Callable[..., MonitorScreen]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows a screen with a snapshot, and tables as chosen."""
    shown = []

    def show(
        snapshot: Snapshot | None = None,
        tables: TablesView | None = None,
        size: tuple[int, int] = (1440, 900),
    ) -> MonitorScreen:
        screen = MonitorScreen(Theme(ColourScheme.DARK))
        qtbot.addWidget(screen)
        shown.append(screen)
        screen.resize(*size)
        with qtbot.waitExposed(screen):
            screen.show()
        screen.activateWindow()
        if tables is not None:
            screen.show_tables(tables)
        screen.show_state(market_state(snapshot or mock_up_snapshot()), at(2))
        return screen

    return show


def table(screen: QWidget, name: str) -> QTableView:
    (found,) = (t for t in screen.findChildren(QTableView) if t.accessibleName() == name)
    return found


def column(view: QTableView, number: int) -> list[str]:
    model = view.model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def headings(view: QTableView) -> list[str]:
    header, model = view.horizontalHeader(), view.model()
    order = (header.logicalIndex(place) for place in range(header.count()))
    return [
        model.headerData(number, Qt.Orientation.Horizontal)
        for number in order
        if not view.isColumnHidden(number)
    ]


def open_menu(qtbot: QtBot, view: QTableView) -> QMenu:
    """The menu of the heading row, opened by the keyboard on the focused column."""
    header = view.horizontalHeader()
    header.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(header, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(qtbot: QtBot, menu: QMenu, words: str) -> None:
    """Go down to an entry by the arrow keys, and press it."""
    for _ in range(len(menu.actions())):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
        active = menu.activeAction()
        if active.text() == words:
            break
    else:
        pytest.fail(f"no {words!r} among {[action.text() for action in menu.actions()]}")
    if active.menu() is not None:
        qtbot.keyClick(menu, Qt.Key.Key_Right)
    else:
        qtbot.keyClick(menu, Qt.Key.Key_Return)


def test_a_column_is_left_out_and_shown_again_by_the_keyboard(qtbot: QtBot, show: Show) -> None:
    view = table(show(), "Positions")
    choose(qtbot, open_menu(qtbot, view), "Last")
    assert headings(view) == ["Instrument", "Account", "Side", "Avg price", "Open P/L", "Age"]
    choose(qtbot, open_menu(qtbot, view), "Points")
    assert headings(view)[3:6] == ["Avg price", "Points", "Open P/L"]
    choose(qtbot, open_menu(qtbot, view), "Reset columns")
    assert headings(view)[3:6] == ["Avg price", "Last", "Open P/L"]


def test_the_last_column_cannot_be_left_out(qtbot: QtBot, show: Show) -> None:
    tables = TablesView(layouts=(TableLayout("Positions", ("Side",)),))
    menu = open_menu(qtbot, table(show(tables=tables), "Positions"))
    (side,) = (action for action in menu.actions() if action.text() == "Side")
    assert side.isChecked()
    assert not side.isEnabled()


def test_a_column_is_moved_by_the_keyboard_and_remembered(qtbot: QtBot, show: Show) -> None:
    screen = show()
    view = table(screen, "Positions")
    with qtbot.waitSignal(screen.tables_chosen) as told:
        choose(qtbot, open_menu(qtbot, view), "Move Instrument right")
    assert headings(view)[:2] == ["Account", "Instrument"]
    assert told.args is not None
    again = table(show(tables=told.args[0]), "Positions")
    assert headings(again) == headings(view)
    assert column(again, PositionColumn.INSTRUMENT)[0] == "ES 12-26"


def drag(qtbot: QtBot, view: QTableView, start: int, end: int) -> None:
    """Press the heading row at ``start``, go to ``end`` in steps, let go."""
    viewport = view.horizontalHeader().viewport()
    middle = viewport.height() // 2
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(start, middle))
    for step in range(1, 9):
        qtbot.mouseMove(viewport, QPoint(start + (end - start) * step // 8, middle))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(end, middle))


def test_a_column_is_moved_by_the_mouse(qtbot: QtBot, show: Show) -> None:
    view = table(show(), "Positions")
    header = view.horizontalHeader()
    start = header.sectionViewportPosition(PositionColumn.SIDE) + 20
    drag(qtbot, view, start, 10)
    assert headings(view)[:3] == ["Side", "Instrument", "Account"]


def test_a_column_is_resized_by_the_mouse_and_never_cuts_a_figure(qtbot: QtBot, show: Show) -> None:
    screen = show()
    view = table(screen, "Positions")
    header = view.horizontalHeader()
    edge = header.sectionViewportPosition(PositionColumn.ACCOUNT + 1) - 1
    before = view.columnWidth(PositionColumn.ACCOUNT)
    with qtbot.waitSignal(screen.tables_chosen) as told:
        drag(qtbot, view, edge, edge + 30)
    assert view.columnWidth(PositionColumn.ACCOUNT) == before + 30
    qtbot.waitUntil(lambda: header.length() <= view.viewport().width())
    assert told.args is not None
    assert dict(told.args[0].layout("Positions").widths).keys() == {"Account"}
    edge = header.sectionViewportPosition(PositionColumn.LAST + 1) - 1
    drag(qtbot, view, edge, edge - 200)
    qtbot.waitUntil(lambda: view.columnWidth(PositionColumn.LAST) > 60)


def test_sorting_is_remembered_and_stable(qtbot: QtBot, show: Show) -> None:
    screen = show()
    view = table(screen, "Positions")
    header = view.horizontalHeader()
    header.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(screen.tables_chosen) as told:
        qtbot.keyClick(header, Qt.Key.Key_Space)
    instruments = column(view, PositionColumn.INSTRUMENT)
    assert instruments == sorted(instruments)
    # The two of one instrument stay in the server's order.
    accounts = column(view, PositionColumn.ACCOUNT)
    assert accounts[instruments.index("MES 12-26") :][:2] == ["APEX7801", "Sim101"]
    assert told.args is not None
    again = table(show(tables=told.args[0]), "Positions")
    assert column(again, PositionColumn.INSTRUMENT) == instruments


def test_one_filter_narrows_all_tables_and_goes_again(qtbot: QtBot, show: Show) -> None:
    screen = show()
    qtbot.keyClick(screen, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    (box,) = (
        b for b in screen.findChildren(QLineEdit) if b.accessibleName() == "Filter all tables"
    )
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClicks(box, "apex1236")
    names = ("Accounts", "Positions", "Orders", "Fills")
    views = [table(screen, name) for name in names]
    assert [view.model().rowCount() for view in views] == [1, 1, 0, 2]
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert [view.model().rowCount() for view in views] == [12, 9, 9, 7]
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()


def test_what_is_flat_can_be_left_out(qtbot: QtBot, show: Show) -> None:
    flat = Position("Sim101", "ZB 12-26", MarketPosition.FLAT, 0)
    snapshot = mock_up_snapshot()
    assert snapshot.positions is not None
    positions = Dated((*snapshot.positions.value, flat), snapshot.positions.fetched_at)
    screen = show(replace(snapshot, positions=positions))
    accounts, held = table(screen, "Accounts"), table(screen, "Positions")
    assert held.model().rowCount() == 10
    choose(qtbot, open_menu(qtbot, accounts), "Hide what is flat")
    assert "TPT-E121" not in column(accounts, AccountColumn.ACCOUNT)
    assert "Sim101" in column(accounts, AccountColumn.ACCOUNT)
    assert held.model().rowCount() == 9


def test_nt8s_own_accounts_are_shown_when_wanted_and_never_counted(
    qtbot: QtBot, show: Show
) -> None:
    snapshot = mock_up_snapshot()
    assert snapshot.accounts is not None
    own = Account("Playback101", "Playback101", "Playback")
    accounts = Dated((*snapshot.accounts.value, own), snapshot.accounts.fetched_at)
    screen = show(replace(snapshot, accounts=accounts))
    view = table(screen, "Accounts")
    assert view.model().rowCount() == 12
    choose(qtbot, open_menu(qtbot, view), "Show Backtest and Playback101")
    assert column(view, AccountColumn.ACCOUNT)[-1] == "Playback101"
    assert any("Simulated, 2 accounts" in w.accessibleName() for w in screen.findChildren(QWidget))


@pytest.mark.parametrize(
    ("height", "pixels"), [(RowHeight.COMPACT, 26), (RowHeight.NORMAL, 28), (RowHeight.ROOMY, 32)]
)
def test_rows_have_the_height_that_was_chosen(show: Show, height: RowHeight, pixels: int) -> None:
    screen = show(tables=TablesView(row_height=height))
    assert table(screen, "Accounts").rowHeight(0) == pixels
    screen.show_tables(TablesView())
    assert table(screen, "Accounts").rowHeight(0) == 28


def test_the_menu_opens_by_the_mouse_too(qtbot: QtBot, show: Show) -> None:
    screen = show()
    (button,) = (
        b
        for b in screen.findChildren(QPushButton)
        if b.accessibleName() == "Accounts: columns and rows"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    header = table(screen, "Positions").horizontalHeader()
    place = QPoint(header.sectionViewportPosition(PositionColumn.SIDE) + 5, 5)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, header.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(header.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Move Side left" in [action.text() for action in menu.actions()]
    menu.close()
