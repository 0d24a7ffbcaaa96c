"""What runs beside the window: second screen, equity line, tray, notices, limits, the record."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.profiles import ProfileSettings
from ct_desktop.services import Services
from ct_desktop.ui.activity_feed import ActivityFeed
from ct_desktop.ui.equity.equity import Equity
from ct_desktop.ui.equity.session_lines import SessionLines
from ct_desktop.ui.kept_history import KeptHistory
from ct_desktop.ui.limits.limits import Limits
from ct_desktop.ui.login_start import LoginStartSwitch
from ct_desktop.ui.motion.motion import MOTION
from ct_desktop.ui.motion.watch import watch_motion
from ct_desktop.ui.notifications.channel import open_channel
from ct_desktop.ui.notifications.notifier import Notifier
from ct_desktop.ui.notifications.rules import notice_rules
from ct_desktop.ui.preferences import Preferences
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.screens import Screens
from ct_desktop.ui.second_screen.second_screen import SecondScreen
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.ui.tray.icon import TrayIcon
from ct_desktop.ui.tray.status import tray_status
from ct_desktop.ui.tray.window_in_tray import WindowInTray
from ct_desktop.ui.updates.updates import Updates

_RECORDING_AFTER = 3.0
"""Seconds until the history's file is opened: the first figures come first."""


class BesideWindow(QObject):
    """Makes these parts, joins them to the window, and runs them as one task.

    ``start`` runs work that a person asked for. ``profile_label`` is what the profile is called,
    empty where there is only one.
    """

    check_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        services: Services,
        preferences: Preferences,
        screens: Screens,
        *,
        start: Callable[[Coroutine[Any, Any, None]], None],
        profile_label: str,
    ) -> None:
        super().__init__(window)
        self._services = services
        self._start = start
        self._second_screen = SecondScreen(
            window,
            theme,
            settings=lambda: preferences.settings,
            state=lambda: (services.monitor.state, services.clock.now()),
            peaks=lambda: services.peaks.peaks,
        )
        self._tray = TrayIcon(profile_label, parent=window)
        self._window_in_tray = WindowInTray(
            window,
            theme,
            self._tray,
            settings=lambda: preferences.settings,
            change=preferences.take,
            quit_app=window.quit,
        )
        self._login_start = LoginStartSwitch(services.profile, screens.show_login_start)
        self._channel = open_channel(self._tray, window.bring_forward)
        self._notifier = Notifier(
            self._channel, notice_rules(preferences.settings), profile=profile_label
        )
        self._limits = Limits(
            services, self._notifier, settings=preferences.settings, show=window.show_limits
        )
        self._feed = ActivityFeed(
            services.history,
            services.activity,
            clock=services.clock,
            is_shown=lambda: screens.activity_is_shown,
            show=screens.show_day,
            show_failure=screens.show_no_history,
            show_notice=screens.show_history_notice,
        )
        self._equity = Equity(
            window,
            theme,
            services.history,
            state=lambda: (services.monitor.state, services.clock.now()),
            rules=lambda: self._limits.rules,
            start=start,
        )
        screens.equity_requested.connect(self._equity.open)
        self._kept_history = KeptHistory(
            services.history,
            services.activity,
            show=screens.show_history_size,
            show_failure=screens.show_settings_trouble,
        )
        screens.history_deletion_requested.connect(lambda: start(self._kept_history.delete()))
        self._session_lines = SessionLines(
            services.history,
            services.equity,
            clock=services.clock,
            show=screens.show_sessions,
        )
        self._updates = Updates(
            window, theme, services.updates, settings=preferences.settings, start=start
        )
        screens.about_shown.connect(self._updates.serve)
        window.screen_chosen.connect(self._on_screen_chosen)
        screens.day_wanted.connect(self._feed.want)
        screens.login_start_shown.connect(lambda: start(self._login_start.read()))
        screens.login_start_requested.connect(lambda on: start(self._login_start.switch(on)))
        self._connect_second_screen(window, screens, preferences)
        self._connect_tray(window)

    def _on_screen_chosen(self, screen: str) -> None:
        self._feed.refresh()
        if screen == Screen.SETTINGS:
            self._start(self._kept_history.read())

    def _connect_second_screen(
        self, window: MainWindow, screens: Screens, preferences: Preferences
    ) -> None:
        second_screen = self._second_screen
        window.second_screen_requested.connect(second_screen.toggle)
        screens.second_screen_requested.connect(second_screen.open)
        second_screen.check_requested.connect(self.check_requested)
        second_screen.quit_requested.connect(window.quit)
        second_screen.settings_changed.connect(preferences.take)

    def _connect_tray(self, window: MainWindow) -> None:
        tray = self._tray
        tray.open_requested.connect(window.bring_forward)
        tray.second_screen_requested.connect(self._second_screen.open)
        tray.check_requested.connect(self.check_requested)
        tray.show_hide_values(PRIVACY.hides_amounts)
        tray.hide_values_requested.connect(_hide_values)
        tray.quit_requested.connect(window.quit)

    @property
    def second_screen_is_open(self) -> bool:
        """Whether somebody may be looking though the window is hidden."""
        return self._second_screen.is_open

    def open_second_screen(self) -> None:
        """Show the second-screen view."""
        self._second_screen.open()

    async def run(self) -> None:
        """Keep all parts at work until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for work in (
                self._services.activity.run(after=_RECORDING_AFTER),
                self._feed.run(),
                self._limits.run(after=_RECORDING_AFTER),
                self._session_lines.run(after=_RECORDING_AFTER),
                self._channel.run(),
                self._window_in_tray.run(),
                self._second_screen.run(),
                watch_motion(MOTION, after=_RECORDING_AFTER),
                self._updates.run(after=_RECORDING_AFTER),
            ):
                tasks.create_task(work)

    def end(self) -> None:
        """Put the second-screen view and the equity line away: the window is about to go."""
        self._second_screen.end()
        self._equity.close()
        self._updates.end()

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Show and tell what changed."""
        self._second_screen.show_state(state, now)
        self._equity.show_state(state, now)
        self._session_lines.see(state.sign_in)
        self._show_chain(state, now)
        self._limits.see(state, now)

    def show_settings(self, settings: ProfileSettings) -> None:
        """Go by other settings from now on."""
        self._notifier.set_rules(notice_rules(settings))
        self._limits.follow(settings)
        self._second_screen.show_settings()
        self._updates.show_settings(settings)

    def show_profile(self, label: str) -> None:
        """Call the profile otherwise in the tray and in notices."""
        self._tray.show_profile(label)
        self._notifier.show_profile(label)

    def show_privacy(self, level: PrivacyLevel) -> None:
        """Say in the tray's menu what is hidden."""
        self._tray.show_hide_values(level.hides_amounts)

    def tick(self, now: Moment) -> None:
        """Grow ages and durations; call it each second."""
        self._second_screen.tick(now)
        self._equity.tick(now)
        self._show_chain(self._services.monitor.state, now)

    def _show_chain(self, state: MonitorState, now: Moment) -> None:
        self._tray.show_status(tray_status(state, now))
        self._notifier.see(state.chain, now)


def _hide_values(hidden: bool) -> None:
    """Hide all at once, as one in a hurry wants it, or show all."""
    PRIVACY.set_level(PrivacyLevel.NAMES_AND_AMOUNTS if hidden else PrivacyLevel.OFF)
