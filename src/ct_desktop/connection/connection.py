"""One profile's connection to CrossTrade: its sign-in, its session, and calls through both."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from ct_desktop import __version__
from ct_desktop.connection.call_gate import CallGate, GateClosedError
from ct_desktop.connection.errors import (
    EndReason,
    GrantEndedError,
    RenewalUnavailableError,
    StorageFailedError,
)
from ct_desktop.connection.exchange_log import ExchangeLog
from ct_desktop.connection.failures import problem_of_end, problem_of_renewal, problem_of_storage
from ct_desktop.connection.grant import Grant
from ct_desktop.connection.grant_authorizer import FixedAuthorizer, GrantAuthorizer
from ct_desktop.connection.grant_keeper import GrantKeeper
from ct_desktop.connection.server_clock import ServerClock
from ct_desktop.core.answer_findings import Wire
from ct_desktop.core.links import LinkName
from ct_desktop.core.moment import Clock
from ct_desktop.core.problems import Problem, ProblemKind, Refusal, Severity
from ct_desktop.core.request_budget import Call
from ct_desktop.core.sign_in import RevocationOutcome, SignIn, SignInState
from ct_desktop.core.wording import clock_problem, problem
from ct_desktop.core.wording_scope import scope_change_stopped
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.file_lock import MachineLockError
from ct_desktop.listeners import Listeners
from ct_desktop.mcp import ClientInfo, Lifecycle, McpSession
from ct_desktop.oauth.dpop import DpopProofs
from ct_desktop.oauth.revocation import Revocation
from ct_desktop.vault import VaultError, VaultFault

_log = logging.getLogger(__name__)

R = TypeVar("R")

_CLIENT_INFO = ClientInfo("CrossTrade Desktop", __version__)

IN_MEMORY = "memory, until you quit"

_MAY_BE_THE_CLOCKS = (ProblemKind.TOKEN_REJECTED, ProblemKind.CODE_REJECTED)

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
        self,
        endpoint: Endpoint,
        *,
        http: httpx.AsyncClient,
        keeper: GrantKeeper,
        clock: Clock,
        server_clock: ServerClock,
    ) -> None:
        self.changed: Listeners[SignIn] = Listeners()
        self.endpoint = endpoint
        self._http = http
        self._clock = clock
        self._keeper = keeper
        self._server_clock = server_clock
        self._loaded = False
        self._offline = False
        self._trouble: Problem | None = None
        self._gate = CallGate()
        self._stopped_half_way = False
        self._exchanges = ExchangeLog(clock)
        self._authorizer = GrantAuthorizer(keeper)
        self._session = McpSession(
            http,
            endpoint.server_url,
            client_info=_CLIENT_INFO,
            authorizer=self._authorizer,
            known_lifecycle=endpoint.known_lifecycle,
            on_exchange=self._exchanges.note,
            clock=clock,
        )
        self._crosstrade = CrossTrade(self._session)
        keeper.changed.subscribe(lambda _grant: self._tell())

    @property
    def proofs(self) -> DpopProofs:
        """Makes the proofs for requests with tokens that are bound to a key."""
        return self._keeper.proofs

    @property
    def lifecycle(self) -> Lifecycle | None:
        """The MCP lifecycle that the server speaks, once it has shown it; worth remembering."""
        return self._session.lifecycle

    @property
    def sign_in(self) -> SignIn:
        """Whether this computer is signed in, and if not, why not."""
        grant = self._keeper.grant
        storage = self._keeper.storage
        unsaved = self._keeper.unsaved
        if grant is None:
            return self._without_grant()
        return SignIn(
            SignInState.CHANGING_SCOPE if self.is_changing_scope else SignInState.SIGNED_IN,
            scope=grant.scope,
            signed_in_since=grant.signed_in_since,
            renews_at=self._keeper.renews_at,
            renewed_at=grant.renewed_at if grant.generation else None,
            kept_in=storage.description if unsaved is None else IN_MEMORY,
            persistent=storage.persistent and unsaved is None,
            client_id_tail=grant.registration.client_id[-4:],
            client_name=self.endpoint.client_name,
            offline=self._offline,
            problem=None if unsaved is None else problem_of_storage(unsaved, held=True),
        )

    @property
    def is_changing_scope(self) -> bool:
        """Whether a change of scope is under way, during which every call is held back."""
        return self._gate.is_closed

    async def load(self) -> SignIn:
        """Read the keychain, or try it again after trouble; says what is there."""
        self._trouble = None
        try:
            await self._keeper.load()
        except (VaultError, MachineLockError) as error:
            self._trouble = problem_of_storage(error)
        else:
            if not self._keeper.storage.persistent:
                self._trouble = problem_of_storage(VaultError(VaultFault.MISSING))
        self._loaded = True
        self._tell()
        return self.sign_in

    async def call(self, ask: Callable[[CrossTrade], Awaitable[R]]) -> R:
        """Run ``ask`` with a good access token. Raises :class:`CallFailed` for any trouble.

        A definite refusal of the sign-in ends it here; anything else leaves it standing.
        """
        try:
            answer = await self._call(ask)
        except CallFailed as failure:
            self._note_offline(_is_out_of_reach(failure.problem))
            raise
        self._note_offline(False)
        self._keeper.note_accepted()
        return answer

    async def _call(self, ask: Callable[[CrossTrade], Awaitable[R]]) -> R:
        try:
            async with self._gate.passage():
                return await self._ask(ask)
        except GateClosedError as closed:
            raise _failed(problem(ProblemKind.NOT_SIGNED_IN)) from closed

    async def _ask(self, ask: Callable[[CrossTrade], Awaitable[R]]) -> R:
        try:
            if await self._keeper.fresh() is None:
                raise self._not_signed_in()
            return await ask(self._crosstrade)
        except CallFailed as failure:
            if failure.problem.kind is ProblemKind.TOKEN_REJECTED:
                raise self._after_refusal(failure) from failure
            raise
        except GrantEndedError as ended:
            raise self._not_signed_in() from ended
        except RenewalUnavailableError as unavailable:
            raise _failed(problem_of_renewal(unavailable)) from unavailable

    async def check_server(self) -> None:
        """Ask what CrossTrade answers without NT8. Raises :class:`CallFailed`."""
        try:
            async with asyncio.timeout(_SERVER_CHECK_TIMEOUT):
                await self.call(lambda crosstrade: crosstrade.list_tools())
        except TimeoutError:
            raise _failed(problem(ProblemKind.NO_ANSWER)) from None

    async def try_grant(self, grant: Grant, ask: Callable[[CrossTrade], Awaitable[object]]) -> None:
        """Make a real request with a grant that is not kept yet. Raises :class:`CallFailed`."""
        session = McpSession(
            self._http,
            self.endpoint.server_url,
            client_info=_CLIENT_INFO,
            authorizer=FixedAuthorizer(grant, self.proofs),
            known_lifecycle=self.lifecycle,
            on_exchange=self._exchanges.note,
            clock=self._clock,
        )
        try:
            await ask(CrossTrade(session))
        finally:
            await session.aclose()

    async def keep(self, grant: Grant) -> None:
        """Take a new sign-in, and revoke the one it replaces, if there is one.

        Raises :class:`StorageFailedError` if it could not be stored; it is held all the same.
        """
        self._trouble = None
        self._offline = False
        self._loaded = True
        self._stopped_half_way = False
        await self._session.aclose()
        try:
            await self._keeper.keep(grant)
        except (VaultError, MachineLockError) as error:
            raise StorageFailedError(problem_of_storage(error, held=True)) from error
        finally:
            self._tell()

    async def discard(self, grant: Grant) -> None:
        """Revoke a grant that is not to be used, and forget it if it was kept already."""
        await self._keeper.discard(grant)

    async def sign_out(self, show: Callable[[RevocationOutcome], None]) -> RevocationOutcome:
        """Revoke the grant at the server, then forget it here, whatever came of revoking.

        ``show`` tells the trader the outcome, before the local secrets go. Raises
        :class:`StorageFailedError`, before anything where the keychain cannot be read, after
        revoking where it does not let go of the sign-in.
        """
        await self._session.aclose()
        try:
            outcome = await self._keeper.sign_out(show)
        except (VaultError, MachineLockError) as error:
            raise StorageFailedError(problem_of_storage(error)) from error
        self._trouble = None
        self._stopped_half_way = False
        self._tell()
        return outcome

    # One change of scope: between the old sign-in and the new one

    @asynccontextmanager
    async def changing_scope(self) -> AsyncIterator[None]:
        """Hold every call back, those under way included, while the scope is changed.

        With the old token revoked they would be refused, and the sign-in told as ended by
        CrossTrade. Where nothing is signed in at the end, that is why.
        """
        held = self._keeper.grant is not None
        self._gate.close()
        self._tell()
        try:
            yield
        finally:
            self._gate.open()
            if held and self._keeper.grant is None:
                self._stopped_half_way = True
            self._tell()

    async def revoke(self) -> Revocation:
        """Revoke the sign-in at the server, and go on holding it.

        Raises :class:`StorageFailedError`, before anything, where the keychain cannot be read.
        """
        await self._session.aclose()
        try:
            return await self._keeper.revoke_held()
        except (VaultError, MachineLockError) as error:
            raise StorageFailedError(problem_of_storage(error)) from error

    async def is_honoured(self) -> bool | None:
        """Whether the server still takes the sign-in held; ``None`` where that cannot be learnt.

        It is renewed if need be, and given up where the server refuses that for good.
        """
        try:
            async with asyncio.timeout(_SERVER_CHECK_TIMEOUT):
                await self._ask(lambda crosstrade: crosstrade.list_tools())
        except TimeoutError:
            return None
        except CallFailed:
            return None if self._keeper.grant is not None else False
        return True

    async def forget(self) -> None:
        """Forget the sign-in, which was revoked.

        Raises :class:`StorageFailedError` where the keychain does not let go of it.
        """
        try:
            await self._keeper.forget()
        except (VaultError, MachineLockError) as error:
            raise StorageFailedError(problem_of_storage(error)) from error

    def named(self, trouble: Problem) -> Problem:
        """``trouble``, or a wrong clock where that may be the cause of a refusal (B-39)."""
        wrong_by = self._server_clock.wrong_by
        if wrong_by is not None and trouble.kind in _MAY_BE_THE_CLOCKS:
            return clock_problem(wrong_by)
        return trouble

    def wire(self) -> Wire:
        """The facts of the last answers, as evidence for the chain."""
        return self._exchanges.wire(self.endpoint.host, clock_wrong_by=self._server_clock.wrong_by)

    def calls_last_minute(self) -> tuple[Call, ...]:
        """The HTTP requests that went to the MCP endpoint in the last minute."""
        return self._exchanges.calls_last_minute()

    async def aclose(self) -> None:
        """End the session politely and let a renewal under way finish."""
        await self._session.aclose()
        await self._keeper.close()

    def _without_grant(self) -> SignIn:
        trouble = self._trouble
        if self.is_changing_scope:
            state = SignInState.CHANGING_SCOPE
        elif not self._loaded:
            state = SignInState.UNREAD
        elif self._stopped_half_way:
            state, trouble = SignInState.ENDED, scope_change_stopped()
        elif self._keeper.ended not in (None, EndReason.SIGNED_OUT):
            state, trouble = SignInState.ENDED, problem_of_end(self._keeper.ended)
        elif trouble is not None:
            state = SignInState.KEYCHAIN_TROUBLE
        else:
            state = SignInState.SIGNED_OUT
        return SignIn(state, problem=trouble, client_name=self.endpoint.client_name)

    def _after_refusal(self, failure: CallFailed) -> CallFailed:
        """A 401 that the authorizer could not mend: has the sign-in ended, or only stalled?"""
        trouble = self._authorizer.last_trouble
        if isinstance(trouble, RenewalUnavailableError):
            return _failed(problem_of_renewal(trouble))
        if self._keeper.grant is None:
            return self._not_signed_in()
        return CallFailed(self.named(failure.problem), failure.refusal)

    def _not_signed_in(self) -> CallFailed:
        return _failed(self.sign_in.problem or problem(ProblemKind.NOT_SIGNED_IN))

    def _note_offline(self, offline: bool) -> None:
        if offline != self._offline:
            self._offline = offline
            self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.sign_in)


def _is_out_of_reach(trouble: Problem) -> bool:
    at_fault = trouble.link in (LinkName.NETWORK, LinkName.CROSSTRADE)
    return at_fault and trouble.severity is Severity.BROKEN


def _failed(trouble: Problem) -> CallFailed:
    return CallFailed(trouble, Refusal())
