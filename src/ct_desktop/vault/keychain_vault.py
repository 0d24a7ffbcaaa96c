"""The vault that lasts: secrets in the operating system's keychain."""

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from ct_desktop.vault.copies import delete_secret, read_secret, write_secret
from ct_desktop.vault.errors import VaultError, VaultFault
from ct_desktop.vault.keychain import Keychain
from ct_desktop.vault.naming import check_item, check_secret
from ct_desktop.vault.worker import Job, KeychainWorker, T

TIME_LIMIT = 60.0
"""Seconds for one operation: long enough for a person to type the keychain's password."""


class KeychainVault:
    """A :class:`~ct_desktop.vault.protocol.Vault` over a :class:`Keychain`.

    ``open_keychain`` makes the keychain, in the worker's thread; it raises ``VaultError``. An
    operation that takes longer than ``time_limit`` seconds fails as HANGING, and the next one
    starts afresh, in a new thread and with a keychain newly opened.
    """

    def __init__(
        self, open_keychain: Callable[[], Keychain], *, time_limit: float = TIME_LIMIT
    ) -> None:
        self._open_keychain = open_keychain
        self._time_limit = time_limit
        self._description = "the system's keychain"
        self._numbers = itertools.count(1)
        self._newest = _NewestChanges()
        self._lock = threading.Lock()  # over the worker: a late call returns in its own thread
        self._worker = self._new_worker()

    @property
    def description(self) -> str:
        """The keychain's name, for people; a general one until the keychain has been opened."""
        return self._description

    @property
    def persistent(self) -> bool:
        """Whether the secrets outlive the app: always."""
        return True

    async def open(self) -> None:
        """Find the keychain, without reading it or asking anybody. Raises ``VaultError``."""

        def note_description(keychain: Keychain) -> None:
            self._description = keychain.description

        await self._run(note_description)

    async def read(self, item: str) -> str | None:
        """The secret, or None where there is none. Raises ``VaultError``."""
        check_item(item)
        return await self._run(lambda keychain: read_secret(keychain, item))

    async def write(self, item: str, secret: str) -> None:
        """Store ``secret`` and check that it reads back. Raises ``VaultError``."""
        await self._change(check_item(item), check_secret(secret))

    async def delete(self, item: str) -> None:
        """Remove the secret, if there is one. Raises ``VaultError``."""
        await self._change(check_item(item), None)

    async def _change(self, item: str, secret: str | None) -> None:
        await self._run(_Change(next(self._numbers), item, secret, self._newest))

    async def _run(self, job: Job[T]) -> T:
        return await self._current_worker().run(job, self._time_limit)

    def _current_worker(self) -> KeychainWorker:
        with self._lock:
            if self._worker.retired:
                self._worker = self._new_worker()
            return self._worker

    def _new_worker(self) -> KeychainWorker:
        return KeychainWorker(self._open_keychain, self._look_after_late_job)

    def _look_after_late_job(self, late: Job[object]) -> None:
        # A change given up as hanging may still have taken place, after a newer one.
        if isinstance(late, _Change):
            self._current_worker().post(lambda keychain: self._newest.restore(keychain, late))


@dataclass(frozen=True, slots=True)
class _Change:
    """The job of writing a secret or, with None, of deleting it. ``number`` is in order of time."""

    number: int
    item: str
    secret: str | None = field(repr=False)
    newest: "_NewestChanges" = field(repr=False)

    def __call__(self, keychain: Keychain) -> None:
        self.apply(keychain)
        self.newest.note(self)

    def apply(self, keychain: Keychain) -> None:
        if self.secret is None:
            delete_secret(keychain, self.item)
        else:
            write_secret(keychain, self.item, self.secret)


class _NewestChanges:
    """The last completed change of each item, to be done again if an older one lands after it."""

    def __init__(self) -> None:
        self._changes: dict[str, _Change] = {}
        self._lock = threading.Lock()

    def note(self, change: _Change) -> None:
        with self._lock:
            known = self._changes.get(change.item)
            if known is None or known.number < change.number:
                self._changes[change.item] = change

    def restore(self, keychain: Keychain, late: _Change) -> None:
        """Do the newest change again where ``late`` has undone or damaged it, and only there.

        A write sets and deletes entries, so it may leave its own secret, nothing, or a damaged
        set. Anything else was stored by another process meanwhile, and stays.
        """
        with self._lock:
            newest = self._changes.get(late.item)
        if newest is None or newest.number <= late.number:
            return
        try:
            undone = read_secret(keychain, late.item) in (late.secret, None)
        except VaultError as error:
            if error.kind is not VaultFault.BROKEN:
                raise
            undone = True
        if undone:
            newest.apply(keychain)
