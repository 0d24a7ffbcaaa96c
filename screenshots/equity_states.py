"""The equity window's states, each by the name of its picture."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from math import sin

from ct_desktop.core.accounts import AccountGroup
from ct_desktop.core.equity import EquityOf, EquitySample, GroupTotal
from ct_desktop.core.equity_line import EquityLine
from ct_desktop.core.moment import Moment
from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.core.trading_session import session_start
from ct_desktop.ui.equity.session import EquitySession, group_name
from ct_desktop.ui.equity.window import EquityWindow
from ct_desktop.ui.privacy import PRIVACY
from support.market_samples import at

_NOW = at(0)
_BEGAN = session_start(_NOW.utc)
_MINUTES = round((_NOW.utc - _BEGAN) / timedelta(minutes=1))
_LIMIT = 90.0
_LIVE = GroupTotal(AccountGroup.LIVE_AND_FUNDED, "USD")
_CHOICES: tuple[tuple[EquityOf, str], ...] = (
    (_LIVE, group_name(_LIVE)),
    ("APEX1234", "APEX1234"),
    ("Sim101", "Sim101"),
)


def sampled(
    *minutes: range, start: float = 52_068.20, swing: float = 300.0, drift: float = 0.5
) -> EquityLine:
    """A line that goes up and down as an account does, with a sample in each of ``minutes``."""
    return EquityLine.of(
        EquitySample(
            _BEGAN + timedelta(minutes=minute),
            round(
                start
                + drift * minute
                + swing * (sin(minute / 90) + 0.4 * sin(minute / 23) + 0.05 * sin(minute * 0.7)),
                2,
            ),
        )
        for part in minutes
        for minute in part
    )


def _show(
    window: EquityWindow,
    line: EquityLine,
    *,
    of: EquityOf = "APEX1234",
    now: Moment = _NOW,
    reading: bool = False,
    privacy: PrivacyLevel = PrivacyLevel.OFF,
) -> None:
    PRIVACY.set_level(privacy)
    window.offer(_CHOICES)
    last = line.last
    figure_at = None
    if last is not None:
        figure_at = Moment(last.at, now.steady - (now.utc - last.at).total_seconds())
    session = EquitySession(
        of,
        dict(_CHOICES)[of],
        "USD",
        line,
        _BEGAN,
        now.utc,
        is_stale=figure_at is not None and now.seconds_since(figure_at) > _LIMIT,
    )
    window.show_session(session, figure_at, _LIMIT, now, reading=reading)


ALL_DAY = range(_MINUTES + 1)
_WITH_GAP = (range(310, 600), range(690, _MINUTES + 1))

STATES: dict[str, Callable[[EquityWindow], None]] = {
    "equity": partial(_show, line=sampled(ALL_DAY)),
    "equity-group": partial(_show, line=sampled(ALL_DAY, start=282_697.04), of=_LIVE),
    "equity-gaps": partial(_show, line=sampled(*_WITH_GAP)),
    "equity-stale": partial(_show, line=sampled(range(_MINUTES - 120))),
    "equity-losing": partial(_show, line=sampled(ALL_DAY, start=900.0, drift=-1.5)),
    "equity-huge": partial(
        _show, line=sampled(ALL_DAY, start=9_876_543_210.25, swing=4e6, drift=12_345.0), of=_LIVE
    ),
    "equity-flat": partial(_show, line=sampled(ALL_DAY, swing=0.0, drift=0.0)),
    "equity-one-sample": partial(_show, line=sampled(range(_MINUTES, _MINUTES + 1))),
    "equity-none": partial(_show, line=EquityLine()),
    "equity-reading": partial(_show, line=EquityLine(), reading=True),
    "equity-privacy": partial(_show, line=sampled(ALL_DAY), privacy=PrivacyLevel.NAMES_AND_AMOUNTS),
}
"""What brings the window into each state. It can be done again, at another size."""
