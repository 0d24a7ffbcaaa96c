"""What is wrong on the trader's side: add-on, broker connections, prices."""

from datetime import UTC, datetime
from functools import partial
from operator import eq
from typing import Any

import pytest

from ct_desktop.demo.market.cast import trading_cast
from ct_desktop.demo.market.feeds import Feeds, dropping_feeds, no_feeds, usual_feeds
from ct_desktop.demo.market.market import Market
from support.demo_client import DemoClient
from support.demo_process import DemoProcess
from support.waiting import wait_for

START = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)

OTHERS_IN_USE = {"NinjaTrader", "Rithmic Apex", "Simulation"}


def connections(client: DemoClient) -> dict[str, dict[str, Any]]:
    """GetConnections by name."""
    return {entry["name"]: entry for entry in client.answer("GetConnections")["connections"]}


def statuses(client: DemoClient) -> tuple[str, str]:
    """Tradovate's order feed and price feed."""
    entry = connections(client)["Tradovate"]
    return entry["status"], entry["priceStatus"]


def marks(market: Market) -> dict[tuple[str, str], float]:
    return {
        (account.profile.name, held.contract.name): held.market_price
        for account, held in market.positions()
    }


@pytest.mark.parametrize(("dialect", "version"), [("rest", "v1.12.4"), ("mcp", "1.12.4")])
def test_an_outdated_addon_says_so_in_every_way(
    demo: DemoProcess, signed_in: DemoClient, dialect: str, version: str
) -> None:
    demo.set_options(dialect=dialect)
    everything = signed_in.listed_tools()
    demo.set_scenario("addon-outdated")

    capabilities = signed_in.answer("GetMcpCapabilities")
    self_test = signed_in.answer("McpSelfTest")

    assert capabilities["addon_version"] == version
    assert "backtest" not in capabilities["features"]
    assert capabilities["warning"] == "addon below recommended version"
    assert self_test["warnings"] == ["addon below recommended version"]
    assert self_test["categories"]["backtest"] == "unavailable"
    assert self_test["categories"]["accounts"] == "ok"
    hidden = everything - signed_in.listed_tools()
    assert hidden == {"RunBacktest", "RunStrategyBacktest", "GetBacktestResult"}
    assert signed_in.call("ListAccounts").status_code == 200


def test_no_broker_leaves_nt8_up_and_every_connection_down(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    demo.set_scenario("no-broker")

    for entry in connections(signed_in).values():
        assert (entry["status"], entry["priceStatus"]) == ("Disconnected", "Disconnected")
        assert "user" not in entry
        assert "establishedAt" not in entry
    accounts = signed_in.answer("ListAccounts")["accounts"]
    assert {account["connectionStatus"] for account in accounts} == {"Disconnected"}
    assert signed_in.answer("GetAccountSummary")["accounts"] == []
    assert signed_in.answer("GetMcpCapabilities")["nt8_version"]
    quote = signed_in.answer("GetQuote", instrument="ES 12-26")
    assert quote["dataSource"] == {"status": "Disconnected", "connectedFeeds": []}


def test_connections_come_back_with_a_new_time(demo: DemoProcess, signed_in: DemoClient) -> None:
    before = connections(signed_in)["Rithmic Apex"]["establishedAt"]
    demo.set_scenario("no-broker")
    demo.set_scenario("healthy")

    after = connections(signed_in)["Rithmic Apex"]

    assert after["status"] == "Connected"
    assert after["establishedAt"] > before


def test_a_dropping_broker_starts_without_prices(demo: DemoProcess, signed_in: DemoClient) -> None:
    demo.set_options(drop_stage_seconds=3600)
    demo.set_scenario("broker-dropping")

    assert statuses(signed_in) == ("Connected", "ConnectionLost")
    up = {name for name, entry in connections(signed_in).items() if entry["status"] == "Connected"}
    assert up == {"Tradovate", *OTHERS_IN_USE}
    demo.set_options(dialect="mcp")
    assert connections(signed_in)["Tradovate"]["status"] == "ConnectionLost", "one word for both"
    demo.set_options(dialect="rest")

    demo.set_scenario("healthy")
    assert statuses(signed_in) == ("Connected", "Connected")


def test_a_dropping_broker_goes_round(demo: DemoProcess, signed_in: DemoClient) -> None:
    established = connections(signed_in)["Tradovate"]["establishedAt"]
    demo.set_options(drop_stage_seconds=1)
    demo.set_scenario("broker-dropping")

    for stage in (
        ("Connected", "ConnectionLost"),
        ("ConnectionLost", "ConnectionLost"),
        ("Connecting", "Connecting"),
        ("Connected", "Connected"),
        ("Connected", "ConnectionLost"),
    ):
        wait_for(lambda: statuses(signed_in), partial(eq, stage), 10, str(stage))

    assert connections(signed_in)["Tradovate"]["establishedAt"] > established


def test_the_accounts_of_a_lost_connection_say_so(demo: DemoProcess, signed_in: DemoClient) -> None:
    def status(provider: str) -> set[str]:
        accounts = signed_in.answer("ListAccounts")["accounts"]
        return {each["connectionStatus"] for each in accounts if each["provider"] == provider}

    demo.set_options(drop_stage_seconds=1)
    demo.set_scenario("broker-dropping")

    wait_for(lambda: status("Tradovate"), lambda now: now == {"ConnectionLost"}, 10, "not lost")

    assert status("Rithmic") == {"Connected"}


def test_a_dropping_broker_begins_anew_when_switched_again(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    demo.set_options(drop_stage_seconds=1)
    demo.set_scenario("broker-dropping")
    wait_for(lambda: statuses(signed_in)[0], lambda now: now == "ConnectionLost", 10, "not lost")

    demo.set_options(drop_stage_seconds=3600)
    demo.set_scenario("broker-dropping")

    assert statuses(signed_in) == ("Connected", "ConnectionLost")


def test_prices_freeze_while_everything_says_connected(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    demo.set_scenario("frozen-prices")
    first = signed_in.answer("GetAccountSummary")
    frozen_at = signed_in.answer("GetQuote", instrument="ES 12-26")["last"]

    later = wait_for(
        lambda: signed_in.answer("GetAccountSummary"),
        lambda summary: summary["epoch"] > first["epoch"],
        3,
        "time stood still as well",
    )

    assert later["accounts"] == first["accounts"]
    assert signed_in.answer("GetQuote", instrument="ES 12-26")["last"] == frozen_at
    assert statuses(signed_in) == ("Connected", "Connected")
    demo.set_scenario("healthy")
    wait_for(
        lambda: signed_in.answer("GetAccountSummary")["accounts"],
        lambda accounts: accounts != first["accounts"],
        3,
        "no price moved",
    )


@pytest.mark.parametrize("feeds", [no_feeds(), usual_feeds(prices_move=False)])
def test_without_prices_only_time_goes_on(feeds: Feeds) -> None:
    market = Market(trading_cast(), seed=1, started_at=START)
    market.advance(60)
    before, orders = marks(market), [len(a.orders) for a in market.accounts.values()]
    market.feeds = feeds

    market.advance(600)

    assert (market.now - START).total_seconds() == 660
    assert marks(market) == before
    assert [len(a.orders) for a in market.accounts.values()] == orders


@pytest.mark.parametrize("stage", [0, 1, 2])
def test_a_dropped_connection_holds_up_its_own_accounts_alone(stage: int) -> None:
    market = Market(trading_cast(), seed=1, started_at=START)
    market.feeds = dropping_feeds(stage)
    before = marks(market)

    market.advance(0.5)  # one step, in which every price moves

    after = marks(market)
    assert {account for account, _ in before} > {"TPT-20917", "TPT-E118"}
    for (account, instrument), price in before.items():
        held_up = market.accounts[account].profile.connection == "Tradovate"
        assert (after[account, instrument] == price) == held_up


def test_nothing_trades_over_a_dropped_connection() -> None:
    market = Market(trading_cast(), seed=1, started_at=START)
    market.feeds = dropping_feeds(0)

    market.advance(600)

    for account in market.accounts.values():
        if account.profile.connection == "Tradovate":
            assert account.executions == []
    assert any(account.executions for account in market.accounts.values())
