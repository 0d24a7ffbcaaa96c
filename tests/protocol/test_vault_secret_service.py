"""The vault against a real gnome-keyring, with each of the ways in which a Secret Service fails.

The keyring library reads the bus's address from the environment at each connection, so these tests
set it in their own process.
"""

import asyncio
import subprocess
import sys
import textwrap
import time
from collections.abc import Awaitable, Iterator, Mapping

import pytest

from ct_desktop.vault import (
    KeychainVault,
    MemoryVault,
    Vault,
    VaultError,
    VaultFault,
    open_vault,
)
from support.prompter import Prompter
from support.secret_service import SecretService
from support.session_bus import SessionBus

ITEM = "default/app.crosstrade.io"

TOKEN = "an-access-token." * 400
"""Longer than any limit of another system."""


@pytest.fixture(scope="module")
def service() -> Iterator[SecretService]:
    with SecretService() as running:
        yield running


@pytest.fixture(autouse=True)
def session(service: SecretService, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    use(service.env, monkeypatch)
    yield
    service.thaw()
    service.unlock()


def use(env: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", env["DBUS_SESSION_BUS_ADDRESS"])
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP"):
        monkeypatch.delenv(name, raising=False)


async def opened(time_limit: float = 10.0) -> Vault:
    vault = await open_vault(time_limit=time_limit)
    assert isinstance(vault, KeychainVault)
    return vault


async def fault(operation: Awaitable[object]) -> VaultFault:
    with pytest.raises(VaultError) as caught:
        await operation
    assert TOKEN[:20] not in f"{caught.value!s} {caught.value!r} {caught.value.detail}"
    return caught.value.kind


async def test_a_secret_survives_the_vault_and_is_gone_after_delete(
    service: SecretService,
) -> None:
    await (await opened()).write(ITEM, TOKEN)
    another = await opened()
    assert await another.read(ITEM) == TOKEN
    await another.write(ITEM, "a newer one")
    assert await (await opened()).read(ITEM) == "a newer one"
    await another.delete(ITEM)
    assert await another.read(ITEM) is None
    assert service.items() == []


async def test_each_write_leaves_one_readable_entry_and_no_older_secret(
    service: SecretService,
) -> None:
    vault = await opened()
    for secret in ("first", "second", "third"):
        await vault.write(ITEM, secret)
        (entry,) = service.items()
        assert entry.secret.endswith(f"\n{secret}")
        assert "CrossTrade Desktop/default/app.crosstrade.io" in entry.label
        assert entry.attributes["application"] == "CrossTrade Desktop"
    await vault.delete(ITEM)


async def test_two_profiles_do_not_see_each_other(service: SecretService) -> None:
    vault = await opened()
    await asyncio.gather(vault.write("one/x", "1"), vault.write("two/x", "2"))
    await vault.delete("one/x")
    assert (await vault.read("one/x"), await vault.read("two/x")) == (None, "2")
    await vault.delete("two/x")


async def test_it_says_where_the_secrets_lie() -> None:
    vault = await opened()
    assert vault.description == "GNOME Keyring / Secret Service"
    assert vault.persistent


async def test_without_a_secret_service_the_vault_is_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with SessionBus() as bus:
        use(bus.env, monkeypatch)
        vault = await open_vault()
    assert isinstance(vault, MemoryVault)
    assert not vault.persistent


@pytest.mark.parametrize("address", [None, "unix:path=/nonexistent/bus", "tcp:host=localhost"])
async def test_without_a_session_bus_the_vault_is_memory(
    address: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if address is None:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    else:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert isinstance(await open_vault(), MemoryVault)


async def test_a_service_that_goes_away_is_missing_and_found_again_when_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with SecretService() as short_lived:
        use(short_lived.env, monkeypatch)
        vault = await opened()
        await vault.write(ITEM, TOKEN)
    assert await fault(vault.read(ITEM)) is VaultFault.MISSING
    with SecretService() as successor:
        use(successor.env, monkeypatch)
        assert await vault.read(ITEM) is None


async def test_a_dismissed_prompt_is_denied_and_a_retry_after_unlocking_works(
    service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = await opened()
    await vault.write(ITEM, TOKEN)
    service.lock()
    monkeypatch.setenv("DISPLAY", ":0")
    with Prompter(service.env, dismisses=True) as prompter:
        assert await fault(vault.read(ITEM)) is VaultFault.DENIED
        assert prompter.asked.is_set()
        assert await fault(vault.write(ITEM, "newer")) is VaultFault.DENIED
        assert await fault(vault.delete(ITEM)) is VaultFault.DENIED
    service.unlock()
    assert await vault.read(ITEM) == TOKEN


async def test_a_prompt_nobody_answers_is_locked_not_hanging(
    service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = await opened(time_limit=1.0)
    await vault.write(ITEM, TOKEN)
    service.lock()
    monkeypatch.setenv("DISPLAY", ":0")
    with Prompter(service.env, dismisses=False):
        assert await fault(vault.read(ITEM)) is VaultFault.LOCKED
    service.unlock()
    assert await vault.read(ITEM) == TOKEN


async def test_a_locked_keychain_without_a_display_is_locked(service: SecretService) -> None:
    vault = await opened()
    await vault.write(ITEM, TOKEN)
    service.lock()
    assert await fault(vault.read(ITEM)) is VaultFault.LOCKED
    service.unlock()
    assert await vault.read(ITEM) == TOKEN


async def test_a_service_that_hangs_blocks_neither_the_loop_nor_a_later_retry(
    service: SecretService,
) -> None:
    vault = await opened(time_limit=0.5)
    await vault.write(ITEM, "before")
    service.freeze()
    reading = asyncio.create_task(fault(vault.read(ITEM)))
    turns = 0
    while not reading.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert reading.result() is VaultFault.HANGING
    assert turns > 10
    assert await fault(vault.write(ITEM, "given up")) is VaultFault.HANGING
    service.thaw()
    await vault.write(ITEM, "after")
    assert await vault.read(ITEM) == "after"


async def test_a_vault_opened_while_the_service_hangs_works_once_it_answers(
    service: SecretService,
) -> None:
    service.freeze()
    vault = await opened(time_limit=0.5)
    assert await fault(vault.read(ITEM)) is VaultFault.HANGING
    service.thaw()
    assert await vault.read("nobody/x") is None


def test_an_app_with_a_hanging_keychain_can_quit(service: SecretService) -> None:
    service.freeze()
    script = """
        import asyncio
        from ct_desktop.vault import open_vault, VaultError

        async def main():
            vault = await open_vault(time_limit=0.3)
            try:
                await vault.read("default/x")
            except VaultError as error:
                print(error.kind)

        asyncio.run(main())
        """
    child = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(script)],
        env=dict(service.env),
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (child.stdout, child.stderr, child.returncode) == ("hanging\n", "", 0)


WRITE_UNTIL_KILLED = """
import asyncio
from ct_desktop.vault import open_vault

async def main():
    vault = await open_vault()
    for number in range(1000):
        await vault.write("default/killed", f"{number}:" + "x" * 5000)
        print(number, flush=True)

asyncio.run(main())
"""


def write_and_be_killed(env: Mapping[str, str], delay: float) -> int:
    """Kill a writing process ``delay`` seconds after its first write; its last completed write."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITE_UNTIL_KILLED],
        env=dict(env),
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        assert int(writer.stdout.readline()) == 0
        # Not a wait for a condition: the moment of the kill is what is varied.
        time.sleep(delay)
        writer.kill()
        return [0, *(int(line) for line in writer.stdout)][-1]


async def test_a_writer_killed_at_any_moment_leaves_a_whole_secret(service: SecretService) -> None:
    vault = await opened()
    for delay in (0.0, 0.007, 0.019, 0.031):
        completed = await asyncio.to_thread(write_and_be_killed, service.env, delay)
        secret = await vault.read("default/killed")
        assert secret is not None
        number, _, filling = secret.partition(":")
        assert int(number) in (completed, completed + 1)
        assert filling == "x" * 5000
        await vault.write("default/killed", "whole")
        killed = [item.secret for item in service.items() if "default/killed" in item.label]
        assert [secret.rpartition("\n")[2] for secret in killed] == ["whole"]
    await vault.delete("default/killed")


async def test_importing_the_vault_loads_no_keyring() -> None:
    script = "import sys, ct_desktop.vault; print([m for m in sys.modules if 'keyring' in m])"
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await child.communicate()
    assert output.strip() == b"[]"
