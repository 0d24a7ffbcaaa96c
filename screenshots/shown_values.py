"""States that only a value can bring about, shown by the app's own widgets in its own window.

A sign-in that times out would keep us for five minutes, one that is prepared is over in a moment,
and a browser that does not open, a keychain that is missing, accounts without any position and a
broker that loses its prices are nothing that the simulated CrossTrade has a scenario for.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from ct_desktop.clock import SystemClock
from ct_desktop.core.chain import Chain, Finding, Link, build_chain
from ct_desktop.core.chain_rules import brokers_finding
from ct_desktop.core.feeds import BrokerConnection, FeedState, FeedStatus
from ct_desktop.core.links import LinkName
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStage, SignInStep, StepState
from ct_desktop.core.wording import problem
from ct_desktop.ui.activity.screen import ActivityScreen
from ct_desktop.ui.connection.screen import ConnectionScreen
from ct_desktop.ui.equity.window import EquityWindow
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.second_screen.view import SecondScreenView
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.sign_in.dialog import SignInDialog
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.ui.welcome.screen import WelcomeScreen
from screenshots.about_states import take_about
from screenshots.activity_days import STATES as ACTIVITY_STATES
from screenshots.clients_states import take_clients
from screenshots.equity_states import STATES as EQUITY_STATES
from screenshots.gallery import Gallery, Size
from screenshots.monitor_states import take_monitor
from screenshots.second_screen_states import STATES as SECOND_SCREEN_STATES
from screenshots.shown_choices import take_questions, take_scope_changes, take_settings
from support.activity_samples import NOW as ACTIVITY_NOW
from support.diagnostics_states import STATES as DIAGNOSTICS_STATES

EVERY_SCREEN = (Size(960, 600), Size(1440, 900), Size(2560, 1440), Size(3840, 2160))
"""For what stands open all day, on whatever screen there is."""

_LINK = "https://app.crosstrade.io/v1/oauth/mcp/authorize?client_id=…"
_TIME_TO_ANSWER = 300.0
_PRICES_LOST = FeedStatus(FeedState.CONNECTION_LOST, "ConnectionLost")


class ShownValues:
    """A window of its own, for values and nothing else; Qt's loop must be running."""

    def __init__(self, theme: Theme, gallery: Gallery, client_name: str) -> None:
        self._theme = theme
        self._gallery = gallery
        self._client_name = client_name
        self._window = MainWindow(theme)
        self._monitor = MonitorScreen(theme)
        self._connection = ConnectionScreen(theme)
        self._window.add_screen(Screen.MONITOR, lambda: self._monitor)
        self._activity = ActivityScreen(theme)
        self._window.add_screen(Screen.CONNECTION, lambda: self._connection)
        self._window.add_screen(Screen.ACTIVITY, lambda: self._activity)
        self._window.set_welcome(WelcomeScreen(theme))

    async def take_no_positions(self, healthy: MonitorState) -> None:
        """The accounts of ``healthy``, a state of the running app, without any position."""
        await self._take_state("monitor-no-positions", Screen.MONITOR, _without_positions(healthy))

    async def take_lost_prices(self, healthy: MonitorState) -> None:
        """The state ``healthy`` of the running app, but for one broker's prices."""
        state = _with_lost_prices(healthy)
        await self._take_state("connection-brokers-warning", Screen.CONNECTION, state)

    async def take_activity(self, healthy: MonitorState) -> None:
        """Days of activity under the chain of ``healthy``, a state of the running app."""
        self._window.show_state(healthy, SystemClock().now())
        self._window.set_screen(Screen.ACTIVITY)
        self._window.show()
        self._activity.tick(ACTIVITY_NOW)
        for name, bring_about in ACTIVITY_STATES.items():
            await self._gallery.take(
                self._window, name, refresh=partial(bring_about, self._activity)
            )
        self._window.close()

    async def take_monitor(self) -> None:
        """The Monitor with limits, and with few and many accounts, of values alone."""
        await take_monitor(self._theme, self._gallery, EVERY_SCREEN)

    async def take_second_screen(self) -> None:
        """The second-screen view in a window of its own, of values alone."""
        view = SecondScreenView(self._theme)
        view.show()
        for name, bring_about in SECOND_SCREEN_STATES.items():
            refresh = partial(bring_about, view)
            await self._gallery.take(view, name, refresh=refresh, sizes=EVERY_SCREEN)
        view.close()
        view.deleteLater()

    async def take_equity(self) -> None:
        """The equity line in a window of its own, of values alone."""
        window = EquityWindow(self._theme, None)
        window.show()
        for name, bring_about in EQUITY_STATES.items():
            refresh = partial(bring_about, window)
            await self._gallery.take(window, name, refresh=refresh)
        PRIVACY.set_level(PrivacyLevel.OFF)
        window.close()
        window.deleteLater()

    async def take_sign_ins(self) -> None:
        """What a sign-in can come to that needs no state."""
        self._window.show_welcome()
        self._window.show()
        for name, steps in _sign_ins(SystemClock().now()).items():
            await self._take_sign_in(name, steps)
        self._window.close()

    async def take_diagnostics(self) -> None:
        """The report as it is made, to be read, and after it was saved or not."""
        self._window.show_welcome()
        self._window.show()
        for state in DIAGNOSTICS_STATES:
            name = f"diagnostics-{state.name}"
            if not self._gallery.wants(name):
                continue
            dialog = state.open(self._theme, self._window)
            await self._gallery.take(self._window, name)
            dialog.close()
            dialog.deleteLater()
        self._window.close()

    async def take_choices(self) -> None:
        """A change of scope from the decision to its ends, other questions, and the settings."""
        await take_scope_changes(self._theme, self._gallery)
        await take_questions(self._theme, self._gallery)
        await take_settings(self._theme, self._gallery)
        await take_about(self._theme, self._gallery)

    async def take_clients(self) -> None:
        """The AI clients screen, with files that are read and written."""
        await take_clients(self._theme, self._gallery)

    async def take_failure(self) -> None:
        """A window that can have no content."""
        self._window.show_failure("The demo did not start in time. Try again.")
        self._window.show()
        await self._gallery.take(self._window, "opening-failed")
        self._window.close()

    async def _take_sign_in(self, name: str, steps: list[SignInStep]) -> None:
        if not self._gallery.wants(name):
            return
        dialog = SignInDialog(
            self._theme, self._window, scope=Scope.READ, client_name=self._client_name
        )
        dialog.open()
        dialog.begin(Scope.READ, SystemClock().now())
        for step in steps:
            dialog.show_step(step)
        await self._gallery.take(self._window, name, refresh=lambda: dialog.show_step(steps[-1]))
        dialog.close()
        dialog.deleteLater()

    async def _take_state(self, name: str, screen: Screen, state: MonitorState) -> None:
        now = SystemClock().now()
        for part in (self._window, self._monitor, self._connection):
            part.show_state(state, now)
        self._window.set_screen(screen)
        self._window.show()
        await self._gallery.take(self._window, name)
        self._window.close()


def _sign_ins(now: Moment) -> dict[str, list[SignInStep]]:
    """Steps by the name of the picture that they lead to."""
    discovering = SignInStep(SignInStage.DISCOVER, StepState.RUNNING, now)
    prepared = [
        replace(discovering, state=StepState.DONE, duration=0.4),
        SignInStep(SignInStage.LISTEN, StepState.DONE, now, duration=0.0, port=51731),
        SignInStep(
            SignInStage.REGISTER, StepState.DONE, now, duration=0.2, registration_reused=False
        ),
    ]
    opening = SignInStep(SignInStage.OPEN_BROWSER, StepState.RUNNING, now)
    opened = replace(opening, state=StepState.DONE, duration=0.1, browser_opened=True)
    not_opened = replace(opening, state=StepState.WARNING, duration=0.1, browser_opened=False)
    waiting = SignInStep(
        SignInStage.WAIT,
        StepState.RUNNING,
        now,
        authorization_url=_LINK,
        deadline=Moment(now.utc + timedelta(seconds=_TIME_TO_ANSWER), now.steady + _TIME_TO_ANSWER),
    )
    timed_out = SignInStep(
        SignInStage.WAIT,
        StepState.FAILED,
        now,
        problem=problem(ProblemKind.AUTHORIZATION_TIMED_OUT),
    )
    answered = [
        *prepared,
        opened,
        replace(waiting, state=StepState.DONE, duration=14.2),
        SignInStep(SignInStage.EXCHANGE, StepState.DONE, now, duration=0.3),
        SignInStep(SignInStage.VERIFY, StepState.DONE, now, duration=0.2),
    ]
    stored = SignInStep(
        SignInStage.STORE, StepState.DONE, now, duration=0.1, granted_scope=Scope.READ
    )
    unkept = replace(stored, state=StepState.WARNING, problem=problem(ProblemKind.KEYCHAIN_MISSING))
    return {
        "signing-in-preparing": [discovering],
        "signing-in-opening": [*prepared, opening],
        "signing-in-browser-not-opened": [*prepared, not_opened, waiting],
        "signing-in-timed-out": [*prepared, opened, waiting, timed_out],
        "signing-in-done": [*answered, stored],
        "signing-in-done-without-keychain": [*answered, unkept],
    }


def _without_positions(state: MonitorState) -> MonitorState:
    """The same accounts, all flat."""
    now = SystemClock().now()
    return replace(state, snapshot=replace(state.snapshot, positions=Dated((), now)))


def _with_lost_prices(state: MonitorState) -> MonitorState:
    """One broker in use still takes orders, but its price feed is lost."""
    connections = state.snapshot.connections
    accounts = state.snapshot.accounts
    assert connections is not None, "a healthy state has broker connections"
    assert accounts is not None, "a healthy state has accounts"
    now = SystemClock().now()
    lost = tuple(_lose_prices(connections.value))
    finding = brokers_finding(lost, accounts.value, now)
    return replace(
        state,
        snapshot=replace(state.snapshot, connections=Dated(lost, now)),
        chain=_chain_with(state.chain, LinkName.BROKERS, finding),
    )


def _lose_prices(connections: Iterable[BrokerConnection]) -> Iterable[BrokerConnection]:
    last_in_use = [each for each in connections if each.is_in_use and each.prices is not None][-1]
    for connection in connections:
        is_it = connection is last_in_use
        yield replace(connection, prices=_PRICES_LOST) if is_it else connection


def _chain_with(chain: Chain, name: LinkName, finding: Finding) -> Chain:
    """``chain`` with another finding for one of its links, which all have one."""
    findings = {link.name: _finding_of(link) for link in chain.links}
    return build_chain({**findings, name: finding})


def _finding_of(link: Link) -> Finding:
    assert link.checked_at is not None, "a healthy link has been checked"
    return Finding(link.evidence, link.checked_at, link.problem, link.detail)
