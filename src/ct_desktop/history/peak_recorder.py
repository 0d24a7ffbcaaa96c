"""Keeps each account's highest balances while the app runs, and over restarts."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from ct_desktop.core.account_rules import NO_RULES, AccountRules
from ct_desktop.core.capabilities import Watermarks
from ct_desktop.core.drawdown import balance_now
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.peaks import (
    AccountPeaks,
    counted_from,
    joined,
    observe_balance,
    observe_watermark,
)
from ct_desktop.history.errors import HistoryError
from ct_desktop.history.history import History
from ct_desktop.listeners import Listeners
from ct_desktop.monitor.monitor import Monitor
from ct_desktop.monitor.watermarks import WatermarkRound, session_high

_log = logging.getLogger(__name__)

WRITE_PAUSE = 1.0
"""Seconds between two writings of new highs: what a kill can cost."""

_LATEST_INTERVAL = 60.0
"""Seconds between two writings of balances that are no highs."""

_CLOSE_TIME_LIMIT = 3.0


class PeakRecorder:
    """Owns the peaks of every account; ``changed`` tells when they were read or a high was reached.

    ``peaks`` is ``None`` until those of earlier runs were read, since without them a limit that
    follows a peak would look farther away than it is. Where they cannot be read, what this run saw
    has to do.
    """

    def __init__(self, history: History, monitor: Monitor, watermarks: WatermarkRound) -> None:
        self.changed: Listeners[Mapping[str, AccountPeaks]] = Listeners()
        self._history = history
        self._monitor = monitor
        self._watermarks = watermarks
        self._rules = NO_RULES
        self._kept: dict[str, AccountPeaks] = {}
        self._was_read = False
        self._read_at: dict[str, Moment] = {}
        self._told: dict[str, Dated[Watermarks]] = {}
        self._unwritten: set[str] = set()
        self._new_high = asyncio.Event()

    @property
    def peaks(self) -> Mapping[str, AccountPeaks] | None:
        """By account name."""
        return self._kept if self._was_read else None

    def set_rules(self, rules: AccountRules) -> None:
        """Go by these rules from now on: whom to ask about, and since when balances count."""
        self._rules = rules
        followed = [rule.account for rule in rules.by_account.values() if rule.follows_highs]
        self._watermarks.follow(followed)
        for account, peaks in list(self._kept.items()):
            counted = counted_from(peaks, self._since(account))
            if counted is None:
                del self._kept[account]
            else:
                self._take(account, counted)

    async def run(self, *, after: float = 0.0) -> None:
        """Record until cancelled, and write what is left then.

        The file is opened ``after`` so many seconds: the first figures come first.
        """
        unsubscribe = (
            self._monitor.changed.subscribe(self._on_state),
            self._watermarks.answered.subscribe(self._on_watermarks),
        )
        try:
            self._on_state(self._monitor.state)
            await asyncio.sleep(after)
            await self._read()
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LATEST_INTERVAL):
                        await self._new_high.wait()
                self._new_high.clear()
                await self._write()
                await asyncio.sleep(WRITE_PAUSE)
        finally:
            for stop in unsubscribe:
                stop()
            with suppress(TimeoutError):
                async with asyncio.timeout(_CLOSE_TIME_LIMIT):
                    if not self._was_read:
                        await self._read()  # what is kept is not written over unseen
                    await self._write()

    async def _read(self) -> None:
        try:
            earlier = await self._history.peaks()
        except HistoryError:
            _log.warning("The peaks of earlier runs could not be read")
            earlier = {}
        for account, kept in earlier.items():
            seen = self._kept.get(account)
            together = joined(kept, seen) if seen is not None else kept
            self._take(account, counted_from(together, self._since(account)))
        self._was_read = True
        self.changed.emit(self._kept)

    async def _write(self) -> None:
        """Write what is new; what cannot be written waits on."""
        if not self._was_read or not self._unwritten:
            return
        accounts, self._unwritten = self._unwritten, set()
        try:
            await self._history.save_peaks(
                [self._kept[account] for account in accounts if account in self._kept]
            )
        except (HistoryError, asyncio.CancelledError) as error:
            self._unwritten |= accounts
            if isinstance(error, asyncio.CancelledError):
                raise

    def _on_state(self, state: MonitorState) -> None:
        listed = state.snapshot.accounts
        if listed is None:
            return
        for account in listed.value:
            dated = state.snapshot.balances.get(account.name)
            if dated is None or account.is_built_in:
                continue
            if self._read_at.get(account.name) == dated.fetched_at:
                continue
            self._read_at[account.name] = dated.fetched_at
            balance = balance_now(dated.value)
            if balance is not None:
                at = dated.fetched_at.utc
                before = self._counted(account.name)
                self._take(account.name, observe_balance(before, account.name, balance, at))
                self._apply_watermark(account.name)

    def _on_watermarks(self, found: Dated[Watermarks]) -> None:
        self._told[found.value.account] = found
        self._apply_watermark(found.value.account)

    def _apply_watermark(self, account: str) -> None:
        """Take what CrossTrade told of ``account``, which may have come before its balance."""
        told = self._told.get(account)
        high = session_high(told.value) if told is not None else None
        if told is not None and high is not None:
            at, since = told.fetched_at.utc, self._since(account)
            before = self._counted(account)
            self._take(account, observe_watermark(before, high, at, since=since))

    def _since(self, account: str) -> datetime | None:
        return self._rules.of_account(account).peaks_since

    def _counted(self, account: str) -> AccountPeaks | None:
        return counted_from(self._kept.get(account), self._since(account))

    def _take(self, account: str, peaks: AccountPeaks | None) -> None:
        before = self._kept.get(account)
        if peaks is None or peaks == before:
            return
        self._kept[account] = peaks
        self._unwritten.add(account)
        if before is None or _highs(before) != _highs(peaks):
            self._new_high.set()
            if self._was_read:
                self.changed.emit(self._kept)


def _highs(peaks: AccountPeaks) -> tuple[object, ...]:
    return (peaks.session, peaks.session_high, peaks.highest, peaks.highest_close)
