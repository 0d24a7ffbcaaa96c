"""The lines of all accounts for the tables: this session's samples, thinned, held in memory.

Only while there is a sign-in: who signs out leaves no figure behind but in the history.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from ct_desktop.core.equity import EquityOf, EquitySample
from ct_desktop.core.equity_line import EquityLine, joined
from ct_desktop.core.moment import Clock
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.trading_session import session_start
from ct_desktop.history.equity_recorder import EquityRecorder
from ct_desktop.history.errors import HistoryError
from ct_desktop.history.history import History
from ct_desktop.ui.equity.sparkline import Sparkline

_log = logging.getLogger(__name__)

THINNED_TO = 64
"""Samples of one account after a thinning: more than a small line has pixels for."""

_MOST = 2 * THINNED_TO
"""Samples at which a line is thinned again."""


class SessionLines:
    """Owns the lines: reads what the history has of the session, then follows the recorder.

    ``show`` is given all lines by account name whenever some have changed.
    """

    def __init__(
        self,
        history: History,
        recorder: EquityRecorder,
        *,
        clock: Clock,
        show: Callable[[Mapping[str, Sparkline]], None],
    ) -> None:
        self._history = history
        self._recorder = recorder
        self._clock = clock
        self._show = show
        self._began: datetime | None = None
        self._lines: dict[str, Sparkline] = {}
        self._is_signed_out = False
        self._to_be_read = asyncio.Event()
        self._to_be_read.set()

    def see(self, sign_in: SignIn) -> None:
        """Let go of all lines at a sign-out, and read them anew after it."""
        was_signed_out = self._is_signed_out
        self._is_signed_out = sign_in.state is SignInState.SIGNED_OUT
        if self._is_signed_out and not was_signed_out:
            self._forget()
        elif was_signed_out and not self._is_signed_out:
            self._to_be_read.set()

    async def run(self, *, after: float) -> None:
        """Keep the lines current until cancelled; the file is read ``after`` so many seconds."""
        unsubscribe = (
            self._recorder.sampled.subscribe(self._take),
            self._history.deleted.subscribe(self._forget),
        )
        try:
            await asyncio.sleep(after)
            while True:
                await self._to_be_read.wait()
                self._to_be_read.clear()
                await self._read()
        finally:
            for stop in unsubscribe:
                stop()

    async def _read(self) -> None:
        began = session_start(self._clock.now().utc)
        try:
            kept = await self._history.accounts_lines(
                began, began + timedelta(days=1), at_most=THINNED_TO
            )
        except HistoryError as error:
            # The lines begin now, and the history itself says why.
            _log.info("The session's equity could not be read: %s", error)
            return
        if self._is_signed_out:
            return
        self._begin(began)
        for name, line in kept.items():
            seen = self._lines.get(name)
            self._lines[name] = Sparkline(line if seen is None else joined(line, seen.line))
        self._show(self._lines)

    def _begin(self, began: datetime) -> None:
        """Begin anew where a new session has begun."""
        if began != self._began:
            self._began = began
            self._lines = {}

    def _forget(self, _deleted: None = None) -> None:
        self._lines = {}
        self._show(self._lines)

    def _take(self, samples: Mapping[EquityOf, EquitySample]) -> None:
        began = session_start(self._clock.now().utc)
        self._begin(began)
        for name, sample in samples.items():
            if isinstance(name, str) and sample.at >= began:
                self._lines[name] = self._extended(name, sample)
        self._show(self._lines)

    def _extended(self, name: str, sample: EquitySample) -> Sparkline:
        before = self._lines.get(name)
        line = (EquityLine() if before is None else before.line).with_sample(sample)
        if before is not None and line is before.line:
            return before
        return Sparkline(line.thinned(THINNED_TO) if len(line) > _MOST else line)
