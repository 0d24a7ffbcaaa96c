"""The history when its file, its disk or its process fails, and when two processes share it."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ct_desktop.clock import SystemClock
from ct_desktop.core import wording_activity as words
from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.history import History, HistoryError
from ct_desktop.history.database import Database
from ct_desktop.history.entries_table import save_entry
from ct_desktop.history.schema import APPLICATION_ID, VERSION
from support import history_process
from support.child_process import stop_process

PROGRAM = str(Path(history_process.__file__))


def entry(title: str = "Signed in") -> ActivityEntry:
    return ActivityEntry(0, ActivityKind.SIGNED_IN, datetime.now(UTC), title, "")


async def titles(history: History) -> list[str]:
    now = datetime.now(UTC)
    found = await history.entries(now - timedelta(days=1), now + timedelta(days=1))
    return [one.title for one in found]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


@pytest.fixture
async def history(path: Path) -> AsyncIterator[History]:
    history = History(path, clock=SystemClock())
    yield history
    await history.aclose()


def set_aside(path: Path) -> list[Path]:
    return sorted(path.parent.glob("history.broken-*.sqlite3"))


# A damaged file


@pytest.mark.parametrize(
    "content", [b"not a database, but long enough to be one " * 40, b"\0" * 999]
)
async def test_a_file_that_is_none_is_kept_under_another_name(
    path: Path, history: History, content: bytes
) -> None:
    await asyncio.to_thread(path.write_bytes, content)
    assert await history.record(entry()) is not None
    assert await titles(history) == ["Signed in"]
    (aside,) = set_aside(path)
    assert aside.read_bytes() == content
    assert history.notice == words.history_set_aside(aside.name)
    assert history.trouble is None


async def test_damage_that_is_found_later_begins_a_new_file(path: Path, history: History) -> None:
    await history.save([entry("x" * 3000) for _ in range(50)])
    await history.aclose()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 40_000)
    assert await history.record(entry("after")) is not None
    assert await titles(history) == ["after"]
    assert len(set_aside(path)) == 1


async def test_another_programs_database_is_not_written_to(path: Path, history: History) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
        other.execute("INSERT INTO recipes VALUES ('soup')")
    other.close()
    assert await history.record(entry()) is not None
    (aside,) = set_aside(path)
    with sqlite3.connect(aside) as kept:
        assert kept.execute("SELECT name FROM recipes").fetchone() == ("soup",)
    kept.close()


async def test_a_later_versions_file_is_left_as_it_is(path: Path, history: History) -> None:
    with sqlite3.connect(path) as later:
        later.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        later.execute(f"PRAGMA user_version = {VERSION + 1}")
    later.close()
    content = await asyncio.to_thread(path.read_bytes)
    assert await history.record(entry()) is None
    assert history.trouble == words.HISTORY_NEWER
    assert await asyncio.to_thread(path.read_bytes) == content
    assert not set_aside(path)


async def test_what_a_later_version_may_have_written_is_left_out(
    path: Path, history: History
) -> None:
    await history.record(entry())
    with sqlite3.connect(path) as later:
        later.execute(
            "INSERT INTO entries SELECT 99, at, 'order_filled', title, '', 'moon', 'odd', "
            "NULL, '', NULL, '' FROM entries"
        )
        later.execute("INSERT INTO spans VALUES (1, 'moon', 'ok', 0, 1)")
    later.close()
    assert await titles(history) == ["Signed in"]
    assert await history.spans(datetime(1969, 1, 1, tzinfo=UTC), datetime.now(UTC)) == ()


async def test_a_file_that_somebody_deleted_is_made_anew(path: Path, history: History) -> None:
    await history.record(entry("before"))
    for file in path.parent.glob("history.sqlite3*"):
        file.unlink()
    await history.record(entry("after"))
    assert await titles(history) == ["after"]


# A disk that does not do


async def test_a_folder_that_cannot_be_made_is_said_and_mended(tmp_path: Path) -> None:
    in_the_way = tmp_path / "profile"
    in_the_way.write_text("a file where a folder should be")
    history = History(in_the_way / "history.sqlite3", clock=SystemClock())
    assert await history.record(entry()) is None
    assert history.trouble == words.HISTORY_NOT_WRITABLE
    with pytest.raises(HistoryError, match="cannot be written"):
        await titles(history)
    in_the_way.unlink()
    assert await history.record(entry("after")) is not None
    assert await titles(history) == ["after"]
    await history.aclose()


async def test_a_folder_in_the_files_place_is_said(path: Path, history: History) -> None:
    await asyncio.to_thread(path.mkdir)
    assert await history.record(entry()) is None
    assert history.trouble == words.HISTORY_NOT_WRITABLE


async def test_trouble_is_logged_once(
    path: Path, history: History, caplog: pytest.LogCaptureFixture
) -> None:
    await asyncio.to_thread(path.mkdir)
    for _ in range(3):
        await history.record(entry())
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
        f"{words.HISTORY_NOT_WRITABLE} (OperationalError('unable to open database file'))"
    ]


def test_a_full_disk_is_named(path: Path) -> None:
    def fill(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count = 20")
        for _ in range(100):
            save_entry(connection, entry("x" * 3000))

    database = Database(path)
    with pytest.raises(HistoryError, match="the disk is full"):
        database.run(fill, writes=True)
    database.run(lambda connection: save_entry(connection, entry()), writes=True)
    database.close()


@pytest.mark.skipif(os.name != "posix", reason="only POSIX limits the size of files")
def test_a_disk_that_takes_no_more_is_said_and_recording_goes_on_when_it_does(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, PROGRAM, "full", str(path)], capture_output=True, timeout=60, check=False
    )
    said = done.stdout.decode().splitlines()
    assert said == [words.HISTORY_NOT_USABLE, "after None"], done.stderr.decode()
    assert not set_aside(path)


async def test_an_access_that_takes_too_long_is_given_up(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    await history.record(entry("before"))
    monkeypatch.setattr("ct_desktop.history.history._TIME_LIMIT", 0.1)
    hanging = threading.Event()
    worker = history._worker
    behind = asyncio.create_task(worker.run(lambda: hanging.wait(30), 30.0))
    try:
        await asyncio.sleep(0)
        assert await history.record(entry("never written")) is None
        assert history.trouble == words.HISTORY_SLOW
    finally:
        hanging.set()
        await behind
    monkeypatch.undo()
    assert await titles(history) == ["before"]
    assert history.trouble is None


# Processes


def start(mode: str, path: Path, *more: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, PROGRAM, mode, str(path), *more], stdout=subprocess.PIPE
    )


async def test_what_was_written_survives_a_kill(path: Path, history: History) -> None:
    process = await asyncio.to_thread(start, "endless", path)
    assert process.stdout is not None
    try:
        last = 0
        while last < 40:
            last = int(await asyncio.to_thread(process.stdout.readline))
        process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(process.wait, 10)
    finally:
        stop_process(process)
        process.stdout.close()
    found = [int(title) for title in await titles(history)]
    assert found == list(range(len(found), 0, -1)), "nothing is missing, nothing is half there"
    assert len(found) >= last
    assert not set_aside(path)
    (ended, *_) = await history.end_open_faults("not known")
    assert ended.ended_at is not None


async def test_two_processes_write_at_once_while_a_third_reads(
    path: Path, history: History
) -> None:
    writers = [start("burst", path, name, "60") for name in ("window", "command line")]
    try:
        while any(writer.poll() is None for writer in writers):
            await titles(history)
            await asyncio.sleep(0.01)
    finally:
        for writer in writers:
            stop_process(writer)
            assert writer.stdout is not None
            writer.stdout.close()
    assert [writer.returncode for writer in writers] == [0, 0]
    assert sorted(await titles(history)) == ["command line"] * 60 + ["window"] * 60


async def test_a_file_that_another_process_set_aside_is_left_behind(
    path: Path, history: History
) -> None:
    await history.record(entry("before"))
    aside = path.with_name("history.broken-by-another.sqlite3")
    for ending in ("", "-wal", "-shm"):
        await asyncio.to_thread(Path(f"{path}{ending}").rename, f"{aside}{ending}")
    await history.record(entry("after"))
    assert await titles(history) == ["after"]
