"""Every scenario of the simulated CrossTrade: the window and the command line hold to its row.

One window watches through all of them. The table is ``support.scenario_matrix``.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ct_desktop.core.market_hours import market_is_open
from support.command_line import CommandLine, sign_in
from support.demo_process import DemoProcess
from support.desktop_app import DesktopApp
from support.matrix_assertions import (
    Terminals,
    assert_commands_name,
    assert_figures_grow_old,
    assert_window_names,
    assert_window_recovers,
)
from support.scenario_matrix import (
    ADDON_TIMEOUT,
    COMBINED,
    FROZEN_PRICES,
    HEALTHY,
    REGISTRATIONS_EXHAUSTED,
    SLOW_ANSWER,
    SWITCHED,
    TOKEN_EXPIRING,
    TOKEN_REVOKED,
    Figures,
    ScenarioRow,
)
from support.secret_watch import SecretWatch
from support.timed_commands import run_in_turn
from support.trader_desktop import TraderDesktop
from support.waiting import wait_for
from support.watched_window import BUTTON, WatchedWindow

RENEWAL_TIMEOUT = 20.0
"""Seconds for the window to come to its next question, and so to the token that has ended."""

# The budget is switched off, since two clients and a test share it here.
DEMO_OPTIONS = {
    "auto_approve": True,
    "rate_limit": False,
    "addon_timeout_seconds": ADDON_TIMEOUT,
    "slow_seconds": SLOW_ANSWER,
}


@pytest.fixture(scope="module")
def terminals(desktop: TraderDesktop) -> Terminals:
    return Terminals(_signed_in(desktop, "status"), _signed_in(desktop, "positions"))


@pytest.fixture(scope="module")
def window(desktop: TraderDesktop) -> Iterator[WatchedWindow]:
    _signed_in(desktop, "default")
    with desktop.app() as app:
        yield WatchedWindow(app)
        app.close()
        app.wait_for_end()


def _signed_in(desktop: TraderDesktop, profile: str) -> CommandLine:
    command_line = _command_line(desktop, profile, home=desktop.home)
    sign_in(command_line, SecretWatch())
    return command_line


def _command_line(desktop: TraderDesktop, profile: str, *, home: Path) -> CommandLine:
    environment = {**desktop.session.environment, "CT_DESKTOP_HOME": str(home)}
    return CommandLine(environment, desktop.demo.server_url, home, profile=profile)


@pytest.fixture(autouse=True)
def _well_again(demo: DemoProcess, window: WatchedWindow) -> Iterator[None]:
    yield
    demo.set_scenario("healthy")
    window.wait_until_fine()


def _hold(
    row: ScenarioRow,
    demo: DemoProcess,
    window: WatchedWindow,
    terminals: Terminals,
) -> None:
    if row.by_way_of:
        window.pass_through(row.by_way_of, demo)
    assert_window_names(row, window, lambda: demo.set_scenario(*row.faults))
    assert_commands_name(row, terminals)
    if row.figures is Figures.KEPT and row.proof:
        # Here they are past their limit, or nearly.
        assert_figures_grow_old(window)
    if row.by_way_of:
        window.pass_through(row.by_way_of, demo)
    assert_window_recovers(row, window, lambda: demo.set_scenario("healthy"))


@pytest.mark.parametrize("row", [HEALTHY, *SWITCHED], ids=lambda row: row.name)
def test_a_scenario_is_named_and_left_behind_without_a_touch(
    row: ScenarioRow,
    demo: DemoProcess,
    window: WatchedWindow,
    terminals: Terminals,
) -> None:
    _hold(row, demo, window, terminals)


@pytest.mark.parametrize("row", COMBINED, ids=lambda row: row.name)
def test_of_several_faults_the_first_broken_link_is_named(
    row: ScenarioRow,
    demo: DemoProcess,
    window: WatchedWindow,
    terminals: Terminals,
) -> None:
    _hold(row, demo, window, terminals)


def test_an_expiring_sign_in_is_renewed_unnoticed(
    demo: DemoProcess, window: WatchedWindow, terminals: Terminals
) -> None:
    row = TOKEN_EXPIRING
    renewals = demo.state()["refreshes"]
    demo.set_scenario(*row.faults)
    chain, _ = wait_for(
        lambda: (window.chain(), demo.state()["refreshes"]),
        lambda seen: seen[0] != row.line or seen[1] > renewals,
        RENEWAL_TIMEOUT,
        "the sign-in is not renewed",
    )
    assert chain == row.line
    assert_commands_name(row, terminals)
    assert window.chain() == row.line


def test_prices_that_stand_still_are_named_while_the_market_is_open(
    demo: DemoProcess, window: WatchedWindow, terminals: Terminals
) -> None:
    row = FROZEN_PRICES
    if not market_is_open(datetime.now(UTC)):
        # Then standing still is what prices do: tests/protocol/test_frozen_prices.py has the rest.
        row = replace(HEALTHY, name=row.name, faults=row.faults)
    assert_window_names(row, window, lambda: demo.set_scenario(*row.faults))
    # One look cannot tell standing still from waiting.
    assert_commands_name(replace(HEALTHY, name=row.name), terminals)
    assert_window_recovers(row, window, lambda: demo.set_scenario("healthy"))


def test_a_revoked_sign_in_is_named_and_a_person_signs_in_again(
    demo: DemoProcess,
    window: WatchedWindow,
    terminals: Terminals,
    desktop: TraderDesktop,
) -> None:
    row = TOKEN_REVOKED
    assert_window_names(row, window, lambda: demo.set_scenario(*row.faults))
    assert_commands_name(row, terminals)
    demo.set_scenario("healthy")
    assert row.problem is not None
    # The server approves by itself here: the consent page has its own tests.
    window.banner(row.problem.title).find(BUTTON, row.button).press()
    with desktop.browser() as browser:
        assert browser.tabs()
        window.wait_until_fine()


def test_exhausted_registrations_are_named_where_a_sign_in_begins(
    demo: DemoProcess, window: WatchedWindow, desktop: TraderDesktop, tmp_path: Path
) -> None:
    row = REGISTRATIONS_EXHAUSTED
    assert row.problem is not None
    demo.set_scenario(*row.faults)
    new = _command_line(desktop, "new", home=tmp_path / "app")
    login, status, positions = run_in_turn(
        (new, ("login", "--no-browser")), (new, ("status", "--json")), (new, ("positions",))
    )
    assert (login.code, status.code, positions.code) == (row.status, row.status, row.positions)
    assert row.problem.title in login.errors
    assert login.seconds <= row.named_within
    environment, home = desktop.session.environment, tmp_path / "app"
    with DesktopApp(environment, home, "--server", demo.server_url, "--profile", "new") as app:
        app.window.find(BUTTON, "Connect").press()
        app.window.find("label", row.problem.title, timeout=row.named_within)
        assert window.chain() == HEALTHY.line
        demo.set_scenario("healthy")
        app.window.find(BUTTON, "Close").press()
        app.window.wait_until_gone("dialog", "Sign in to CrossTrade")
        app.window.find(BUTTON, "Connect").press()
        WatchedWindow(app)
