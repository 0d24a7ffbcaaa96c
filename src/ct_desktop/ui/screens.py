"""The screens of one window: each is built when it is first shown, and from then on kept current.

Built late, they let the first figures come sooner, and those that nobody has looked at cost
nothing.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ct_desktop.core.account_rules import AccountRules
from ct_desktop.core.activity import ActivityDay
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Action
from ct_desktop.core.scopes import Scope
from ct_desktop.profiles import ProfileSettings
from ct_desktop.services import Services
from ct_desktop.ui.controls.text_drawing import forget_texts
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from ct_desktop.ui.activity.screen import ActivityScreen
    from ct_desktop.ui.connection.screen import ConnectionScreen
    from ct_desktop.ui.equity.sparkline import Sparkline
    from ct_desktop.ui.login_start import LoginStartState
    from ct_desktop.ui.monitor.screen import MonitorScreen
    from ct_desktop.ui.settings.screen import SettingsScreen


class Screens(QObject):
    """Owns the screens within rail and top line; every wish of the trader there is a signal."""

    action_requested = Signal(Action)
    check_requested = Signal()
    sign_in_again_requested = Signal(Scope)
    sign_out_requested = Signal()
    scope_change_requested = Signal(object)
    """The :class:`Scope` to change to, or ``None`` for the other one."""
    report_requested = Signal()
    second_screen_requested = Signal()
    settings_changed = Signal(object)
    """Changes to the settings, by name."""
    login_start_shown = Signal()
    """The trader can see whether the app starts at login: it is to be read."""
    login_start_requested = Signal(bool)
    history_deletion_requested = Signal()
    """Delete the history: the trader has confirmed it."""
    equity_requested = Signal(object)
    """Whose equity line the trader wants to see; ``None`` for the first group's."""
    day_wanted = Signal(date)
    """The day that the Activity screen is to show."""
    about_shown = Signal(object)
    """The :class:`AboutSection` that the trader can see now, for what its wishes need."""
    about_requested = Signal()
    """Show what the app says about itself."""
    clients_shown = Signal(object)
    """The :class:`ClientsScreen` that the trader can see now, for what its wishes need."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        services: Services,
        *,
        settings: Callable[[], ProfileSettings],
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._services = services
        self._settings = settings
        self._sessions: Mapping[str, Sparkline] = {}
        self._monitor: MonitorScreen | None = None
        self._connection: ConnectionScreen | None = None
        self._activity: ActivityScreen | None = None
        self._preferences: SettingsScreen | None = None
        window.add_screen(Screen.MONITOR, self._build_monitor)
        window.add_screen(Screen.CONNECTION, self._build_connection)
        window.add_screen(Screen.ACTIVITY, self._build_activity)
        window.add_screen(Screen.CLIENTS, self._build_clients)
        window.add_screen(Screen.SETTINGS, self._build_settings)

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Show the newest state wherever it can be seen."""
        if self._monitor is not None:
            self._use_rules(self._monitor)
            self._monitor.take_in(state, now)
        if self._connection is not None:
            self._connection.show_state(state, now)
        if self._preferences is not None:
            self._preferences.show_settings(self._settings(), state.sign_in)
            self._preferences.show_budget(state.budget, now)
            self._show_accounts(self._preferences, state, now)

    def forget(self) -> None:
        """Let go of what was shown of a sign-in that is over; the next one is shown anew."""
        if self._activity is not None:
            self._activity.show_loading()
        forget_texts()

    def show_sessions(self, sessions: "Mapping[str, Sparkline]") -> None:
        """Show the accounts' equity lines of this session, by their names."""
        self._sessions = sessions
        if self._monitor is not None:
            self._monitor.show_sessions(sessions)

    def show_settings(self) -> None:
        """Show the settings as they are now."""
        if self._monitor is not None:
            self._monitor.show_tables(self._settings().tables)
            self._monitor.set_flash_changes(self._settings().flash_changes)
        if self._preferences is not None:
            sign_in = self._services.connection.sign_in
            self._preferences.show_settings(self._settings(), sign_in)

    def show_sign_out_failed(self, text: str) -> None:
        """Say beside the sign-in, which still holds, why it did not end; empty for nothing."""
        if self._connection is not None:
            self._connection.sign_in.show_notice(text)

    def show_login_start(self, state: "LoginStartState") -> None:
        """Show whether the app starts at login."""
        if self._preferences is not None:
            self._preferences.start_and_tray.show_start_at_login(state)

    def show_settings_trouble(self, text: str) -> None:
        """Say why a setting could not be written; empty once one was."""
        if self._preferences is not None:
            self._preferences.show_failure(text)

    def show_history_size(self, words: str) -> None:
        """Show how large the history is."""
        if self._preferences is not None:
            self._preferences.privacy.show_history(words)

    @property
    def activity_is_shown(self) -> bool:
        """Whether the trader can see the Activity screen."""
        return self._activity is not None and self._activity.isVisible()

    def show_day(self, activity: ActivityDay, day: date, now: Moment) -> None:
        """Show what happened on ``day``."""
        if self._activity is not None:
            accounts = self._services.monitor.state.snapshot.accounts
            self._activity.set_account_names(
                name
                for account in (accounts.value if accounts else ())
                for name in (account.name, account.display_name)
            )
            self._activity.show_day(activity, now, of=day)

    def show_no_history(self, reason: str) -> None:
        """Say why nothing can be shown of the day."""
        if self._activity is not None:
            self._activity.show_failure(reason)

    def show_history_notice(self, text: str) -> None:
        """Say what the trader should know of the history itself; nothing to say is empty."""
        if self._activity is not None:
            self._activity.show_notice(text)

    def tick(self, now: Moment) -> None:
        """Let ages go on."""
        for screen in (self._monitor, self._connection, self._activity, self._preferences):
            if screen is not None:
                screen.tick(now)

    def _build_monitor(self) -> QWidget:
        from ct_desktop.ui.monitor.screen import MonitorScreen  # noqa: PLC0415 - see the module

        screen = MonitorScreen(self._theme)
        screen.show_tables(self._settings().tables)
        screen.set_flash_changes(self._settings().flash_changes)
        screen.tables_chosen.connect(lambda tables: self.settings_changed.emit({"tables": tables}))
        screen.action_requested.connect(self.action_requested)
        screen.equity_requested.connect(self.equity_requested)
        screen.show_sessions(self._sessions)
        self._use_rules(screen)
        screen.show_state(self._services.monitor.state, self._services.clock.now())
        self._monitor = screen
        return screen

    def _show_accounts(self, screen: "SettingsScreen", state: MonitorState, now: Moment) -> None:
        listed = state.snapshot.accounts
        accounts = listed.value if listed is not None else ()
        screen.account_rules.show_accounts(accounts, self._services.peaks.peaks, now)

    def _use_rules(self, screen: "MonitorScreen") -> None:
        rules = AccountRules.of(self._settings().account_rules)
        screen.use_rules(rules, self._services.peaks.peaks)

    def _build_connection(self) -> QWidget:
        from ct_desktop.ui.connection.screen import (  # noqa: PLC0415 - see the module
            ConnectionScreen,
        )

        screen = ConnectionScreen(self._theme)
        screen.action_requested.connect(self.action_requested)
        screen.check_requested.connect(self.check_requested)
        screen.sign_in_again_requested.connect(self.sign_in_again_requested)
        screen.sign_out_requested.connect(self.sign_out_requested)
        screen.scope_change_requested.connect(lambda: self.scope_change_requested.emit(None))
        screen.report_requested.connect(self.report_requested)
        screen.show_state(self._services.monitor.state, self._services.clock.now())
        self._connection = screen
        return screen

    def _build_activity(self) -> QWidget:
        from ct_desktop.ui.activity.screen import ActivityScreen  # noqa: PLC0415 - see the module

        screen = ActivityScreen(self._theme)
        screen.day_chosen.connect(self.day_wanted)
        screen.show_loading()
        now = self._services.clock.now()
        screen.tick(now)
        self._activity = screen
        self.day_wanted.emit(screen.shown_day(now))
        return screen

    def _build_clients(self) -> QWidget:
        from ct_desktop.ui.clients.screen import ClientsScreen  # noqa: PLC0415 - see the module

        screen = ClientsScreen(self._theme, self._services.connection.endpoint.server_url)
        self.clients_shown.emit(screen)
        return screen

    def _build_settings(self) -> QWidget:
        from ct_desktop.ui.settings.screen import SettingsScreen  # noqa: PLC0415 - see the module

        services = self._services
        screen = SettingsScreen(
            self._theme,
            data_folder=services.folders.profile(services.profile).data,
            log_folder=services.folders.logs,
            server_url=services.connection.endpoint.server_url,
            updates_url=services.updates.url,
            updated_by=services.updates.updated_by,
        )
        screen.changed.connect(self.settings_changed)
        screen.about.about_requested.connect(self.about_requested)
        screen.scope_change_requested.connect(self.scope_change_requested)
        screen.second_screen_requested.connect(self.second_screen_requested)
        screen.history_deletion_requested.connect(self.history_deletion_requested)
        screen.start_and_tray.start_at_login_requested.connect(self.login_start_requested)
        screen.show_settings(self._settings(), services.connection.sign_in)
        now = services.clock.now()
        screen.show_budget(services.monitor.state.budget, now)
        screen.tick(now)
        self._show_accounts(screen, services.monitor.state, services.clock.now())
        self._preferences = screen
        self.login_start_shown.emit()
        self.about_shown.emit(screen.about)
        return screen
