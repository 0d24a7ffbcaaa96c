"""A process of the app that is killed at its n-th step, for every n, and what the next one finds.

Run as a program: ``python killed_process.py SCENARIO SERVER_URL CONTROL_URL FOLDER``. Each attempt
is a process of its own, forked, which ends by ``SIGKILL``. A step is whatever comes before a task
goes on after an await, and before a call to the keychain. It prints one JSON line for each n:

``killed``: whether it came to that step; without, all of them have been gone through.
``renewals``: how many the server has done until the kill.
``found``: what the next start finds.
"""

import asyncio
import importlib
import json
import os
import signal
import sys
import traceback
import urllib.request
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx

from ct_desktop.clock import SystemClock
from ct_desktop.connection.errors import GrantEndedError
from ct_desktop.connection.grant_keeper import GrantKeeper
from ct_desktop.http_client import create_http_client
from ct_desktop.vault import KeychainVault
from support.demo_grants import new_grant
from support.grant_keepers import keeper_on
from support.keychains import FileKeychain
from support.sign_in_evidence import status_for_token
from support.stepping import SteppingCoroutine


class Killer:
    """Counts steps once it is armed, and ends the process before the one that it was told."""

    def __init__(self, at: int | None) -> None:
        self._at = at
        self._armed = False
        self._steps = 0

    def arm(self) -> None:
        self._armed = True

    def disarm(self) -> None:
        self._armed = False

    def step(self) -> None:
        if self._armed:
            if self._steps == self._at:
                os.kill(os.getpid(), signal.SIGKILL)
            self._steps += 1


Work = Callable[[GrantKeeper, httpx.AsyncClient, Killer], Coroutine[Any, Any, str]]


class Bench:
    """A profile on a demo server, whose keeper a new process opens each time."""

    def __init__(self, server_url: str, control_url: str, folder: str) -> None:
        self.server_url = server_url
        self._control_url = control_url
        self._folder = Path(folder)

    def renewals(self) -> int:
        with urllib.request.urlopen(f"{self._control_url}/state", timeout=10) as answer:
            return int(json.load(answer)["refreshes"])

    def run(self, work: Work, killer: Killer | None = None) -> str | None:
        """What ``work`` says in a process of its own, ``None`` where that was killed."""
        return in_a_fork(lambda: asyncio.run(self._run(work, killer or Killer(None))))

    async def _run(self, work: Work, killer: Killer) -> str:
        vault = KeychainVault(
            lambda: FileKeychain(self._folder / "keychain", before_step=killer.step)
        )
        asyncio.get_running_loop().set_task_factory(
            lambda loop, coro, **more: asyncio.Task(
                SteppingCoroutine(coro, killer.step), loop=loop, **more
            )
        )
        async with create_http_client() as http:
            keeper = keeper_on(vault, http, SystemClock(), self._folder, measures_clock=True)
            said = await asyncio.create_task(work(keeper, http, killer))
            killer.disarm()
            await keeper.close()
        return said


def in_a_fork(work: Callable[[], str]) -> str | None:
    """What ``work`` says in a process of its own; ``None`` where it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, work().encode())
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return None
    assert status == 0, "a step failed; see above"
    return said


async def renew(keeper: GrantKeeper, http: httpx.AsyncClient, killer: Killer) -> str:
    """Start and renew."""
    killer.arm()
    await keeper.load()
    await keeper.fresh()
    return ""


async def keep(keeper: GrantKeeper, http: httpx.AsyncClient, killer: Killer) -> str:
    """Take a new sign-in in the place of what is there."""
    grant = await new_grant(http, bench)
    killer.arm()
    await keeper.load()
    await keeper.keep(grant)
    return ""


async def sign_out(keeper: GrantKeeper, http: httpx.AsyncClient, killer: Killer) -> str:
    """Start and sign out."""
    killer.arm()
    await keeper.load()
    await keeper.sign_out(lambda outcome: None)
    return ""


async def start(keeper: GrantKeeper, http: httpx.AsyncClient, killer: Killer) -> str:
    """What a start finds: ``answered``, ``signed out``, or why the sign-in is over."""
    if await keeper.load() is None:
        return "signed out"
    try:
        grant = await keeper.fresh()
    except GrantEndedError as ended:
        return ended.reason
    assert grant is not None
    token = grant.tokens.access_token.get_secret_value()
    status = await asyncio.to_thread(status_for_token, bench.server_url, token)
    return "refused" if status == 401 else "answered"


SCENARIOS: dict[str, tuple[Work, tuple[Work, ...]]] = {
    "renew": (renew, (keep,)),
    "keep": (keep, (keep,)),
    "keep-first": (keep, (sign_out,)),
    "sign-out": (sign_out, (keep,)),
}
"""What the process is killed at, and what is done before if the last start did not answer."""


IMPORTED_LATE = ("anyio._backends._asyncio", "filelock", "httpcore", "ssl", "truststore")
"""What would be imported in each fork anew, by far the longest part of its life."""


def main(scenario: str) -> None:
    """Kill at the first step, at the second, until the work gets to its end."""
    for module in IMPORTED_LATE:
        importlib.import_module(module)
    work, preparation = SCENARIOS[scenario]
    at, killed, found = 0, True, None
    while killed:
        if scenario != "renew" or found != "answered":
            for one in preparation:
                bench.run(one)
        before = bench.renewals()
        killed = bench.run(work, Killer(at)) is None
        after = bench.renewals()
        found = bench.run(start)
        print(json.dumps({"killed": killed, "renewals": after - before, "found": found}))
        at += 1


if __name__ == "__main__":
    bench = Bench(*sys.argv[2:])
    main(sys.argv[1])
