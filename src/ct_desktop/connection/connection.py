"""One profile's connection to CrossTrade: its sign-in, its session, and calls through both."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from ct_desktop import __version__
from ct_desktop.connection.failures import problem_of_renewal, problem_of_vault
from ct_desktop.connection.grant import Grant, UnreadableGrantError
from ct_desktop.connection.grant_authorizer import FixedAuthorizer, GrantAuthorizer
from ct_desktop.connection.grant_keeper import (
    GrantEndedError,
    GrantKeeper,
    RenewalUnavailableError,
)
from ct_desktop.core.answer_findings import Wire
from ct_desktop.core.moment import Clock
from ct_desktop.core.problems import Problem, ProblemKind, Refusal
from ct_desktop.core.sign_in import RevocationOutcome, SignIn, SignInState
from ct_desktop.core.wording import problem
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.listeners import Listeners
from ct_desktop.mcp import ClientInfo, Exchange, Lifecycle, McpSession
from ct_desktop.oauth.dpop import DpopProofs
from ct_desktop.oauth.revocation import revoke
from ct_desktop.vault import Vault, VaultError

_log = logging.getLogger(__name__)

R = TypeVar("R")

_CLIENT_INFO = ClientInfo("CrossTrade Desktop", __version__)

_DURATIONS_KEPT = 50

_SERVER_CHECK_TIMEOUT = 4.0
"""Seconds for a question that CrossTrade answers by itself, to tell its silence from NT8's."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where this connection leads and under what name. ``server_url`` is the MCP endpoint."""

    server_url: str
    client_name: str
    known_lifecycle: Lifecycle | None = None

    @property
    def host(self) -> str:
        """The server's name, with its port where that is not the usual one."""
        return urlsplit(self.server_url).netloc


class Connection:
    """Owns one profile's grant and session. All methods belong to the event loop's thread.

    ``changed`` tells every change of :attr:`sign_in`.
    """

    def __init__(
        self, endpoint: Endpoint, *, http: httpx.AsyncClient, keeper: GrantKeeper, clock: Clock
    ) -> None:
        self.changed: Listeners[SignIn] = Listeners()
        self.endpoint = endpoint
        self._http = http
        self._clock = clock
        self._keeper = keeper
        self._loaded = False
        self._problem: Problem | None = None
        self._vault_trouble = False
        self._durations: deque[float] = deque(maxlen=_DURATIONS_KEPT)
        self._request_times: deque[float] = deque()
        self._last_status: int | None = None
        self._proofs = DpopProofs(clock)
        self._authorizer = GrantAuthorizer(keeper, self._proofs)
        self._session = McpSession(
            http,
            endpoint.server_url,
            client_info=_CLIENT_INFO,
            authorizer=self._authorizer,
            known_lifecycle=endpoint.known_lifecycle,
            on_exchange=self._note_exchange,
            clock=clock,
        )
        self._crosstrade = CrossTrade(self._session)
        keeper.changed.subscribe(lambda _grant: self._tell())

    @property
    def lifecycle(self) -> Lifecycle | None:
        """The MCP lifecycle that the server speaks, once it has shown it; worth remembering."""
        return self._session.lifecycle

    @property
    def sign_in(self) -> SignIn:
        """Whether this computer is signed in, and if not, why not."""
        grant = self._keeper.grant
        vault = self._keeper.vault
        if grant is None:
            state = SignInState.SIGNED_OUT if self._loaded else SignInState.UNREAD
            if self._problem is not None:
                state = SignInState.KEYCHAIN_TROUBLE if self._vault_trouble else SignInState.ENDED
            return SignIn(state, problem=self._problem, client_name=self.endpoint.client_name)
        trouble = self._problem
        if self._keeper.unsaved is not None:
            trouble = problem_of_vault(self._keeper.unsaved, held=True)
        return SignIn(
            SignInState.SIGNED_IN,
            scope=grant.scope,
            signed_in_since=grant.signed_in_since,
            renews_at=self._keeper.renews_at,
            renewed_at=grant.renewed_at if grant.generation else None,
            kept_in=vault.description,
            persistent=vault.persistent,
            client_id_tail=grant.registration.client_id[-4:],
            client_name=self.endpoint.client_name,
            problem=trouble,
        )

    async def load(self) -> SignIn:
        """Read the keychain, or try it again after trouble; says what is there."""
        self._problem = None
        self._vault_trouble = False
        try:
            await self._keeper.load()
        except VaultError as error:
            self._problem = problem_of_vault(error)
            self._vault_trouble = True
        except UnreadableGrantError:
            self._problem = problem(ProblemKind.KEYCHAIN_BROKEN)
            self._vault_trouble = True
        self._loaded = True
        self._tell()
        return self.sign_in

    async def call(self, ask: Callable[[CrossTrade], Awaitable[R]]) -> R:
        """Run ``ask`` with a good access token. Raises :class:`CallFailed` for any trouble.

        A definite refusal of the sign-in ends it here; anything else leaves it standing.
        """
        try:
            if await self._keeper.fresh() is None:
                raise _failed(self._problem or problem(ProblemKind.NOT_SIGNED_IN))
            answer = await ask(self._crosstrade)
        except CallFailed as failure:
            if failure.problem.kind is ProblemKind.TOKEN_REJECTED:
                raise self._after_rejection(failure) from failure
            raise
        except GrantEndedError as ended:
            raise self._after_end(ended) from ended
        except RenewalUnavailableError as unavailable:
            raise _failed(problem_of_renewal(unavailable)) from unavailable
        self._keeper.note_accepted()
        return answer

    async def check_server(self) -> None:
        """Ask what CrossTrade answers without NT8. Raises :class:`CallFailed`."""
        try:
            async with asyncio.timeout(_SERVER_CHECK_TIMEOUT):
                await self.call(lambda crosstrade: crosstrade.list_tools())
        except TimeoutError:
            raise _failed(problem(ProblemKind.NO_ANSWER)) from None

    async def try_grant(self, grant: Grant) -> None:
        """Make a real request with a grant that is not kept yet. Raises :class:`CallFailed`."""
        session = McpSession(
            self._http,
            self.endpoint.server_url,
            client_info=_CLIENT_INFO,
            authorizer=FixedAuthorizer(grant, self._proofs),
            known_lifecycle=self.lifecycle,
            on_exchange=self._note_exchange,
            clock=self._clock,
        )
        try:
            await CrossTrade(session).list_tools()
        finally:
            await session.aclose()

    async def keep(self, grant: Grant, *, vault: Vault | None = None) -> None:
        """Take a new sign-in, and revoke the one it replaces, if there is one.

        Raises ``VaultError`` if it could not be stored; it is held all the same.
        """
        replaced = self._keeper.grant
        self._problem = None
        self._vault_trouble = False
        self._loaded = True
        await self._session.aclose()
        try:
            await self._keeper.keep(grant, vault=vault)
        finally:
            self._tell()
            if replaced is not None:
                # Else it would live on at the server with nobody to use it.
                await revoke(self._http, replaced.server, replaced.registration, replaced.tokens)

    async def discard(self, grant: Grant) -> None:
        """Revoke a grant that is not to be used, and forget it if it was kept already."""
        if self._keeper.grant is grant:
            with suppress(VaultError):
                await self._keeper.drop()
        await revoke(self._http, grant.server, grant.registration, grant.tokens)

    async def sign_out(self) -> RevocationOutcome:
        """Revoke the grant at the server, then forget it here, whatever came of revoking.

        The outcome is known before the local secrets go. Raises ``VaultError`` if the keychain
        does not let go of them.
        """
        grant = self._keeper.grant
        await self._session.aclose()
        outcome = RevocationOutcome.NOTHING_TO_REVOKE
        if grant is not None:
            outcome = await revoke(self._http, grant.server, grant.registration, grant.tokens)
        self._problem = None
        self._vault_trouble = False
        try:
            await self._keeper.drop()
        finally:
            self._tell()
        return outcome

    def wire(self) -> Wire:
        """The facts of the last answers, as evidence for the chain."""
        return Wire(self.endpoint.host, self._last_status, tuple(self._durations))

    def calls_last_minute(self) -> int:
        """How many HTTP requests went to the MCP endpoint in the last minute."""
        horizon = self._clock.now().steady - 60.0
        while self._request_times and self._request_times[0] < horizon:
            self._request_times.popleft()
        return len(self._request_times)

    async def aclose(self) -> None:
        """End the session politely and let a renewal under way finish."""
        await self._session.aclose()
        await self._keeper.close()

    def _after_rejection(self, failure: CallFailed) -> CallFailed:
        """A 401 that the authorizer could not mend: has the sign-in ended, or only stalled?"""
        trouble = self._authorizer.last_trouble
        if isinstance(trouble, RenewalUnavailableError):
            return _failed(problem_of_renewal(trouble))
        if isinstance(trouble, GrantEndedError):
            return self._after_end(trouble)
        return failure

    def _after_end(self, ended: GrantEndedError) -> CallFailed:
        kind = ProblemKind.TOKEN_REJECTED if ended.rejected else ProblemKind.SIGN_IN_ENDED
        self._problem = problem(kind)
        self._tell()
        return _failed(self._problem)

    def _note_exchange(self, exchange: Exchange) -> None:
        self._request_times.append(exchange.started.steady)
        if exchange.status is not None:
            self._last_status = exchange.status
            self._durations.append(exchange.duration)

    def _tell(self) -> None:
        self.changed.emit(self.sign_in)


def _failed(trouble: Problem) -> CallFailed:
    return CallFailed(trouble, Refusal())
