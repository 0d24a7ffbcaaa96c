"""The Monitor screen in a window: every state of it, by mouse, by keyboard and by its words."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLineEdit, QRadioButton, QTabBar, QTableView, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.moment import Dated
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Action, ProblemKind
from ct_desktop.core.snapshot import Skipped, Snapshot
from ct_desktop.ui.controls.banner import Banner
from ct_desktop.ui.controls.buttons import LinkButton
from ct_desktop.ui.controls.empty_words import EmptyWords
from ct_desktop.ui.controls.filter_box import FilterBox
from ct_desktop.ui.controls.tile import Tile
from ct_desktop.ui.monitor.account_columns import AccountColumn
from ct_desktop.ui.monitor.position_columns import PositionColumn
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.monitor.table_tools import TableTools
from ct_desktop.ui.theme.measures import RAIL_WIDTH
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.market_samples import (
    a_second_later,
    at,
    large_snapshot,
    market_state,
    mock_up_snapshot,
)
from support.ui_states import colors_in

SCROLL_BAR_WIDTH = 14
SMALL, USUAL, WIDE = (960, 600), (1440, 900), (1900, 1000)


Show = Callable[..., MonitorScreen]


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Show:
    """Shows a screen of a size, with a state if one is given."""

    def show(
        state: MonitorState | None = None,
        seconds: float = 2,
        size: tuple[int, int] = USUAL,
    ) -> MonitorScreen:
        screen = MonitorScreen(theme)
        qtbot.addWidget(screen)
        screen.resize(*size)
        with qtbot.waitExposed(screen):
            screen.show()
        if state is not None:
            screen.show_state(state, at(seconds))
        return screen

    return show


def table(screen: QWidget, name: str) -> QTableView:
    (found,) = (t for t in screen.findChildren(QTableView) if t.accessibleName() == name)
    return found


def column(view: QTableView, number: int) -> list[str]:
    model = view.model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def headings(view: QTableView) -> list[int]:
    return [c for c in range(view.model().columnCount()) if not view.isColumnHidden(c)]


def places(view: QTableView) -> list[tuple[int, int]]:
    """Where each column begins, in the window, and its width."""
    left = view.viewport().mapTo(view.window(), QPoint(0, 0)).x()
    return [(left + view.columnViewportPosition(c), view.columnWidth(c)) for c in headings(view)]


def has_room(view: QTableView) -> bool:
    return view.horizontalScrollBar().maximum() == 0


def said(screen: QWidget) -> list[str]:
    """What stands in place of rows, in tables that can be seen."""
    return [words.title for words in screen.findChildren(EmptyWords) if words.isVisible()]


def totals_of(screen: QWidget) -> list[str]:
    labels = screen.findChildren(QLabel)
    names = [label.accessibleName() for label in labels if label.isVisible()]
    return [name for name in names if "open P/L" in name]


def tiles(screen: QWidget) -> list[str]:
    return [tile.accessibleName() for tile in screen.findChildren(Tile)]


def filter_box(screen: QWidget, name: str) -> QLineEdit:
    (found,) = (b for b in screen.findChildren(QLineEdit) if b.accessibleName() == name)
    return found


def segment(screen: QWidget, text: str) -> QRadioButton:
    (found,) = (b for b in screen.findChildren(QRadioButton) if b.text() == text)
    return found


# What is there and what is not


def test_the_mock_up_is_shown_with_its_figures(show: Show) -> None:
    screen = show(market_state(mock_up_snapshot()))
    accounts, positions = table(screen, "Accounts"), table(screen, "Positions")
    assert column(accounts, AccountColumn.ACCOUNT)[:2] == ["Live-48120", "Live-48133"]
    assert column(accounts, AccountColumn.AGE)[:3] == ["3 s", "8 s", "13 s"]
    assert column(positions, PositionColumn.SIDE)[:2] == ["Long 1", "Short 1"]
    assert tiles(screen) == [
        "Net liquidation: 282,697.04 USD",
        "Realized today: +1,777.16",
        "Open P/L: +1,337.50",
        "Open positions: 6",
        "Working orders: 5",
    ]
    assert len(totals_of(screen)) == 6
    assert said(screen) == []


def test_before_the_first_answer_it_says_that_it_is_reading(show: Show) -> None:
    expected = [
        "Reading your accounts",
        "Reading your positions",
        "Reading your orders",
    ]
    assert said(show()) == expected
    screen = show(market_state(Snapshot()))
    assert said(screen) == expected
    assert [button.text() for button in screen.findChildren(QRadioButton)] == [
        "All",
        "Live",
        "Funded",
        "Eval",
        "Sim",
    ], "what was not counted is not nought"
    assert all("not supplied" in name for name in tiles(screen))


def test_broken_before_the_first_answer_it_promises_nothing(show: Show) -> None:
    screen = show(market_state(Snapshot(), ProblemKind.ADDON_OFFLINE))
    assert said(screen) == [
        "No accounts read yet",
        "No positions read yet",
        "No orders read yet",
    ]


def test_no_account_at_all_names_the_remedy(show: Show) -> None:
    nothing = Snapshot(accounts=Dated((), at(0)), positions=Dated((), at(0)))
    screen = show(market_state(nothing))
    assert said(screen) == [
        "NinjaTrader 8 lists no accounts",
        "No open positions",
        "Reading your orders",
    ]


def test_nt8s_own_accounts_alone_are_told_from_none(show: Show) -> None:
    snapshot = mock_up_snapshot()
    assert snapshot.accounts is not None
    backtest = replace(snapshot.accounts.value[0], name="Backtest", display_name="Backtest")
    screen = show(market_state(Snapshot(accounts=Dated((backtest,), at(0)))))
    assert said(screen)[0] == "NinjaTrader 8 lists only its own accounts"


# Trouble


def test_what_is_broken_stands_in_a_banner_with_one_button(qtbot: QtBot, show: Show) -> None:
    state = market_state(mock_up_snapshot(), ProblemKind.ADDON_OFFLINE, next_check_at=at(60))
    screen = show(market_state(mock_up_snapshot()))
    banner = screen.findChild(Banner)
    assert banner is not None
    assert not banner.isVisible()
    screen.show_state(state, at(42))
    assert banner.isVisible()
    button = next(b for b in banner.findChildren(QWidget) if hasattr(b, "click"))
    qtbot.waitUntil(lambda: banner.y() == 0 and banner.parentWidget().height() > banner.height())
    with qtbot.waitSignal(screen.action_requested) as signal:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert signal.args == [Action.CHECK_AGAIN]
    screen.show_state(market_state(mock_up_snapshot()), at(43))
    qtbot.waitUntil(lambda: banner.parentWidget().height() == 0)


def test_a_warning_has_no_banner(show: Show) -> None:
    screen = show(market_state(mock_up_snapshot(), ProblemKind.BROKER_LOST))
    banner = screen.findChild(Banner)
    assert banner is not None
    assert not banner.isVisible()


def test_offline_figures_stay_and_are_marked_old(show: Show) -> None:
    snapshot = mock_up_snapshot()
    screen = show(market_state(snapshot))
    view = table(screen, "Accounts")
    figures = [column(view, c) for c in range(AccountColumn.AGE)]
    screen.show_state(market_state(snapshot, ProblemKind.CANNOT_CONNECT), at(42))
    assert [column(view, c) for c in range(AccountColumn.AGE)] == figures
    assert column(view, AccountColumn.AGE)[:2] == ["43 s", "48 s"]
    assert tiles(screen)[0].startswith("Net liquidation: 282,697.04 USD, as of ")


def test_profit_and_loss_lose_their_colour_with_age_and_the_columns_stay(
    show: Show, theme: Theme
) -> None:
    screen = show(market_state(mock_up_snapshot()))
    accounts, positions = table(screen, "Accounts"), table(screen, "Positions")
    before = places(accounts) + places(positions)
    tile_places = [tile.geometry().x() for tile in screen.findChildren(Tile)]
    profit = theme.palette.pos.name()
    assert profit in colors_in(accounts.viewport())
    state = market_state(mock_up_snapshot(), ProblemKind.ADDON_OFFLINE)
    screen.show_state(state, at(42))
    assert profit not in colors_in(accounts.viewport())
    assert theme.palette.stale.name() in colors_in(accounts.viewport())
    assert places(accounts) + places(positions) == before
    assert [tile.geometry().x() for tile in screen.findChildren(Tile)] == tile_places


def test_a_monitor_that_died_leaves_nothing_that_looks_live(show: Show, theme: Theme) -> None:
    screen = show(market_state(mock_up_snapshot()))
    accounts, positions = table(screen, "Accounts"), table(screen, "Positions")
    profit = theme.palette.pos.name()
    assert profit in colors_in(accounts.viewport())
    # Nothing but the clock goes on; by their own pace the balances would be fresh for long.
    limits = mock_up_snapshot().age_limits
    assert limits.balances > 2 * limits.positions
    screen.tick(at(limits.positions + 1))
    assert profit not in colors_in(accounts.viewport())
    assert profit not in colors_in(positions.viewport())


def test_rows_that_could_not_be_read_are_told_beside_the_table(show: Show) -> None:
    snapshot = replace(mock_up_snapshot(), skipped=Skipped(accounts=2))
    screen = show(market_state(snapshot))
    notes = [note for note in screen.findChildren(QLabel) if note.text() == "2 not readable"]
    assert [note.isVisible() for note in notes] == [True]
    screen.show_state(market_state(mock_up_snapshot()), at(3))
    assert not notes[0].isVisible()


def test_ages_go_on_when_no_answer_comes_at_all(show: Show, theme: Theme) -> None:
    screen = show(market_state(mock_up_snapshot()))
    view = table(screen, "Positions")
    screen.tick(at(10))
    assert set(column(view, PositionColumn.AGE)) == {"10 s"}
    screen.tick(at(16))
    assert theme.palette.pos.name() not in colors_in(view.viewport())
    assert "as of" in tiles(screen)[2]


def test_a_tick_before_the_first_state_does_nothing(show: Show) -> None:
    screen = show()
    screen.tick(at(1))
    assert said(screen) == [
        "Reading your accounts",
        "Reading your positions",
        "Reading your orders",
    ]


# Narrowing


def test_segments_narrow_the_accounts_and_the_totals_follow(qtbot: QtBot, show: Show) -> None:
    screen = show(market_state(mock_up_snapshot()))
    qtbot.mouseClick(segment(screen, "Funded 4"), Qt.MouseButton.LeftButton)
    names = column(table(screen, "Accounts"), AccountColumn.ACCOUNT)
    assert names == ["APEX1234", "APEX1235", "APEX1236", "TPT-20917"]
    accounts_totals = [words for words in totals_of(screen) if "account" in words]
    assert len(accounts_totals) == 1
    assert "4 accounts: net liquidation 232,593.50 USD" in accounts_totals[0]
    screen.show_state(market_state(mock_up_snapshot()), at(3))
    assert column(table(screen, "Accounts"), AccountColumn.ACCOUNT) == names


def test_a_filter_that_finds_nothing_says_so_and_leads_back(qtbot: QtBot, show: Show) -> None:
    screen = show(market_state(mock_up_snapshot()))
    qtbot.mouseClick(segment(screen, "Eval 4"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(filter_box(screen, "Filter accounts"), "live")
    assert said(screen) == ["No account matches the filter"]
    (link,) = (b for b in screen.findChildren(LinkButton) if b.isVisible())
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert table(screen, "Accounts").model().rowCount() == 12
    assert segment(screen, "All 12").isChecked()


def test_positions_are_filtered_by_all_words_in_any_order(qtbot: QtBot, show: Show) -> None:
    screen = show(market_state(mock_up_snapshot()))
    qtbot.keyClicks(filter_box(screen, "Filter positions"), "short mes")
    view = table(screen, "Positions")
    assert column(view, PositionColumn.ACCOUNT) == ["APEX7801"]
    assert [words for words in totals_of(screen) if "position" in words] == [
        "Evaluation, 1 position: open P/L −50.00 USD"
    ]


# Sorting, selecting, scrolling


def press_heading(qtbot: QtBot, view: QTableView, number: int) -> None:
    header = view.horizontalHeader()
    middle = header.sectionViewportPosition(number) + header.sectionSize(number) // 2
    place = QPoint(middle, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_heading_sorts_up_then_down_then_not_at_all(qtbot: QtBot, show: Show) -> None:
    screen = show(market_state(mock_up_snapshot()))
    view = table(screen, "Positions")
    as_listed = column(view, PositionColumn.OPEN_PNL)
    press_heading(qtbot, view, PositionColumn.OPEN_PNL)
    assert column(view, PositionColumn.OPEN_PNL)[:3] == ["−220.00", "−93.00", "−50.00"]
    press_heading(qtbot, view, PositionColumn.OPEN_PNL)
    assert column(view, PositionColumn.OPEN_PNL)[:3] == ["+405.00", "+390.00", "+320.00"]
    press_heading(qtbot, view, PositionColumn.OPEN_PNL)
    assert column(view, PositionColumn.OPEN_PNL) == as_listed


def test_the_keyboard_sorts_too(qtbot: QtBot, show: Show) -> None:
    screen = show(market_state(mock_up_snapshot()))
    view = table(screen, "Positions")
    header = view.horizontalHeader()
    header.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        qtbot.keyClick(header, Qt.Key.Key_Right)
    qtbot.keyClick(header, Qt.Key.Key_Space)
    assert column(view, PositionColumn.AVERAGE_PRICE)[0] == "61.58"
    qtbot.keyClick(header, Qt.Key.Key_Return)
    assert column(view, PositionColumn.AVERAGE_PRICE)[-1] == "61.58"


def test_selection_and_scroll_survive_updates_and_sorting(qtbot: QtBot, show: Show) -> None:
    snapshot = large_snapshot(40, 400)
    screen = show(market_state(snapshot))
    view = table(screen, "Positions")
    view.selectRow(7)
    chosen = view.currentIndex().siblingAtColumn(PositionColumn.INSTRUMENT).data()
    bar = view.verticalScrollBar()
    bar.setValue(44)
    for number in range(1, 4):
        snapshot = a_second_later(snapshot, number)
        screen.show_state(market_state(snapshot), at(number))
    assert bar.value() == 44
    assert [index.row() for index in view.selectionModel().selectedRows()] == [7]
    press_heading(qtbot, view, PositionColumn.OPEN_PNL)
    for number in range(4, 7):
        snapshot = a_second_later(snapshot, number)
        screen.show_state(market_state(snapshot), at(number))
    (selected,) = view.selectionModel().selectedRows()
    assert selected.row() != 7
    assert selected.siblingAtColumn(PositionColumn.INSTRUMENT).data() == chosen


def test_arrow_keys_move_the_selection_and_tab_leaves_the_table(qtbot: QtBot, show: Show) -> None:
    screen = show(market_state(mock_up_snapshot()))
    view = table(screen, "Accounts")
    screen.activateWindow()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.selectionModel().selectedRows()[0].row() in (1, 2)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert not view.hasFocus()


# Room


def test_a_small_window_has_one_panel_with_tabs(qtbot: QtBot, show: Show) -> None:
    screen = show(market_state(mock_up_snapshot()), size=SMALL)
    accounts, positions = table(screen, "Accounts"), table(screen, "Positions")
    assert (accounts.isVisible(), positions.isVisible()) == (True, False)
    (tabs,) = (each for each in screen.findChildren(QTabBar) if each.isVisible())
    assert [tabs.accessibleTabName(tab) for tab in range(4)] == [
        "Accounts 12",
        "Positions 9",
        "Orders 7",
        "Fills 7",
    ]
    tabs.setFocus()
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert (accounts.isVisible(), positions.isVisible()) == (False, True)
    assert {tile.height() for tile in screen.findChildren(Tile)} == {60}


@pytest.mark.parametrize("size", [SMALL, (1100, 700), USUAL, WIDE])
def test_no_row_is_cut_at_the_tables_end_nor_by_scrolling(
    qtbot: QtBot, show: Show, size: tuple[int, int]
) -> None:
    broken = market_state(large_snapshot(), ProblemKind.ADDON_OFFLINE)
    screen = show(broken, size=size)
    view = table(screen, "Accounts")
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    row = view.verticalHeader().defaultSectionSize()
    for place in (0, 1, bar.maximum() // 2, bar.maximum()):
        bar.setValue(place)
        assert view.viewport().height() % row == 0
        assert view.rowViewportPosition(view.rowAt(0)) == 0
    assert view.rowAt(view.viewport().height() - 1) == view.model().rowCount() - 1


def test_the_banner_moves_the_tables_down_and_nothing_else(show: Show) -> None:
    for size in (USUAL, (1440, 730), WIDE):
        screen = show(market_state(mock_up_snapshot()), size=size)
        views = [table(screen, name) for name in ("Accounts", "Positions", "Orders")]
        before = [(view.isVisible(), places(view)) for view in views]
        broken = market_state(mock_up_snapshot(), ProblemKind.ADDON_OFFLINE)
        screen.show_state(broken, at(2))
        screen.tick(at(44))
        assert [(view.isVisible(), places(view)) for view in views] == before


def test_what_can_be_spared_goes_before_the_positions_do(show: Show) -> None:
    screen = show(market_state(mock_up_snapshot()), size=(1350, 900))
    accounts, positions = table(screen, "Accounts"), table(screen, "Positions")
    assert AccountColumn.DRAWDOWN_ROOM in headings(accounts)
    screen.show_state(market_state(large_snapshot()), at(2))
    assert AccountColumn.DRAWDOWN_ROOM not in headings(accounts)
    assert positions.isVisible()
    screen.resize(*SMALL)
    assert AccountColumn.DRAWDOWN_ROOM in headings(accounts)


@pytest.mark.parametrize("size", [SMALL, (1100, 700), USUAL, WIDE])
def test_the_words_in_an_empty_filter_are_never_cut(show: Show, size: tuple[int, int]) -> None:
    screen = show(market_state(large_snapshot()), size=size)
    for box in screen.findChildren(FilterBox):
        if box.isVisible():
            hint = box.fontMetrics().horizontalAdvance(box.placeholderText())
            margins = box.textMargins()
            assert box.width() - margins.left() - margins.right() - 4 >= hint


def test_many_accounts_in_a_small_window_keep_the_menus_button_and_their_counts_whole(
    qtbot: QtBot, show: Show
) -> None:
    screen = show(market_state(large_snapshot()), size=SMALL)
    tools = next(tools for tools in screen.findChildren(TableTools) if tools.isVisible())
    assert tools.menu_button.isVisible()
    counts = tools.findChildren(QRadioButton)
    qtbot.waitUntil(lambda: all(each.width() >= each.sizeHint().width() for each in counts))


def test_the_form_does_not_depend_on_the_sizes_before(show: Show) -> None:
    screen = show(market_state(mock_up_snapshot()), size=(1140, 800))
    assert not table(screen, "Positions").isVisible()
    screen.resize(*USUAL)
    assert table(screen, "Positions").isVisible()


def test_a_usual_window_shows_the_session_and_the_room_beside_the_positions(show: Show) -> None:
    screen = show(market_state(mock_up_snapshot()), size=(1440 - RAIL_WIDTH, 852))
    accounts = table(screen, "Accounts")
    assert table(screen, "Positions").isVisible()
    assert {AccountColumn.SESSION, AccountColumn.DRAWDOWN_ROOM} <= set(headings(accounts))


def test_a_wide_window_has_more_columns(show: Show) -> None:
    screen = show(market_state(mock_up_snapshot()))
    accounts, positions = table(screen, "Accounts"), table(screen, "Positions")
    assert accounts.isVisible()
    assert positions.isVisible()
    assert AccountColumn.CASH not in headings(accounts)
    screen.resize(*WIDE)
    more = set(AccountColumn) - {AccountColumn.POSITIONS, AccountColumn.LOSS_ROOM}
    assert set(headings(accounts)) == more
    assert PositionColumn.POINTS in headings(positions)
    screen.resize(2560, 1440)
    assert set(headings(accounts)) == set(AccountColumn)


def test_growing_and_shrinking_keep_rows_selection_and_filter(qtbot: QtBot, show: Show) -> None:
    screen = show(market_state(mock_up_snapshot()))
    qtbot.keyClicks(filter_box(screen, "Filter accounts"), "apex")
    view = table(screen, "Accounts")
    view.selectRow(1)
    for size in (SMALL, WIDE, SMALL, USUAL):
        screen.resize(*size)
    assert column(view, AccountColumn.ACCOUNT)[:2] == ["APEX1234", "APEX1235"]
    assert [index.row() for index in view.selectionModel().selectedRows()] == [1]
    assert view.isVisible()


@pytest.mark.parametrize("size", [SMALL, (1100, 700), (1280, 800), USUAL, WIDE, (3840, 2160)])
def test_no_table_is_wider_than_its_place(qtbot: QtBot, show: Show, size: tuple[int, int]) -> None:
    screen = show(market_state(large_snapshot()), size=size)
    for view in screen.findChildren(QTableView):
        if view.isVisible():
            # Qt learns its range anew with the event loop's next turn.
            qtbot.waitUntil(partial(has_room, view))
            taken = sum(width for _, width in places(view))
            assert view.viewport().width() - taken == SCROLL_BAR_WIDTH


def test_a_figure_that_outgrows_its_column_widens_it(qtbot: QtBot, show: Show) -> None:
    snapshot = mock_up_snapshot()
    screen = show(market_state(snapshot))
    view = table(screen, "Positions")
    before = view.columnWidth(PositionColumn.OPEN_PNL)
    assert snapshot.positions is not None
    huge = replace(snapshot.positions.value[0], unrealized_pnl=-123456789012345.5)
    positions = (huge, *snapshot.positions.value[1:])
    screen.show_state(market_state(replace(snapshot, positions=Dated(positions, at(1)))), at(1))
    qtbot.waitUntil(lambda: view.columnWidth(PositionColumn.OPEN_PNL) > before)


def test_long_names_are_cut_before_any_figure_and_shown_as_tool_tips(show: Show) -> None:
    snapshot = mock_up_snapshot()
    assert snapshot.accounts is not None
    long = "A name that nobody would give but somebody has given to an account all the same"
    first = replace(snapshot.accounts.value[0], display_name=long)
    accounts = Dated((first, *snapshot.accounts.value[1:]), at(0))
    screen = show(market_state(replace(snapshot, accounts=accounts)), size=SMALL)
    view = table(screen, "Accounts")
    assert view.horizontalScrollBar().maximum() == 0
    tip = view.model().index(0, AccountColumn.ACCOUNT).data(Qt.ItemDataRole.ToolTipRole)
    assert long in tip


def test_it_changes_its_colours_with_the_theme(show: Show, theme: Theme, qapp: object) -> None:
    screen = show(market_state(mock_up_snapshot()))
    dark = theme.palette.surface.name()
    theme.set_scheme(ColourScheme.LIGHT)
    assert dark not in colors_in(table(screen, "Accounts").viewport())


def test_screen_readers_find_the_tables_by_name_with_headings_and_cells(show: Show) -> None:
    screen = show(market_state(mock_up_snapshot()))
    for name, expected in (
        ("Accounts", {"Net liquidation", "Age", "Live-48133, Live", "−220.00 USD"}),
        ("Positions", {"Avg price", "Age", "GC 02-27", "Short 1"}),
    ):
        found = QAccessible.queryAccessibleInterface(table(screen, name))
        assert found.text(QAccessible.Text.Name) == name
        assert found.role() == QAccessible.Role.Table
        parts = [found.child(number) for number in range(found.childCount())]
        assert expected <= {part.text(QAccessible.Text.Name) for part in parts if part}
