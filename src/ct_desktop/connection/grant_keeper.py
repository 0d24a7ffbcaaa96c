"""Keeps one grant usable: renews it early, once at a time, and never loses it.

This is the grant as the process holds it: its timing and the work under way for it. How a renewal
goes is in :mod:`ct_desktop.connection.grant_renewal`, how the grant is stored in
:mod:`ct_desktop.connection.grant_saving`.
"""

import asyncio
import logging
import math
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import httpx

from ct_desktop.connection.errors import (
    EndReason,
    GrantEndedError,
    RenewalUnavailableError,
    StorageError,
)
from ct_desktop.connection.grant import Grant
from ct_desktop.connection.grant_renewal import GrantRenewal, RenewalRequest
from ct_desktop.connection.grant_saving import GrantSaving
from ct_desktop.connection.grant_storage import GrantStorage
from ct_desktop.connection.own_task import begin
from ct_desktop.connection.server_clock import ServerClock
from ct_desktop.core.moment import Clock
from ct_desktop.core.sign_in import RevocationOutcome
from ct_desktop.file_lock import MachineLockError
from ct_desktop.listeners import Listeners
from ct_desktop.oauth.dpop import DpopProofs
from ct_desktop.oauth.revocation import Revocation, revoke
from ct_desktop.vault import VaultError, VaultFault

_log = logging.getLogger(__name__)

_EARLY_SHARE = (0.70, 0.85)
"""Renew after this share of the access token's life, at random: many clients, no crowd."""

_EARLY_SECONDS = 30.0
"""A token with less than this left is renewed: it may not survive its own request."""

_RETRY_INTERVAL = 30.0
"""Seconds until a renewal that failed is tried again, while the old token lives."""

_PATIENCE = 5.0
"""Seconds that a call waits for a renewal while the old token lives."""


class GrantKeeper:
    """The only holder of the grant in this process.

    ``changed`` tells the newest grant whenever it, or whether it is safely stored, changes.
    """

    def __init__(
        self,
        *,
        http: httpx.AsyncClient,
        storage: GrantStorage,
        clock: Clock,
        server_clock: ServerClock,
    ) -> None:
        self.changed: Listeners[Grant | None] = Listeners()
        self.ended: EndReason | None = None
        self._http = http
        self._storage = storage
        self._clock = clock
        self._renewals = GrantRenewal(
            http=http, storage=storage, clock=clock, server_clock=server_clock
        )
        self._grant: Grant | None = None
        self._renewal: asyncio.Task[Grant] | None = None
        self._renew_at = self._expires_at = math.inf
        self._suspect: Grant | None = None
        self._saving = GrantSaving(
            storage=storage,
            clock=clock,
            held=lambda: self._grant,
            adopt=self._adopt,
            tell=lambda: self.changed.emit(self._grant),
            revoke=self._revoke,
        )

    @property
    def grant(self) -> Grant | None:
        """The newest grant known here, or ``None`` when signed out."""
        return self._grant

    @property
    def proofs(self) -> DpopProofs:
        """Makes the proofs for requests with tokens that are bound to a key."""
        return self._renewals.proofs

    @property
    def unsaved(self) -> StorageError | None:
        """Why the grant held is not stored, ``None`` where it is."""
        return self._saving.trouble

    @property
    def storage(self) -> GrantStorage:
        """Where the grant lies."""
        return self._storage

    @property
    def renews_at(self) -> datetime | None:
        """When the access token will be renewed, by the wall clock."""
        if self._grant is None or self._renew_at == math.inf:
            return None
        now = self._clock.now()
        return datetime.fromtimestamp(
            now.utc.timestamp() + self._renew_at - now.steady, now.utc.tzinfo
        )

    async def load(self) -> Grant | None:
        """Read the vault, or try it again after trouble; what is held and not stored is stored.

        Raises ``VaultError`` and ``MachineLockError``.
        """
        lay_in_memory = not self._storage.persistent
        await self._storage.open()
        held = self._grant
        if held is not None and (self.unsaved is not None or lay_in_memory):
            await self._saving.save()
            return self._grant
        stored = await self._storage.read()
        if stored is not None and (held is None or held.is_replaced_by(stored)):
            self._adopt(stored)
        return self._grant

    async def keep(self, grant: Grant) -> None:
        """Take a new sign-in, store it, and revoke the one it replaces.

        Raises ``VaultError`` or ``MachineLockError`` where it could not be stored in time; it is
        held all the same, and storing goes on.
        """
        if self._grant is not None:
            self._saving.replaced.append(self._grant)
        self._suspect = None
        self._saving.note(None)
        self._adopt(grant)
        await self._saving.save()

    async def revoke_held(self) -> Revocation:
        """Revoke the newest grant and go on holding it, for :meth:`forget` or for another try.

        Raises ``VaultError`` or ``MachineLockError``, before anything, where the keychain does not
        let the grant be read.
        """
        await self.close()
        async with self._storage.locked():
            return await self._revoke_newest()

    async def forget(self) -> None:
        """Forget the grant here after it was revoked.

        Raises ``VaultError`` or ``MachineLockError`` where the keychain does not let it be removed;
        it is no longer held all the same. A sign-in that another process has put in its place
        stays.
        """
        held = self._grant
        self._forget(EndReason.SIGNED_OUT)
        async with self._storage.locked():
            await self._delete(held)
        await self._saving.revoke_replaced()

    async def sign_out(self, show: Callable[[RevocationOutcome], None]) -> RevocationOutcome:
        """Revoke the grant, let ``show`` tell the outcome, then forget the grant here.

        Raises ``VaultError`` or ``MachineLockError``: before anything where the keychain does not
        let the grant be read, after revoking where it does not let it be removed. A grant that is
        damaged is removed all the same.
        """
        await self.close()
        async with self._storage.locked():
            outcome = (await self._revoke_newest()).outcome
            show(outcome)
            self._forget(EndReason.SIGNED_OUT)
            await self._storage.delete()
        await self._saving.revoke_replaced()
        return outcome

    async def discard(self, grant: Grant) -> None:
        """Revoke a grant that is not to be used, and forget it if it was kept already."""
        if self._grant is grant:
            await self.close()
            self._forget(EndReason.SIGNED_OUT)
            try:
                async with self._storage.locked():
                    await self._delete(grant)
            except (VaultError, MachineLockError) as error:
                _log.warning("A sign-in given up may stay in the keychain: %s", type(error))
        await self._revoke(grant)

    async def close(self) -> None:
        """Let work that is under way end, so that no rotated token is lost."""
        if self._renewal is not None and not self._renewal.done():
            await asyncio.wait([self._renewal])
        await self._saving.close()

    async def fresh(self) -> Grant | None:
        """A grant whose access token is good for a request now, ``None`` when signed out.

        Renews early; while the old token still lives, trouble with renewing is only logged. Raises
        :class:`GrantEndedError` or :class:`RenewalUnavailableError`.
        """
        now = self._clock.now().steady
        self._saving.save_if_due(now)
        grant = self._grant
        if grant is None or now < self._renew_at:
            return grant
        if now >= self._expires_at:
            return await asyncio.shield(self._start_renewal(RenewalRequest(grant, late=True)))
        if grant.tokens.refresh_token is None:
            return grant
        renewal = self._start_renewal(RenewalRequest(grant))
        await asyncio.wait([renewal], timeout=_PATIENCE)
        try:
            return renewal.result() if renewal.done() else grant
        except RenewalUnavailableError:
            return grant

    async def renew_refused(self, refused: Grant) -> Grant:
        """A new grant after the server refused the access token of ``refused`` with 401.

        A token that is refused straight after such a renewal is not renewed again: that would go
        round for ever. Raises :class:`GrantEndedError` or :class:`RenewalUnavailableError`.
        """
        grant = self._grant
        if grant is not None and refused.is_replaced_by(grant):
            return grant
        request = RenewalRequest(
            refused,
            refused=True,
            early=self._clock.now().steady < self._expires_at,
            suspect=refused == self._suspect,
        )
        renewed = await asyncio.shield(self._start_renewal(request))
        self._suspect = renewed
        return renewed

    def note_accepted(self) -> None:
        """The server accepted the newest access token."""
        self._suspect = None

    def _start_renewal(self, request: RenewalRequest) -> "asyncio.Task[Grant]":
        """Renew in a task of the keeper's own, shared by all who ask.

        A caller that is cancelled must not cancel it between the server's answer and the vault.
        """
        if self._renewal is None or self._renewal.done():
            self._renewal = begin(self._renew(request), "renew-grant")
        return self._renewal

    async def _renew(self, request: RenewalRequest) -> Grant:
        unsaved = self.unsaved is not None
        try:
            renewed = await self._renewals.renew(replace(request, unsaved=unsaved))
        except GrantEndedError as ended:
            if self._holds_sign_in_of(request.grant):
                self._forget(ended.reason)
            raise
        except RenewalUnavailableError as unavailable:
            _log.info("Renewing failed and will be tried again: %s", type(unavailable.cause))
            if self._clock.now().steady < self._expires_at:
                wait = max(_RETRY_INTERVAL, unavailable.retry_after or 0.0)
                self._renew_at = self._clock.now().steady + wait
            raise
        if not self._holds_sign_in_of(request.grant):
            # Another sign-in has taken its place meanwhile, or somebody signed out.
            raise GrantEndedError(EndReason.SIGNED_OUT)
        self._saving.note(renewed.unsaved)
        self._adopt(renewed.grant)
        return renewed.grant

    def _holds_sign_in_of(self, grant: Grant) -> bool:
        return self._grant is not None and self._grant.sign_in_id == grant.sign_in_id

    async def _revoke_newest(self) -> Revocation:
        """Revoke what the vault holds, else what is held here. With the machine's lock held.

        Not simply what is held: another process may have renewed it, and a server may answer for a
        refresh token that is spent that it is gone, and leave the grant standing.
        """
        held = self._grant
        try:
            stored = await self._storage.read()
        except VaultError as error:
            if held is not None:
                return await self._revoke(held)
            if error.kind is not VaultFault.BROKEN:
                raise
            return Revocation(RevocationOutcome.UNREADABLE)
        if stored is not None and (held is None or held.is_replaced_by(stored)):
            if held is not None and held.is_newer_sign_in_than(stored):
                # It never reached the vault, which holds the one before.
                self._saving.replaced.append(stored)
            else:
                held = stored
                self._adopt(stored)
        if held is None:
            return Revocation(RevocationOutcome.NOTHING_TO_REVOKE)
        return await self._revoke(held)

    async def _revoke(self, grant: Grant) -> Revocation:
        return await revoke(self._http, grant.server, grant.registration, grant.tokens)

    async def _delete(self, grant: Grant | None) -> None:
        """Remove ``grant`` from the vault, or what is damaged there. With the machine's lock held.

        Another sign-in stays.
        """
        try:
            stored = await self._storage.read()
        except VaultError as error:
            if error.kind is not VaultFault.BROKEN:
                raise
            stored = grant
        if stored is None or (grant is not None and stored.sign_in_id == grant.sign_in_id):
            await self._storage.delete()

    def _forget(self, reason: EndReason) -> None:
        self._grant = None
        self._suspect = None
        self._saving.note(None)
        self.ended = reason
        self._renew_at = self._expires_at = math.inf
        self.changed.emit(None)

    def _adopt(self, grant: Grant) -> None:
        now = self._clock.now()
        self._grant = grant
        self.ended = None
        self._renew_at = self._expires_at = math.inf
        lifetime = grant.tokens.expires_in
        if lifetime is not None:
            age = max(0.0, (now.utc - grant.renewed_at).total_seconds())
            left = lifetime - age
            share = random.uniform(*_EARLY_SHARE)  # noqa: S311 - spreads load only
            self._expires_at = now.steady + left
            self._renew_at = now.steady + min(lifetime * share - age, left - _EARLY_SECONDS)
        self.changed.emit(grant)
