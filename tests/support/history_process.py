"""A process that writes a history. Run as a program: ``python history_process.py MODE PATH``.

``endless``: records entry after entry and prints the number of each once it was written.
``deleting``: fills the history and deletes it, over and over; prints the number of a fault that
stays open before and after each deletion.
``burst NAME COUNT``: records so many entries of that title, then ends.
``full``: records under a limit on the size of files, then without; prints what the history says of
itself each time.
"""

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ct_desktop.clock import SystemClock
from ct_desktop.core.activity import ActivityEntry, ActivityKind, LinkSpan
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.peaks import observe_balance
from ct_desktop.history import History


def entry(title: str) -> ActivityEntry:
    return ActivityEntry(0, ActivityKind.FAULT, datetime.now(UTC), title, "")


async def endless(history: History) -> None:
    began = datetime.now(UTC)
    number = 0
    while True:
        number += 1
        ended = began + timedelta(seconds=number)
        span = LinkSpan(LinkName.ADDON, LinkState.OK, began, ended)
        await history.save([entry(str(number))], [span])
        print(number, flush=True)


async def deleting(history: History) -> None:
    began = datetime.now(UTC)
    (open_fault,) = await history.save([entry("open")])
    await history.save_peaks([observe_balance(None, "Sim101", 50_000.0, began)])
    while True:
        await history.save([replace(entry("x" * 2000), ended_at=began) for _ in range(200)])
        await history.save([open_fault])
        print(open_fault.id, flush=True)
        await history.delete()
        print(open_fault.id, flush=True)


async def burst(history: History, name: str, count: str) -> None:
    for _ in range(int(count)):
        await history.save([entry(name)])


async def full(history: History) -> None:
    import resource  # noqa: PLC0415 - POSIX has it alone

    await history.record(entry("before"))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
    while await history.record(entry("x" * 10_000)) is not None:
        pass
    print(history.trouble, flush=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    saved = await history.record(entry("after"))
    print(saved is not None and saved.title, history.trouble, flush=True)


async def main(mode: str, path: str, *more: str) -> None:
    history = History(Path(path), clock=SystemClock())
    try:
        if mode == "endless":
            await endless(history)
        elif mode == "deleting":
            await deleting(history)
        elif mode == "burst":
            await burst(history, *more)
        else:
            await full(history)
    finally:
        await history.aclose()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
