"""What the equity window shows: one line of one session, and what it is called."""

from dataclasses import dataclass
from datetime import datetime

from ct_desktop.core.equity import EquityOf, EquitySample, GroupTotal
from ct_desktop.core.equity_line import EquityLine
from ct_desktop.core.wording_equity import EquityWords
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.monitor.group_words import GROUP_TITLES


def group_name(total: GroupTotal) -> str:
    """``Live and funded · USD``."""
    title = GROUP_TITLES[total.group]
    return f"{title} · {total.currency}" if total.currency else title


@dataclass(frozen=True, slots=True)
class EquitySession:
    """The line of one session, which ``began`` at 18:00 in New York, as it is ``now``.

    ``name`` is what an account or a group is called; ``currency`` is ``None`` where not supplied.
    ``is_stale``: the newest figure has outlived its limit. Both times are aware.
    """

    of: EquityOf
    name: str
    currency: str | None
    line: EquityLine
    began: datetime
    now: datetime
    is_stale: bool = False

    @property
    def shown_name(self) -> str:
        """The name as it may be shown: an account's is masked while names are hidden."""
        return formatting.account_name(self.name) if isinstance(self.of, str) else self.name

    def time(self, sample: EquitySample) -> str:
        """When that was, in local time; with the date where it was not today."""
        return formatting.since(sample.at, self.now)

    def change(self, sample: EquitySample) -> float:
        """How far it stood from the session's first figure."""
        first = self.line.first
        return 0.0 if first is None else sample.balance - first.balance

    def words(self, sample: EquitySample) -> str:
        """One point for a screen reader: when, how much, and how far from the first figure."""
        return EquityWords.SPOKEN_POINT.format(
            time=formatting.clock_time(sample.at),
            balance=self.amount(sample),
            change=formatting.pnl(self.change(sample)),
        )

    def amount(self, sample: EquitySample) -> str:
        """What it was worth, with its currency."""
        return f"{formatting.money(sample.balance)} {self.currency or ''}".rstrip()

    @property
    def extremes(self) -> tuple[tuple[str, str], ...]:
        """The highest and the lowest figure, each with its time; as parts of words and figures."""
        low, high = self.line.low, self.line.high
        if low is None or high is None:
            return ()
        return (
            (EquityWords.HIGHEST, formatting.money(high.balance)),
            (EquityWords.AT, self.time(high)),
            (EquityWords.LOWEST, formatting.money(low.balance)),
            (EquityWords.AT, self.time(low)),
        )

    @property
    def extreme_changes(self) -> tuple[tuple[str, str], ...]:
        """How far the highest and the lowest figure stood from the first."""
        low, high = self.line.low, self.line.high
        if low is None or high is None:
            return ()
        return (
            (EquityWords.HIGHEST, formatting.pnl(self.change(high))),
            (EquityWords.LOWEST, formatting.pnl(self.change(low))),
        )

    @property
    def summary(self) -> str:
        """The whole line in words, for a screen reader."""
        line = self.line
        if line.first is None or line.last is None or line.low is None or line.high is None:
            return f"{EquityWords.EMPTY}. {EquityWords.EMPTY_WHY}"
        return EquityWords.SPOKEN_LINE.format(
            change=formatting.pnl(line.change),
            time=self.time(line.first),
            first=self.amount(line.first),
            last=self.amount(line.last),
            high=EquityWords.HIGH.format(amount=self.amount(line.high), time=self.time(line.high)),
            low=EquityWords.LOW.format(amount=self.amount(line.low), time=self.time(line.low)),
        )
