"""A harmless item written to the keychain, read back and removed."""

import secrets
from collections.abc import Awaitable
from contextlib import suppress
from time import perf_counter
from typing import TypeVar

from ct_desktop.core.answer_findings import duration_text
from ct_desktop.core.diagnostic_report import Check, Fact, Section
from ct_desktop.core.sign_in import StepState
from ct_desktop.diagnostics.subject import Subject
from ct_desktop.file_lock import MachineLockError, machine_lock
from ct_desktop.vault import Vault, VaultError, VaultFault

ITEM = "diagnostics"
"""Its name in the keychain, for the moment that it is there."""

_LOCK_TIMEOUT = 5.0

T = TypeVar("T")


async def check_keychain(subject: Subject) -> Section:
    """Each state of a keychain is told apart, as when a sign-in is stored."""
    times: list[Fact] = []
    vault: Vault | None = None
    try:
        # One item, so one report at a time.
        async with machine_lock(subject.folders.data / "diagnostics.lock", timeout=_LOCK_TIMEOUT):
            vault = await _timed("open", "Opened", subject.open_vault(), times)
            same = await _round_trip(vault, times)
    except VaultError as error:
        return Section(
            Check.KEYCHAIN,
            StepState.FAILED,
            str(error),
            (
                *_described(vault),
                Fact("fault", "Fault", error.kind.value),
                *([Fact("detail", "Detail", error.detail)] if error.detail else []),
                *times,
            ),
        )
    except MachineLockError as error:
        return Section(Check.KEYCHAIN, StepState.FAILED, str(error))
    facts = (*_described(vault), *times)
    if not same:
        summary = "The keychain gave back something else than was stored."
        return Section(Check.KEYCHAIN, StepState.FAILED, summary, facts)
    if not vault.persistent:
        summary = "There is no keychain service: a sign-in lasts until the app is closed."
        return Section(Check.KEYCHAIN, StepState.WARNING, summary, facts)
    summary = f"{vault.description} stores, reads and removes."
    return Section(Check.KEYCHAIN, StepState.DONE, summary, facts)


async def _round_trip(vault: Vault, times: list[Fact]) -> bool:
    """Whether what was written was read back. The item goes again, whatever came of that."""
    text = secrets.token_hex(32)
    try:
        await _timed("write", "Written", vault.write(ITEM, text), times)
        found = await _timed("read", "Read back", vault.read(ITEM), times)
    except VaultError as error:
        # Any other fault would be met again, after as long a wait; the next report removes it.
        if error.kind is VaultFault.BROKEN:
            with suppress(VaultError):
                await vault.delete(ITEM)
        raise
    await _timed("delete", "Removed", vault.delete(ITEM), times)
    return found == text


async def _timed(key: str, label: str, work: Awaitable[T], times: list[Fact]) -> T:
    began = perf_counter()
    result = await work
    times.append(Fact(key, label, f"in {duration_text(perf_counter() - began)}"))
    return result


def _described(vault: Vault | None) -> tuple[Fact, ...]:
    return () if vault is None else (Fact("keychain", "Keychain", vault.description),)
