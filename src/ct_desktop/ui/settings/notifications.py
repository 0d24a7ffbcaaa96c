"""Notifications: of what, how soon, and when not."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ct_desktop.core.links import LinkName
from ct_desktop.core.sign_in import SignIn
from ct_desktop.core.wording import LINK_TITLES
from ct_desktop.core.wording_settings import (
    LINK_BREAKS,
    LINKS,
    NOTIFY_AFTER,
    NOTIFY_AFTER_WORDS,
    QUIET_FROM,
    QUIET_HOURS,
    QUIET_HOURS_HINT,
    QUIET_TO,
    RECOVERY,
    RECOVERY_WORDS,
    waiting_words,
)
from ct_desktop.profiles import NOTIFIED_LINKS, ProfileSettings
from ct_desktop.ui.controls.choice_box import ChoiceBox
from ct_desktop.ui.controls.switch import Switch
from ct_desktop.ui.controls.tick_box import TickBox
from ct_desktop.ui.settings.section import Section
from ct_desktop.ui.theme.theme import Theme

WAITS = (0, 5, 10, 30)
"""Seconds for which a link must stay broken."""

TIMES = tuple(f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30))
FIRST_QUIET_HOURS = ("22:00", "07:00")
"""What quiet hours begin with, when they are switched on."""


class NotificationsSection(Section):
    """What the app tells while the trader looks elsewhere."""

    title = "Notifications"
    names = (
        "notifications",
        "notify_after_seconds",
        "notify_links",
        "notify_recovery",
        "quiet_hours",
    )

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._hours = FIRST_QUIET_HOURS
        self.enabled = Switch(theme, LINK_BREAKS)
        self.after = ChoiceBox(theme, NOTIFY_AFTER, WAITS, waiting_words)
        self.links = {name: TickBox(theme, LINK_TITLES[LinkName(name)]) for name in NOTIFIED_LINKS}
        self.recovery = Switch(theme, RECOVERY_WORDS)
        self.quiet = Switch(theme, QUIET_HOURS)
        self.quiet_from = ChoiceBox(theme, QUIET_FROM, TIMES)
        self.quiet_to = ChoiceBox(theme, f"{QUIET_HOURS}, {QUIET_TO}", TIMES)
        self._connect_parts()
        self.add_row(
            LINK_BREAKS,
            self.enabled,
            self.words(NOTIFY_AFTER),
            self.after,
            self.explanation(NOTIFY_AFTER_WORDS),
        )
        self.add_row(LINKS, _beside(*self.links.values()))
        self.add_row(RECOVERY, self.recovery, self.explanation(RECOVERY_WORDS))
        self.add_row(
            QUIET_HOURS,
            self.quiet,
            self.words(QUIET_FROM),
            self.quiet_from,
            self.words(QUIET_TO),
            self.quiet_to,
            hint=QUIET_HOURS_HINT,
        )

    def _connect_parts(self) -> None:
        self.enabled.clicked.connect(lambda on: self.change({"notifications": on}))
        self.after.chosen.connect(lambda seconds: self.change({"notify_after_seconds": seconds}))
        for box in self.links.values():
            box.clicked.connect(self._change_links)
        self.recovery.clicked.connect(lambda on: self.change({"notify_recovery": on}))
        self.quiet.clicked.connect(
            lambda on: self.change({"quiet_hours": self._hours if on else None})
        )
        for time in (self.quiet_from, self.quiet_to):
            time.chosen.connect(self._change_hours)

    def show_settings(
        self,
        settings: ProfileSettings,
        sign_in: SignIn,  # noqa: ARG002 - all alike
    ) -> None:
        self.enabled.setChecked(settings.notifications)
        self.after.choose(settings.notify_after_seconds)
        for name, box in self.links.items():
            box.setChecked(name in settings.notify_links)
        self.recovery.setChecked(settings.notify_recovery)
        self.quiet.setChecked(settings.quiet_hours is not None)
        self._hours = settings.quiet_hours or self._hours
        self.quiet_from.choose(self._hours[0])
        self.quiet_to.choose(self._hours[1])
        on = settings.notifications
        for control in (self.after, *self.links.values(), self.recovery, self.quiet):
            control.setEnabled(on)
        for time in (self.quiet_from, self.quiet_to):
            time.setEnabled(on and settings.quiet_hours is not None)

    def _change_links(self) -> None:
        chosen = tuple(name for name, box in self.links.items() if box.isChecked())
        self.change({"notify_links": chosen})

    def _change_hours(self) -> None:
        start, end = self.quiet_from.choice, self.quiet_to.choice
        if start == end:
            # Hours without length: the other end gives way to the one just chosen.
            self.quiet_from.choose(self._hours[0])
            self.quiet_to.choose(self._hours[1])
            return
        self._hours = (start, end)
        self.change({"quiet_hours": self._hours})


def _beside(*parts: QWidget) -> QWidget:
    place = QWidget()
    row = QHBoxLayout(place)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(20)
    for part in parts:
        row.addWidget(part)
    return place
