"""The history's file: opened when first needed, begun anew when it is damaged.

Blocking, and for one thread alone.
"""

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from ct_desktop.core import wording_activity as words
from ct_desktop.history.errors import HistoryError
from ct_desktop.history.schema import NewerFileError, NotOurFileError, migrate, version_of
from ct_desktop.private_folder import make_private_folder

_log = logging.getLogger(__name__)

T = TypeVar("T")

_BUSY_TIMEOUT = 2.0
"""Seconds to wait for another process that is writing."""

_LOCK_TIMEOUT = 3.0
"""Seconds to wait for another process that is opening the file or setting it aside."""

_SIDE_FILES = ("", "-wal", "-shm")
"""What belongs to a database in WAL mode; without the log its newest rows are lost."""

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_REASONS = {
    sqlite3.SQLITE_FULL: words.HISTORY_DISK_FULL,
    sqlite3.SQLITE_READONLY: words.HISTORY_NOT_WRITABLE,
    sqlite3.SQLITE_CANTOPEN: words.HISTORY_NOT_WRITABLE,
    sqlite3.SQLITE_PERM: words.HISTORY_NOT_WRITABLE,
    sqlite3.SQLITE_BUSY: words.HISTORY_BUSY,
    sqlite3.SQLITE_LOCKED: words.HISTORY_BUSY,
}


class _DamagedError(Exception):
    """The file cannot be what it should be."""


class Database:
    """One SQLite file. ``notice`` is for the trader, where a damaged file was set aside."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self.notice: str | None = None

    def run(self, job: Callable[[sqlite3.Connection], T], *, writes: bool) -> T:
        """What ``job`` gives, done in a transaction of its own. Raises ``HistoryError``.

        Where the file turns out damaged, it is set aside and the job done once more in a new one.
        """
        with _as_history_error():
            try:
                return self._run(job, writes=writes)
            except _DamagedError:
                self._set_aside()
                return self._run(job, writes=writes)

    def size(self) -> int:
        """Bytes on the disk, with the damaged files that were set aside. Raises ``HistoryError``.

        The file is not opened for it.
        """
        with _as_history_error():
            return sum(_size(path) for path in (*self._own_files(), *self._files_set_aside()))

    def compact(self) -> None:
        """Give back to the disk what was deleted, so that nothing of it is left in the file.

        Raises ``HistoryError``.
        """
        with _as_history_error():
            connection = self._opened()
            try:
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            except sqlite3.Error:
                self.close()
                raise

    def delete_set_aside(self) -> None:
        """Delete the damaged files that were set aside. Raises ``HistoryError``."""
        with _as_history_error():
            for path in self._files_set_aside():
                path.unlink(missing_ok=True)
        self.notice = None

    def close(self) -> None:
        """Let go of the file; the next job opens it again."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()

    def _run(self, job: Callable[[sqlite3.Connection], T], *, writes: bool) -> T:
        try:
            connection = self._opened()
            with _transaction(connection, writes=writes):
                return job(connection)
        except NotOurFileError as error:
            raise _DamagedError from error
        except sqlite3.Error as error:
            # After most errors a connection is of no more use, and a new one costs little.
            self.close()
            if _code(error) in _DAMAGED:
                raise _DamagedError from error
            raise

    def _opened(self) -> sqlite3.Connection:
        """The connection; a new one where another file has taken the path meanwhile."""
        if self._connection is not None and self._identity != _identity(self._path):
            self.close()
        if self._connection is None:
            make_private_folder(self._path.parent)
            with self._locked():
                self._connection = self._open()
        return self._connection

    def _open(self) -> sqlite3.Connection:
        self._make_private()
        self._identity = _identity(self._path)
        connection = sqlite3.connect(self._path, timeout=_BUSY_TIMEOUT, isolation_level=None)
        try:
            connection.text_factory = _text
            version_of(connection)  # before anything is changed in a file that is not ours
            connection.execute("PRAGMA journal_mode = WAL")
            # With WAL this loses nothing to a kill, and to a power cut the last moments at most.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            # KiB of pages in memory; SQLite's own two megabytes fill up in the course of a day.
            connection.execute("PRAGMA cache_size = -512")
            migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _own_files(self) -> tuple[Path, ...]:
        return tuple(Path(f"{self._path}{ending}") for ending in _SIDE_FILES)

    def _files_set_aside(self) -> tuple[Path, ...]:
        return tuple(self._path.parent.glob(f"{self._path.stem}.broken-*{self._path.suffix}*"))

    def _make_private(self) -> None:
        """Make the file before SQLite would, so that it is nobody else's at any time.

        The log files beside it get the same mode. One that exists is not opened here: to close it
        again would drop the locks that this process has on it (sqlite.org/howtocorrupt.html, 2.2).
        """
        try:
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            if self._path.is_file():
                self._path.chmod(0o600)

    def _set_aside(self) -> None:
        """Rename the damaged file, unless another process has done so already."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
        aside = self._path.with_name(f"{self._path.stem}.broken-{now}{self._path.suffix}")
        with self._locked():
            if _identity(self._path) != self._identity:
                return
            for ending in _SIDE_FILES:
                with suppress(FileNotFoundError):
                    Path(f"{self._path}{ending}").rename(f"{aside}{ending}")
        self.notice = words.history_set_aside(aside.name)
        _log.warning("%s", self.notice)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with FileLock(self._path.with_name(f".{self._path.name}.lock"), timeout=_LOCK_TIMEOUT):
            yield


@contextmanager
def _as_history_error() -> Iterator[None]:
    try:
        yield
    except _DamagedError as damaged:
        raise HistoryError(words.HISTORY_DAMAGED) from damaged
    except NewerFileError as newer:
        raise HistoryError(words.HISTORY_NEWER) from newer
    except Timeout as busy:
        raise HistoryError(words.HISTORY_BUSY) from busy
    except sqlite3.Error as error:
        reason = _REASONS.get(_code(error), words.HISTORY_NOT_USABLE)
        raise HistoryError(reason) from error
    except OSError as error:
        raise HistoryError(words.HISTORY_NOT_WRITABLE) from error


@contextmanager
def _transaction(connection: sqlite3.Connection, *, writes: bool) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # what went wrong first is what counts
            connection.execute("ROLLBACK")
        raise


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code, 0 where the error is the module's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells one file from another at the same path."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return (found.st_dev, found.st_ino)


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")
