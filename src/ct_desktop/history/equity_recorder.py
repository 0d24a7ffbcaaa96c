"""Keeps what each account and each group was worth, minute by minute."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from ct_desktop.core.account_rules import NO_RULES, AccountRules
from ct_desktop.core.equity import EquityOf, EquitySample, equity_now
from ct_desktop.core.moment import Clock
from ct_desktop.core.rows import account_rows
from ct_desktop.history.errors import HistoryError
from ct_desktop.history.history import History
from ct_desktop.listeners import Listeners
from ct_desktop.monitor.monitor import Monitor

SAMPLE_INTERVAL = 60.0
"""Seconds between two samples."""


class EquityRecorder:
    """Takes a sample of all that is known and not stale, once a minute."""

    def __init__(
        self,
        history: History,
        monitor: Monitor,
        *,
        clock: Clock,
        sample_interval: float = SAMPLE_INTERVAL,
    ) -> None:
        self.sampled: Listeners[Mapping[EquityOf, EquitySample]] = Listeners()
        """Each sample as it is taken, whether or not it can be kept."""
        self._history = history
        self._monitor = monitor
        self._clock = clock
        self._sample_interval = sample_interval
        self._rules = NO_RULES

    def set_rules(self, rules: AccountRules) -> None:
        """Group by these rules from now on."""
        self._rules = rules

    async def run(self, *, after: float = 0.0) -> None:
        """Record until cancelled, first ``after`` so many seconds."""
        await asyncio.sleep(after)
        while True:
            await self._sample()
            await asyncio.sleep(self._sample_interval)

    async def _sample(self) -> None:
        snapshot = self._monitor.state.snapshot
        rows = account_rows(snapshot, rules=self._rules)
        samples = equity_now(rows, snapshot.age_limits, self._clock.now())
        if samples:
            self.sampled.emit(samples)
            # A sample that cannot be written leaves a gap; the history itself says why.
            with suppress(HistoryError):
                await self._history.save_equity(samples)
