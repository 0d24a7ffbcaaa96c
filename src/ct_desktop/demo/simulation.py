"""The simulated CrossTrade's state: options, scenario, market, and counts of what came in."""

import asyncio
import contextlib
import time
from collections import Counter, deque
from datetime import UTC, datetime

from ct_desktop.demo.market.cast import crowd_cast, trading_cast
from ct_desktop.demo.market.market import Market
from ct_desktop.demo.options import Options
from ct_desktop.demo.scenarios import SCENARIOS, Fault, Scenario
from ct_desktop.demo.tools.answers import Machine

_RECENT_SECONDS = 60.0


class RequestLedger:
    """Counts of the calls that reached the MCP endpoint, whatever became of them."""

    def __init__(self) -> None:
        self.tool_calls: Counter[str] = Counter()
        self.trade_tool_calls: Counter[str] = Counter()
        self._times: deque[float] = deque()

    def note_request(self) -> None:
        """Count one HTTP request."""
        self._times.append(time.monotonic())
        self._drop_old()

    def note_tool_call(self, tool: str, *, trades: bool) -> None:
        """Count one tool call; ``trades`` when the tool needs ``mcp:trade``."""
        self.tool_calls[tool] += 1
        if trades:
            self.trade_tool_calls[tool] += 1

    @property
    def last_minute(self) -> int:
        """HTTP requests in the last sixty seconds."""
        self._drop_old()
        return len(self._times)

    def _drop_old(self) -> None:
        oldest = time.monotonic() - _RECENT_SECONDS
        while self._times and self._times[0] < oldest:
            self._times.popleft()


class RunningMarket:
    """A market that follows the clock, unless paused."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._followed_to = time.monotonic()
        self._paused = False

    def current(self) -> Market:
        """The market, brought up to now."""
        now = time.monotonic()
        if not self._paused:
            self._market.advance(now - self._followed_to)
        self._followed_to = now
        return self._market

    def pause(self, *, paused: bool) -> None:
        """Stop or go on; the time of the pause is not made up for."""
        self.current()
        self._paused = paused


class Simulation:
    """Owns everything that can be switched while running, and says when it was."""

    def __init__(self, *, options: Options, scenario: str, seed: int, accounts: int) -> None:
        started_at = datetime.now(UTC)
        self.started_at = started_at
        self.ledger = RequestLedger()
        self._options = options
        self._changed = asyncio.Event()
        self._trading = RunningMarket(
            Market(trading_cast(accounts), seed=seed, started_at=started_at)
        )
        self._crowd: RunningMarket | None = None
        self._seed = seed
        self._paused = False
        self.set_scenario(scenario)

    @property
    def options(self) -> Options:
        """The options of the moment."""
        return self._options

    @property
    def scenario(self) -> Scenario:
        """The scenario of the moment."""
        return self._scenario

    @property
    def is_paused(self) -> bool:
        """Whether the market stands still."""
        return self._paused

    def has(self, fault: Fault) -> bool:
        """Whether that is wrong now."""
        return fault in self._scenario.faults

    def set_scenario(self, name: str) -> None:
        """Switch; ``KeyError`` for a name that is no scenario. Waiting calls are told."""
        self._scenario = SCENARIOS[name]
        self._crowd = None
        if self.has(Fault.CROWD):
            crowd = Market(crowd_cast(), seed=self._seed, started_at=datetime.now(UTC))
            self._crowd = RunningMarket(crowd)
            self._crowd.pause(paused=self._paused)
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def set_options(self, options: Options) -> None:
        """Take other options."""
        self._options = options

    def pause_market(self, *, paused: bool) -> None:
        """Stop the prices, or let them go on."""
        self._paused = paused
        for running in (self._trading, self._crowd):
            if running is not None:
                running.pause(paused=paused)

    def machine(self) -> Machine:
        """The trader's machine at this moment."""
        running = self._crowd or self._trading
        return Machine(
            market=running.current(),
            options=self._options,
            connected_since=self.started_at,
            addon_online=not self.has(Fault.ADDON_OFFLINE),
        )

    async def keep_market_moving(self) -> None:
        """Bring the markets up to now each second, for ever.

        A market nobody looked at for hours would else have hours to make up for in one answer.
        """
        while True:
            self._trading.current()
            if self._crowd is not None:
                self._crowd.current()
            await asyncio.sleep(1.0)

    async def wait_while(self, fault: Fault, seconds: float) -> bool:
        """Wait until ``fault`` is over: True when it is, False when ``seconds`` passed first."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.has(fault):
                    await self._changed.wait()
        return not self.has(fault)
