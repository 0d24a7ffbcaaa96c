"""The highest balances of an account, kept from one answer to the next and over restarts.

A peak comes from CrossTrade's watermarks or from what this app saw itself, whichever is higher,
and says which. A session's peak begins anew with each session; the highest of all goes on, since
a firm's trailing drawdown does.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from ct_desktop.core.trading_session import session_of, session_start

_HALF_A_CENT = 0.005
"""CrossTrade may round what it sends to cents."""


class PeakSource(StrEnum):
    """Who says so."""

    CROSSTRADE = "crosstrade"
    """GetWatermarks, from CrossTrade's cache."""
    SEEN = "seen"
    """This app, in the account's own figures."""
    TRADER = "trader"
    """The trader, in the account's rule."""


@dataclass(frozen=True, slots=True)
class Peak:
    """A balance, when it was told (aware), and by whom."""

    balance: float
    at: datetime | None
    source: PeakSource


@dataclass(frozen=True, slots=True)
class AccountPeaks:
    """What is kept of one account.

    ``session`` is the one that ``session_high`` and ``latest`` belong to. ``highest`` is the
    highest balance of all, ``highest_close`` the highest with which a session ended, as far as
    this app saw: ``None`` before the first end of a session.
    """

    account: str
    session: date
    session_high: Peak
    highest: Peak
    latest: Peak
    highest_close: Peak | None = None


def observe_balance(
    peaks: AccountPeaks | None, account: str, balance: float, at: datetime
) -> AccountPeaks:
    """``peaks`` after the account was worth ``balance`` at ``at``, an aware time."""
    seen = Peak(balance, at, PeakSource.SEEN)
    session = session_of(at)
    if peaks is None:
        return AccountPeaks(account, session, seen, seen, seen)
    if session < peaks.session:
        # A clock that was set back must not begin an old session anew.
        return replace(peaks, highest=higher(peaks.highest, seen))
    if session > peaks.session:
        return AccountPeaks(
            account=account,
            session=session,
            session_high=seen,
            highest=higher(peaks.highest, seen),
            latest=seen,
            highest_close=highest_of(peaks.highest_close, peaks.latest),
        )
    return replace(
        peaks,
        session_high=higher(peaks.session_high, seen),
        highest=higher(peaks.highest, seen),
        latest=seen,
    )


def observe_watermark(
    peaks: AccountPeaks | None, high: float, at: datetime, *, since: datetime | None = None
) -> AccountPeaks | None:
    """``peaks`` after CrossTrade named ``high`` as the session's highest balance.

    ``at`` (aware) is when it was asked: CrossTrade does not say when the account stood there.
    Without a balance of the account in this session the watermark is not taken: the cache has no
    time, and may still hold the last session's. Nor in a session in which the account began
    anew, at ``since``: the high may lie before that.
    """
    if peaks is None or session_of(at) != peaks.session:
        return peaks
    if since is not None and since > session_start(at):
        return peaks
    return replace(
        peaks,
        session_high=_confirmed(peaks.session_high, high, at),
        highest=_confirmed(peaks.highest, high, at),
    )


def _confirmed(peak: Peak, high: float, at: datetime) -> Peak:
    """``peak``, or the watermark where it is as high: CrossTrade sees more than this app."""
    if high < peak.balance - _HALF_A_CENT:
        return peak
    if peak.source is PeakSource.CROSSTRADE and high <= peak.balance:
        return peak
    return Peak(max(high, peak.balance), at, PeakSource.CROSSTRADE)


def counted_from(peaks: AccountPeaks | None, since: datetime | None) -> AccountPeaks | None:
    """``peaks`` without what lies before ``since`` (aware); ``None`` where nothing is left."""
    if peaks is None or since is None or peaks.latest.at is None:
        return peaks
    if peaks.latest.at < since:
        return None

    def counts(peak: Peak | None) -> bool:
        return peak is not None and peak.at is not None and peak.at >= since

    return replace(
        peaks,
        session_high=peaks.session_high if counts(peaks.session_high) else peaks.latest,
        highest=peaks.highest if counts(peaks.highest) else peaks.latest,
        highest_close=peaks.highest_close if counts(peaks.highest_close) else None,
    )


def joined(kept: AccountPeaks, seen: AccountPeaks) -> AccountPeaks:
    """What an earlier run kept together with what was seen meanwhile.

    Where the session ended in between, what was kept last counts as its close: rather a floor that
    is too high than one that is too low.
    """
    if (kept.session, _told_at(kept)) > (seen.session, _told_at(seen)):
        kept, seen = seen, kept
    close = highest_of(kept.highest_close, seen.highest_close)
    high = seen.session_high
    if kept.session == seen.session:
        high = higher(kept.session_high, high)
    else:
        close = highest_of(close, kept.latest)
    return replace(
        seen, session_high=high, highest=higher(kept.highest, seen.highest), highest_close=close
    )


def _told_at(peaks: AccountPeaks) -> datetime:
    return peaks.latest.at or datetime.min.replace(tzinfo=UTC)


def higher(one: Peak, other: Peak) -> Peak:
    """The higher of two, the first where they are level."""
    return other if other.balance > one.balance else one


def highest_of(*peaks: Peak | None) -> Peak | None:
    """The highest of those that are known, ``None`` where none is."""
    known = [peak for peak in peaks if peak is not None]
    return max(known, key=lambda peak: peak.balance, default=None)
