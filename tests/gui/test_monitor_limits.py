"""The columns of a day's total, positions and room: real states into the real screen."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QTableView
from pytestqt.qtbot import QtBot

from ct_desktop.core.account_rules import AccountRule, AccountRules
from ct_desktop.core.accounts import AccountClass
from ct_desktop.core.feeds import FeedState, FeedStatus
from ct_desktop.core.moment import Dated
from ct_desktop.core.privacy import AMOUNT_MASK, PrivacyLevel
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.ui.controls.formatting import weekday_time
from ct_desktop.ui.monitor.account_columns import AccountColumn
from ct_desktop.ui.monitor.position_columns import PositionColumn
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.monitor.table_view import TableView
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.theme.palette import Palette
from ct_desktop.ui.theme.theme import Theme
from support.market_samples import (
    at,
    market_state,
    mock_up_rules,
    mock_up_snapshot,
    with_open_pnl_told,
)
from support.ui_states import colors_in

SPACIOUS = (2560, 1440)


Show = Callable[..., MonitorScreen]


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Show:
    """Shows the mock-ups' accounts with their limits in a spacious window."""

    def show(
        snapshot: Snapshot,
        *kinds: ProblemKind,
        seconds: float = 2,
        rules: AccountRules | None = None,
    ) -> MonitorScreen:
        own_rules, peaks = mock_up_rules()
        screen = MonitorScreen(theme)
        qtbot.addWidget(screen)
        screen.resize(*SPACIOUS)
        screen.use_rules(own_rules if rules is None else rules, peaks)
        with qtbot.waitExposed(screen):
            screen.show()
        screen.show_state(market_state(snapshot, *kinds), at(seconds))
        return screen

    return show


def accounts(screen: MonitorScreen) -> TableView[object]:
    (found,) = (t for t in screen.findChildren(QTableView) if t.accessibleName() == "Accounts")
    assert isinstance(found, TableView)
    return found


def cell(
    screen: MonitorScreen,
    account: str,
    column: AccountColumn,
    role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole,
) -> str:
    model = accounts(screen).model()
    names = [model.index(row, AccountColumn.ACCOUNT).data() for row in range(model.rowCount())]
    return str(model.index(names.index(account), column).data(role))


def ink(screen: MonitorScreen, account: str, column: AccountColumn) -> set[str]:
    """Every colour in the account's cell of the column."""
    view = accounts(screen)
    model = view.model()
    names = [model.index(row, AccountColumn.ACCOUNT).data() for row in range(model.rowCount())]
    rect = view.visualRect(model.index(names.index(account), column))
    part = view.viewport().grab(rect).toImage()
    return {part.pixelColor(x, y).name() for x in range(part.width()) for y in range(part.height())}


# The day's total


def test_a_days_total_is_realized_and_open_together(show: Show) -> None:
    screen = show(with_open_pnl_told(mock_up_snapshot()))
    assert cell(screen, "Live-48120", AccountColumn.DAY_TOTAL) == "+687.60"
    assert cell(screen, "SimPractice", AccountColumn.DAY_TOTAL) == "0.00"


def test_a_trade_that_closes_between_two_answers_does_not_leave_the_days_total(show: Show) -> None:
    # The positions are flat already, the balance does not know it yet.
    snapshot = replace(with_open_pnl_told(mock_up_snapshot()), positions=Dated((), at(1)))
    screen = show(snapshot)
    assert cell(screen, "Live-48120", AccountColumn.OPEN_PNL) == "0.00"
    assert cell(screen, "Live-48120", AccountColumn.DAY_TOTAL) == "+687.60"
    tip = cell(screen, "Live-48120", AccountColumn.DAY_TOTAL, Qt.ItemDataRole.ToolTipRole)
    assert "both from the account’s newest balance" in tip


def test_where_the_balance_has_no_open_profit_the_positions_figure_is_added(show: Show) -> None:
    screen = show(mock_up_snapshot())
    assert cell(screen, "Live-48133", AccountColumn.DAY_TOTAL) == "−316.84"
    tip = cell(screen, "Live-48133", AccountColumn.DAY_TOTAL, Qt.ItemDataRole.ToolTipRole)
    assert "the open one of the account’s positions" in tip


def test_a_days_total_that_misses_a_part_is_a_dash_and_so_is_the_sum(show: Show) -> None:
    snapshot = mock_up_snapshot()
    name = "Live-48120"
    unknown = replace(snapshot.balances[name].value, realized_pnl=None)
    screen = show(snapshot.with_balances({name: Dated(unknown, at(0))}))
    assert cell(screen, name, AccountColumn.DAY_TOTAL) == "—"
    (live,) = (words for words in totals_of(screen) if words.startswith("Live and funded"))
    assert "day total not supplied" in live


def totals_of(screen: MonitorScreen) -> list[str]:
    labels = screen.findChildren(QLabel)
    names = [label.accessibleName() for label in labels if label.isVisible()]
    return [name for name in names if "day total" in name]


def test_totals_add_up_the_days_of_each_group_apart(show: Show) -> None:
    screen = show(with_open_pnl_told(mock_up_snapshot()))
    ends = [words.rsplit("day total ", 1)[1] for words in totals_of(screen)]
    assert ends == ["+3,114.66 USD", "−488.85 USD", "+160.00 USD"]


def test_a_days_total_is_stale_with_its_balance(show: Show, theme: Theme) -> None:
    screen = show(with_open_pnl_told(mock_up_snapshot()), seconds=70)
    quiet = theme.palette.text3.name()
    assert quiet in ink(screen, "TPT-20917", AccountColumn.DAY_TOTAL)
    assert theme.palette.pos.name() not in ink(screen, "TPT-20917", AccountColumn.DAY_TOTAL)


# Positions


def test_positions_are_counted_by_account_and_nought_is_known(show: Show) -> None:
    screen = show(mock_up_snapshot())
    assert cell(screen, "APEX1234", AccountColumn.POSITIONS) == "1"
    assert cell(screen, "APEX7802", AccountColumn.POSITIONS) == "0"
    screen.show_state(market_state(replace(mock_up_snapshot(), positions=None)), at(2))
    assert cell(screen, "APEX7802", AccountColumn.POSITIONS) == "—"


# Room


def test_room_is_an_estimate_with_its_rule_and_peak(show: Show) -> None:
    screen = show(mock_up_snapshot())
    assert cell(screen, "APEX7801", AccountColumn.DRAWDOWN_ROOM) == "~431"
    tip = cell(screen, "APEX7801", AccountColumn.DRAWDOWN_ROOM, Qt.ItemDataRole.ToolTipRole)
    for words in (
        "About 431.00 USD left of 2,500.00 USD",
        "Drawdown (trailing, every new high): reached at a balance of 49,960.30 USD",
        "peak of 52,460.30 USD on ",
        "from CrossTrade",
        "Estimate",
    ):
        assert words in tip
    spoken = cell(
        screen, "APEX7801", AccountColumn.DRAWDOWN_ROOM, Qt.ItemDataRole.AccessibleTextRole
    )
    assert spoken.startswith("About 431.00 USD left of 2,500.00 USD")


def test_little_room_has_weight_and_shape_and_not_a_colour_alone(show: Show, theme: Theme) -> None:
    screen = show(with_open_pnl_told(mock_up_snapshot()))
    palette: Palette = theme.palette
    assert palette.warn.name() in ink(screen, "APEX7801", AccountColumn.DRAWDOWN_ROOM)
    assert palette.bar.name() in ink(screen, "APEX1234", AccountColumn.DRAWDOWN_ROOM)
    assert palette.warn.name() not in ink(screen, "APEX1234", AccountColumn.DRAWDOWN_ROOM)
    # A day's limit that is passed is more than little room.
    assert cell(screen, "APEX7801", AccountColumn.LOSS_ROOM) == "~−12"
    assert palette.broken.name() in ink(screen, "APEX7801", AccountColumn.LOSS_ROOM)


def test_no_rule_and_not_known_yet_are_dashes_that_say_which(show: Show) -> None:
    screen = show(mock_up_snapshot())
    tip = Qt.ItemDataRole.ToolTipRole
    assert cell(screen, "Sim101", AccountColumn.DRAWDOWN_ROOM) == "—"
    assert "No drawdown is set" in cell(screen, "Sim101", AccountColumn.DRAWDOWN_ROOM, tip)
    # The limit is set, but the balance does not tell the open profit.
    assert cell(screen, "APEX1234", AccountColumn.LOSS_ROOM) == "—"
    assert "Not known yet" in cell(screen, "APEX1234", AccountColumn.LOSS_ROOM, tip)


def test_room_sorts_by_amount_with_the_unknown_last(show: Show) -> None:
    screen = show(mock_up_snapshot())
    accounts(screen).heading.sort_by_next(AccountColumn.DRAWDOWN_ROOM)
    model = accounts(screen).model()
    shown = [
        model.index(row, AccountColumn.DRAWDOWN_ROOM).data() for row in range(model.rowCount())
    ]
    assert shown[:3] == ["~431", "~1,035", "~1,388"]
    assert shown[7:] == ["~2,641", "—", "—", "—", "—"]


def test_stale_room_is_quiet_and_keeps_its_warning(show: Show, theme: Theme) -> None:
    screen = show(mock_up_snapshot(), ProblemKind.ADDON_OFFLINE, seconds=60)
    colors = ink(screen, "APEX7801", AccountColumn.DRAWDOWN_ROOM)
    assert {theme.palette.text3.name(), theme.palette.warn.name()} <= colors


def test_copies_and_exports_hold_the_exact_room(qtbot: QtBot, show: Show) -> None:
    screen = show(with_open_pnl_told(mock_up_snapshot()))
    view = accounts(screen)
    view.selectRow(6)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().split("\t")
    room = copied[AccountColumn.DRAWDOWN_ROOM]
    assert float(room) == pytest.approx(431.0)
    assert float(copied[AccountColumn.DAY_TOTAL]) == pytest.approx(-262.5)
    assert copied[AccountColumn.POSITIONS] == "1"
    head, first = view.as_csv().splitlines()[:2]
    assert '"Drawdown room, est."' in head
    assert first.startswith("Live-48120,")


def test_privacy_hides_the_amount_and_the_length_of_the_bar(show: Show, theme: Theme) -> None:
    screen = show(mock_up_snapshot())
    PRIVACY.set_level(PrivacyLevel.AMOUNTS)
    assert cell(screen, "APEX1236", AccountColumn.DRAWDOWN_ROOM) == f"~{AMOUNT_MASK}"
    assert theme.palette.bar.name() not in ink(screen, "APEX1236", AccountColumn.DRAWDOWN_ROOM)
    assert "431" not in cell(
        screen, "APEX7801", AccountColumn.DRAWDOWN_ROOM, Qt.ItemDataRole.ToolTipRole
    )
    full = ink(screen, "APEX1234", AccountColumn.DRAWDOWN_ROOM)
    assert full == ink(screen, "APEX1236", AccountColumn.DRAWDOWN_ROOM)
    assert "431" not in accounts(screen).as_csv()
    PRIVACY.set_level(PrivacyLevel.OFF)
    assert theme.palette.bar.name() in colors_in(accounts(screen).viewport())


# Whose money, and over which connection


def test_tool_tips_tell_a_guessed_class_and_the_state_of_orders_and_prices(show: Show) -> None:
    snapshot = mock_up_snapshot()
    assert snapshot.connections is not None
    lost = FeedStatus(FeedState.CONNECTION_LOST, "ConnectionLost")
    connections = tuple(
        replace(each, prices=lost) if each.name == "Tradovate" else each
        for each in snapshot.connections.value
    )
    known = AccountRules.of([AccountRule("TPT-E118", account_class=AccountClass.FUNDED)])
    screen = show(replace(snapshot, connections=Dated(connections, at(0))), rules=known)
    tip = Qt.ItemDataRole.ToolTipRole
    assert "Class: Funded</qt>" in cell(screen, "TPT-E118", AccountColumn.ACCOUNT, tip)
    assert "Class: Evaluation (guess)" in cell(screen, "TPT-E121", AccountColumn.ACCOUNT, tip)
    feeds = cell(screen, "TPT-E118", AccountColumn.CONNECTION, tip)
    assert "Orders: connected<br>Prices: connection lost" in feeds


# Since when a position is open


def test_a_position_tells_since_when_it_is_open_and_never_more_than_was_seen(
    show: Show,
) -> None:
    snapshot = mock_up_snapshot()
    assert snapshot.positions is not None
    screen = show(snapshot)
    later = (*snapshot.positions.value, replace(snapshot.positions.value[0], account="SimPractice"))
    screen.show_state(market_state(replace(snapshot, positions=Dated(later, at(4)))), at(4))
    (view,) = (t for t in screen.findChildren(QTableView) if t.accessibleName() == "Positions")
    assert isinstance(view, TableView)
    cells = [view.model().index(row, PositionColumn.OPEN_SINCE) for row in (0, 9)]
    began = weekday_time(at(4).utc)
    assert [cell.data() for cell in cells] == [f"before {weekday_time(at(0).utc)}", began]
    assert "CrossTrade does not say" in cells[0].data(Qt.ItemDataRole.ToolTipRole)
    rows = view.as_csv().splitlines()
    column = rows[0].split(",").index("Open since")
    assert rows[1].split(",")[column] == "", "nobody knows"
    assert rows[10].split(",")[column].startswith(f"{at(4).utc:%Y-%m-%d}")


# The columns that a window has room for


def test_the_apps_own_columns_are_never_taken_for_the_traders_choice(
    qtbot: QtBot, theme: Theme
) -> None:
    screen = MonitorScreen(theme)
    qtbot.addWidget(screen)
    chosen: list[object] = []
    screen.tables_chosen.connect(chosen.append)
    with qtbot.waitExposed(screen):
        screen.show()
    state = market_state(mock_up_snapshot())
    for size in ((960, 600), (1440, 900), (2560, 1440), (3840, 2160)) * 2:
        screen.resize(*size)
        screen.show_state(state, at(2))
        QApplication.processEvents()
    assert chosen == []
