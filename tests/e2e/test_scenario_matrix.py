"""Every scenario of the simulated CrossTrade: the window and the command line hold to its row.

One window watches through all of them. The table is ``support.scenario_matrix``.
"""

from collections.abc import Iterator

import pytest

from support.command_line import CommandLine, sign_in
from support.demo_process import DemoProcess
from support.matrix_assertions import (
    assert_commands_name,
    assert_window_names,
    assert_window_recovers,
)
from support.scenario_matrix import (
    ADDON_TIMEOUT,
    COMBINED,
    HEALTHY,
    SWITCHED,
    TOKEN_EXPIRING,
    TOKEN_REVOKED,
    ScenarioRow,
)
from support.secret_watch import SecretWatch
from support.trader_desktop import TraderDesktop
from support.waiting import wait_for
from support.watched_window import BUTTON, WatchedWindow

RENEWAL_TIMEOUT = 20.0
"""Seconds for the window to come to its next question, and so to the token that has ended."""


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoProcess]:
    # The budget is switched off, since two clients and a test share it here.
    with DemoProcess(
        auto_approve=True, rate_limit=False, addon_timeout_seconds=ADDON_TIMEOUT
    ) as demo:
        yield demo


@pytest.fixture(scope="module")
def command_line(desktop: TraderDesktop) -> CommandLine:
    """The command line on a profile of its own, so that each finds out by itself."""
    return _signed_in(desktop, "terminal")


@pytest.fixture(scope="module")
def window(desktop: TraderDesktop) -> Iterator[WatchedWindow]:
    _signed_in(desktop, "default")
    with desktop.app() as app:
        yield WatchedWindow(app)
        app.close()
        app.wait_for_end()


def _signed_in(desktop: TraderDesktop, profile: str) -> CommandLine:
    environment = {**desktop.session.environment, "CT_DESKTOP_HOME": str(desktop.home)}
    server_url = desktop.demo.server_url
    command_line = CommandLine(environment, server_url, desktop.home, profile=profile)
    sign_in(command_line, SecretWatch())
    return command_line


@pytest.fixture(autouse=True)
def _well_again(demo: DemoProcess, window: WatchedWindow) -> Iterator[None]:
    yield
    demo.set_scenario("healthy")
    window.wait_until_fine()


def _hold(
    row: ScenarioRow,
    demo: DemoProcess,
    window: WatchedWindow,
    command_line: CommandLine,
) -> None:
    if row.by_way_of:
        window.pass_through(row.by_way_of, demo)
    assert_window_names(row, window, lambda: demo.set_scenario(*row.faults))
    assert_commands_name(row, command_line)
    if row.by_way_of:
        window.pass_through(row.by_way_of, demo)
    assert_window_recovers(row, window, lambda: demo.set_scenario("healthy"))


@pytest.mark.parametrize("row", [HEALTHY, *SWITCHED], ids=lambda row: row.name)
def test_a_scenario_is_named_and_left_behind_without_a_touch(
    row: ScenarioRow,
    demo: DemoProcess,
    window: WatchedWindow,
    command_line: CommandLine,
) -> None:
    _hold(row, demo, window, command_line)


def test_an_expiring_sign_in_is_renewed_unnoticed(
    demo: DemoProcess, window: WatchedWindow, command_line: CommandLine
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
    assert_commands_name(row, command_line)
    assert window.chain() == row.line


@pytest.mark.parametrize("row", COMBINED, ids=lambda row: row.name)
def test_of_several_faults_the_first_broken_link_is_named(
    row: ScenarioRow,
    demo: DemoProcess,
    window: WatchedWindow,
    command_line: CommandLine,
) -> None:
    _hold(row, demo, window, command_line)


def test_a_revoked_sign_in_is_named_and_a_person_signs_in_again(
    demo: DemoProcess,
    window: WatchedWindow,
    command_line: CommandLine,
    desktop: TraderDesktop,
) -> None:
    row = TOKEN_REVOKED
    assert_window_names(row, window, lambda: demo.set_scenario(*row.faults))
    assert_commands_name(row, command_line)
    demo.set_scenario("healthy")
    assert row.problem is not None
    # The server approves by itself here: the consent page has its own tests.
    window.banner(row.problem.title).find(BUTTON, row.button).press()
    with desktop.browser() as browser:
        assert browser.tabs()
        window.wait_until_fine()
