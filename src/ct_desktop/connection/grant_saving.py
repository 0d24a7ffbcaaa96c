"""Storing the grant that is held: in good time, again after trouble, never over a newer one."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable

from ct_desktop.connection.errors import StorageError
from ct_desktop.connection.grant import Grant
from ct_desktop.connection.grant_storage import GrantStorage
from ct_desktop.connection.own_task import begin
from ct_desktop.core.moment import Clock
from ct_desktop.file_lock import MachineLockError
from ct_desktop.vault import VaultError, VaultFault

_log = logging.getLogger(__name__)

_PATIENCE = 20.0
"""Seconds for the keychain to take a sign-in before it is called hanging; it may still take it."""

_INTERVAL = 60.0
"""Seconds until a sign-in that could not be stored is stored again, where that asks nobody."""

_ASKS_A_PERSON = (VaultFault.LOCKED, VaultFault.DENIED)
"""Faults after which another try puts a question on the screen: for the trader to begin."""


class GrantSaving:
    """Brings what ``held`` gives into the storage.

    ``trouble`` is why it is not there, ``None`` where it is. Where a newer sign-in lies there, that
    is given to ``adopt``. ``replaced`` are sign-ins that nobody uses any more; they are revoked.
    ``tell`` is called when the trouble has changed.
    """

    def __init__(
        self,
        *,
        storage: GrantStorage,
        clock: Clock,
        held: Callable[[], Grant | None],
        adopt: Callable[[Grant], None],
        tell: Callable[[], None],
        revoke: Callable[[Grant], Awaitable[object]],
    ) -> None:
        self.trouble: StorageError | None = None
        self.replaced: list[Grant] = []
        self._storage = storage
        self._clock = clock
        self._held = held
        self._adopt = adopt
        self._tell = tell
        self._revoke = revoke
        self._saving: asyncio.Task[None] | None = None
        self._revoking: asyncio.Task[None] | None = None
        self._due_at = math.inf

    def note(self, trouble: StorageError | None) -> None:
        """The grant held was stored, or was not because of ``trouble``."""
        self.trouble = trouble
        asks = isinstance(trouble, VaultError) and trouble.kind in _ASKS_A_PERSON
        again = trouble is not None and not asks
        self._due_at = self._clock.now().steady + _INTERVAL if again else math.inf

    async def save(self) -> None:
        """Store the grant held. Raises ``VaultError`` or ``MachineLockError``.

        A keychain that takes its time, as with a question on the screen, may end it later.
        """
        saving = self._begin()
        await asyncio.wait([saving], timeout=_PATIENCE)
        if not saving.done():
            self.note(VaultError(VaultFault.HANGING, keychain=self._storage.description))
            self._tell()
        if self.trouble is not None:
            raise self.trouble

    def save_if_due(self, now: float) -> None:
        """Begin to store again what could not be stored, if it is time; ``now`` is steady."""
        if now >= self._due_at:
            self._begin()

    async def revoke_replaced(self) -> None:
        """Revoke sign-ins that nobody uses any more: else they would live on at the server."""
        while self.replaced:
            await self._revoke(self.replaced.pop())

    async def close(self) -> None:
        """Let what is under way end."""
        for task in (self._saving, self._revoking):
            if task is not None and not task.done():
                await asyncio.wait([task])

    def _begin(self) -> "asyncio.Task[None]":
        if self._saving is None or self._saving.done():
            self._saving = begin(self._save(), "save-grant")
        return self._saving

    async def _save(self) -> None:
        self._due_at = math.inf
        trouble: StorageError | None = None
        try:
            async with self._storage.locked():
                await self._store()
        except (VaultError, MachineLockError) as error:
            trouble = error
            _log.warning("The sign-in is not stored yet: %s", type(error).__name__)
        self.note(trouble)
        self._tell()
        if self.replaced and (self._revoking is None or self._revoking.done()):
            self._revoking = begin(self.revoke_replaced(), "revoke-replaced")

    async def _store(self) -> None:
        """Write the grant held, unless a newer one lies there. With the lock held."""
        while (grant := self._held()) is not None:
            try:
                stored = await self._storage.read()
            except VaultError as error:
                _log.info("What was stored before cannot be read: %s", error.kind)
                stored = None
            if stored is not None and stored.is_newer_sign_in_than(grant):
                self.replaced.append(grant)
                self._adopt(stored)
                return
            await self._storage.write(grant)
            if stored is not None and stored.sign_in_id != grant.sign_in_id:
                # What lies there may be newer than what was held of it.
                others = [one for one in self.replaced if one.sign_in_id != stored.sign_in_id]
                self.replaced = [*others, stored]
            if self._held() is grant:
                return
