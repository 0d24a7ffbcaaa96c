"""Several processes of the app at once: one renewal at a time, and no token is ever replayed."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from ct_desktop.connection.grant_storage import VaultOpener
from ct_desktop.core.sign_in import SignInState
from ct_desktop.vault import KeychainVault, Vault, open_vault
from support import renewing_process
from support.child_process import read_line, stop_process
from support.demo_grants import new_grant
from support.demo_process import UNATTENDED, DemoProcess
from support.keychains import FileKeychain
from support.secret_service import SecretService
from support.services_on_a_vault import services_on
from support.waiting import wait_for

DEMO_OPTIONS = UNATTENDED

START_TIMEOUT = 60.0
RENEWALS_TIMEOUT = 90.0


@pytest.fixture(scope="module")
def keychain() -> Iterator[SecretService]:
    with SecretService() as keychain:
        yield keychain


class Processes:
    """Processes of the app in one session, each renewing as fast as it can."""

    def __init__(
        self, env: Mapping[str, str], demo: DemoProcess, vault_folder: Path | None = None
    ) -> None:
        self._env = dict(env)
        self._vault = [] if vault_folder is None else [str(vault_folder)]
        self._demo = demo
        self._processes: list[subprocess.Popen[bytes]] = []
        self._stack = ExitStack()

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def start(self, profile: str, count: int = 1) -> None:
        """Start ``count`` more and wait until all have read the keychain."""
        for _ in range(count):
            process = subprocess.Popen(
                [
                    sys.executable,
                    renewing_process.__file__,
                    self._demo.server_url,
                    profile,
                    *self._vault,
                ],
                env=self._env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            self._stack.callback(stop_process, process)
            self._processes.append(process)
        for process in self._processes[-count:]:
            assert process.stdout is not None
            assert read_line(process.stdout.fileno(), START_TIMEOUT) == b"ready"

    def stop(self) -> list[dict[str, Any]]:
        """Let all end, and what each says of itself."""
        for process in self._processes:
            assert process.stdin is not None
            process.stdin.close()
        said = []
        for process in self._processes:
            assert process.stdout is not None
            with process.stdout as output:
                said.append(json.loads(output.read()))
            assert process.wait(START_TIMEOUT) == 0
        return said


async def sign_in(demo: DemoProcess, *profiles: str, open_vault: VaultOpener = open_vault) -> None:
    for profile in profiles:
        async with services_on(open_vault, demo.server_url, profile=profile) as services:
            await services.connection.keep(await new_grant(services.http, demo))


@pytest.fixture
def session(
    keychain: SecretService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """The session's keychain, for this process and, as it is returned, for others."""
    home = str(tmp_path / "home")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", keychain.env["DBUS_SESSION_BUS_ADDRESS"])
    monkeypatch.setenv("CT_DESKTOP_HOME", home)
    tests = str(Path(__file__).parents[1])
    return {**keychain.env, "CT_DESKTOP_HOME": home, "PYTHONPATH": tests}


def test_b27_eight_processes_renew_two_hundred_times_and_nobody_is_signed_out(
    demo: DemoProcess, session: dict[str, str], tmp_path: Path
) -> None:
    """Known bug: "refresh rotation race between processes kills the family"."""
    folder = tmp_path / "keychain"

    async def open_files() -> Vault:
        return KeychainVault(lambda: FileKeychain(folder))

    asyncio.run(sign_in(demo, "default", open_vault=open_files))
    before = demo.state()
    with Processes(session, demo, folder) as processes:
        processes.start("default", 8)
        wait_for(
            demo.state,
            lambda state: state["refreshes"] >= before["refreshes"] + 200,
            RENEWALS_TIMEOUT,
            "not 200 renewals",
        )
        said = processes.stop()
    assert [one["problem"] for one in said] == [None] * 8
    assert {one["state"] for one in said} == {SignInState.SIGNED_IN}
    assert all(one["calls"] > 0 for one in said)
    assert demo.state()["reuse_detections"] == before["reuse_detections"] == 0
    assert demo.state()["active_grants"] == before["active_grants"]


def test_two_profiles_at_once_keep_their_own_sign_ins_in_one_keychain(
    demo: DemoProcess, session: dict[str, str]
) -> None:
    asyncio.run(sign_in(demo, "one", "two"))
    before = demo.state()
    with Processes(session, demo) as processes:
        processes.start("one")
        processes.start("two")
        wait_for(
            demo.state,
            lambda state: state["refreshes"] >= before["refreshes"] + 20,
            RENEWALS_TIMEOUT,
            "not 20 renewals",
        )
        said = processes.stop()
    assert [one["problem"] for one in said] == [None, None]
    assert demo.state()["reuse_detections"] == 0
    assert demo.state()["active_grants"] == before["active_grants"]
