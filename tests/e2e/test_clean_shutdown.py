"""Whatever the app is doing, it ends when told to: no complaint, no crash, exit code 0."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.desktop_app import DesktopApp
from support.trader_desktop import TraderDesktop

BUTTON = "push button"

End = Callable[[DesktopApp], None]
BY_THE_CROSS: End = DesktopApp.close
BY_THE_SESSION: End = DesktopApp.terminate

both_ways = pytest.mark.parametrize(
    "end",
    [pytest.param(BY_THE_CROSS, id="by the cross"), pytest.param(BY_THE_SESSION, id="by SIGTERM")],
)


@pytest.fixture(scope="module")
def signed_in(desktop: TraderDesktop) -> TraderDesktop:
    """The desktop after a sign-in, which CrossTrade granted by itself."""
    desktop.demo.set_options(auto_approve=True)
    with desktop.app() as app:
        app.window.find(BUTTON, "Connect").press()
        app.window.find(BUTTON, re.compile(r"8 links fine"), timeout=60.0)
        app.close()
        app.wait_for_clean_end()
    return desktop


@pytest.fixture
def scenario(desktop: TraderDesktop) -> Iterator[Callable[[str], None]]:
    yield desktop.demo.set_scenario
    desktop.demo.set_scenario("healthy")


def demo_processes(desktop: TraderDesktop) -> list[int]:
    """The demo servers that an app on the desktop has started."""
    found = []
    for process in desktop.session.processes():
        try:
            arguments = (Path("/proc") / str(process) / "cmdline").read_bytes()
        except OSError:
            continue  # gone since
        if b"ct_desktop.demo" in arguments:
            found.append(process)
    return found


def test_as_soon_as_the_window_is_there(desktop: TraderDesktop) -> None:
    with desktop.app() as app:
        app.close()
        app.wait_for_clean_end()


@both_ways
def test_while_the_demo_starts(desktop: TraderDesktop, end: End) -> None:
    with desktop.app("--demo") as app:
        app.window.find("label", "Starting the simulated CrossTrade")
        end(app)
        app.wait_for_clean_end()
    assert not demo_processes(desktop)


@both_ways
def test_on_the_welcome_of_the_demo(desktop: TraderDesktop, end: End) -> None:
    with desktop.app("--demo") as app:
        app.window.find(BUTTON, "Connect")
        end(app)
        app.wait_for_clean_end()
    assert not demo_processes(desktop)


@both_ways
def test_while_the_answer_of_the_browser_is_awaited(desktop: TraderDesktop, end: End) -> None:
    with desktop.app("--profile", "other") as app:
        desktop.demo.set_options(auto_approve=False)
        app.window.find(BUTTON, "Connect").press()
        app.window.find("label", "Waiting for your browser")
        end(app)
        app.wait_for_clean_end()


def test_while_the_keychain_does_not_answer(desktop: TraderDesktop) -> None:
    desktop.keychain.freeze()
    try:
        with desktop.app() as app:
            app.window.find("label", "Looking for your sign-in in the keychain")
            app.close()
            app.wait_for_clean_end()
    finally:
        desktop.keychain.thaw()


@both_ways
def test_on_the_dashboard(signed_in: TraderDesktop, end: End) -> None:
    with signed_in.app() as app:
        app.window.find("table", "Accounts")
        end(app)
        app.wait_for_clean_end()


@both_ways
def test_while_ninjatrader_keeps_the_app_waiting(
    signed_in: TraderDesktop, scenario: Callable[[str], None], end: End
) -> None:
    scenario("nt8-frozen")
    calls_before = signed_in.demo.state()["tool_calls"]
    with signed_in.app() as app:
        app.window.find("label", "Newest figure: No figures yet")
        end(app)
        app.wait_for_clean_end()
    assert signed_in.demo.state()["tool_calls"] != calls_before


@both_ways
def test_while_crosstrade_is_down(
    signed_in: TraderDesktop, scenario: Callable[[str], None], end: End
) -> None:
    scenario("server-down")
    with signed_in.app() as app:
        app.window.find(BUTTON, re.compile("Connection chain: .*CrossTrade"))
        end(app)
        app.wait_for_clean_end()


@both_ways
def test_while_a_question_is_open(signed_in: TraderDesktop, end: End) -> None:
    with signed_in.app() as app:
        app.window.find("check box", "Connection").press()
        app.window.find(BUTTON, "Sign out").press()
        app.window.find("dialog", "Sign out")
        end(app)
        app.wait_for_clean_end()
