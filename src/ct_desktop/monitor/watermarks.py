"""Asks CrossTrade, slowly, for the session's highs of the accounts whose limits follow them.

A question of its own beside the monitor's: it says nothing of any link, and no trouble with it is
the trader's. Source: the CrossTrade reference, section 2.7.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable

from ct_desktop.connection.connection import Connection
from ct_desktop.core.capabilities import Watermarks
from ct_desktop.core.moment import Clock, Dated, Moment
from ct_desktop.core.pace import OWN_BUDGET
from ct_desktop.core.sign_in import SignInState
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.listeners import Listeners

_log = logging.getLogger(__name__)

LOOK_INTERVAL = 15.0
"""Seconds between two looks whether there is room in the budget for a question."""

LONGEST_WAIT = 180.0
"""Seconds after which a question is asked though the monitor uses the budget: a third of a call a
minute, which its pace leaves over."""

KEPT_FOR = 600.0
"""Seconds for which an account's answer serves; CrossTrade keeps the highs of the whole session."""


class WatermarkRound:
    """Asks about one account after another; ``answered`` tells each answer that says anything.

    ``calls_a_minute`` is the whole app's budget.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        clock: Clock,
        calls_a_minute: Callable[[], int] = lambda: OWN_BUDGET,
        look_interval: float = LOOK_INTERVAL,
    ) -> None:
        self.answered: Listeners[Dated[Watermarks]] = Listeners()
        self._connection = connection
        self._clock = clock
        self._calls_a_minute = calls_a_minute
        self._look_interval = look_interval
        self._asked: dict[str, Moment | None] = {}
        self._last: Moment | None = None
        self._rests_until = 0.0

    def follow(self, accounts: Iterable[str]) -> None:
        """Ask about these accounts from now on, by their names in calls."""
        self._asked = {account: self._asked.get(account) for account in accounts}

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            await asyncio.sleep(self._look_interval)
            account = self._next(self._clock.now())
            if account is not None:
                await self._ask(account)

    def _next(self, now: Moment) -> str | None:
        """The account to ask about now, if there is one and the budget has room."""
        if self._connection.sign_in.state is not SignInState.SIGNED_IN:
            return None
        if now.steady < self._rests_until or not self._asked:
            return None
        account = min(self._asked, key=self._asked_at)
        asked = self._asked[account]
        if asked is not None and now.seconds_since(asked) < KEPT_FOR:
            return None
        has_room = len(self._connection.calls_last_minute()) < self._calls_a_minute()
        waited = self._last is None or now.seconds_since(self._last) >= LONGEST_WAIT
        return account if has_room or waited else None

    def _asked_at(self, account: str) -> float:
        asked = self._asked[account]
        return float("-inf") if asked is None else asked.steady

    async def _ask(self, account: str) -> None:
        self._last = self._asked[account] = self._clock.now()
        try:
            found = await self._connection.call(
                lambda crosstrade: crosstrade.get_watermarks(account)
            )
        except CallFailed as failure:
            # An account without a monitor, an older add-on, or a fault that the monitor names.
            _log.info("No watermarks: %s", failure.problem.kind)
            self._rests_until = self._clock.now().steady + (failure.problem.retry_after or 0.0)
            return
        if account in self._asked:
            self.answered.emit(Dated(found, self._clock.now()))


def session_high(found: Watermarks) -> float | None:
    """The highest balance that ``found`` names; ``None`` where nothing watches the account.

    Zero is CrossTrade's way to say "not supplied" (the CrossTrade reference, section 3).
    """
    return found.high_watermark or None
