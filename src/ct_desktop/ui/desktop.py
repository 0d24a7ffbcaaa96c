"""Joins the window to one profile's services, and owns every task that runs while it is open."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from ct_desktop.connection.errors import StorageFailedError
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Action, ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import RevocationOutcome, SignIn, SignInState
from ct_desktop.core.wording import ACCESS_MAY_LIVE_ON, ACTION_PAGES, REVOCATION_TEXTS, problem
from ct_desktop.demo_child import DEMO_NOT_INSTALLED, demo_is_installed
from ct_desktop.services import Services
from ct_desktop.ui.launch import Outcome
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from ct_desktop.ui.connection.screen import ConnectionScreen
    from ct_desktop.ui.monitor.screen import MonitorScreen
    from ct_desktop.ui.sign_in.sign_in_conversation import SignInConversation
    from ct_desktop.ui.welcome.screen import WelcomeScreen

_log = logging.getLogger(__name__)

_TICK_MILLISECONDS = 1000


class Desktop:
    """Runs one window on one profile's services.

    Every task is a child of :meth:`run`, so that cancelling it ends them all. ``end`` is told that
    the trader wants this life to end, and how to go on. ``notice`` stands on the welcome until
    something is done there.

    Each screen is imported and built when it is first shown, and then given the newest state: the
    figures come sooner and memory stays smaller without those that nobody has looked at.
    """

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        services: Services,
        *,
        in_demo: bool,
        end: Callable[[Outcome], None],
        notice: str | None = None,
    ) -> None:
        self._window = window
        self._theme = theme
        self._services = services
        self._end = end
        self._in_demo = in_demo
        self._notice = notice
        self._monitor: MonitorScreen | None = None
        self._connection: ConnectionScreen | None = None
        self._welcome: WelcomeScreen | None = None
        self._tasks: asyncio.TaskGroup | None = None
        self._framed = False
        self._conversation: SignInConversation | None = None
        self._tick = QTimer(window)
        self._tick.setInterval(_TICK_MILLISECONDS)
        self._tick.timeout.connect(self._on_tick)
        window.add_screen(Screen.MONITOR, self._build_monitor)
        window.add_screen(Screen.CONNECTION, self._build_connection)
        window.action_requested.connect(self._act)

    def _build_monitor(self) -> "MonitorScreen":
        from ct_desktop.ui.monitor.screen import MonitorScreen  # noqa: PLC0415 - see the class

        screen = MonitorScreen(self._theme)
        screen.action_requested.connect(self._act)
        screen.show_state(self._services.monitor.state, self._now())
        self._monitor = screen
        return screen

    def _build_connection(self) -> "ConnectionScreen":
        from ct_desktop.ui.connection.screen import (  # noqa: PLC0415 - see the class
            ConnectionScreen,
        )

        screen = ConnectionScreen(self._theme)
        screen.action_requested.connect(self._act)
        screen.check_requested.connect(self._services.monitor.check_now)
        screen.sign_in_again_requested.connect(self._start_sign_in)
        screen.sign_out_requested.connect(lambda: self._start(self._sign_out()))
        screen.show_state(self._services.monitor.state, self._now())
        self._connection = screen
        return screen

    def _welcomed(self) -> "WelcomeScreen":
        """The welcome, built when it is first shown or has first something to say."""
        if self._welcome is None:
            from ct_desktop.ui.welcome.screen import WelcomeScreen  # noqa: PLC0415 - see the class

            screen = WelcomeScreen(self._theme, in_demo=self._in_demo)
            screen.action_requested.connect(self._act)
            screen.connect_requested.connect(self._start_sign_in)
            screen.demo_requested.connect(self._try_demo)
            screen.show_problem(self._services.connection.sign_in.problem, self._now())
            if self._notice is not None:
                screen.show_notice(self._notice, warning=True)
            self._window.set_welcome(screen)
            self._welcome = screen
        return self._welcome

    async def run(self) -> None:
        """Keep the window's content current until cancelled."""
        services = self._services
        unsubscribe = (
            services.monitor.changed.subscribe(self._show_state),
            services.connection.changed.subscribe(self._on_sign_in),
        )
        self._tick.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                self._tasks = tasks
                try:
                    self._window.show_opening()
                    await services.connection.load()
                    await services.monitor.run()
                finally:
                    # A group that ends takes no more tasks.
                    self._tasks = None
        finally:
            self._tick.stop()
            for stop in unsubscribe:
                stop()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run ``work`` as a child of :meth:`run`; its failure is shown, not the app's end."""
        if self._tasks is None:
            work.close()
        else:
            self._tasks.create_task(self._guarded(work))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception:
            _log.exception("A task of the window failed")
            self._welcomed().show_problem(problem(ProblemKind.UNEXPECTED), self._now())

    # What the services say

    def _on_sign_in(self, sign_in: SignIn) -> None:
        """Show the welcome where there is nothing to watch; ended sign-ins keep their figures."""
        if sign_in.state is SignInState.UNREAD:
            self._window.show_opening()
        elif sign_in.state is SignInState.SIGNED_IN:
            if not self._framed:
                self._window.set_screen(Screen.MONITOR)
            self._framed = True
        elif not self._framed or sign_in.state is SignInState.SIGNED_OUT:
            self._framed = False
            self._services.monitor.forget()
            self._welcomed()
            self._window.show_welcome()
        if self._welcome is not None:
            self._welcome.show_problem(sign_in.problem, self._now())

    def _show_state(self, state: MonitorState) -> None:
        now = self._now()
        self._window.show_state(state, now)
        for screen in (self._monitor, self._connection):
            if screen is not None:
                screen.show_state(state, now)

    def _on_tick(self) -> None:
        now = self._now()
        for part in (
            self._window,
            self._welcome,
            self._monitor,
            self._connection,
            self._conversation,
        ):
            if part is not None:
                part.tick(now)
        shown = self._window.isVisible() and not self._window.isMinimized()
        self._services.monitor.set_watched(shown)

    def _now(self) -> Moment:
        return self._services.clock.now()

    # What the trader wants

    def _act(self, action: Action) -> None:
        if action in ACTION_PAGES:
            QDesktopServices.openUrl(QUrl(ACTION_PAGES[action]))
        elif action is Action.RETRY_KEYCHAIN:
            self._start(self._retry_keychain())
        elif action is Action.REGISTER_AGAIN:
            self._start_sign_in(self._wanted_scope(), register_again=True)
        elif action in (Action.SIGN_IN, Action.SIGN_IN_AGAIN):
            self._start_sign_in(self._wanted_scope())
        else:
            self._services.monitor.check_now()

    def _wanted_scope(self) -> Scope:
        """The scope of the sign-in that is or was there, else the one chosen on the welcome."""
        return self._services.connection.sign_in.scope or self._welcomed().scope

    def _start_sign_in(self, scope: Scope, *, register_again: bool = False) -> None:
        open_already = self._conversation is not None and not self._conversation.is_closed
        if self._tasks is not None and not open_already:
            from ct_desktop.ui.sign_in.sign_in_conversation import (  # noqa: PLC0415 - not at start
                SignInConversation,
            )

            # Made at once, so that a second click finds it.
            self._conversation = SignInConversation(self._theme, self._window, self._services)
            self._start(self._sign_in(self._conversation, scope, register_again=register_again))

    async def _sign_in(
        self, conversation: "SignInConversation", scope: Scope, *, register_again: bool
    ) -> None:
        if self._welcome is not None:
            self._welcome.show_notice("")
        try:
            await conversation.run(scope, register_again=register_again)
        finally:
            if self._conversation is conversation:
                self._conversation = None

    async def _retry_keychain(self) -> None:
        await self._services.connection.load()

    def _try_demo(self) -> None:
        if demo_is_installed():
            self._end(Outcome.START_DEMO)
        else:
            self._welcomed().show_notice(DEMO_NOT_INSTALLED, warning=True)

    async def _sign_out(self) -> None:
        try:
            await self._services.connection.sign_out(self._show_revocation)
        except StorageFailedError as failed:
            trouble = failed.problem
            self._welcomed().show_notice(f"{trouble.title}. {trouble.fix}", warning=True)

    def _show_revocation(self, outcome: RevocationOutcome) -> None:
        text = REVOCATION_TEXTS[outcome]
        if outcome in ACCESS_MAY_LIVE_ON:
            self._welcomed().show_notice(text, warning=True, action=Action.OPEN_AI_CLIENTS_PAGE)
        else:
            self._welcomed().show_notice(text)
