"""The machine's lock, between tasks and between real processes."""

import asyncio
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ct_desktop.file_lock import MachineLockError, machine_lock
from support.child_process import read_line, stop_process

HOLD_UNTIL_KILLED = """
import asyncio, sys
from pathlib import Path
from ct_desktop.file_lock import machine_lock

async def main():
    async with machine_lock(Path(sys.argv[1]), timeout=10):
        print("held", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""

COUNT = """
import asyncio, sys
from pathlib import Path
from ct_desktop.file_lock import machine_lock

async def main():
    counter = Path(sys.argv[2])
    for _ in range(10):
        async with machine_lock(Path(sys.argv[1]), timeout=30):
            number = int(counter.read_text())
            await asyncio.sleep(0)
            counter.write_text(str(number + 1))

asyncio.run(main())
"""


def start(script: str, *arguments: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        stdout=subprocess.PIPE,
    )


async def test_b27_processes_take_turns(tmp_path: Path) -> None:
    counter = tmp_path / "counter"
    counter.write_text("0")
    children = [start(COUNT, tmp_path / "lock", counter) for _ in range(3)]
    try:
        for child in children:
            assert await asyncio.to_thread(child.wait, 30) == 0
    finally:
        for child in children:
            stop_process(child)
            assert child.stdout is not None
            child.stdout.close()
    assert counter.read_text() == "30"


async def test_b27_a_killed_process_gives_the_lock_back(tmp_path: Path) -> None:
    path = tmp_path / "not yet there" / "lock"
    holder = start(HOLD_UNTIL_KILLED, path)
    assert holder.stdout is not None
    with holder.stdout:
        assert await asyncio.to_thread(read_line, holder.stdout.fileno(), 10) == b"held"
        with pytest.raises(MachineLockError, match="Close the other one"):
            async with machine_lock(path, timeout=0.2):
                pytest.fail("the lock was held twice")
        waiting = asyncio.create_task(hold(path))
        holder.kill()
        await asyncio.to_thread(holder.wait)
    await waiting


async def hold(path: Path) -> None:
    async with machine_lock(path, timeout=10):
        pass


async def test_b27_tasks_of_one_process_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    inside = 0

    async def enter() -> None:
        nonlocal inside
        async with machine_lock(path, timeout=10):
            inside += 1
            assert inside == 1
            await asyncio.sleep(0.001)
            inside -= 1

    async with asyncio.TaskGroup() as tasks:
        for _ in range(5):
            tasks.create_task(enter())


@pytest.mark.parametrize("turns", range(8))
async def test_a_cancelled_wait_leaves_the_lock_free(tmp_path: Path, turns: int) -> None:
    path = tmp_path / "lock"
    waiting = asyncio.create_task(hold(path))
    for _ in range(turns):  # cancel at different points of the way in
        await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])
    async with machine_lock(path, timeout=5):
        pass


async def test_the_lock_is_free_after_an_error_inside(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with pytest.raises(ZeroDivisionError):
        async with machine_lock(path, timeout=5):
            raise ZeroDivisionError
    async with machine_lock(path, timeout=5):
        pass


async def test_a_path_that_cannot_be_locked_says_what_to_check(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineLockError, match="Check that its folder"):
        async with machine_lock(tmp_path / "file" / "lock", timeout=1):
            pytest.fail("a lock in a file that is no folder")
    assert isinstance(MachineLockError(), TimeoutError)
