"""The vault over a keychain whose calls hang, fail or come too late."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from ct_desktop.vault import KeychainVault, MemoryVault, VaultError, VaultFault
from ct_desktop.vault.keychain import Keychain
from support.keychains import MemoryKeychain, StuckKeychain
from support.waiting import wait_for

ITEM = "default/app.crosstrade.io"


def vault_over(keychain: Keychain, time_limit: float = 5.0) -> KeychainVault:
    return KeychainVault(lambda: keychain, time_limit=time_limit)


async def reached(event: threading.Event) -> None:
    async with asyncio.timeout(10):
        await asyncio.to_thread(event.wait, 10)


async def calls_after(number: int, keychain: StuckKeychain) -> None:
    """Wait until the vault, which nobody asks, makes more than ``number`` calls."""
    await asyncio.to_thread(
        wait_for, lambda: len(keychain.calls), lambda calls: calls > number, 10, "no further call"
    )


async def test_a_hanging_call_fails_in_time_and_the_retry_works() -> None:
    keychain = StuckKeychain()
    vault = vault_over(keychain, time_limit=0.1)
    with keychain.hanging("get"):
        with pytest.raises(VaultError) as caught:
            await vault.read(ITEM)
        assert caught.value.kind is VaultFault.HANGING
        await vault.write(ITEM, "secret")
        assert await vault.read(ITEM) == "secret"


async def test_what_waits_behind_a_hanging_call_fails_with_it_and_is_never_done() -> None:
    keychain = StuckKeychain()
    vault = vault_over(keychain, time_limit=0.2)
    with keychain.hanging("get") as (is_hanging, let_go):
        reading = asyncio.create_task(vault.read(ITEM))
        await reached(is_hanging)
        writing = asyncio.create_task(vault.write(ITEM, "behind"))
        outcomes = await asyncio.gather(reading, writing, return_exceptions=True)
        assert [getattr(outcome, "kind", outcome) for outcome in outcomes] == [
            VaultFault.HANGING
        ] * 2
        let_go()
        assert await vault.read(ITEM) is None


async def test_a_retired_thread_makes_no_further_call() -> None:
    keychain = StuckKeychain()
    vault = vault_over(keychain, time_limit=0.1)
    with keychain.hanging("get") as (_, let_go):
        with pytest.raises(VaultError):
            await vault.write(ITEM, "given up")
        let_go()
        assert await vault.read(ITEM) is None
    assert "set" not in keychain.calls


@pytest.mark.parametrize("call", ["set", "delete"])
@pytest.mark.parametrize("newer", ["newer", None])
async def test_a_write_that_lands_late_does_not_win_over_a_newer_change(
    call: str, newer: str | None
) -> None:
    keychain = StuckKeychain()
    vault = vault_over(keychain, time_limit=0.2)
    await vault.write(ITEM, "old")
    with keychain.hanging(call) as (_, let_go):
        with pytest.raises(VaultError):
            await vault.write(ITEM, "late")
        if newer is None:
            await vault.delete(ITEM)
        else:
            await vault.write(ITEM, newer)
        done = len(keychain.calls)
        let_go()
        await calls_after(done, keychain)
        assert await vault.read(ITEM) == newer


async def test_a_deletion_that_lands_late_does_not_win_over_a_newer_write() -> None:
    keychain = StuckKeychain()
    vault = vault_over(keychain, time_limit=0.2)
    await vault.write(ITEM, "old")
    with keychain.hanging("delete") as (_, let_go):
        with pytest.raises(VaultError):
            await vault.delete(ITEM)
        await vault.write(ITEM, "signed in again")
        await vault.write(ITEM, "and refreshed")
        done = len(keychain.calls)
        let_go()
        await calls_after(done, keychain)
        assert await vault.read(ITEM) == "and refreshed"


async def test_what_another_process_stored_meanwhile_stays_when_a_late_call_returns() -> None:
    keychain = StuckKeychain()
    vault = vault_over(keychain, time_limit=0.2)
    with keychain.hanging("set") as (_, let_go):
        with pytest.raises(VaultError):
            await vault.write(ITEM, "late")
        await vault.write(ITEM, "newer")
        await vault_over(keychain).write(ITEM, "of another process")
        before = dict(keychain.entries)
        done = len(keychain.calls)
        # The late call itself goes to the place that is not in use, and does not count.
        let_go()
        await calls_after(done, keychain)
        assert await vault.read(ITEM) == "of another process"
        assert before.items() <= keychain.entries.items()


async def test_a_cancelled_write_is_still_completed() -> None:
    keychain = StuckKeychain()
    vault = vault_over(keychain)
    await vault.write(ITEM, "old")
    with keychain.hanging("set") as (is_hanging, _):
        writing = asyncio.create_task(vault.write(ITEM, "new"))
        await reached(is_hanging)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
    assert await vault.read(ITEM) == "new"


async def test_a_cancelled_operation_that_has_not_begun_is_not_done() -> None:
    keychain = StuckKeychain()
    vault = vault_over(keychain)
    with keychain.hanging("get") as (is_hanging, let_go):
        reading = asyncio.create_task(vault.read(ITEM))
        await reached(is_hanging)
        writing = asyncio.create_task(vault.write(ITEM, "unwanted"))
        await asyncio.sleep(0)
        writing.cancel()
        let_go()
        assert await reading is None
    assert await vault.read(ITEM) is None


async def test_a_keychain_that_cannot_be_opened_is_tried_again_at_the_next_operation() -> None:
    attempts: Iterator[VaultError | MemoryKeychain] = iter(
        (VaultError(VaultFault.MISSING), MemoryKeychain())
    )

    def open_keychain() -> Keychain:
        attempt = next(attempts)
        if isinstance(attempt, VaultError):
            raise attempt
        return attempt

    vault = KeychainVault(open_keychain)
    with pytest.raises(VaultError):
        await vault.open()
    await vault.open()
    assert vault.description == "a keychain in memory"


async def test_vaults_refuse_names_and_secrets_that_no_keychain_could_hold() -> None:
    for vault in (vault_over(MemoryKeychain()), MemoryVault()):
        for item in ("", "a#2", "line\nbreak", "x" * 201):
            with pytest.raises(ValueError, match="name"):
                await vault.read(item)
        for secret in ("hush\0hush", "hush\ud800hush"):
            with pytest.raises(ValueError, match="must be text") as caught:
                await vault.write(ITEM, secret)
            assert "hush" not in str(caught.value)


async def test_a_memory_vault_keeps_secrets_for_its_own_life_alone() -> None:
    vault = MemoryVault()
    await vault.write(ITEM, "secret")
    assert await vault.read(ITEM) == "secret"
    assert await MemoryVault().read(ITEM) is None
    await vault.delete(ITEM)
    await vault.delete(ITEM)
    assert await vault.read(ITEM) is None
    assert not vault.persistent
    assert vault.description == "memory, until you quit"
    assert "secret" not in repr(vault)


def test_every_fault_says_what_to_do_in_words_of_its_own() -> None:
    messages = {str(VaultError(kind)) for kind in VaultFault}
    assert len(messages) == len(VaultFault)
    assert all("try again" in message.lower() for message in messages)
