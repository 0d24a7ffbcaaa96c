"""One renewal of a grant, safe against other processes, crashes and answers that get lost.

A failed renewal is not a logout: only the server's definite refusal ends the grant, and only after
the vault was read again, because another process of ours may have renewed it meanwhile. Servers
rotate refresh tokens and revoke the whole family when an old one comes back (RFC 9700, section
4.14.2), so renewing is: lock the machine, read the vault, renew, write, unlock.
"""

import logging
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlsplit

import httpx

from ct_desktop.connection.errors import (
    ClockWrongError,
    EndReason,
    GrantEndedError,
    RenewalUnavailableError,
)
from ct_desktop.connection.grant import Grant
from ct_desktop.connection.grant_record import RecordedGrant
from ct_desktop.connection.grant_storage import GrantStorage
from ct_desktop.connection.server_clock import ServerClock
from ct_desktop.core.moment import Clock
from ct_desktop.file_lock import MachineLockError
from ct_desktop.oauth.dpop import DpopProofs
from ct_desktop.oauth.errors import (
    AuthorizationServerUnavailable,
    OAuthError,
    TokenRefused,
    UnavailableReason,
)
from ct_desktop.oauth.http_json import get_json
from ct_desktop.oauth.revocation import revoke
from ct_desktop.oauth.tokens import TokenSet, refresh
from ct_desktop.vault import VaultError

_log = logging.getLogger(__name__)

_PAUSE_WHEN_LIMITED = 30.0
"""Seconds to wait after a 429 that names no time."""

_PAUSE_WHEN_CLOCK_WRONG = 10.0
"""Seconds until a refusal that the clock may have caused is tested again."""

_MAY_HAVE_ROTATED = frozenset(
    {
        UnavailableReason.TIMED_OUT,
        UnavailableReason.CONNECTION_LOST,
        UnavailableReason.SERVER_ERROR,
        UnavailableReason.INVALID_ANSWER,
    }
)
"""After these nobody knows whether the server took the refresh token."""

_NO_WAY_TO_SERVER = frozenset(UnavailableReason) - {
    UnavailableReason.SERVER_ERROR,
    UnavailableReason.RATE_LIMITED,
    UnavailableReason.REDIRECTED,
    UnavailableReason.INVALID_ANSWER,
}


@dataclass(frozen=True, slots=True)
class RenewalRequest:
    """Which grant to renew, and why.

    ``refused``: the server refused its access token, ``early`` if before its time. ``suspect``: the
    token is new and the server refused it all the same. ``late``: the token has run out, as after
    a night's sleep. ``unsaved``: the grant is not in the vault, which could not be written.
    """

    grant: Grant
    refused: bool = False
    early: bool = False
    suspect: bool = False
    late: bool = False
    unsaved: bool = False


@dataclass(frozen=True, slots=True)
class Renewed:
    """The grant to use from now on; ``unsaved`` is why it could not be stored, if so."""

    grant: Grant
    unsaved: VaultError | None = None


class GrantRenewal:
    """Renews grants of one profile. Remembers until when the server asked to be left alone."""

    def __init__(
        self,
        *,
        http: httpx.AsyncClient,
        storage: GrantStorage,
        clock: Clock,
        server_clock: ServerClock,
    ) -> None:
        self.proofs = DpopProofs(server_clock)
        self._http = http
        self._storage = storage
        self._clock = clock
        self._server_clock = server_clock
        self._not_before = 0.0
        self._pause_cause: OAuthError | ClockWrongError | None = None

    async def renew(self, request: RenewalRequest) -> Renewed:
        """The grant with new tokens, or what another process of ours put in its place.

        Raises :class:`GrantEndedError`; the vault is then empty, unless the end is only known
        here. Raises :class:`RenewalUnavailableError`; the grant then stands as it is.
        """
        try:
            async with self._storage.locked():
                return await self._renew_under_lock(request)
        except MachineLockError as error:
            raise RenewalUnavailableError(error) from error

    async def _renew_under_lock(self, request: RenewalRequest) -> Renewed:
        grant = request.grant
        recorded = await self._storage.recorded()
        newer = await self._newer_elsewhere(request, recorded)
        if newer is not None:
            if request.refused or not self._is_due(newer):
                return Renewed(newer)
            grant = newer
        if recorded is not None and recorded.is_ahead_of(grant):
            # Its refresh token is spent: the server would take it for a stolen one. The successor
            # may live on in another process, so nothing is removed.
            raise GrantEndedError(EndReason.LOST)
        if request.suspect:
            await self._end_refused(grant)
        if grant.tokens.refresh_token is None:
            await self._end(EndReason.REVOKED if request.early else EndReason.EXPIRED)
        doubtful = recorded is not None and recorded.doubts(grant)
        self._check_pause()
        if request.late or doubtful:
            await self._reach_server(grant)
        tokens = await self._ask(grant, early=request.early, doubtful=doubtful)
        renewed = grant.renewed(tokens, self._clock.now().utc)
        try:
            await self._storage.write(renewed)
        except VaultError as error:
            _log.warning("The renewed sign-in is not in the keychain yet: %s", error.kind)
            await self._storage.note_unstored(renewed)
            return Renewed(renewed, unsaved=error)
        return Renewed(renewed)

    async def _newer_elsewhere(
        self, request: RenewalRequest, recorded: RecordedGrant | None
    ) -> Grant | None:
        """What another process of ours put in the place of the grant, if it did."""
        grant = request.grant
        try:
            stored = await self._storage.read()
        except VaultError as error:
            if recorded is not None and recorded.is_ahead_of(grant):
                # Somebody renewed it, and what they got cannot be read now.
                raise RenewalUnavailableError(error) from error
            _log.warning("The keychain could not be read before renewing: %s", error.kind)
            return None
        if stored is None:
            if not request.unsaved:
                # Signed out by another process: renewing would bring the sign-in back to life.
                raise GrantEndedError(EndReason.SIGNED_OUT)
            return None
        if request.unsaved and grant.is_newer_sign_in_than(stored):
            return None
        return stored if grant.is_replaced_by(stored) else None

    def _is_due(self, grant: Grant) -> bool:
        expires_at = grant.expires_at
        return expires_at is not None and expires_at <= self._clock.now().utc

    def _check_pause(self) -> None:
        """Leave the server alone for as long as it asked for, or as a wrong clock makes wise."""
        if isinstance(self._pause_cause, ClockWrongError) and self._server_clock.wrong_by is None:
            return  # the clocks agree again
        left = self._not_before - self._clock.now().steady
        if left > 0 and self._pause_cause is not None:
            raise RenewalUnavailableError(self._pause_cause, retry_after=left)

    async def _reach_server(self, grant: Grant) -> None:
        """Ask something harmless first, where the network may not be what it was.

        A refresh token that goes out just as a machine wakes is likely to be spent by an answer
        that never arrives (anthropics/claude-code#93014).
        """
        parts = urlsplit(grant.server.token_endpoint)
        url = f"{parts.scheme}://{parts.netloc}/.well-known/oauth-authorization-server"
        try:
            await get_json(self._http, url, name="authorization server's metadata")
        except AuthorizationServerUnavailable as error:
            if error.reason in _NO_WAY_TO_SERVER:
                raise RenewalUnavailableError(error) from error

    async def _ask(self, grant: Grant, *, early: bool, doubtful: bool) -> TokenSet:
        await self._storage.note_renewal(grant, begun=True)
        try:
            return await refresh(
                self._http, grant.server, grant.registration, grant.tokens, proofs=self.proofs
            )
        except TokenRefused as refusal:
            _log.warning("The server no longer renews this sign-in: %s", refusal.error)
            if refusal.client_unknown:
                await self._end(EndReason.CLIENT_UNKNOWN)
            await self._storage.note_renewal(grant, begun=doubtful)
            self._raise_if_clock_is_wrong()
            if doubtful:
                await self._end(EndReason.LOST)
            await self._end(EndReason.REVOKED if early else EndReason.EXPIRED)
        except AuthorizationServerUnavailable as error:
            if not doubtful and error.reason not in _MAY_HAVE_ROTATED:
                await self._storage.note_renewal(grant, begun=False)
            if error.status is not None and 400 <= error.status < 500:
                self._raise_if_clock_is_wrong()
            self._note_pause(error)
            raise RenewalUnavailableError(error, retry_after=error.retry_after) from error
        except OAuthError as error:
            await self._storage.note_renewal(grant, begun=doubtful)
            raise RenewalUnavailableError(error) from error

    def _note_pause(self, error: AuthorizationServerUnavailable) -> None:
        pause = error.retry_after
        if pause is None and error.reason is UnavailableReason.RATE_LIMITED:
            pause = _PAUSE_WHEN_LIMITED
        if pause is not None:
            self._pause_cause = error
            self._not_before = self._clock.now().steady + pause

    def _raise_if_clock_is_wrong(self) -> None:
        wrong_by = self._server_clock.wrong_by
        if wrong_by is not None:
            self._pause_cause = ClockWrongError(wrong_by)
            self._not_before = self._clock.now().steady + _PAUSE_WHEN_CLOCK_WRONG
            raise RenewalUnavailableError(self._pause_cause)

    async def _end_refused(self, grant: Grant) -> NoReturn:
        """End a grant that the one server renews and the other refuses (B-36)."""
        self._raise_if_clock_is_wrong()
        await revoke(self._http, grant.server, grant.registration, grant.tokens)
        await self._end(EndReason.REVOKED)

    async def _end(self, reason: EndReason) -> NoReturn:
        """Remove the grant after the server's definite refusal."""
        try:
            await self._storage.delete()
        except VaultError as error:
            _log.warning("The ended sign-in stays in the keychain: %s", error.kind)
        raise GrantEndedError(reason)
