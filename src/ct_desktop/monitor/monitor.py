"""Decides what to ask CrossTrade for and when, within the request budget; emits states.

One round asks for everything at once; after it each kind of figure is asked for at its own pace.
While a link is broken, or CrossTrade wants to be asked less often, a probe takes the place of all
that, so that the app is back within seconds of the fault's end without hammering a server that is
down. After each fault, sleep and change of network everything is asked for at once, the list of
tools with it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable, Iterable
from contextlib import suppress

from ct_desktop.connection.connection import Connection
from ct_desktop.core.answer_findings import CARRIERS, FORWARDED
from ct_desktop.core.chain import Link
from ct_desktop.core.chain_rules import only_accounts_say_lost
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Clock, Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.pace import WatchingRules
from ct_desktop.core.problems import Problem, ProblemKind, Severity
from ct_desktop.core.request_budget import AskingReason, RequestBudget
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.core.wording import problem
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.listeners import Listeners
from ct_desktop.monitor.cause import find_cause
from ct_desktop.monitor.chain_watch import ChainWatch
from ct_desktop.monitor.check_progress import CheckProgress
from ct_desktop.monitor.figures import Figures
from ct_desktop.monitor.pacing import Pacing
from ct_desktop.monitor.schedule import Job, Schedule, jittered
from ct_desktop.monitor.surroundings import Change, watch_surroundings

_log = logging.getLogger(__name__)

_SINGLE_CALL_PROBLEMS = (ProblemKind.ACCOUNT_NOT_FOUND, ProblemKind.BAD_REQUEST)
"""Problems of one account or one call, not of a link."""

ATTEMPT_LIMIT = 60.0
"""Seconds after which a question is given up that should long have ended by limits of its own."""

STOP_SPACING = 8.0
"""Seconds between an answer about the brokers and the next question out of turn."""

RETURN_SPACING = 12.0
"""The same between two lists of accounts, while only these say that a broker is lost."""

BEGIN_AGAIN_AFTER = (2.0, 60.0)
"""Seconds until watching begins again after a fault in this app: at first, and at most."""

Ask = Callable[[CrossTrade], Awaitable[None]]

Watch = Callable[[Clock, Callable[[Change], None]], Awaitable[None]]
"""Tells changes of the surroundings, until cancelled."""


class Monitor:
    """Watches one connection. Owns the newest :class:`MonitorState`; run it as one task.

    ``changed`` tells every new state. All methods belong to the event loop's thread.
    """

    def __init__(
        self, connection: Connection, *, clock: Clock, surroundings: Watch = watch_surroundings
    ) -> None:
        self.changed: Listeners[MonitorState] = Listeners()
        self._connection = connection
        self._clock = clock
        self._chain_watch = ChainWatch(connection)
        self._figures = Figures(clock=clock, note_answer=self._note_answer)
        self._surroundings = surroundings
        self._progress: CheckProgress[Ask] = CheckProgress({})
        self._under_way: set[asyncio.Task[None]] = set()
        self._pacing = Pacing(self._figures, self._chain_watch)
        self._schedule = Schedule()
        self._rests_until = 0.0
        self._next_check_at: Moment | None = None
        self._checking = False
        self._check_requested = False
        self._was_broken = False
        self._wake = asyncio.Event()

    @property
    def state(self) -> MonitorState:
        """The newest state."""
        return MonitorState(
            snapshot=self._figures.snapshot,
            chain=self._chain_watch.chain,
            sign_in=self._connection.sign_in,
            next_check_at=self._next_check_at,
            budget=RequestBudget(
                self._connection.calls_last_minute(),
                self._reason(self._clock.now()),
                self.rules.calls_a_minute,
                balance_round=self._figures.balance_round,
                all_at_once=self._figures.all_at_once,
            ),
            checking=self._checking,
        )

    @property
    def rules(self) -> WatchingRules:
        """What the trader says of watching."""
        return self._pacing.rules

    def set_watched(self, watched: bool) -> None:
        """Ask less often while nobody can see the figures."""
        if watched != self._pacing.watched:
            self._pacing.watched = watched
            self._wake.set()

    def set_rules(self, rules: WatchingRules) -> None:
        """Watch by these rules from now on."""
        if rules != self.rules:
            self._pacing.rules = rules
            self._wake.set()
            self._publish()

    def check_now(self) -> None:
        """Have :meth:`run` check everything as soon as it can, without waiting for its turn."""
        self._check_requested = True
        self._wake.set()

    def forget(self) -> None:
        """Drop every figure: the next sign-in may be another trader's."""
        self._figures.forget()
        self._chain_watch.forget()
        self._publish()

    async def run(self) -> None:
        """Watch until cancelled. A fault in this app is shown, and watching begins again."""
        unsubscribe = self._connection.changed.subscribe(self._on_sign_in)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._run_again_and_again())
                group.create_task(self._watch_surroundings())
        finally:
            unsubscribe()

    async def _run_again_and_again(self) -> None:
        shortest, longest = BEGIN_AGAIN_AFTER
        pause = shortest
        while True:
            began = self._clock.now()
            try:
                await self._wait_until_signed_in()
                await self.check_everything()
                self._chain_watch.forget_stumble(self._run_again_and_again)
                await self._watch()
            except Exception:
                if self._clock.now().seconds_since(began) > longest:
                    pause = shortest
                _log.exception("Watching failed; it begins again in %.0f s", pause)
                self._note_stumble(self._run_again_and_again)
                await asyncio.sleep(pause)
                pause = min(2 * pause, longest)

    async def _watch_surroundings(self) -> None:
        try:
            await self._surroundings(self._clock, self._on_change)
        except Exception:
            # Everything still comes back without it, only later.
            _log.exception("Sleep and changes of network are no longer noticed")

    def _on_change(self, change: Change) -> None:
        """Ask anew at once: what still waits for an answer waits on a connection of before."""
        _log.info("Checking everything: %s", change)
        for task in tuple(self._under_way):
            task.cancel()
        self.check_now()

    async def check_everything(self) -> MonitorState:
        """Ask once for everything, side by side, and say what came of it.

        This is the whole of the command line's ``status``, and the window's first round.
        """
        self._check_requested = self._was_broken = False
        if not self._is_signed_in:
            self._publish()
            return self.state
        questions = self._all_questions()
        self._checking = True
        self._progress = CheckProgress(questions)
        self._publish()
        try:
            await self._ask_side_by_side(questions)
        finally:
            self._checking = False
            self._progress = CheckProgress({})
        self._schedule.begin_after_check(self._clock.now())
        self._publish()
        return self.state

    def _all_questions(self) -> dict[Ask, frozenset[LinkName]]:
        """All that is asked in a check, each with the links that its answer tells of."""
        figures = self._figures
        return {
            figures.ask_positions: frozenset({*FORWARDED, LinkName.PRICES}),
            figures.ask_accounts_and_balances: frozenset({*FORWARDED, LinkName.BROKERS}),
            figures.ask_capabilities: frozenset({*CARRIERS, LinkName.ADDON, LinkName.NT8}),
            figures.ask_connections: frozenset({*FORWARDED, LinkName.BROKERS}),
            figures.ask_self_test: frozenset({*CARRIERS, LinkName.ADDON}),
            figures.ask_tools: frozenset({LinkName.NT8}),
        }

    async def read_accounts(self) -> Snapshot:
        """Read every account with its balance and the positions, once. Raises ``CallFailed``.

        This is the whole of the command line's ``accounts``.
        """
        await self._connection.call(self._figures.ask_positions)
        await self._connection.call(self._figures.ask_accounts)
        await self._connection.call(self._figures.ask_every_balance)
        return self._figures.snapshot

    @property
    def _is_signed_in(self) -> bool:
        return self._connection.sign_in.state is SignInState.SIGNED_IN

    def _ask(self, job: Job) -> Ask:
        figures = self._figures
        return {
            Job.POSITIONS: figures.ask_positions,
            Job.BALANCES: figures.ask_balances,
            Job.CONNECTIONS: figures.ask_connections,
            Job.ACCOUNTS: figures.ask_accounts,
            Job.ORDERS: figures.ask_orders,
            Job.FILLS: figures.ask_fills,
            Job.FACTS: figures.ask_missing_facts,
        }[job]

    async def _watch(self) -> None:
        """Keep every figure fresh until the sign-in ends."""
        while self._is_signed_in:
            if self._link_to_probe is not None:
                await self._probe_until_mended()
            elif self._check_requested or self._was_broken:
                # Whatever was mended may have come back with other versions, tools and accounts.
                await self.check_everything()
            else:
                await self._run_due_jobs()

    @property
    def _link_to_probe(self) -> Link | None:
        """The link of which only the end of its trouble is watched for, if there is one.

        A broken one, or CrossTrade while it wants to be asked less often.
        """
        chain = self._chain_watch.chain
        at_limit = (link for link in chain.links if _is_rate_limited(link.problem))
        return chain.first_broken or next(at_limit, None)

    async def _run_due_jobs(self) -> None:
        """Ask for what is due, or wait until something is."""
        now = self._clock.now()
        if now.steady < self._rests_until:
            await self._sleep(self._rests_until - now.steady)
            return
        pace = self._pacing.pace(now)
        if pace != self._schedule.pace:
            self._schedule.set_pace(pace)
            self._publish()
        self._hurry_after_a_fill(now)
        self._hurry_after_a_stop(now)
        self._hurry_after_a_return(now)
        due = self._schedule.take_due(
            now, self._connection.calls_last_minute(), self.rules.calls_a_minute
        )
        if not due:
            await self._sleep(self._schedule.seconds_to_next(now))
            return
        await self._ask_side_by_side([self._ask(job) for job in due])

    def _reason(self, now: Moment) -> AskingReason:
        """Why CrossTrade is asked as often as it is."""
        if not self._is_signed_in:
            return AskingReason.NOT_SIGNED_IN
        broken = self._link_to_probe
        if now.steady < self._rests_until or (broken and _is_rate_limited(broken.problem)):
            return AskingReason.TOLD_TO_WAIT
        if broken is not None:
            return AskingReason.PROBING
        return self._pacing.reason(now)

    def _has_room(self) -> bool:
        """Whether one more question than the pace asks for stays within the trader's budget."""
        return len(self._connection.calls_last_minute()) < self.rules.calls_a_minute

    def _hurry_after_a_fill(self, now: Moment) -> None:
        """A position that changed had a fill, which leaves other orders and balances: ask now.

        So too when none were read yet. Only where this app's own budget has room; else it waits
        for room, or for its turn.
        """
        figures = self._figures
        if figures.orders_may_differ and self._has_room():
            figures.orders_may_differ = False
            self._schedule.hurry(now, Job.ORDERS, Job.FILLS, Job.BALANCES)

    def _hurry_after_a_stop(self, now: Moment) -> None:
        """An instrument that moved at every look stands still: its broker may be gone, so ask."""
        watch, connections = self._figures.price_watch, self._figures.snapshot.connections
        if not watch.some_just_stopped or watch.seen_at is None or connections is None:
            return
        age = watch.seen_at.seconds_since(connections.fetched_at)
        if age >= STOP_SPACING and self._has_room():
            self._schedule.hurry(now, Job.CONNECTIONS)

    def _hurry_after_a_return(self, now: Moment) -> None:
        """A broker is up again by what was read last, and older accounts say otherwise: ask.

        That comes on top of the budget once; where they go on to say so, it waits for room.
        """
        figures = self._figures
        connections, accounts = figures.snapshot.connections, figures.snapshot.accounts
        came_back, figures.broker_came_back = figures.broker_came_back, False
        if connections is None or accounts is None:
            return
        if connections.fetched_at.steady < accounts.fetched_at.steady:
            return
        if not only_accounts_say_lost(connections.value, accounts.value):
            return
        if came_back:
            self._schedule.put_first(Job.ACCOUNTS)
        elif now.seconds_since(accounts.fetched_at) >= RETURN_SPACING:
            self._schedule.hurry(now, Job.ACCOUNTS)

    async def _probe_until_mended(self) -> None:
        """While a link is broken: one probe after another, evenly or when the server says.

        A check that the trader asks for looks at everything, step by step.
        """
        while self._is_signed_in and (broken := self._link_to_probe) is not None:
            self._was_broken |= broken.state is LinkState.BROKEN
            wait = jittered(self.rules.probe_interval)
            if broken.problem is not None and broken.problem.retry_after is not None:
                wait = max(wait, broken.problem.retry_after)
            if not self._check_requested:
                now = self._clock.now()
                self._next_check_at = Moment(now.utc, now.steady + wait)
                self._publish()
                await self._sleep(wait)
                self._next_check_at = None
            if self._check_requested:
                await self.check_everything()
            else:
                await self._ask_side_by_side(self._probes(broken.name))

    def _probes(self, broken: LinkName) -> tuple[Ask, ...]:
        """The least that shows whether the broken link is mended."""
        figures = self._figures
        if broken in (LinkName.ADDON, LinkName.NT8):
            return (figures.ask_positions, figures.ask_capabilities)
        if broken is LinkName.BROKERS:
            return (figures.ask_positions, figures.ask_connections)
        return (figures.ask_positions,)

    async def _ask_side_by_side(self, asks: Iterable[Ask]) -> None:
        """Ask all; a change of the surroundings gives up what has no answer yet."""
        async with asyncio.TaskGroup() as group:
            for ask in asks:
                task = group.create_task(self._attempt(ask))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)

    async def _attempt(self, ask: Ask) -> None:
        """Ask one question; whatever comes of it becomes part of the state."""
        try:
            async with asyncio.timeout(ATTEMPT_LIMIT):
                try:
                    await self._connection.call(ask)
                    self._chain_watch.forget_stumble(ask)
                except CallFailed as failure:
                    await self._note_failure(failure)
        except TimeoutError:
            self._note_trouble(problem(ProblemKind.NO_ANSWER))
        except Exception:
            _log.exception("A question could not be asked, or its answer not be taken")
            self._note_stumble(ask)
        self._progress.finish(ask)
        self._publish()

    async def _note_failure(self, failure: CallFailed) -> None:
        kind = failure.problem.kind
        if kind in _SINGLE_CALL_PROBLEMS:
            _log.info("A call was refused: %s", kind)
            self._schedule.put_first(Job.ACCOUNTS)
            return
        if kind is ProblemKind.RATE_LIMITED:
            # Another answer may come at the same time, and the wait holds all the same.
            wait = failure.problem.retry_after or self.rules.probe_interval
            self._rests_until = self._clock.now().steady + wait
        cause = await find_cause(self._connection, failure)
        self._note_trouble(cause.problem)

    def _note_answer(self, proved: tuple[LinkName, ...], now: Moment) -> None:
        self._chain_watch.note_answer(proved, now)
        self._progress.note_answer(proved)

    def _note_trouble(self, trouble: Problem) -> None:
        if self._connection.is_changing_scope:
            # Calls are held back and given up meanwhile, which says nothing of any link.
            return
        self._chain_watch.note_trouble(trouble, self._clock.now())
        self._progress.note_failure(trouble.link)
        # Another answer on the way may mend it before anybody looks at the chain.
        self._was_broken |= trouble.severity is Severity.BROKEN

    def _note_stumble(self, question: Hashable) -> None:
        self._chain_watch.note_stumble(question, self._clock.now())
        self._publish()

    async def _wait_until_signed_in(self) -> None:
        while not self._is_signed_in:
            self._publish()
            await self._wait_for_wake()

    async def _sleep(self, seconds: float) -> None:
        """Wait, unless the trader or the sign-in has something that cannot."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds)):
                before = (self._pacing.watched, self.rules)
                while self._is_signed_in and not self._check_requested:
                    await self._wait_for_wake()
                    if (self._pacing.watched, self.rules) != before:
                        return

    async def _wait_for_wake(self) -> None:
        await self._wake.wait()
        self._wake.clear()

    def _on_sign_in(self, _sign_in: SignIn) -> None:
        self._publish()
        self._wake.set()

    def _publish(self) -> None:
        self._figures.follow(self._schedule.pace, self.rules)
        self._chain_watch.rebuild(
            self._figures, self._clock.now(), examined=self._progress.under_way
        )
        self.changed.emit(self.state)


def _is_rate_limited(trouble: Problem | None) -> bool:
    return trouble is not None and trouble.kind is ProblemKind.RATE_LIMITED
