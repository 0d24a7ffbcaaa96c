"""How figures and times are written in the window: its one owner, asked where they become text.

One for the process, as privacy mode is: no part of the window can be built that writes otherwise.
"""

from datetime import datetime

from PySide6.QtCore import QLocale

from ct_desktop.core.market_hours import new_york_time
from ct_desktop.core.notation import SIGNS, ClockForm, NumberForm, TimesIn, form_of
from ct_desktop.ui.privacy import PRIVACY

_OWN_SIGNS = SIGNS[NumberForm.COMMA_POINT]


class Notation:
    """Owns the forms in use.

    ``translation`` turns ``1,234.56`` into the form in use by ``str.translate``; ``None`` where it
    is that already, since this is asked for each cell of each table.
    """

    def __init__(self) -> None:
        self.translation: dict[int, str] | None = None
        self.twelve_hours = False
        self.exchange_time = False
        self._back: dict[int, str] = {}

    def set_forms(self, number: NumberForm, clock: ClockForm, times_in: TimesIn) -> None:
        """Write so from now on; what is shown already is written anew."""
        signs = SIGNS[_system_number() if number is NumberForm.SYSTEM else number]
        own = str.maketrans(dict(zip(_OWN_SIGNS, signs, strict=True)))
        translation = None if signs == _OWN_SIGNS else own
        twelve = _system_has_twelve() if clock is ClockForm.SYSTEM else clock is ClockForm.HOURS_12
        exchange = times_in is TimesIn.EXCHANGE
        forms = (translation, twelve, exchange)
        if forms != (self.translation, self.twelve_hours, self.exchange_time):
            self.translation, self.twelve_hours, self.exchange_time = forms
            self._back = str.maketrans(dict(zip(signs, _OWN_SIGNS, strict=True)))
            PRIVACY.write_anew()

    def plain(self, typed: str) -> str:
        """A number that the trader typed in the form in use, as ``1,234.56``."""
        return typed if self.translation is None else typed.translate(self._back)

    def wall_clock(self, instant: datetime) -> datetime:
        """An aware ``instant`` on the clocks whose time is in use; New York's has no zone."""
        return new_york_time(instant) if self.exchange_time else instant.astimezone()

    def time_of_day(self, wall: datetime, *, seconds: bool) -> str:
        """``10:41:07``, ``10:41``, ``2:41:07 pm``, ``10:41:07 ET``."""
        rest = f"{wall:%M:%S}" if seconds else f"{wall:%M}"
        text = f"{wall:%H}:{rest}"
        if self.twelve_hours:
            text = f"{wall.hour % 12 or 12}:{rest} {'am' if wall.hour < 12 else 'pm'}"
        return f"{text} ET" if self.exchange_time else text


def _system_number() -> NumberForm:
    locale = QLocale.system()
    return form_of(locale.groupSeparator(), locale.decimalPoint())


def _system_has_twelve() -> bool:
    return "AP" in QLocale.system().timeFormat(QLocale.FormatType.ShortFormat).upper()


NOTATION = Notation()
"""The process's one owner of how figures and times are written."""
