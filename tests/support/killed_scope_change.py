"""A change of scope that is killed at its n-th step, for every n, and what the next start says.

Run as a program: ``python killed_scope_change.py SERVER_URL CONTROL_URL FOLDER FIRST EVERY``, for
each so many-th step from the first on. As ``killed_process``, with one JSON line for each n:

``killed``: whether it came to that step; without, all of them have been gone through.
``shown``: the last stage that was shown until then.
``found``: what the next start finds: the scope that is held and answered for, ``signed out``, or
the kind of the problem that ended the sign-in.
``trade_tool_calls``: how many calls of a trade tool the server has seen.
"""

import asyncio
import importlib
import json
import sys
import urllib.request
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from pathlib import Path

from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInState
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.services import Services
from ct_desktop.vault import KeychainVault, Vault
from support.demo_grants import new_grant
from support.keychains import FileKeychain
from support.killed_process import IMPORTED_LATE, Killer, in_a_fork
from support.scope_changes import allow, answer_if_waiting
from support.services_on_a_vault import loaded_services_on
from support.stepping import SteppingCoroutine

Work = Callable[[Services, Killer], Coroutine[None, None, str]]


class Profile:
    """A profile on a demo server, which a new process opens each time."""

    def __init__(self, server_url: str, control_url: str, folder: str) -> None:
        self.server_url = server_url
        self._control_url = control_url
        self._folder = Path(folder)
        self.shown = self._folder / "shown"

    def trade_tool_calls(self) -> int:
        with urllib.request.urlopen(f"{self._control_url}/state", timeout=10) as answer:
            return sum(json.load(answer)["trade_tool_calls"].values())

    def run(self, work: Work, killer: Killer | None = None) -> str | None:
        """What ``work`` says in a process of its own, ``None`` where that was killed."""
        return in_a_fork(lambda: asyncio.run(self._run(work, killer or Killer(None))))

    async def _run(self, work: Work, killer: Killer) -> str:
        asyncio.get_running_loop().set_task_factory(
            lambda loop, coro, **more: asyncio.Task(
                SteppingCoroutine(coro, killer.step), loop=loop, **more
            )
        )
        async with loaded_services_on(self._vault(killer), self.server_url) as services:
            said = await asyncio.create_task(work(services, killer))
            killer.disarm()
        return said

    def _vault(self, killer: Killer) -> Vault:
        return KeychainVault(
            lambda: FileKeychain(self._folder / "keychain", before_step=killer.step)
        )


async def sign_in(services: Services, killer: Killer) -> str:
    """Hold a read-only sign-in, whatever was there."""
    await services.connection.keep(await new_grant(services.http, profile))
    return ""


async def change(services: Services, killer: Killer) -> str:
    """Change to the trade scope."""
    killer.arm()
    changing = services.new_scope_change(Scope.TRADE, open_browser=None)
    async with aclosing(changing.steps()) as steps:
        async for step in steps:
            profile.shown.write_text(step.stage)
            await answer_if_waiting(changing, step, allow)
    return ""


async def start(services: Services, killer: Killer) -> str:
    """What a start finds."""
    sign_in = services.connection.sign_in
    if sign_in.state is not SignInState.SIGNED_IN:
        return "signed out" if sign_in.problem is None else sign_in.problem.kind
    try:
        await services.connection.call(lambda crosstrade: crosstrade.list_tools())
    except CallFailed as failure:
        return failure.problem.kind
    return str(sign_in.scope)


def main(first: int, every: int) -> None:
    """Kill at the first step, and at each so many-th after it, until the change gets to its end."""
    for module in (*IMPORTED_LATE, "ct_desktop.connection.scope_change"):
        importlib.import_module(module)
    at, killed, found = first, True, ""
    while killed:
        if found != Scope.READ:
            profile.run(sign_in)
        profile.shown.write_text("")
        killed = profile.run(change, Killer(at)) is None
        found = profile.run(start) or ""
        print(
            json.dumps(
                {
                    "killed": killed,
                    "shown": profile.shown.read_text(),
                    "found": found,
                    "trade_tool_calls": profile.trade_tool_calls(),
                }
            )
        )
        at += every


if __name__ == "__main__":
    profile = Profile(*sys.argv[1:4])
    main(int(sys.argv[4]), int(sys.argv[5]))
