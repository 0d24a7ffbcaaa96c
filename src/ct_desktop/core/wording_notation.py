"""The wording of the choices how figures and times are written."""

from ct_desktop.core.notation import ClockForm, NumberForm, TimesIn

TITLE = "Figures and times"
NUMBERS = "Numbers"
NUMBERS_HINT = "Exports stay exact"
NUMBER_CHOICES = (
    (NumberForm.COMMA_POINT.value, "1,000.00"),
    (NumberForm.POINT_COMMA.value, "1.000,00"),
    (NumberForm.SPACE_COMMA.value, "1\u202f000,00"),
    (NumberForm.APOSTROPHE_POINT.value, "1\u2019000.00"),
    (NumberForm.SYSTEM.value, "As the system"),
)
CLOCK = "Time of day"
CLOCK_CHOICES = (
    (ClockForm.HOURS_24.value, "14:30"),
    (ClockForm.HOURS_12.value, "2:30 pm"),
    (ClockForm.SYSTEM.value, "As the system"),
)
TIMES_IN = "Times in"
TIMES_IN_CHOICES = (
    (TimesIn.LOCAL.value, "This computer’s time"),
    (TimesIn.EXCHANGE.value, "New York, as the exchange"),
)
NOW = "Now {time}"
