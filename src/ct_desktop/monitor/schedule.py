"""When each kind of figure is due, and which of what is due has room in the request budget."""

import random
from collections.abc import Iterable
from enum import StrEnum
from math import inf

from ct_desktop.core.moment import Moment
from ct_desktop.core.pace import JITTER, WATCHED, Pace
from ct_desktop.core.request_budget import Call, CallKind

_ROOM_INTERVAL = 1.0
"""Seconds between two looks whether there is room for what waits for it."""

_BALANCES_PUT_OFF = 2.8
"""Steps of the positions for which balances wait for room; their age limit allows for three."""


class Job(StrEnum):
    """The kinds of figure that are asked for again and again."""

    POSITIONS = "positions"
    BALANCES = "balances"
    CONNECTIONS = "connections"
    ACCOUNTS = "accounts"
    ORDERS = "orders"
    FILLS = "fills"
    FACTS = "facts"
    """Versions, features and self-test: once a session, so only while they are missing."""


class Schedule:
    """Owns the pace, and by it when each :class:`Job` is due; nothing is before the first check."""

    def __init__(self) -> None:
        self._pace = WATCHED
        self._asked_at: dict[Job, float] = {}
        self._due: dict[Job, float] = {}
        self._checked_at = 0.0

    @property
    def pace(self) -> Pace:
        """The pace in force."""
        return self._pace

    def begin_after_check(self, now: Moment) -> None:
        """Begin anew: everything was asked for by ``now``."""
        self._asked_at, self._checked_at = dict.fromkeys(Job, now.steady), now.steady
        # Spread, or what has the same step would be asked in bursts for ever.
        self._due = {
            job: now.steady + random.uniform(0.5, 1) * self._step(job)  # noqa: S311 - spreads load only
            for job in Job
        }

    def set_pace(self, pace: Pace) -> None:
        """Go at ``pace``: what a quicker one would have asked for by now is due at once."""
        self._pace = pace
        self._due = {job: self._asked_at[job] + jittered(self._step(job)) for job in Job}

    def hurry(self, now: Moment, *jobs: Job) -> None:
        """Have ``jobs`` due at ``now``, or since when they are."""
        self._due |= {job: min(self._due[job], now.steady) for job in jobs}

    def put_first(self, job: Job) -> None:
        """Have ``job`` due at once, and let it wait for no room."""
        self._due[job] = -inf

    def take_due(self, now: Moment, calls: Iterable[Call], calls_a_minute: int) -> list[Job]:
        """What is to be asked for at ``now``, which counts as asked; the rest waits for room.

        ``calls`` are those of the last minute, ``calls_a_minute`` is the trader's budget.
        """
        due = self._with_room(now, calls, calls_a_minute)
        for job in due:
            self._asked_at[job] = now.steady
            self._due[job] = now.steady + jittered(self._step(job))
        return due

    def seconds_to_next(self, now: Moment) -> float:
        """Seconds until something is due, or until it is time to look for room again."""
        waiting = self._waiting(now)
        soonest = min(self._due[job] for job in Job if job not in waiting)
        return min(soonest - now.steady, _ROOM_INTERVAL if waiting else inf)

    def _waiting(self, now: Moment) -> set[Job]:
        return {job for job in Job if self._due[job] <= now.steady}

    def _with_room(self, now: Moment, calls: Iterable[Call], calls_a_minute: int) -> list[Job]:
        """Those that are due and may be asked for now.

        What names faults never waits, and nothing waits so long that it would be stale. A check of
        everything comes on top: after it there is more to be fresh, not less.
        """
        pace, urgent = self._pace, {Job.POSITIONS}
        kinds = {CallKind.POSITIONS}
        if pace.connections_name_faults:
            urgent.add(Job.CONNECTIONS)
            kinds.add(CallKind.CONNECTIONS)
        made = sum(call.began > self._checked_at and call.kind not in kinds for call in calls)
        room = calls_a_minute - pace.urgent_calls_a_minute - made
        waiting = self._waiting(now)
        chosen = []
        for job in Job:
            if job in waiting:
                if job not in urgent:
                    late = now.steady - self._due[job]
                    if room <= 0 and late < self._longest_put_off(job):
                        continue
                    room -= 1
                chosen.append(job)
        return chosen

    def _longest_put_off(self, job: Job) -> float:
        """Seconds for which ``job`` may wait for room: its age limit allows for a little more."""
        if job is Job.BALANCES:
            return _BALANCES_PUT_OFF * self._pace.positions
        return self._step(job)

    def _step(self, job: Job) -> float:
        pace = self._pace
        return {
            Job.POSITIONS: pace.positions,
            Job.BALANCES: pace.balances,
            Job.CONNECTIONS: pace.connections,
            Job.ACCOUNTS: pace.accounts,
            Job.ORDERS: pace.orders,
            Job.FILLS: pace.fills,
            Job.FACTS: pace.positions,
        }[job]


def jittered(seconds: float) -> float:
    """``seconds`` or a little more, so that many clients do not ask in step."""
    return seconds * random.uniform(1, 1 + JITTER)  # noqa: S311 - spreads load only
