"""Keeps one grant usable: renews it early, once at a time on this machine, and never loses it.

A failed renewal is not a logout: only the server's definite refusal ends the grant, and only after
the vault was read again, because another process of ours may have renewed it meanwhile. Servers
rotate refresh tokens and revoke the whole family when an old one comes back (RFC 9700, section
4.14.2), so renewing is: lock the machine, read the vault, renew, write, unlock.
"""

import asyncio
import logging
import math
import random
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import httpx

from ct_desktop.connection.grant import Grant, UnreadableGrantError
from ct_desktop.core.moment import Clock
from ct_desktop.file_lock import machine_lock
from ct_desktop.listeners import Listeners
from ct_desktop.oauth.errors import OAuthError, TokenRefused
from ct_desktop.oauth.tokens import refresh
from ct_desktop.vault import Vault, VaultError

_log = logging.getLogger(__name__)

_EARLY_SHARE = (0.70, 0.85)
"""Renew after this share of the access token's life, at random: many clients, no crowd."""

_EARLY_SECONDS = 30.0
"""A token with less than this left counts as expired: it may not survive its own request."""

_LOCK_TIMEOUT = 60.0


class GrantEndedError(Exception):
    """The server will not renew or accept this sign-in any more. ``rejected`` tells which.

    ``True``: an access token was refused before its time, so the grant was revoked there.
    """

    def __init__(self, *, rejected: bool) -> None:
        super().__init__("the sign-in has ended")
        self.rejected = rejected


class RenewalUnavailableError(Exception):
    """The access token has run out and the server cannot be asked for another right now."""

    def __init__(self, cause: OAuthError | TimeoutError) -> None:
        super().__init__("the sign-in cannot be renewed right now")
        self.cause = cause


class GrantKeeper:
    """The only holder of the grant in this process.

    ``changed`` tells the newest grant whenever it, or whether it is safely stored, changes.
    """

    def __init__(
        self,
        *,
        http: httpx.AsyncClient,
        vault: Vault,
        item: str,
        lock_path: Path,
        clock: Clock,
    ) -> None:
        self.changed: Listeners[Grant | None] = Listeners()
        self._http = http
        self._vault = vault
        self._item = item
        self._lock_path = lock_path
        self._clock = clock
        self._grant: Grant | None = None
        self._renewal: asyncio.Task[Grant] | None = None
        self._renew_at = math.inf
        self._expires_at = math.inf
        self._suspect: Grant | None = None
        self.unsaved: VaultError | None = None

    @property
    def grant(self) -> Grant | None:
        """The newest grant known here, or ``None`` when signed out."""
        return self._grant

    @property
    def vault(self) -> Vault:
        """Where the grant lies."""
        return self._vault

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
        """Read the vault. Raises ``VaultError`` or :class:`UnreadableGrantError`."""
        text = await self._vault.read(self._item)
        if text is not None:
            self._adopt(Grant.read(text))
        return self._grant

    async def keep(self, grant: Grant, *, vault: Vault | None = None) -> None:
        """Take a new sign-in and store it, in ``vault`` from now on where one is given.

        When storing fails the grant is held all the same and ``VaultError`` is raised.
        """
        if vault is not None:
            self._vault = vault
        self._adopt(grant)
        self._suspect = None
        async with machine_lock(self._lock_path, timeout=_LOCK_TIMEOUT):
            await self._write(grant)

    async def drop(self) -> None:
        """Forget the grant, here and in the vault. Raises ``VaultError`` if it stays there."""
        await self.close()
        self._forget()
        self.changed.emit(self._grant)
        async with machine_lock(self._lock_path, timeout=_LOCK_TIMEOUT):
            await self._vault.delete(self._item)

    async def close(self) -> None:
        """Let a renewal that is under way end, so that no rotated token is lost."""
        if self._renewal is not None and not self._renewal.done():
            await asyncio.wait([self._renewal])

    async def fresh(self) -> Grant | None:
        """A grant whose access token is good for a request now, ``None`` when signed out.

        Renews early; while the old token still lives, trouble with renewing is only logged. Raises
        :class:`GrantEndedError` or :class:`RenewalUnavailableError`.
        """
        if self.unsaved is not None and self._grant is not None:
            await self._save_again(self._grant)
        grant = self._grant
        now = self._clock.now().steady
        if grant is None or now < self._renew_at:
            return grant
        if grant.tokens.refresh_token is None:
            if now < self._expires_at:
                return grant
            return await self._renew(grant, rejected=False)
        try:
            return await self._renew(grant, rejected=False)
        except RenewalUnavailableError as unavailable:
            if self._clock.now().steady >= self._expires_at:
                raise
            _log.info("Renewing failed and will be tried again: %s", type(unavailable.cause))
            self._renew_at = self._clock.now().steady + _EARLY_SECONDS
            return grant

    async def renew_rejected(self, rejected: Grant) -> Grant:
        """A new grant after the server refused the access token of ``rejected`` with 401.

        A token that is refused straight after such a renewal is not renewed again: that would go
        round for ever. Raises :class:`GrantEndedError` or :class:`RenewalUnavailableError`.
        """
        grant = self._grant
        if grant is not None and rejected.is_replaced_by(grant):
            return grant
        renewed = await self._renew(rejected, rejected=True)
        self._suspect = renewed
        return renewed

    def note_accepted(self) -> None:
        """The server accepted the newest access token."""
        self._suspect = None

    async def _renew(self, grant: Grant, *, rejected: bool) -> Grant:
        """Renew in a task of the keeper's own, shared by all who ask.

        A caller that is cancelled must not cancel it between the server's answer and the vault.
        """
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.create_task(
                self._renew_under_lock(grant, rejected=rejected), name="renew-grant"
            )
        return await asyncio.shield(self._renewal)

    async def _renew_under_lock(self, grant: Grant, *, rejected: bool) -> Grant:
        try:
            async with machine_lock(self._lock_path, timeout=_LOCK_TIMEOUT):
                newer = await self._replacement_in_vault(grant, rejected=rejected)
                if newer is not None:
                    self._adopt(newer)
                    return newer
                if grant.tokens.refresh_token is None or grant is self._suspect:
                    await self._end(rejected=rejected)
                try:
                    tokens = await refresh(
                        self._http, grant.server, grant.registration, grant.tokens
                    )
                except TokenRefused as refusal:
                    _log.warning("The server no longer renews this sign-in: %s", refusal.error)
                    await self._end(rejected=rejected)
                    raise
                renewed = grant.renewed(tokens, self._clock.now().utc)
                self._adopt(renewed)
                await self._write_or_note(renewed)
                return renewed
        except (OAuthError, TimeoutError) as error:
            raise RenewalUnavailableError(error) from error

    async def _replacement_in_vault(self, grant: Grant, *, rejected: bool) -> Grant | None:
        """What another process of ours put in the place of ``grant``, if it did."""
        try:
            text = await self._vault.read(self._item)
            stored = None if text is None else Grant.read(text)
        except (VaultError, UnreadableGrantError) as error:
            _log.warning("The vault could not be read before renewing: %s", type(error).__name__)
            return None
        if stored is None and self.unsaved is None:
            # Signed out by another process: renewing would bring the sign-in back to life.
            self._forget()
            raise GrantEndedError(rejected=rejected)
        return stored if stored is not None and grant.is_replaced_by(stored) else None

    async def _end(self, *, rejected: bool) -> NoReturn:
        """Forget the grant after the server's definite refusal, with the machine's lock held."""
        self._forget()
        try:
            await self._vault.delete(self._item)
        except VaultError as error:
            _log.warning("The ended sign-in stays in the keychain: %s", error.kind)
        raise GrantEndedError(rejected=rejected)

    def _forget(self) -> None:
        self._grant = None
        self._suspect = None
        self.unsaved = None
        self._renew_at = self._expires_at = math.inf

    def _adopt(self, grant: Grant) -> None:
        now = self._clock.now()
        self._grant = grant
        self._renew_at = self._expires_at = math.inf
        lifetime = grant.tokens.expires_in
        if lifetime is not None:
            age = max(0.0, (now.utc - grant.renewed_at).total_seconds())
            left = lifetime - age
            share = random.uniform(*_EARLY_SHARE)  # noqa: S311 - spreads load only
            self._expires_at = now.steady + left
            self._renew_at = now.steady + min(lifetime * share - age, left - _EARLY_SECONDS)
        self.changed.emit(self._grant)

    async def _write(self, grant: Grant) -> None:
        try:
            await self._vault.write(self._item, grant.reveal())
        except VaultError as error:
            self.unsaved = error
            self.changed.emit(self._grant)
            raise
        self.unsaved = None
        self.changed.emit(self._grant)

    async def _write_or_note(self, grant: Grant) -> None:
        try:
            await self._write(grant)
        except VaultError as error:
            _log.warning("The renewed sign-in is not in the keychain yet: %s", error.kind)

    async def _save_again(self, grant: Grant) -> None:
        async with machine_lock(self._lock_path, timeout=_LOCK_TIMEOUT):
            await self._write_or_note(grant)
