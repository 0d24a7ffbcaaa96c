"""Watches the accounts' limits while the window is open: on screen, as notification, by sound."""

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QApplication

from ct_desktop.core.account_rules import AccountRules
from ct_desktop.core.drawdown import Peaks
from ct_desktop.core.limit_alerts import LimitAlert, LimitKey, LimitWatch, watch_limits
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.notices import Notice
from ct_desktop.core.rows import account_rows
from ct_desktop.profiles import ProfileSettings
from ct_desktop.services import Services
from ct_desktop.ui.limits.words import text_of, title_of
from ct_desktop.ui.notifications.notifier import Notifier


class Limits:
    """Owns what was told of limits, and the tasks that keep what they are reckoned from.

    ``show`` is given all alerts that stand, with each state. What comes in quiet hours is shown and
    not told; what of it still stands when they end is told then. A sound is the notification's own
    where the system plays one, and the system's alert sound (Qt's own ``beep``).
    """

    def __init__(
        self,
        services: Services,
        notifier: Notifier,
        *,
        settings: ProfileSettings,
        show: Callable[[Sequence[LimitAlert]], None],
        beep: Callable[[], None] = QApplication.beep,
    ) -> None:
        self._services = services
        self._notifier = notifier
        self._show = show
        self._beep = beep
        self._watch = LimitWatch()
        self._held_back: dict[LimitKey, LimitAlert] = {}
        self.follow(settings)

    @property
    def rules(self) -> AccountRules:
        """What the trader says of each account."""
        return self._rules

    @property
    def peaks(self) -> Peaks | None:
        """What trailing limits follow; ``None`` while that is not known yet."""
        return self._services.peaks.peaks

    def follow(self, settings: ProfileSettings) -> None:
        """Go by these settings from now on."""
        self._settings = settings
        self._rules = AccountRules.of(settings.account_rules)
        self._services.peaks.set_rules(self._rules)
        self._services.equity.set_rules(self._rules)

    async def run(self, *, after: float) -> None:
        """Keep peaks and equity until cancelled; the file is opened ``after`` so many seconds."""
        services = self._services
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(services.peaks.run(after=after))
            tasks.create_task(services.equity.run(after=after))
            tasks.create_task(services.watermarks.run())

    def see(self, state: MonitorState, now: Moment) -> None:
        """Look at the newest figures. Call it with each state."""
        settings = self._settings
        limited = settings.limit_alerts and any(
            rule.daily_loss_limit or rule.daily_profit_target or rule.drawdown
            for rule in settings.account_rules
        )
        snapshot = state.snapshot
        rows = account_rows(snapshot, rules=self._rules, peaks=self.peaks) if limited else ()
        self._watch, alerts = watch_limits(
            self._watch,
            rows,
            self._rules,
            levels=settings.limit_alert_levels,
            limits=snapshot.age_limits,
            now=now,
        )
        self._show(tuple(self._watch.standing.values()))
        self._tell(alerts, now)

    def _tell(self, alerts: Sequence[LimitAlert], now: Moment) -> None:
        self._held_back |= {alert.key: alert for alert in alerts}
        if not self._held_back or self._notifier.is_quiet(now):
            return
        due, self._held_back = self._held_back, {}
        standing = self._watch.standing
        sound = self._settings.limit_alert_sound
        told = [alert for alert in due.values() if alert.key in standing]
        for alert in told:
            self._notifier.tell(Notice(alert.key, title_of(alert), text_of(alert), sounds=sound))
        if told and sound:
            self._beep()
