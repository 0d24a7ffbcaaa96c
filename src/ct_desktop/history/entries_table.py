"""Entries and their steps, in and out of SQLite."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from ct_desktop.core.activity import ActivityEntry, ActivityKind, ActivityStep
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.history.timestamps import from_timestamp, to_timestamp

_COLUMNS = "id, at, kind, title, detail, link, state, problem_kind, cause, ended_at, ended_by"
_MARKS = ", ".join("?" * 11)

_SAVE = (
    f"INSERT INTO entries ({_COLUMNS}) VALUES ({_MARKS}) ON CONFLICT (id) DO UPDATE SET "  # noqa: S608 - constants
    "at = excluded.at, kind = excluded.kind, title = excluded.title, detail = excluded.detail, "
    "link = excluded.link, state = excluded.state, problem_kind = excluded.problem_kind, "
    "cause = excluded.cause, ended_at = excluded.ended_at, ended_by = excluded.ended_by "
    "RETURNING id"
)

# What began in the time, and the faults that began before and lasted into it.
_IN_TIME = (
    "SELECT id FROM entries WHERE at >= :since AND at < :until "
    "UNION SELECT id FROM entries WHERE kind = 'fault' AND at < :since "
    "AND (ended_at > :since OR ended_at IS NULL)"
)
_ENTRIES = f"SELECT {_COLUMNS} FROM entries"  # noqa: S608 - a constant, as all that follow
_STEPS = "SELECT entry, at, state, title, evidence FROM steps"

_OPEN_FAULTS = "SELECT id FROM entries WHERE kind = 'fault' AND ended_at IS NULL"

_STARTED, _QUIT = ActivityKind.APP_STARTED.value, ActivityKind.APP_QUIT.value
_LAST_START_OR_QUIT = (
    "SELECT id FROM entries WHERE kind IN (?, ?) ORDER BY at DESC, id DESC LIMIT 1"
)
_DELETE = (
    f"DELETE FROM entries WHERE id NOT IN ({_OPEN_FAULTS}) "  # noqa: S608 - constants
    f"AND (kind != ? OR id IS NOT ({_LAST_START_OR_QUIT}))"
)

_END_FAULT = """
    UPDATE entries SET ended_by = ?, ended_at = max(
        at,
        coalesce((SELECT max(steps.at) FROM steps WHERE steps.entry = entries.id), at),
        coalesce(
            (
                SELECT max(spans.ended) FROM spans
                WHERE spans.link = entries.link AND spans.state = entries.state
            ),
            at
        )
    ) WHERE id = ?
"""


def save_entry(connection: sqlite3.Connection, entry: ActivityEntry) -> ActivityEntry:
    """Write ``entry``, a new one where its ``id`` is 0; with the ``id`` that it has now."""
    (number,) = connection.execute(
        _SAVE,
        (
            entry.id or None,
            to_timestamp(entry.at),
            entry.kind.value,
            _sound(entry.title),
            _sound(entry.detail),
            entry.link and entry.link.value,
            entry.state and entry.state.value,
            entry.problem_kind,
            _sound(entry.cause),
            entry.ended_at and to_timestamp(entry.ended_at),
            _sound(entry.ended_by),
        ),
    ).fetchone()
    if entry.id:
        connection.execute("DELETE FROM steps WHERE entry = ?", (number,))
    connection.executemany(
        "INSERT INTO steps (entry, number, at, state, title, evidence) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                number,
                place,
                to_timestamp(step.at),
                step.state.value,
                _sound(step.title),
                _sound(step.evidence),
            )
            for place, step in enumerate(entry.steps)
        ],
    )
    return replace(entry, id=number)


def read_entries(
    connection: sqlite3.Connection, since: datetime, until: datetime, limit: int
) -> tuple[ActivityEntry, ...]:
    """The newest ``limit`` entries of the time and faults that reach into it, newest first."""
    time = {"since": to_timestamp(since), "until": to_timestamp(until), "limit": limit}
    rows = connection.execute(
        f"{_ENTRIES} WHERE id IN ({_IN_TIME}) ORDER BY at DESC, id DESC LIMIT :limit", time
    ).fetchall()
    steps = connection.execute(f"{_STEPS} WHERE entry IN ({_IN_TIME}) ORDER BY entry, number", time)
    return _entries(rows, steps)


def end_open_faults(connection: sqlite3.Connection, ended_by: str) -> tuple[ActivityEntry, ...]:
    """End every fault that is open, at the moment up to which it is known to have lasted."""
    ended: list[ActivityEntry] = []
    for (number,) in connection.execute(_OPEN_FAULTS).fetchall():
        connection.execute(_END_FAULT, (ended_by, number))
        row = connection.execute(f"{_ENTRIES} WHERE id = ?", (number,))
        steps = connection.execute(f"{_STEPS} WHERE entry = ? ORDER BY number", (number,))
        ended += _entries(row, steps)
    return tuple(ended)


def was_closed(connection: sqlite3.Connection) -> bool:
    """Whether the last run of the app was closed, rather than ended in some other way."""
    row = connection.execute(
        f"SELECT kind FROM entries WHERE id = ({_LAST_START_OR_QUIT})",  # noqa: S608 - a constant
        (_STARTED, _QUIT),
    ).fetchone()
    return row is None or row[0] == _QUIT


def prune_entries(connection: sqlite3.Connection, oldest: datetime, count: int) -> None:
    """Delete what is older than ``oldest`` and what is too much; open faults stay however old."""
    connection.execute(
        "DELETE FROM entries WHERE at < ? AND NOT (kind = 'fault' AND ended_at IS NULL)",
        (to_timestamp(oldest),),
    )
    connection.execute(
        "DELETE FROM entries WHERE id <= (SELECT max(id) FROM entries) - ?", (count,)
    )


def delete_entries(connection: sqlite3.Connection) -> None:
    """Delete all but what is going on: open faults, and the start of a run that has no end yet."""
    connection.execute(_DELETE, (_STARTED, _STARTED, _QUIT))


def _sound(text: str) -> str:
    """``text`` without halves of characters, which JSON can bring and no file can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _entries(rows: Iterable[Any], step_rows: Iterable[Any]) -> tuple[ActivityEntry, ...]:
    steps: dict[int, list[ActivityStep]] = defaultdict(list)
    for number, at, state, title, evidence in step_rows:
        if state in _STATES:
            steps[number].append(ActivityStep(from_timestamp(at), _STATES[state], title, evidence))
    return tuple(
        _entry(row, tuple(steps[row[0]]) if row[0] in steps else ())
        for row in rows
        if row[2] in _KINDS
    )


# A later version of the app may have written kinds, links and states that this one does not know.
_KINDS = {kind.value: kind for kind in ActivityKind}
_LINKS = {link.value: link for link in LinkName}
_STATES = {state.value: state for state in LinkState}


def _entry(row: Any, steps: tuple[ActivityStep, ...]) -> ActivityEntry:
    number, at, kind, title, detail, link, state, problem_kind, cause, ended_at, ended_by = row
    return ActivityEntry(
        id=number,
        kind=_KINDS[kind],
        at=from_timestamp(at),
        title=title,
        detail=detail,
        link=_LINKS.get(link),
        state=_STATES.get(state),
        problem_kind=problem_kind,
        cause=cause,
        ended_at=None if ended_at is None else from_timestamp(ended_at),
        ended_by=ended_by,
        steps=steps,
    )
