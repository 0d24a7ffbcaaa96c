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
from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.core.problems import Action, Problem, ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import RevocationOutcome, SignIn, SignInState
from ct_desktop.core.wording import (
    ACCESS_MAY_LIVE_ON,
    ACTION_PAGES,
    REVOCATION_TEXTS,
    SIGNING_OUT,
    problem,
)
from ct_desktop.demo_child import DEMO_NOT_INSTALLED, demo_is_installed
from ct_desktop.profiles import ProfileSettings
from ct_desktop.services import Services
from ct_desktop.ui.beside_window import BesideWindow
from ct_desktop.ui.dialogs import Dialogs
from ct_desktop.ui.launch import Ending, Launch, Outcome
from ct_desktop.ui.notation import NOTATION
from ct_desktop.ui.preferences import Preferences
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.screens import Screens
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.pnl_colours import PnlColours
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from ct_desktop.ui.trade_reminder import TradeReminder
from ct_desktop.ui.watching_rules import watching_rules

if TYPE_CHECKING:
    from ct_desktop.ui.clients.screen import ClientsScreen
    from ct_desktop.ui.profiles.profiles import Profiles
    from ct_desktop.ui.welcome.screen import WelcomeScreen

_log = logging.getLogger(__name__)

_TICK_MILLISECONDS = 1000


class Desktop:
    """Runs one window on one profile's services.

    Every task is a child of :meth:`run`, so that cancelling it ends them all. ``end`` is told that
    the trader wants this life to end, and how to go on. ``notice`` stands on the welcome until
    something is done there.
    """

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        services: Services,
        *,
        settings: ProfileSettings,
        launch: Launch,
        profile_label: str = "",
        end: Callable[[Ending], None],
        notice: str | None = None,
    ) -> None:
        self._window = window
        self._theme = theme
        self._services = services
        self._end = end
        self._launch = launch
        self._profiles: Profiles | None = None
        self._profile_label = profile_label
        self._notice = notice
        self._welcome: WelcomeScreen | None = None
        self._tasks: asyncio.TaskGroup | None = None
        self._framed = False
        self._preferences = Preferences(services.settings, settings, window)
        self._preferences.changed.connect(self._on_settings)
        self._follow(settings)
        self._screens = Screens(
            window,
            theme,
            services,
            settings=lambda: self._preferences.settings,
        )
        self._beside = BesideWindow(
            window,
            theme,
            services,
            self._preferences,
            self._screens,
            start=self._start,
            profile_label=profile_label,
        )
        self._dialogs = Dialogs(theme, window, services, self._start)
        self._reminder = TradeReminder()
        self._tick = QTimer(window)
        self._tick.setInterval(_TICK_MILLISECONDS)
        self._tick.timeout.connect(self._on_tick)
        self._connect_signals()

    def _connect_signals(self) -> None:
        window, screens = self._window, self._screens
        window.action_requested.connect(self._act)
        window.scope_change_requested.connect(self._change_scope)
        window.profiles_requested.connect(self._show_profiles)
        screens.action_requested.connect(self._act)
        screens.check_requested.connect(self._check_now)
        screens.sign_in_again_requested.connect(self._dialogs.sign_in)
        screens.sign_out_requested.connect(lambda: self._start(self._sign_out()))
        screens.scope_change_requested.connect(self._change_scope)
        screens.report_requested.connect(self._dialogs.report)
        for part in (window, screens):
            part.about_requested.connect(self._dialogs.about)
        screens.clients_shown.connect(self._serve_clients)
        screens.settings_changed.connect(self._preferences.take)
        self._preferences.trouble.connect(screens.show_settings_trouble)
        self._beside.check_requested.connect(self._check_now)

    def open_second_screen(self) -> None:
        """Show the second-screen view."""
        self._beside.open_second_screen()

    def _welcomed(self) -> "WelcomeScreen":
        """The welcome, built when it is first shown or has first something to say."""
        if self._welcome is None:
            from ct_desktop.ui.welcome.screen import WelcomeScreen  # noqa: PLC0415 - see the class

            screen = WelcomeScreen(self._theme, in_demo=self._launch.demo)
            screen.action_requested.connect(self._act)
            screen.connect_requested.connect(self._sign_in)
            screen.demo_requested.connect(self._try_demo)
            screen.profiles_requested.connect(self._show_profiles)
            screen.show_profile(self._profile_label)
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
        PRIVACY.changed.connect(self._on_privacy)
        try:
            async with asyncio.TaskGroup() as tasks:
                self._tasks = tasks
                try:
                    self._window.show_opening()
                    tasks.create_task(self._preferences.run())
                    tasks.create_task(self._beside.run())
                    await services.connection.load()
                    await services.monitor.run()
                finally:
                    # A group that ends takes no more tasks.
                    self._tasks = None
        finally:
            self._tick.stop()
            PRIVACY.changed.disconnect(self._on_privacy)
            self._beside.end()
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
            self._screens.forget()
            self._welcomed()
            self._window.show_welcome()
        if self._welcome is not None:
            self._welcome.show_problem(sign_in.problem, self._now())

    def _show_state(self, state: MonitorState) -> None:
        now = self._now()
        self._window.show_state(state, now)
        self._screens.show_state(state, now)
        self._beside.show_state(state, now)

    def _on_settings(self, settings: ProfileSettings) -> None:
        self._theme.set_scheme(ColourScheme(settings.theme.value))
        self._theme.set_pnl_colours(PnlColours(settings.pnl_colours.value))
        self._follow(settings)
        self._screens.show_settings()
        self._beside.show_settings(settings)

    def _follow(self, settings: ProfileSettings) -> None:
        """Hide, write and watch as ``settings`` say."""
        PRIVACY.set_level(settings.privacy)
        NOTATION.set_forms(settings.number_form, settings.clock_form, settings.times_in)
        self._services.monitor.set_rules(watching_rules(settings))

    def _on_privacy(self, level: PrivacyLevel) -> None:
        """Show all anew, and keep ``level`` over restarts."""
        self._show_state(self._services.monitor.state)
        self._beside.show_privacy(level)
        if level is not self._preferences.settings.privacy:
            self._preferences.take({"privacy": level})

    def _on_tick(self) -> None:
        now = self._now()
        parts = (self._window, self._welcome, self._screens, self._dialogs)
        for part in parts:
            if part is not None:
                part.tick(now)
        shown = self._window.isVisible() and not self._window.isMinimized()
        self._services.monitor.set_watched(shown or self._beside.second_screen_is_open)
        self._beside.tick(now)
        self._remind_of_trade_scope(now)

    def _remind_of_trade_scope(self, now: Moment) -> None:
        """Ask, once the time that the trader set is over; nothing is changed without a yes."""
        sign_in = self._services.connection.sign_in
        minutes = self._preferences.settings.trade_reminder_minutes
        if not self._dialogs.is_open and self._reminder.is_due(sign_in, minutes, now):
            self._change_scope(Scope.READ)

    def _now(self) -> Moment:
        return self._services.clock.now()

    # What the trader wants

    def _act(self, action: Action) -> None:
        if action in ACTION_PAGES:
            QDesktopServices.openUrl(QUrl(ACTION_PAGES[action]))
        elif action is Action.RETRY_KEYCHAIN:
            self._start(self._retry_keychain())
        elif action is Action.REGISTER_AGAIN:
            self._sign_in(self._wanted_scope(), register_again=True)
        elif action in (Action.SIGN_IN, Action.SIGN_IN_AGAIN):
            self._sign_in(self._wanted_scope())
        elif action is Action.CHANGE_SCOPE:
            self._change_scope()
        else:
            self._check_now()

    def _check_now(self) -> None:
        self._services.activity.note_check()
        self._services.monitor.check_now()

    def _wanted_scope(self) -> Scope:
        """The scope of the sign-in that is or was there, else the one chosen on the welcome."""
        return self._services.connection.sign_in.scope or self._welcomed().scope

    def _sign_in(self, scope: Scope, *, register_again: bool = False) -> None:
        if self._welcome is not None:
            self._welcome.show_notice("")
        self._dialogs.sign_in(scope, register_again=register_again)

    def _change_scope(self, scope: Scope | None = None) -> None:
        """Change to ``scope``, or to the other one than is held."""
        held = self._services.connection.sign_in.scope
        if held is None:
            self._sign_in(scope or self._wanted_scope())
            return
        other = Scope.READ if held is Scope.TRADE else Scope.TRADE
        self._dialogs.change_scope(scope or other)

    def _show_profiles(self) -> None:
        """Show the menu of profiles; what it takes is imported only then."""
        if self._profiles is None:
            from ct_desktop.ui.profiles.profiles import Profiles  # noqa: PLC0415 - see above

            self._profiles = Profiles(
                self._window,
                self._theme,
                self._services,
                self._dialogs,
                launch=self._launch,
                start=self._start,
                end=self._end,
            )
            self._profiles.label_changed.connect(self._show_profile)
        if not self._dialogs.is_open:
            self._start(self._profiles.show_menu())

    def _serve_clients(self, screen: "ClientsScreen") -> None:
        """Have the work on other clients' files done as the trader wishes on ``screen``."""
        from ct_desktop.ui.clients.file_work import (  # noqa: PLC0415 - comes with its screen
            ClientFiles,
        )

        files = ClientFiles(
            self._services.folders.data,
            show_clients=screen.show_clients,
            show_failure=screen.show_failure,
            show_answer=screen.show_answer,
        )
        screen.wished.connect(lambda wish: self._start(files.fulfil(wish)))
        self._start(files.load())

    def _show_profile(self, label: str) -> None:
        self._profile_label = label
        self._window.show_profile(label)
        self._beside.show_profile(label)
        if self._welcome is not None:
            self._welcome.show_profile(label)

    async def _retry_keychain(self) -> None:
        await self._services.connection.load()

    def _try_demo(self) -> None:
        if demo_is_installed():
            self._end(Outcome.START_DEMO)
        else:
            self._welcomed().show_notice(DEMO_NOT_INSTALLED, warning=True)

    async def _sign_out(self) -> None:
        self._screens.show_sign_out_failed("")
        # A silent server is waited for: words come once that takes noticeably long.
        self._window.show_opening(SIGNING_OUT)
        try:
            await self._services.connection.sign_out(self._show_revocation)
        except StorageFailedError as failed:
            self._show_sign_out_failed(failed.problem)

    def _show_sign_out_failed(self, trouble: Problem) -> None:
        words = f"{trouble.title}. {trouble.fix}"
        if self._services.connection.sign_in.state is SignInState.SIGNED_IN:
            self._window.set_screen(Screen.CONNECTION)
            self._screens.show_sign_out_failed(words)
        else:
            self._framed = False
            self._welcomed().show_notice(words, warning=True)
            self._window.show_welcome()

    def _show_revocation(self, outcome: RevocationOutcome) -> None:
        text = REVOCATION_TEXTS[outcome]
        if outcome in ACCESS_MAY_LIVE_ON:
            self._welcomed().show_notice(text, warning=True, action=Action.OPEN_AI_CLIENTS_PAGE)
        else:
            self._welcomed().show_notice(text)
