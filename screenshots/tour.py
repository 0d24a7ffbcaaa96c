"""The way through the running app, from the welcome to the sign-out, with a picture at each state.

Every state here comes from the app itself: real services, keychain and browser against the
simulated CrossTrade, which is told what is to be wrong. States that a value alone can bring about
are in :mod:`screenshots.shown_values`.
"""

import asyncio
import os
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Action
from ct_desktop.profiles import DEFAULT_PROFILE, AppFolders
from ct_desktop.services import open_services
from ct_desktop.ui.activity.screen import ActivityScreen
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.shell.chain_line import ChainLine
from ct_desktop.ui.shell.freshness import Freshness
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.sign_in.dialog import SignInDialog
from ct_desktop.ui.welcome.screen import WelcomeScreen
from screenshots.gallery import SIZES, Gallery
from screenshots.shown_values import ShownValues
from screenshots.window_controls import button, enter, press, says, shown, until
from support.browser import Browser, Page
from support.demo_process import DemoProcess
from support.prompter import Prompter
from support.secret_service import SecretService

_PLENTY = 1000
"""Client registrations an hour, where their limit is not the subject."""

_ALL_FINE = "All 8 links fine"

_FAULTS = {
    "server-down": "CrossTrade",
    "addon-offline": "Add-on",
    "nt8-frozen": "NT8",
    "not-elite": "Plan",
}
"""Scenarios by name, each with the link that it breaks."""


class Tour:
    """Drives one window that is signed out at first; :meth:`run` leaves it signed out again."""

    def __init__(
        self,
        window: MainWindow,
        gallery: Gallery,
        values: ShownValues,
        *,
        demo: DemoProcess,
        keychain: SecretService,
        browser_profile: Path,
    ) -> None:
        self._window = window
        self._gallery = gallery
        self._demo = demo
        self._keychain = keychain
        self._browser_profile = browser_profile
        self._values = values

    async def run(self) -> None:
        """All the way, without the stops that no wanted picture needs."""
        await self._welcome()
        await self._keychain_refuses()
        await self._registration_limit()
        await press(self._window, "Connect")
        with ExitStack() as stack:
            browser = await asyncio.to_thread(stack.enter_context, Browser(self._browser_profile))
            await self._wait_and_deny(browser)
            await self._start_over_and_allow(browser)
        await self._healthy()
        await self._faults()
        await self._sign_in_ended()
        await self._many_accounts()
        await self._what_happened()
        # Each from a state of its own, or its ages would tell how long the pictures took.
        await self._values.take_no_positions(await self._read_state())
        await self._values.take_lost_prices(await self._read_state())
        await self._values.take_activity(await self._read_state())
        await self._values.take_monitor()
        await self._values.take_second_screen()
        await self._values.take_equity()
        await self._sign_out()
        await self._values.take_sign_ins()
        await self._values.take_diagnostics()
        await self._values.take_choices()
        await self._values.take_clients()
        await self._values.take_failure()

    # Before there is a sign-in

    async def _welcome(self) -> None:
        await until(lambda: shown(self._window, WelcomeScreen), "the welcome")
        await self._take("welcome-read")
        await press(self._window, "Trade scope")
        await self._take("welcome-trade")
        await press(self._window, "Read-only")

    async def _keychain_refuses(self) -> None:
        welcome = shown(self._window, WelcomeScreen)
        if welcome is None or not self._gallery.wants("welcome-problem"):
            return
        await asyncio.to_thread(self._keychain.lock)
        with Prompter(os.environ, dismisses=True):
            # As the button beside a keychain's problem, which is there only once one is shown.
            welcome.action_requested.emit(Action.RETRY_KEYCHAIN)
            await button(self._window, "Try the keychain again")
        await self._take("welcome-problem")
        await asyncio.to_thread(self._keychain.unlock)
        await press(self._window, "Try the keychain again")

    async def _registration_limit(self) -> None:
        if self._gallery.wants("signing-in-registration-limit"):
            await self._option(registrations_per_hour=0)
            await press(self._window, "Connect")
            await self._wait_for("Too many registrations")
            await self._take("signing-in-registration-limit")
            await press(self._window, "Close")
        await self._option(registrations_per_hour=_PLENTY)

    async def _wait_and_deny(self, browser: Browser) -> None:
        consent = await _consent_page(browser)
        await self._wait_for("Waiting for your browser")
        await self._take("signing-in-waiting")
        if self._gallery.wants("signing-in-pasted-nonsense"):
            await press(self._window, "Paste address")
            await enter(self._window, "Address from the browser", "https://example.com/nothing")
            await press(self._window, "Use address")
            await self._take("signing-in-pasted-nonsense")
        await self._take_page(consent, "consent-page")
        await asyncio.to_thread(consent.press, "Deny")
        await asyncio.to_thread(consent.wait_for_text, "Access denied")
        await self._take_page(consent, "callback-page-denied")
        await self._wait_for("You chose Deny")
        await self._take("signing-in-denied")

    async def _start_over_and_allow(self, browser: Browser) -> None:
        """With NinjaTrader 8 silent at first, so that the dashboard is seen without figures."""
        await press(self._window, "Start over")
        consent = await _consent_page(browser)
        await self._scenario("nt8-frozen")
        await asyncio.to_thread(consent.press, "Allow")
        await asyncio.to_thread(consent.wait_for_text, "Access granted")
        await self._take_page(consent, "callback-page-granted")
        await self._wait_for_dashboard()
        await self._take("monitor-loading")
        await self._scenario("healthy")

    # Signed in

    async def _healthy(self) -> None:
        await self._wait_for_chain(_ALL_FINE)
        await self._take("monitor-healthy")
        await self._take_connection("connection-healthy")

    async def _read_state(self) -> MonitorState:
        """What the app knows when all is well, as a second client of the same profile reads it."""
        async with open_services(
            folders=AppFolders.from_environment(),
            profile=DEFAULT_PROFILE,
            server_url=self._demo.server_url,
        ) as services:
            await services.connection.load()
            return await services.monitor.check_everything()

    async def _faults(self) -> None:
        """One after the other without a rest, so that figures have to grow stale only once."""
        wanted = [
            (scenario, link)
            for scenario, link in _FAULTS.items()
            if self._gallery.wants(f"monitor-{scenario}", f"connection-{scenario}")
        ]
        for scenario, link in wanted:
            await self._scenario(scenario)
            await self._wait_for_chain(link)
            await until(self._is_stale, f"stale figures in {scenario}")
            await self._take(f"monitor-{scenario}")
            await self._take_connection(f"connection-{scenario}")
        await self._scenario("healthy")
        await self._wait_for_chain(_ALL_FINE)

    async def _sign_in_ended(self) -> None:
        if not self._gallery.wants("monitor-sign-in-ended", "connection-sign-in-ended"):
            return
        await self._scenario("token-revoked")
        self._check_now()
        await self._wait_for_chain("Sign-in")
        await self._take("monitor-sign-in-ended")
        await self._take_connection("connection-sign-in-ended")
        await self._scenario("healthy")
        await self._option(auto_approve=True)
        await press(self._window, "Sign in again")
        await self._wait_for_chain(_ALL_FINE)
        await self._wait_for_dashboard()

    async def _many_accounts(self) -> None:
        if not self._gallery.wants("monitor-many-accounts"):
            return
        await self._scenario("many-accounts")
        self._check_now()
        await self._wait_for("All 200")
        await self._take("monitor-many-accounts")
        await self._scenario("healthy")

    async def _what_happened(self) -> None:
        """This run's own history."""
        if not self._gallery.wants("activity-of-this-run"):
            return
        self._window.set_screen(Screen.ACTIVITY)
        activity = await until(lambda: shown(self._window, ActivityScreen), "the day")
        assert activity is not None
        await until(lambda: activity.timeline.model.rowCount() > 0, "an entry")
        await self._take("activity-of-this-run")
        self._window.set_screen(Screen.MONITOR)

    async def _sign_out(self) -> None:
        if not self._gallery.wants("connection-sign-out", "welcome-signed-out"):
            return
        self._window.set_screen(Screen.CONNECTION)
        await press(self._window, "Sign out")
        await self._wait_for("Stay signed in")
        await self._take("connection-sign-out")
        await press(self._window, "Sign out")
        await until(lambda: shown(self._window, WelcomeScreen), "the welcome")
        await self._take("welcome-signed-out")

    # What the steps above are made of

    async def _take(self, name: str) -> None:
        await self._gallery.take(self._window, name)

    async def _take_connection(self, name: str) -> None:
        if self._gallery.wants(name):
            self._window.set_screen(Screen.CONNECTION)
            await self._take(name)
            self._window.set_screen(Screen.MONITOR)

    async def _take_page(self, page: Page, name: str) -> None:
        if not self._gallery.wants(name):
            return
        for size in SIZES:
            await asyncio.to_thread(
                page.show_as, size.width, size.height, size.ratio, scheme=self._gallery.theme
            )
            await asyncio.to_thread(page.screenshot, self._gallery.path(name, size))
        await asyncio.to_thread(page.show_as_it_is)

    async def _scenario(self, name: str) -> None:
        await asyncio.to_thread(self._demo.set_scenario, name)

    async def _option(self, **options: str | int | bool) -> None:
        await asyncio.to_thread(partial(self._demo.set_options, **options))

    def _check_now(self) -> None:
        self._window.action_requested.emit(Action.CHECK_AGAIN)

    async def _wait_for(self, words: str) -> None:
        await until(lambda: says(self._window, words), f"{words!r}")

    async def _wait_for_dashboard(self) -> None:
        await until(lambda: not shown(self._window, SignInDialog), "the end of the dialog")
        await until(lambda: shown(self._window, MonitorScreen), "the dashboard")

    async def _wait_for_chain(self, words: str) -> None:
        def says_so() -> bool:
            chain = shown(self._window, ChainLine)
            return chain is not None and words in chain.accessibleName()

        await until(says_so, f"{words!r} in the chain")

    def _is_stale(self) -> bool:
        freshness = shown(self._window, Freshness)
        return freshness is not None and freshness.is_stale


async def _consent_page(browser: Browser) -> Page:
    page = await asyncio.to_thread(browser.wait_for_tab, "/consent")
    await asyncio.to_thread(page.wait_for_text, "Allow only an application")
    return page
