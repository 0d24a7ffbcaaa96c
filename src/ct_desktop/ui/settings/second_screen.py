"""Second screen: where it stands, and how it behaves there."""

from dataclasses import replace

from PySide6.QtCore import Signal

from ct_desktop.core.sign_in import SignIn
from ct_desktop.core.wording_second_screen import (
    ALONE,
    ALONE_WORDS,
    ALWAYS_ON_TOP,
    ALWAYS_ON_TOP_WORDS,
    AWAKE,
    AWAKE_WORDS,
    DIM,
    DIM_FROM,
    DIM_HINT,
    DIM_TO,
    LOCK,
    LOCK_WORDS,
    NO_ALWAYS_ON_TOP,
    OPEN,
    OPEN_NOW,
    OPEN_WORDS,
    SCREEN,
    SCREEN_HINT,
    TITLE,
)
from ct_desktop.profiles import ProfileSettings, SecondScreenPlace, with_place
from ct_desktop.ui.controls.buttons import Button
from ct_desktop.ui.controls.choice_box import ChoiceBox
from ct_desktop.ui.controls.switch import Switch
from ct_desktop.ui.second_screen.connected_monitors import (
    always_on_top_allowed,
    connected_monitors,
)
from ct_desktop.ui.second_screen.monitor_layout import place_on
from ct_desktop.ui.settings.notifications import TIMES
from ct_desktop.ui.settings.section import Section
from ct_desktop.ui.theme.theme import Theme

FIRST_DIM_HOURS = ("20:00", "07:00")
"""What dimming begins with, when it is switched on."""


class SecondScreenSection(Section):
    """The second-screen view. Screen and always-on-top hold for the monitors connected now."""

    title = TITLE
    names = (
        "second_screen_places",
        "second_screen_alone",
        "second_screen_locked",
        "second_screen_awake",
        "second_screen_dim_hours",
    )

    open_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._places: tuple[SecondScreenPlace, ...] = ()
        self._hours = FIRST_DIM_HOURS
        self.open = Button(theme, OPEN_NOW)
        self.screen_choice = ChoiceBox(theme, SCREEN, (), _screen_words)
        self.on_top = Switch(theme, ALWAYS_ON_TOP)
        self.alone = Switch(theme, ALONE_WORDS)
        self.locked = Switch(theme, LOCK_WORDS)
        self.awake = Switch(theme, AWAKE_WORDS)
        self.dim = Switch(theme, DIM)
        self.dim_from = ChoiceBox(theme, f"{DIM}, {DIM_FROM}", TIMES)
        self.dim_to = ChoiceBox(theme, f"{DIM}, {DIM_TO}", TIMES)
        self._connect_parts()
        self.add_row(OPEN, self.open, self.explanation(OPEN_WORDS))
        self.add_row(SCREEN, self.screen_choice, hint=SCREEN_HINT)
        allowed = always_on_top_allowed()
        self.on_top.setEnabled(allowed)
        on_top_words = ALWAYS_ON_TOP_WORDS if allowed else NO_ALWAYS_ON_TOP
        self.on_top.setAccessibleDescription(on_top_words)
        self.add_row(ALWAYS_ON_TOP, self.on_top, self.explanation(on_top_words))
        self.add_row(ALONE, self.alone, self.explanation(ALONE_WORDS))
        self.add_row(LOCK, self.locked, self.explanation(LOCK_WORDS))
        self.add_row(AWAKE, self.awake, self.explanation(AWAKE_WORDS))
        self.add_row(
            DIM,
            self.dim,
            self.words(DIM_FROM),
            self.dim_from,
            self.words(DIM_TO),
            self.dim_to,
            hint=DIM_HINT,
        )

    def _connect_parts(self) -> None:
        self.open.clicked.connect(self.open_requested)
        self.screen_choice.chosen.connect(lambda name: self._change_place(screen=name))
        self.on_top.clicked.connect(lambda on: self._change_place(always_on_top=on))
        self.alone.clicked.connect(lambda on: self.change({"second_screen_alone": on}))
        self.locked.clicked.connect(lambda on: self.change({"second_screen_locked": on}))
        self.awake.clicked.connect(lambda on: self.change({"second_screen_awake": on}))
        self.dim.clicked.connect(
            lambda on: self.change({"second_screen_dim_hours": self._hours if on else None})
        )
        for time in (self.dim_from, self.dim_to):
            time.chosen.connect(self._change_hours)

    def show_settings(
        self,
        settings: ProfileSettings,
        sign_in: SignIn,  # noqa: ARG002 - all alike
    ) -> None:
        self._places = settings.second_screen_places
        place = self._place()
        self.screen_choice.offer([monitor.name for monitor in connected_monitors()])
        self.screen_choice.choose(place.screen)
        self.on_top.setChecked(place.always_on_top and self.on_top.isEnabled())
        self.alone.setChecked(settings.second_screen_alone)
        self.locked.setChecked(settings.second_screen_locked)
        self.awake.setChecked(settings.second_screen_awake)
        self.dim.setChecked(settings.second_screen_dim_hours is not None)
        self._hours = settings.second_screen_dim_hours or self._hours
        self.dim_from.choose(self._hours[0])
        self.dim_to.choose(self._hours[1])
        for time in (self.dim_from, self.dim_to):
            time.setEnabled(settings.second_screen_dim_hours is not None)

    def _place(self) -> SecondScreenPlace:
        return place_on(connected_monitors(), self._places, main_window_on=self.screen().name())

    def _change_place(self, **changes: object) -> None:
        place = replace(self._place(), **changes)  # type: ignore[arg-type]
        self.change({"second_screen_places": with_place(self._places, place)})

    def _change_hours(self) -> None:
        start, end = self.dim_from.choice, self.dim_to.choice
        if start == end:
            # Hours without length: the other end gives way to the one just chosen.
            self.dim_from.choose(self._hours[0])
            self.dim_to.choose(self._hours[1])
            return
        self._hours = (start, end)
        self.change({"second_screen_dim_hours": self._hours})


def _screen_words(name: str) -> str:
    """``DP-1, 2560 × 1440``; the size alone where the system gives the monitor no name."""
    monitors = (monitor for monitor in connected_monitors() if monitor.name == name)
    sizes = (f"{monitor.width} × {monitor.height}" for monitor in monitors)
    return ", ".join(part for part in (name, next(sizes, "")) if part)
