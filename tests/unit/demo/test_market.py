"""The market: its arithmetic, its repeatability, and that there is always something to see."""

from datetime import UTC, datetime, timedelta

import pytest

from ct_desktop.demo.market.book import Account, AccountProfile, Order
from ct_desktop.demo.market.cast import crowd_cast, trading_cast
from ct_desktop.demo.market.contracts import CONTRACTS, contract, find_contract
from ct_desktop.demo.market.market import Market, session_start

START = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def trading_market(seed: int = 1, accounts: int = 12) -> Market:
    return Market(trading_cast(accounts), seed=seed, started_at=START)


def everything(market: Market) -> list[object]:
    """All that can be seen of a market, for comparison."""
    return [
        [
            (account.profile.name, account.cash, account.realized)
            for account in market.accounts.values()
        ],
        [
            (account.profile.name, held.contract.name, held.quantity, held.market_price)
            for account, held in market.positions()
        ],
        [
            (order.order_id, order.state, order.time)
            for account in market.accounts.values()
            for order in account.orders
        ],
    ]


def marks(market: Market) -> list[float]:
    return [held.market_price for _, held in market.positions()]


def test_the_same_seed_and_time_give_the_same_market() -> None:
    one, other = trading_market(), trading_market()

    one.advance(600)
    for _ in range(2400):
        other.advance(0.25)

    assert everything(one) == everything(other)


def test_another_seed_gives_another_market() -> None:
    one, other = trading_market(seed=1), trading_market(seed=2)

    one.advance(60)
    other.advance(60)

    assert everything(one) != everything(other)


def test_it_opens_as_in_the_pictures() -> None:
    market = trading_market()

    account = market.accounts["Live-48120"]

    assert account.net_liquidation == pytest.approx(32117.36)
    assert account.realized == 412.60
    assert account.unrealized == 275.0
    assert len(list(market.positions())) == 9
    assert sum(order.is_working for a in market.accounts.values() for order in a.orders) == 7


def test_every_open_position_moves_at_least_once_a_second() -> None:
    market = trading_market()
    for _ in range(60):
        before = {id(held): held.market_price for _, held in market.positions()}
        market.advance(0.5)
        for _, held in market.positions():
            if id(held) in before:
                assert held.market_price != before[id(held)]


def test_money_is_conserved_from_fill_to_fill() -> None:
    market = trading_market()
    opening = {name: account.cash - account.realized for name, account in market.accounts.items()}

    market.advance(3600)

    for name, account in market.accounts.items():
        assert account.cash - account.realized == pytest.approx(opening[name], abs=0.005)
        assert account.net_liquidation == account.cash + account.unrealized


def test_positions_open_and_close_and_orders_fill_within_some_minutes() -> None:
    market = trading_market()

    market.advance(600)

    fills = [fill for account in market.accounts.values() for fill in account.executions]
    names = {fill.order.name for fill in fills}
    assert {"Entry", "Close"} <= names
    assert names & {"Profit target", "Stop loss"}
    assert any(account.round_trips for account in market.accounts.values())
    assert 0 < len(list(market.positions())) <= 12


def test_no_order_outlives_its_position() -> None:
    market = trading_market()
    for _ in range(1200):
        market.advance(1)
        for account in market.accounts.values():
            exits = {
                order.contract.name
                for order in account.orders
                if order.is_working and order.name != "Entry"
            }
            assert exits <= set(account.positions)


def test_the_built_in_accounts_never_trade() -> None:
    market = trading_market()

    market.advance(600)

    for name in ("Backtest", "Playback101"):
        account = market.accounts[name]
        assert (account.positions, account.orders, account.executions) == ({}, [], [])


@pytest.mark.parametrize("count", [1, 5, 12, 40])
def test_as_many_accounts_as_asked_for(count: int) -> None:
    market = trading_market(accounts=count)

    market.advance(30)

    tradable = [a for a in market.accounts.values() if not a.profile.built_in]
    assert len(tradable) == count


def test_a_tenth_of_a_crowd_changes_each_second() -> None:
    market = Market(crowd_cast(), seed=1, started_at=START)
    before = marks(market)
    assert len(before) == 2000

    market.advance(1)

    changed = sum(one != other for one, other in zip(before, marks(market), strict=True))
    assert 150 <= changed <= 200  # some come back to where they were


def test_the_trading_day_ends_at_six_in_new_york() -> None:
    market = Market(
        trading_cast(), seed=1, started_at=datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC)
    )

    market.advance(2)

    account = market.accounts["Live-48120"]
    assert account.realized == 0.0
    assert account.start_of_day_cash == account.cash
    assert session_start(market.now) == datetime(2026, 11, 22, 23, tzinfo=UTC)


def test_a_position_of_several_fills_has_their_average() -> None:
    account = an_account()
    es = contract("ES 12-26")

    account.fill(an_order(es.name, "Buy", 1), 7000.0, START, "1")
    account.fill(an_order(es.name, "Buy", 3), 7004.0, START, "2")

    assert account.positions[es.name].average_price == 7003.0
    assert account.positions[es.name].quantity == 4


def test_closing_a_part_realizes_that_part() -> None:
    account = an_account()
    account.fill(an_order("ES 12-26", "SellShort", 3), 7000.0, START, "1")

    account.fill(an_order("ES 12-26", "BuyToCover", 1), 6998.0, START, "2")

    commissions = 4 * contract("ES 12-26").commission
    assert account.positions["ES 12-26"].quantity == -2
    assert account.realized == pytest.approx(100.0 - commissions)


def test_one_of_a_bracket_cancels_the_other() -> None:
    account = an_account()
    account.fill(an_order("ES 12-26", "Buy", 1), 7000.0, START, "1")
    target, stop = an_order("ES 12-26", "Sell", 1), an_order("ES 12-26", "Sell", 1)
    target.oco = stop.oco = "pair"
    account.orders += [target, stop]

    account.fill(target, 7010.0, START, "2")

    assert (target.state, stop.state) == ("Filled", "Cancelled")


@pytest.mark.parametrize("text", ["ES 12-26", "es 12-26", "ES", "ES1!", "ESZ26", "ESZ6"])
def test_an_instrument_is_found_by_each_documented_form(text: str) -> None:
    assert find_contract(text) is contract("ES 12-26")


@pytest.mark.parametrize("text", ["", "XX 12-26", "ES 03-99", "Z26", "ESH26"])
def test_an_unknown_instrument_is_not_found(text: str) -> None:
    assert find_contract(text) is None


def test_prices_lie_on_their_tick() -> None:
    market = trading_market()
    market.advance(300)

    for traded in CONTRACTS:
        ticks = market.last(traded) / traded.tick_size
        assert ticks == pytest.approx(round(ticks))


def test_time_that_fills_no_step_is_not_lost() -> None:
    market = trading_market()

    for _ in range(10):
        market.advance(0.125)

    assert market.now == START + timedelta(seconds=1)


def an_account() -> Account:
    profile = AccountProfile(9, "Test", "Simulator", "Simulation", "Sim", 1000.0)
    return Account(profile, cash=1000.0)


def an_order(name: str, action: str, quantity: int) -> Order:
    return Order(
        order_id="x",
        account="Test",
        contract=contract(name),
        action=action,  # type: ignore[arg-type]
        type="Market",
        state="Working",
        quantity=quantity,
        name="Test",
        time=START,
    )
