"""Link spans, in and out of SQLite."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from ct_desktop.core.activity import LinkSpan
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.history.timestamps import from_timestamp, to_timestamp


def save_spans(connection: sqlite3.Connection, spans: Iterable[LinkSpan]) -> None:
    """Write stretches; one of the same link and beginning takes the place of what it was."""
    connection.executemany(
        "INSERT INTO spans (link, state, began, ended) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (link, began) DO UPDATE SET state = excluded.state, ended = excluded.ended",
        [
            (span.link.value, span.state.value, to_timestamp(span.began), to_timestamp(span.ended))
            for span in spans
        ],
    )


def read_spans(
    connection: sqlite3.Connection, since: datetime, until: datetime
) -> tuple[LinkSpan, ...]:
    """The stretches within the time, cut to it: by link, then in order."""
    begin, end = to_timestamp(since), to_timestamp(until)
    spans = [
        LinkSpan(
            LinkName(link),
            LinkState(state),
            from_timestamp(max(began, begin)),
            from_timestamp(min(ended, end)),
        )
        for link, state, began, ended in connection.execute(
            "SELECT link, state, began, ended FROM spans WHERE ended > ? AND began < ? "
            "ORDER BY began",
            (begin, end),
        )
        if link in _LINKS and state in _STATES
    ]
    return tuple(sorted(spans, key=lambda span: _LINKS[span.link]))


def prune_spans(connection: sqlite3.Connection, oldest: datetime, count: int) -> None:
    """Delete what ended before ``oldest`` and what is too much."""
    connection.execute("DELETE FROM spans WHERE ended < ?", (to_timestamp(oldest),))
    connection.execute("DELETE FROM spans WHERE id <= (SELECT max(id) FROM spans) - ?", (count,))


def delete_spans(connection: sqlite3.Connection) -> None:
    """Delete all of them."""
    connection.execute("DELETE FROM spans")


_LINKS = {link.value: place for place, link in enumerate(LinkName)}
_STATES = {state.value for state in LinkState}
