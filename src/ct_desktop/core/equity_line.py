"""A series of equity samples as a line: where it runs, where nothing is known, how it is thinned.

Between two samples the line runs on only where the earlier was still known shortly before the
later. Elsewhere (the app was off, the figures were stale) there is a gap, never bridged.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, reduce
from itertools import pairwise

from ct_desktop.core.equity import EquitySample

GAP = timedelta(seconds=150)
"""Two and a half times the minute between two samples: a time longer than this is not known."""

_DECIMALS = 6
"""Of a change: what floats are off by is no money."""

Run = tuple[EquitySample, ...]
"""Samples without a gap between them, in order; at least one."""


@dataclass(frozen=True)
class EquityLine:
    """What an account, or a group, was worth over a time: one or more runs, gaps between them.

    Without slots, so that its extremes are looked for once.
    """

    runs: tuple[Run, ...] = ()

    @classmethod
    def of(cls, samples: Iterable[EquitySample]) -> "EquityLine":
        """The line through ``samples``, which are in order."""
        runs: list[list[EquitySample]] = []
        for sample in samples:
            if runs and not _is_gap(runs[-1][-1], sample):
                runs[-1].append(sample)
            else:
                runs.append([sample])
        return cls(tuple(map(tuple, runs)))

    def __iter__(self) -> Iterator[EquitySample]:
        return (sample for run in self.runs for sample in run)

    def __len__(self) -> int:
        return sum(map(len, self.runs))

    @property
    def first(self) -> EquitySample | None:
        """The earliest sample, from which a change counts."""
        return self.runs[0][0] if self.runs else None

    @property
    def last(self) -> EquitySample | None:
        """The latest sample."""
        return self.runs[-1][-1] if self.runs else None

    @cached_property
    def low(self) -> EquitySample | None:
        """The sample of the least worth, the first of several."""
        return min(self, key=lambda sample: sample.balance, default=None)

    @cached_property
    def high(self) -> EquitySample | None:
        """The sample of the greatest worth, the first of several."""
        return max(self, key=lambda sample: sample.balance, default=None)

    @property
    def change(self) -> float | None:
        """From the first sample to the last; ``None`` where there is none."""
        first, last = self.first, self.last
        if first is None or last is None:
            return None
        return round(last.balance - first.balance, _DECIMALS)

    def with_sample(self, sample: EquitySample) -> "EquityLine":
        """This line and ``sample``, which takes the last one's place within the same minute.

        One that is older than the last changes nothing.
        """
        last = self.last
        if last is None:
            return EquityLine(((sample,),))
        if sample.at < last.at:
            return self
        *before, run = self.runs
        if _minute(sample.at) == _minute(last.at):
            # The first sample of all stays: changes count from it.
            kept = run if sample.at != last.at and len(self) == 1 else run[:-1]
            return EquityLine((*before, (*kept, sample)))
        if _is_gap(last, sample):
            return EquityLine((*self.runs, (sample,)))
        return EquityLine((*before, (*run, sample)))

    def thinned(self, at_most: int) -> "EquityLine":
        """This line with about ``at_most`` samples, if it has more: of each stretch of time the
        lowest and the highest, and of each run the first and the last.
        """
        first, last = self.first, self.last
        if first is None or last is None or len(self) <= at_most:
            return self
        stretch = (last.at - first.at) / max(1, at_most // 2 - 1)
        return EquityLine(tuple(_thinned_run(run, first.at, stretch) for run in self.runs))


def joined(earlier: EquityLine, later: EquityLine) -> EquityLine:
    """``earlier`` and what of ``later`` comes after it."""
    return reduce(EquityLine.with_sample, later, earlier)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _is_gap(earlier: EquitySample, later: EquitySample) -> bool:
    return later.at - earlier.known_until > GAP


def _thinned_run(run: Run, begin: datetime, stretch: timedelta) -> Run:
    """Of each ``stretch``, counted from ``begin``, the extremes; what they leave out is known."""
    kept = [run[0]]
    for extremes in _extremes(run[1:-1], begin, stretch):
        kept += extremes
    if len(run) > 1:
        kept.append(run[-1])
    # What was left out between two samples that are kept was known.
    held = [
        EquitySample(sample.at, sample.balance, following.at)
        for sample, following in pairwise(kept)
    ]
    return (*held, kept[-1])


def _extremes(
    samples: Sequence[EquitySample], begin: datetime, stretch: timedelta
) -> Iterator[Sequence[EquitySample]]:
    """The lowest and the highest of each stretch, in the order of time."""
    start = 0
    while start < len(samples):
        number = (samples[start].at - begin) // stretch
        end = start + 1
        while end < len(samples) and (samples[end].at - begin) // stretch == number:
            end += 1
        part = samples[start:end]
        low = min(part, key=lambda sample: sample.balance)
        high = max(part, key=lambda sample: sample.balance)
        if low is high:
            yield (low,)
        else:
            yield (low, high) if low.at < high.at else (high, low)
        start = end
