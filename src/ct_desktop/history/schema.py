"""The tables of the history, and how a file of an earlier version becomes one of this version.

Times are whole microseconds since 1970 in UTC. A table a concern: what comes later gets its own,
by a migration at the end of the list.
"""

import sqlite3

APPLICATION_ID = 0x43544448
"""``CTDH``, by which SQLite files tell whose they are."""

_MIGRATIONS = (
    """
    CREATE TABLE entries (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        detail TEXT NOT NULL,
        link TEXT,
        state TEXT,
        problem_kind TEXT,
        cause TEXT NOT NULL,
        ended_at INTEGER,
        ended_by TEXT NOT NULL
    );
    CREATE INDEX entries_by_time ON entries (at);
    CREATE INDEX faults_by_end ON entries (ended_at) WHERE kind = 'fault';

    CREATE TABLE steps (
        entry INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        at INTEGER NOT NULL,
        state TEXT NOT NULL,
        title TEXT NOT NULL,
        evidence TEXT NOT NULL,
        PRIMARY KEY (entry, number)
    ) WITHOUT ROWID;

    CREATE TABLE spans (
        id INTEGER PRIMARY KEY,
        link TEXT NOT NULL,
        state TEXT NOT NULL,
        began INTEGER NOT NULL,
        ended INTEGER NOT NULL,
        UNIQUE (link, began)
    );
    CREATE INDEX spans_by_end ON spans (ended);
    """,
    """
    CREATE TABLE peaks (
        account TEXT NOT NULL,
        kind TEXT NOT NULL,
        session TEXT NOT NULL,
        balance REAL NOT NULL,
        at INTEGER,
        source TEXT NOT NULL,
        PRIMARY KEY (account, kind)
    ) WITHOUT ROWID;

    CREATE TABLE equity_series (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        UNIQUE (kind, name)
    );
    CREATE TABLE equity (
        series INTEGER NOT NULL REFERENCES equity_series (id) ON DELETE CASCADE,
        minute INTEGER NOT NULL,
        at INTEGER NOT NULL,
        balance REAL NOT NULL,
        PRIMARY KEY (series, minute)
    ) WITHOUT ROWID;
    """,
    "ALTER TABLE equity ADD COLUMN held_until INTEGER;",
)
"""Each brings a file from the version that is its place in this list to the next."""

VERSION = len(_MIGRATIONS)


class NotOurFileError(Exception):
    """The file is a sound SQLite file, but not a history."""


class NewerFileError(Exception):
    """The file was written by a later version of the app."""


def version_of(connection: sqlite3.Connection) -> int:
    """The schema's version, 0 for a new file. Changes nothing.

    Raises :class:`NotOurFileError`, :class:`NewerFileError`.
    """
    application = _pragma(connection, "application_id")
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application != APPLICATION_ID and (application or tables):
        raise NotOurFileError
    version = _pragma(connection, "user_version")
    if version > VERSION:
        raise NewerFileError
    return version


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to this version, wholly or not at all. Nobody else may open it meanwhile."""
    for number in range(version_of(connection), VERSION):
        # One script, so that a process that is killed leaves either version, nothing in between.
        connection.executescript(
            f"BEGIN IMMEDIATE; {_MIGRATIONS[number]}"
            f"PRAGMA application_id = {APPLICATION_ID};"
            f"PRAGMA user_version = {number + 1}; COMMIT;"
        )


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)
