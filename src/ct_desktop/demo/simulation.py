"""The simulated CrossTrade's state: options, faults, market, and counts of what came in."""

import asyncio
import contextlib
import time
from collections import Counter, deque
from collections.abc import Mapping
from datetime import UTC, datetime

from ct_desktop.demo.market.cast import crowd_cast, trading_cast
from ct_desktop.demo.market.feeds import Feeds, dropping_feeds, no_feeds, usual_feeds
from ct_desktop.demo.market.market import Market
from ct_desktop.demo.options import Options
from ct_desktop.demo.scenarios import Fault, scenarios_of
from ct_desktop.demo.tools.addon_shapes import AddonState
from ct_desktop.demo.tools.answers import Machine

_RECENT_SECONDS = 60.0


def _utc_now() -> datetime:
    # By the time module as all else here, so that one who presses time there presses all of it.
    return datetime.fromtimestamp(time.time(), UTC)


class RequestLedger:
    """Counts of the calls that reached the MCP endpoint, whatever became of them."""

    def __init__(self) -> None:
        self.tool_calls: Counter[str] = Counter()
        self.trade_tool_calls: Counter[str] = Counter()
        self.release_questions = 0
        self._times: deque[float] = deque()

    def note_request(self) -> None:
        """Count one HTTP request."""
        self._times.append(time.monotonic())
        self._drop_old()

    def note_release_question(self) -> None:
        """Count one request for the release document."""
        self.release_questions += 1

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
        self.market = market
        self._followed_to = time.monotonic()
        self._paused = False

    def follow(self, feeds: Feeds) -> None:
        """Bring the market up to now, and give it ``feeds`` from now on."""
        now = time.monotonic()
        if not self._paused:
            self.market.advance(now - self._followed_to)
        self._followed_to = now
        self.market.feeds = feeds

    def pause(self, feeds: Feeds, *, paused: bool) -> None:
        """Stop or go on; the time of the pause is not made up for."""
        self.follow(feeds)
        self._paused = paused


class Simulation:
    """Owns everything that can be switched while running, and says when it was.

    ``faults`` are those on from the start.
    """

    def __init__(
        self, *, options: Options, faults: frozenset[Fault], seed: int, accounts: int
    ) -> None:
        started_at = _utc_now()
        self.ledger = RequestLedger()
        self._options = options
        self._changed = asyncio.Event()
        self._trading = RunningMarket(
            Market(trading_cast(accounts), seed=seed, started_at=started_at)
        )
        self._crowd: RunningMarket | None = None
        self._seed = seed
        self._paused = False
        self._faults: frozenset[Fault] = frozenset()
        self._dropping_since = 0.0
        self._is_ending = False
        self._feeds = usual_feeds()
        self._connected_since = {
            feeds.connection.name: started_at for feeds in self._feeds.connections
        }
        self.replace_faults(faults)

    @property
    def options(self) -> Options:
        """The options of the moment."""
        return self._options

    @property
    def faults(self) -> frozenset[Fault]:
        """What is wrong now."""
        return self._faults

    @property
    def scenarios(self) -> list[str]:
        """The scenarios that are on. None, where single faults are on that make up none."""
        return scenarios_of(self._faults)

    @property
    def addon(self) -> AddonState:
        """How the add-on is."""
        if self.has(Fault.ADDON_OFFLINE):
            return "offline"
        return "outdated" if self.has(Fault.ADDON_OUTDATED) else "current"

    @property
    def is_paused(self) -> bool:
        """Whether the market stands still."""
        return self._paused

    def has(self, fault: Fault) -> bool:
        """Whether that is wrong now."""
        return fault in self._faults

    def replace_faults(self, faults: frozenset[Fault]) -> None:
        """These and no others from now on; each of them begins anew. Whoever waits is told."""
        self._set_faults(faults, begun=faults)

    def switch_faults(self, changes: Mapping[Fault, bool]) -> None:
        """Some on, some off, the others as they are; those set on begin anew."""
        begun = frozenset(fault for fault, is_on in changes.items() if is_on)
        self._set_faults((self._faults - changes.keys()) | begun, begun=begun)

    def _set_faults(self, faults: frozenset[Fault], *, begun: frozenset[Fault]) -> None:
        self._bring_up_to_now()
        self._faults = faults
        if Fault.BROKER_DROPPING in begun:
            self._dropping_since = time.monotonic()
        if Fault.CROWD not in faults:
            self._crowd = None
        elif Fault.CROWD in begun:
            crowd = Market(crowd_cast(), seed=self._seed, started_at=_utc_now())
            self._crowd = RunningMarket(crowd)
            self._crowd.pause(self._feeds, paused=self._paused)
        self._bring_up_to_now()
        self._wake_waiting()

    def end_waiting(self) -> None:
        """Let nobody wait any more: the server ends."""
        self._is_ending = True
        self._wake_waiting()

    def _wake_waiting(self) -> None:
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
                running.pause(self._feeds, paused=paused)

    def machine(self) -> Machine:
        """The trader's machine at this moment."""
        self._bring_up_to_now()
        running = self._crowd or self._trading
        return Machine(
            market=running.market,
            options=self._options,
            connected_since=self._connected_since,
            addon=self.addon,
        )

    async def keep_market_moving(self) -> None:
        """Bring the markets up to now each second, for ever.

        A market nobody looked at for hours would else have hours to make up for in one answer.
        """
        while True:
            self._bring_up_to_now()
            await asyncio.sleep(1.0)

    def _bring_up_to_now(self) -> None:
        """Feeds and markets as the faults have them at this moment."""
        before, self._feeds = self._feeds, self._feeds_now()
        for feeds in self._feeds.connections:
            name = feeds.connection.name
            if feeds.orders == "Connected" != before.order_status(name):
                self._connected_since[name] = _utc_now()
        for running in (self._trading, self._crowd):
            if running is not None:
                running.follow(self._feeds)

    def _feeds_now(self) -> Feeds:
        if self.has(Fault.BROKERS_DISCONNECTED):
            return no_feeds()
        prices_move = not self.has(Fault.PRICES_FROZEN)
        if self.has(Fault.BROKER_DROPPING):
            seconds = time.monotonic() - self._dropping_since
            stage = int(seconds / self._options.drop_stage_seconds)
            return dropping_feeds(stage, prices_move=prices_move)
        return usual_feeds(prices_move=prices_move)

    async def wait_while(self, fault: Fault, seconds: float) -> bool:
        """Wait until ``fault`` is over: True when it is.

        False when ``seconds`` passed first, or the server ends.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.has(fault) and not self._is_ending:
                    await self._changed.wait()
        return not self.has(fault)
