"""Where one profile's grant lies on this machine: an item of the vault, its record, its lock."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from ct_desktop.connection.grant import Grant, UnreadableGrantError
from ct_desktop.connection.grant_record import GrantRecord, RecordedGrant
from ct_desktop.file_lock import machine_lock
from ct_desktop.vault import Vault, VaultError, VaultFault

_log = logging.getLogger(__name__)

_LOCK_TIMEOUT = 60.0

VaultOpener = Callable[[], Awaitable[Vault]]
"""Finds the system's keychain, or gives a vault in memory where there is none.

Raises ``VaultError`` where there is one that does not open.
"""


class GrantStorage:
    """Reads and writes the grant. Whoever changes it, or decides by it, does so in :meth:`locked`.

    ``item`` names it in the vault. The vault is opened when it is first needed, and looked for
    again by :meth:`open` as long as none that lasts was found.
    """

    def __init__(
        self, *, open_vault: VaultOpener, item: str, lock_path: Path, record_path: Path
    ) -> None:
        self._open_vault = open_vault
        self._item = item
        self._lock_path = lock_path
        self._record = GrantRecord(record_path)
        self._vault: Vault | None = None

    @property
    def description(self) -> str:
        """Where the grant lies, for people; empty while that is not known."""
        return "" if self._vault is None else self._vault.description

    @property
    def persistent(self) -> bool:
        """Whether what is stored outlives the app."""
        return self._vault is not None and self._vault.persistent

    async def open(self) -> None:
        """Find the keychain, again if there was none. Raises ``VaultError``."""
        if not self.persistent:
            found = await self._open_vault()
            if self._vault is None or found.persistent:
                self._vault = found

    @asynccontextmanager
    async def locked(self) -> AsyncIterator[None]:
        """Hold the profile against every other process. Raises ``MachineLockError``."""
        async with machine_lock(self._lock_path, timeout=_LOCK_TIMEOUT):
            yield

    async def recorded(self) -> RecordedGrant | None:
        """What ought to lie here, as far as that is on record."""
        return await self._record.read()

    async def read(self) -> Grant | None:
        """The grant that lies here.

        Raises ``VaultError``; BROKEN where it is damaged, or is not there though it was stored and
        nobody signed out: some keychains answer so while they are locked (jaraco/keyring#327).
        """
        vault = await self._opened()
        text = await vault.read(self._item)
        if text is not None:
            try:
                return Grant.read(text)
            except UnreadableGrantError as error:
                detail = str(error)
        elif vault.persistent and await self._record.read() is not None:
            detail = "nothing there, though a sign-in was stored"
        else:
            return None
        raise VaultError(VaultFault.BROKEN, keychain=vault.description, detail=detail)

    async def write(self, grant: Grant) -> None:
        """Store ``grant`` and put it on record. Raises ``VaultError``."""
        vault = await self._opened()
        await vault.write(self._item, grant.reveal())
        if vault.persistent:
            await self._record.write(RecordedGrant(grant.sign_in_id, grant.generation))

    async def delete(self) -> None:
        """Remove the grant and its record. Raises ``VaultError`` where it stays in the keychain."""
        # The record first: a crash in between leaves a grant, which the server will refuse, rather
        # than a keychain that seems to have lost one.
        await self._record.write(None)
        vault = await self._opened()
        await vault.delete(self._item)

    async def note_renewal(self, grant: Grant, *, begun: bool) -> None:
        """Put on record that the refresh token of ``grant`` goes out, or that it did not."""
        await self._note(grant, renewing=begun)

    async def note_unstored(self, grant: Grant) -> None:
        """Put on record that ``grant`` is the newest, though the keychain holds an older one."""
        await self._note(grant, renewing=False)

    async def _note(self, grant: Grant, *, renewing: bool) -> None:
        recorded = await self._record.read()
        # A sign-in that never reached the keychain leaves no trace.
        if recorded is not None and recorded.sign_in_id == grant.sign_in_id:
            noted = replace(recorded, generation=grant.generation, renewing=renewing)
            if noted != recorded:
                await self._record.write(noted)

    async def _opened(self) -> Vault:
        if self._vault is None:
            await self.open()
        assert self._vault is not None, "opening gives a vault or raises"
        return self._vault
