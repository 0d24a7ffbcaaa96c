"""Joins the window to one profile's services, and owns every task that runs while it is open."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

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
from ct_desktop.ui.connection.screen import ConnectionScreen
from ct_desktop.ui.launch import Outcome
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.sign_in.sign_in_conversation import SignInConversation
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.ui.welcome.screen import WelcomeScreen

_log = logging.getLogger(__name__)

_TICK_MILLISECONDS = 1000


class Desktop:
    """Runs one window on one profile's services.

    Every task is a child of :meth:`run`, so that cancelling it ends them all. ``end`` is told that
    the trader wants this life to end, and how to go on.
    """

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        services: Services,
        *,
        in_demo: bool,
        end: Callable[[Outcome], None],
    ) -> None:
        self._window = window
        self._theme = theme
        self._services = services
        self._end = end
        self._monitor = MonitorScreen(theme)
        self._connection = ConnectionScreen(theme)
        self._welcome = WelcomeScreen(theme, in_demo=in_demo)
        self._tasks: asyncio.TaskGroup | None = None
        self._framed = False
        self._conversation: SignInConversation | None = None
        self._tick = QTimer(window)
        self._tick.setInterval(_TICK_MILLISECONDS)
        self._tick.timeout.connect(self._on_tick)
        self._assemble()

    def _assemble(self) -> None:
        window = self._window
        window.add_screen(Screen.MONITOR, self._monitor)
        window.add_screen(Screen.CONNECTION, self._connection)
        window.set_welcome(self._welcome)
        for source in (window, self._welcome, self._monitor, self._connection):
            source.action_requested.connect(self._act)
        self._welcome.connect_requested.connect(self._start_sign_in)
        self._welcome.demo_requested.connect(self._try_demo)
        self._connection.check_requested.connect(self._services.monitor.check_now)
        self._connection.sign_in_again_requested.connect(self._start_sign_in)
        self._connection.sign_out_requested.connect(lambda: self._start(self._sign_out()))

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
            self._welcome.show_problem(problem(ProblemKind.UNEXPECTED), self._now())

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
            self._window.show_welcome()
        self._welcome.show_problem(sign_in.problem, self._now())

    def _show_state(self, state: MonitorState) -> None:
        now = self._now()
        self._window.show_state(state, now)
        self._monitor.show_state(state, now)
        self._connection.show_state(state, now)

    def _on_tick(self) -> None:
        now = self._now()
        for part in (self._window, self._welcome, self._monitor, self._connection):
            part.tick(now)
        if self._conversation is not None:
            self._conversation.tick(now)
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
        return self._services.connection.sign_in.scope or self._welcome.scope

    def _start_sign_in(self, scope: Scope, *, register_again: bool = False) -> None:
        open_already = self._conversation is not None and not self._conversation.is_closed
        if self._tasks is not None and not open_already:
            # Made at once, so that a second click finds it.
            self._conversation = SignInConversation(self._theme, self._window, self._services)
            self._start(self._sign_in(self._conversation, scope, register_again=register_again))

    async def _sign_in(
        self, conversation: SignInConversation, scope: Scope, *, register_again: bool
    ) -> None:
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
            self._welcome.show_notice(DEMO_NOT_INSTALLED, warning=True)

    async def _sign_out(self) -> None:
        try:
            await self._services.connection.sign_out(self._show_revocation)
        except StorageFailedError as failed:
            trouble = failed.problem
            self._welcome.show_notice(f"{trouble.title}. {trouble.fix}", warning=True)

    def _show_revocation(self, outcome: RevocationOutcome) -> None:
        text = REVOCATION_TEXTS[outcome]
        if outcome in ACCESS_MAY_LIVE_ON:
            self._welcome.show_notice(text, warning=True, action=Action.OPEN_AI_CLIENTS_PAGE)
        else:
            self._welcome.show_notice(text)
