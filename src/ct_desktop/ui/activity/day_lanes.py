"""A day's stretches as its lanes show them: what was fine, what was not, what nobody knows.

Below a broken link nothing is known of a link, and that is the broken link's doing: there its lane
is blank, and the time counts as not fine. Where nothing is known for want of an answer, the time
does not count. Source: the mock-ups' measures, Activity.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ct_desktop.core.activity import LinkSpan
from ct_desktop.core.links import LinkName, LinkState

NARROWEST_UNKNOWN = 0.03
"""Of the lane: an unknown stretch narrower than this is a gap, for it would be all frame."""


class Mark(StrEnum):
    """How a stretch is drawn; what has none is blank."""

    FINE = "fine"
    WARNING = "warning"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a lane. Times are in UTC and aware."""

    mark: Mark
    began: datetime
    ended: datetime


@dataclass(frozen=True, slots=True)
class Lane:
    """One link's day. ``fine_share`` is 0 to 1 of the time that counts; ``None`` without any."""

    link: LinkName
    stretches: tuple[Stretch, ...]
    fine_share: float | None


@dataclass(frozen=True, slots=True)
class DayLanes:
    """All lanes, in the chain's order, between the first thing known and the last."""

    began: datetime
    ended: datetime
    lanes: tuple[Lane, ...]


_MARKS = {
    LinkState.OK: Mark.FINE,
    LinkState.WARNING: Mark.WARNING,
    LinkState.BROKEN: Mark.BROKEN,
}

_Interval = tuple[datetime, datetime]


def day_lanes(spans: Sequence[LinkSpan]) -> DayLanes | None:
    """The lanes of ``spans``; ``None`` where they cover no time at all."""
    lasting = [span for span in spans if span.ended > span.began]
    if not lasting:
        return None
    began = min(span.began for span in lasting)
    ended = max(span.ended for span in lasting)
    whole = (began, ended)
    broken_above: list[_Interval] = []
    lanes = []
    for link in LinkName:
        known = _known(span for span in lasting if span.link is link)
        lanes.append(_lane(link, known, broken_above, whole))
        broken = [(each.began, each.ended) for each in known if each.mark is Mark.BROKEN]
        broken_above = _union(broken_above + broken)
    return DayLanes(began, ended, tuple(lanes))


def _known(spans: Iterable[LinkSpan]) -> list[Stretch]:
    """What is known of one link in order of time, with what joins in one piece."""
    found: list[Stretch] = []
    for span in sorted(spans, key=lambda span: span.began):
        mark = _MARKS.get(span.state)
        if mark is None:
            continue
        last = found[-1] if found else None
        if last is not None and last.mark is mark and span.began <= last.ended:
            found[-1] = Stretch(mark, last.began, max(last.ended, span.ended))
        else:
            found.append(Stretch(mark, span.began, span.ended))
    return found


def _lane(
    link: LinkName, known: list[Stretch], broken_above: list[_Interval], whole: _Interval
) -> Lane:
    unknown: list[_Interval] = []
    for gap in _without(whole, [(each.began, each.ended) for each in known]):
        unknown += _not_known(gap, broken_above)
    wide = (whole[1] - whole[0]) * NARROWEST_UNKNOWN
    dashed = [Stretch(Mark.UNKNOWN, *each) for each in unknown if each[1] - each[0] >= wide]
    counted = whole[1] - whole[0] - _length(unknown)
    fine = _length((each.began, each.ended) for each in known if each.mark is Mark.FINE)
    return Lane(
        link,
        tuple(sorted(known + dashed, key=lambda each: each.began)),
        min(1.0, fine / counted) if known and counted else None,
    )


def _not_known(gap: _Interval, broken_above: list[_Interval]) -> list[_Interval]:
    """What of ``gap``, in which nothing is known, no broken link accounts for.

    All of it where nothing was known before and after either: a short trouble elsewhere changed
    nothing for this link.
    """
    outside = _without(gap, broken_above)
    surrounds = bool(outside) and outside[0][0] == gap[0] and outside[-1][1] == gap[1]
    if surrounds and 2 * _length(outside) > gap[1] - gap[0]:
        return [gap]
    return outside


def _union(intervals: list[_Interval]) -> list[_Interval]:
    """``intervals`` in order, with those that meet in one piece."""
    joined: list[_Interval] = []
    for began, ended in sorted(intervals):
        if joined and began <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(ended, joined[-1][1]))
        else:
            joined.append((began, ended))
    return joined


def _without(whole: _Interval, covered: list[_Interval]) -> list[_Interval]:
    """What of ``whole`` lies outside ``covered``, which is in order of its beginnings."""
    left = []
    reached = whole[0]
    for began, ended in covered:
        if min(began, whole[1]) > reached:
            left.append((reached, min(began, whole[1])))
        reached = max(reached, ended)
    if whole[1] > reached:
        left.append((reached, whole[1]))
    return left


def _length(intervals: Iterable[_Interval]) -> timedelta:
    return sum((ended - began for began, ended in intervals), timedelta())
