"""Tiles, totals, ages and connections: what the Monitor says, before a pixel of it is painted."""

from dataclasses import replace

import pytest

from ct_desktop.core.accounts import Account, AccountClass
from ct_desktop.core.feeds import BrokerConnection, FeedState, FeedStatus
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.rows import AccountRow, account_rows, totals
from ct_desktop.core.snapshot import AgeLimits, Snapshot
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.monitor.account_columns import AccountColumn, AccountColumns
from ct_desktop.ui.monitor.account_lines import AccountLine, account_connection
from ct_desktop.ui.monitor.position_lines import PositionLines
from ct_desktop.ui.monitor.staleness import limits_in_force
from ct_desktop.ui.monitor.tile_figures import Counts, Tiles, tile_figures
from ct_desktop.ui.monitor.total_lines import (
    account_total_lines,
    position_total_lines,
    position_totals,
)
from support.market_samples import at, market_state, mock_up_snapshot

LIMITS = AgeLimits(positions=15, balances=75, accounts=135, connections=75)


def tiles_of(snapshot: Snapshot) -> Tiles:
    rows = account_rows(snapshot)
    positions = len(snapshot.positions.value) if snapshot.positions else None
    return tile_figures(totals(rows), Counts.of(snapshot, rows, LIMITS, positions=positions))


def only(snapshot: Snapshot, *names: str) -> Snapshot:
    """``snapshot`` with these accounts and their positions alone."""
    assert snapshot.accounts is not None
    assert snapshot.positions is not None
    accounts = tuple(a for a in snapshot.accounts.value if a.name in names)
    held = tuple(p for p in snapshot.positions.value if p.account in names)
    return replace(snapshot, accounts=Dated(accounts, at(-20)), positions=Dated(held, at(0)))


def in_euros(snapshot: Snapshot, name: str) -> Snapshot:
    dated = snapshot.balances[name]
    return snapshot.with_balances(
        {name: Dated(replace(dated.value, currency="EUR"), dated.fetched_at)}
    )


# Tiles


def test_tiles_hold_live_and_funded_money_and_name_what_they_leave_out() -> None:
    tiles = tiles_of(mock_up_snapshot())
    assert (tiles.net_liquidation.value, tiles.net_liquidation.unit) == ("282,697.04", "USD")
    assert tiles.realized.text == "+1,777.16"
    assert tiles.open_pnl.text == "+1,337.50"
    assert tiles.open_positions.value == "6"
    assert tiles.net_liquidation.note == (
        ("Excludes", ""),
        ("Eval", "200,479.30"),
        ("Sim", "125,587.50"),
    )
    assert tiles.open_positions.note == (("Excludes", ""), ("Eval", "2"), ("Sim", "1"))
    assert tiles.working_orders.value == "5"
    assert tiles.working_orders.note == (("Excludes", ""), ("Eval", "1"), ("Sim", "1"))
    assert (tiles.suffix, tiles.pnl_suffix) == ("", "")


def test_working_orders_are_as_old_as_the_orders_and_never_nought_unread() -> None:
    snapshot = mock_up_snapshot()
    assert tiles_of(snapshot).working_orders.fetched_at == at(-4)
    unread = tiles_of(replace(snapshot, orders=None)).working_orders
    assert (unread.value, unread.note, unread.fetched_at) == ("—", (), None)


def test_an_order_on_an_account_that_opened_since_counts_with_its_likely_group() -> None:
    snapshot = mock_up_snapshot()
    assert snapshot.orders is not None
    moved = tuple(replace(order, account="SimNew") for order in snapshot.orders.value)
    tiles = tiles_of(replace(snapshot, orders=Dated(moved, at(0))))
    assert tiles.working_orders.value == "0"
    assert tiles.working_orders.note == (("Excludes", ""), ("Eval", "0"), ("Sim", "7"))
    on_backtest = tuple(replace(order, account="Backtest") for order in snapshot.orders.value)
    tiles = tiles_of(replace(snapshot, orders=Dated(on_backtest, at(0))))
    assert tiles.working_orders.note == (("Excludes", ""), ("Eval", "0"), ("Sim", "0"))


def test_a_tile_is_as_old_as_the_oldest_account_in_it() -> None:
    tiles = tiles_of(mock_up_snapshot())
    assert tiles.net_liquidation.fetched_at == at(2 - 28)
    assert tiles.open_pnl.fetched_at == at(0)


def test_with_simulated_accounts_alone_the_tiles_hold_theirs_and_say_so() -> None:
    tiles = tiles_of(only(mock_up_snapshot(), "Sim101", "SimPractice"))
    assert tiles.net_liquidation.value == "125,587.50"
    assert tiles.suffix == " · Sim"
    assert tiles.net_liquidation.note == (("Simulated accounts only", ""),)


def test_two_currencies_are_never_added_and_both_are_named() -> None:
    tiles = tiles_of(in_euros(mock_up_snapshot(), "Live-48133"))
    assert (tiles.net_liquidation.value, tiles.net_liquidation.unit) == ("264,710.86", "USD")
    assert tiles.net_liquidation.note[0] == ("Also EUR", "17,986.18")
    assert ("Eval USD", "200,479.30") in tiles.net_liquidation.note or (
        "Eval",
        "200,479.30",
    ) in tiles.net_liquidation.note
    assert tiles.pnl_suffix == " · USD", "a profit is written without its currency"
    assert tiles.open_positions.value == "6"


def test_a_sum_that_misses_an_account_is_a_dash_with_its_reason() -> None:
    snapshot = mock_up_snapshot()
    balances = {name: d for name, d in snapshot.balances.items() if name != "Live-48120"}
    tiles = tiles_of(replace(snapshot, balances=balances))
    assert tiles.net_liquidation.value == "—"
    assert tiles.net_liquidation.note[0] == ("5 of 6 accounts read", "")


def test_before_anything_was_read_no_tile_says_zero() -> None:
    tiles = tiles_of(Snapshot())
    figures = (tiles.net_liquidation, tiles.realized, tiles.open_pnl, tiles.open_positions)
    assert [figure.text for figure in figures] == ["—"] * 4


def test_without_accounts_no_money_is_shown_but_that_nothing_is_open() -> None:
    tiles = tiles_of(Snapshot(accounts=Dated((), at(0)), positions=Dated((), at(0))))
    assert (tiles.net_liquidation.text, tiles.open_positions.text) == ("—", "0")
    unlisted = Snapshot(positions=Dated((held("4711"),), at(0)))
    assert tiles_of(unlisted).open_positions.text == "1"


def test_positions_that_were_never_read_are_not_counted_as_none() -> None:
    tiles = tiles_of(replace(mock_up_snapshot(), positions=None))
    assert tiles.open_positions.value == "—"


# Totals


def test_totals_add_up_the_rows_by_group() -> None:
    lines = account_total_lines(totals(account_rows(mock_up_snapshot())), at(0), LIMITS, at(2))
    said = [
        (line.title, line.words, dict(line.cells)[AccountColumn.OPEN_PNL].text) for line in lines
    ]
    assert said == [
        ("Live and funded", "6 accounts · USD", "+1,337.50"),
        ("Evaluation", "4 accounts · USD", "−143.00"),
        ("Simulated", "2 accounts · USD", "+22.50"),
    ]
    assert lines[1].spoken == (
        "Evaluation, 4 accounts: net liquidation 200,479.30 USD, realized −345.85 USD, "
        "open P/L −143.00 USD, day total −488.85 USD"
    )


def test_position_totals_agree_with_the_accounts() -> None:
    snapshot = mock_up_snapshot()
    rows = account_rows(snapshot)
    lines = PositionLines()
    lines.read(snapshot, rows)
    by_position = [
        (t.group, t.currency, t.open_pnl) for t in position_totals(lines.figures_by_money)
    ]
    assert by_position == [(t.group, t.currency, t.open_pnl) for t in totals(rows)]


def test_position_totals_name_the_currency_only_where_there_are_several() -> None:
    snapshot = mock_up_snapshot()
    words = {}
    for several in (False, True):
        shown = in_euros(snapshot, "Live-48133") if several else snapshot
        lines = PositionLines()
        lines.read(shown, account_rows(shown))
        total_lines = position_total_lines(position_totals(lines.figures_by_money), stale=False)
        words[several] = [line.words for line in total_lines]
    assert words[False] == ["6 positions", "2 positions", "1 position"]
    assert words[True][:2] == ["1 position · EUR", "5 positions · USD"]


def test_a_total_with_a_hole_is_no_total() -> None:
    snapshot = mock_up_snapshot()
    assert snapshot.positions is not None
    held = replace(snapshot.positions.value[0], unrealized_pnl=None)
    shown = replace(snapshot, positions=Dated((held, *snapshot.positions.value[1:]), at(0)))
    lines = PositionLines()
    lines.read(shown, account_rows(shown))
    assert position_totals(lines.figures_by_money)[0].open_pnl is None


# Ages


@pytest.mark.parametrize(
    ("kind", "limit"),
    [
        (ProblemKind.ADDON_OFFLINE, 15),
        (ProblemKind.TOKEN_REJECTED, 15),
        (ProblemKind.NO_BROKER, 75),
        (ProblemKind.RATE_LIMITED, 75),
    ],
)
def test_while_no_answer_can_come_every_figure_has_the_shortest_limit(
    kind: ProblemKind, limit: float
) -> None:
    state = market_state(mock_up_snapshot(), kind)
    assert limits_in_force(state, at(2)).balances == limit


def test_when_nobody_asks_any_more_everything_has_the_shortest_limit() -> None:
    state = market_state(mock_up_snapshot())
    assert state.chain.first_broken is None
    newest = state.snapshot.newest
    assert newest is not None
    shortest = state.snapshot.age_limits.positions
    still = Moment(newest.utc, newest.steady + shortest)
    assert limits_in_force(state, still) == state.snapshot.age_limits
    silent = Moment(newest.utc, newest.steady + shortest + 1)
    assert limits_in_force(state, silent).balances == shortest


def test_each_figure_of_an_account_has_its_own_age() -> None:
    snapshot = mock_up_snapshot()
    row = account_rows(snapshot)[0]
    line = AccountLine(row, account_connection(row.account, {}))
    columns = AccountColumns()
    columns.set_ages(at(0), at(0), row.balance_at, row.open_pnl_at, LIMITS)
    assert columns.shared_marks(at(2)) == columns.marks(line, at(2))
    assert not any(columns.marks(line, at(2)))
    marks = columns.marks(line, at(20))
    assert marks[AccountColumn.OPEN_PNL], "positions are read more often"
    assert not marks[AccountColumn.NET_LIQUIDATION]
    assert columns.marks(line, at(80))[AccountColumn.NET_LIQUIDATION]
    assert columns.marks(line, at(140))[AccountColumn.CONNECTION]
    assert not columns.marks(line, at(140))[AccountColumn.ACCOUNT]


def test_an_open_profit_that_the_account_reported_is_judged_as_its_balance() -> None:
    snapshot = mock_up_snapshot()
    dated = snapshot.balances["Sim101"]
    reported = Dated(replace(dated.value, unrealized_pnl=5.0), at(0))
    shown = replace(snapshot, positions=None, balances={"Sim101": reported})
    row = next(row for row in account_rows(shown) if row.account.name == "Sim101")
    columns = AccountColumns()
    columns.set_ages(at(0), at(0), row.balance_at, row.open_pnl_at, LIMITS)
    line = AccountLine(row, account_connection(row.account, {}))
    assert not columns.marks(line, at(20))[AccountColumn.OPEN_PNL]
    assert columns.marks(line, at(76))[AccountColumn.OPEN_PNL]


# Connections

UP = FeedStatus(FeedState.CONNECTED, "Connected")
LOST = FeedStatus(FeedState.CONNECTION_LOST, "ConnectionLost")
DOWN = FeedStatus(FeedState.DISCONNECTED, "Disconnected")


@pytest.mark.parametrize(
    ("orders", "prices", "shape"),
    [
        (UP, UP, StateShape.OK),
        (UP, None, StateShape.OK),
        (UP, LOST, StateShape.WARNING),
        (UP, DOWN, StateShape.WARNING),
        (LOST, UP, StateShape.WARNING),
        (DOWN, DOWN, StateShape.OFF),
    ],
)
def test_order_and_price_feeds_are_judged_apart(
    orders: FeedStatus, prices: FeedStatus | None, shape: StateShape
) -> None:
    account = Account("1", "1", connection_name="Rithmic")
    known = {"Rithmic": BrokerConnection("Rithmic", orders=orders, prices=prices)}
    connection = account_connection(account, known)
    assert (connection.name, connection.shape) == ("Rithmic", shape)


def test_without_a_connections_name_the_account_speaks_for_itself() -> None:
    account = Account("1", "1", provider="Simulator", connection_status=UP)
    connection = account_connection(account, {})
    assert (connection.name, connection.shape) == ("Simulator", StateShape.OK)


def test_a_state_that_nobody_gave_is_unknown() -> None:
    assert account_connection(Account("1", "1"), {}).shape is StateShape.UNKNOWN
    odd = FeedStatus(FeedState.UNKNOWN, "Hibernating")
    connection = account_connection(Account("1", "1", connection_status=odd), {})
    assert (connection.shape, connection.words) == (StateShape.UNKNOWN, "hibernating")


# Positions and their accounts


def held(account: str, instrument: str = "ES 12-26") -> Position:
    return Position(account, instrument, MarketPosition.LONG, 1, 1.0, 2.0, 3.0)


def test_positions_find_their_account_whatever_its_case() -> None:
    account = Account("Sim101", "Practice")
    row = AccountRow(account, AccountClass.SIMULATED, None, None, None, None, None)
    lines = PositionLines()
    lines.read(Snapshot(positions=Dated((held("SIM101"),), at(0))), (row,))
    assert lines.lines[0].holder.label == "Practice"


def test_positions_on_nt8s_own_accounts_are_left_out_as_those_are() -> None:
    lines = PositionLines()
    lines.read(Snapshot(positions=Dated((held("Playback101"), held("4711")), at(0))), ())
    assert [line.position.account for line in lines.lines] == ["4711"]
    changes = lines.read(Snapshot(positions=Dated((held("Playback101"), held("4711")), at(1))), ())
    assert changes.is_empty


def test_a_position_changes_hands_when_its_account_becomes_known() -> None:
    lines = PositionLines()
    snapshot = Snapshot(positions=Dated((held("4711"),), at(0)))
    lines.read(snapshot, ())
    row = AccountRow(Account("4711", "Mine"), AccountClass.LIVE, None, None, None, None, None)
    changes = lines.read(snapshot, (row,))
    assert [new.holder.label for _, new in changes.changed] == ["Mine"]


def test_a_server_that_lists_a_position_twice_confuses_nothing() -> None:
    lines = PositionLines()
    for seconds in (0, 1):
        twice = (held("4711"), replace(held("4711"), unrealized_pnl=float(seconds)))
        lines.read(Snapshot(positions=Dated(twice, at(seconds))), ())
        assert [line.position.unrealized_pnl for line in lines.lines] == [float(seconds)]
