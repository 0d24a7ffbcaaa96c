"""A process of the app that renews its sign-in with every call, until its standard input closes.

Run as a program: ``renewing_process.py SERVER_URL PROFILE [FOLDER]``, with a keychain of files in
``FOLDER`` or else the system's keychain. It prints one JSON line at its end: how many calls were
answered, and the state of the sign-in or the problem that ended it.
"""

import asyncio
import json
import sys
import threading
from pathlib import Path

from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.vault import KeychainVault, Vault, open_vault
from support.keychains import FileKeychain
from support.oauth_values import MovableClock
from support.services_on_a_vault import services_on

STEP = 7200.0
"""Seconds that pass between two calls: more than an access token lives."""


async def main(server_url: str, profile: str, folder: str | None = None) -> None:
    """Call and renew until told to stop."""
    clock = MovableClock()
    stopped = threading.Event()

    def wait_for_end() -> None:
        sys.stdin.read()
        stopped.set()

    async def open_files() -> Vault:
        return KeychainVault(lambda: FileKeychain(Path(folder or "")))

    threading.Thread(target=wait_for_end, daemon=True).start()
    calls, problem = 0, None
    opening = open_files if folder else open_vault
    async with services_on(opening, server_url, clock=clock, profile=profile) as services:
        await services.connection.load()
        print("ready", flush=True)
        while not stopped.is_set() and problem is None:
            clock.ahead += STEP
            try:
                await services.connection.call(lambda crosstrade: crosstrade.list_tools())
                calls += 1
            except CallFailed as failure:
                problem = failure.problem.kind
        state = services.connection.sign_in.state
    print(json.dumps({"calls": calls, "state": state, "problem": problem}))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
