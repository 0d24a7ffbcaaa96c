"""Figures and times: how numbers are written, the clock, and whose time it is."""

from ct_desktop.core.moment import Moment
from ct_desktop.core.notation import ClockForm, NumberForm, TimesIn
from ct_desktop.core.sign_in import SignIn
from ct_desktop.core.wording_notation import (
    CLOCK,
    CLOCK_CHOICES,
    NOW,
    NUMBER_CHOICES,
    NUMBERS,
    NUMBERS_HINT,
    TIMES_IN,
    TIMES_IN_CHOICES,
    TITLE,
)
from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.segments import Segments
from ct_desktop.ui.settings.section import Section
from ct_desktop.ui.theme.theme import Theme


class NotationSection(Section):
    """The choices are written as they write; the time now is written as all times are."""

    title = TITLE
    names = ("number_form", "clock_form", "times_in")

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.numbers = Segments(theme, NUMBERS, roomy=True)
        self.numbers.set_choices(NUMBER_CHOICES)
        self.numbers.chosen.connect(lambda key: self.change({"number_form": NumberForm(key)}))
        self.clock = Segments(theme, CLOCK, roomy=True)
        self.clock.set_choices(CLOCK_CHOICES)
        self.clock.chosen.connect(lambda key: self.change({"clock_form": ClockForm(key)}))
        self.times_in = Segments(theme, TIMES_IN, roomy=True)
        self.times_in.set_choices(TIMES_IN_CHOICES)
        self.times_in.chosen.connect(lambda key: self.change({"times_in": TimesIn(key)}))
        self.now = self.words("")
        self.add_row(NUMBERS, self.numbers, hint=NUMBERS_HINT)
        self.add_row(CLOCK, self.clock, self.now)
        self.add_row(TIMES_IN, self.times_in)

    def show_settings(
        self,
        settings: ProfileSettings,
        sign_in: SignIn,  # noqa: ARG002 - all alike
    ) -> None:
        self.numbers.choose(settings.number_form.value)
        self.clock.choose(settings.clock_form.value)
        self.times_in.choose(settings.times_in.value)

    def tick(self, now: Moment) -> None:
        """Let the time go on."""
        self.now.setText(NOW.format(time=formatting.clock_time(now.utc)))
