"""Where the chart's figures stand: pixels for times and amounts, and back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF

from ct_desktop.core.equity import EquitySample
from ct_desktop.core.equity_line import EquityLine
from ct_desktop.ui.equity.session import EquitySession

_AIR = 0.06
"""Share of the span that is left free above and below the line."""

_FOOT = 12
"""Pixels besides that between the line and its time axis, for what is written below the lowest."""

_LEAST_AIR = 0.0005
"""The same for a line that is flat, as a share of what the account is worth."""

_SHORTEST = timedelta(minutes=10)
"""What the time axis holds at least, when the session has just begun."""


@dataclass(frozen=True, slots=True)
class Plot:
    """``rect`` holds the times from ``begin`` to ``end`` and the amounts ``low`` to ``high``."""

    rect: QRectF
    begin: datetime
    end: datetime
    low: float
    high: float

    @classmethod
    def of(cls, session: EquitySession, rect: QRectF) -> "Plot":
        """A plot of ``session`` that fills ``rect``; it has a figure at least."""
        low, high = amounts(session.line)
        end = max(session.now, session.began + _SHORTEST)
        return cls(rect, session.began, end, low, high)

    def x(self, at: datetime) -> float:
        """Where a time stands."""
        share = (at - self.begin) / (self.end - self.begin)
        return self.rect.left() + share * self.rect.width()

    def y(self, balance: float) -> float:
        """Where an amount stands."""
        share = (balance - self.low) / (self.high - self.low)
        return self.rect.bottom() - _FOOT - share * (self.rect.height() - _FOOT)

    def point(self, sample: EquitySample) -> QPointF:
        """Where a sample stands."""
        return QPointF(self.x(sample.at), self.y(sample.balance))

    def time_at(self, x: float) -> datetime:
        """The time that stands at ``x``."""
        share = (x - self.rect.left()) / max(1.0, self.rect.width())
        return self.begin + min(1.0, max(0.0, share)) * (self.end - self.begin)


def amounts(line: EquityLine) -> tuple[float, float]:
    """The least and the greatest amount to make room for, with some air around the line."""
    low, high = line.low, line.high
    if low is None or high is None:
        return 0.0, 1.0
    span = high.balance - low.balance
    air = _AIR * span if span else max(1.0, _LEAST_AIR * abs(high.balance))
    return low.balance - air, high.balance + air
