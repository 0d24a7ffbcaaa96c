"""One sign-in attempt, from the server's address to its tokens, as steps that can be shown.

Source: MCP 2026-07-28, authorization, "Authorization Flow Steps"; RFC 8252, section 4.1.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta

import httpx

from ct_desktop.core.moment import Clock, Moment
from ct_desktop.core.secret import SecretStr
from ct_desktop.core.sign_in import SignInStage, StepState
from ct_desktop.oauth import callback_page
from ct_desktop.oauth.authorization import (
    AuthorizationAttempt,
    AuthorizationRequest,
    new_authorization_request,
)
from ct_desktop.oauth.callback_http import Answer
from ct_desktop.oauth.callback_page import CallbackPage
from ct_desktop.oauth.challenge import Challenge
from ct_desktop.oauth.client_identity import (
    ClientSetup,
    Registrations,
    known_client,
    register_client,
)
from ct_desktop.oauth.discovery import AuthorizationServer, discover
from ct_desktop.oauth.dpop import DpopKey, DpopProofs
from ct_desktop.oauth.errors import (
    AuthorizationDenied,
    AuthorizationTimedOut,
    CallbackReason,
    CallbackRejected,
)
from ct_desktop.oauth.loopback import (
    DEFAULT_PORTS,
    CallbackListener,
    port_of,
    redirect_uri,
)
from ct_desktop.oauth.probe import probe
from ct_desktop.oauth.registration import ClientRegistration
from ct_desktop.oauth.scopes import ScopePolicy
from ct_desktop.oauth.tokens import TokenSet, exchange

_log = logging.getLogger(__name__)

AUTHORIZATION_TIMEOUT = 300.0
"""Seconds for the person to answer in the browser."""

_PAGE_HOLD = 8.0
"""Seconds that the browser waits for the outcome before it is told to look in the app."""

_OPEN_TIMEOUT = 15.0
_CLOCK_INTERVAL = 15.0
_MOST_REJECTIONS = 20

OpenBrowser = Callable[[str], Awaitable[bool]]
"""Opens an address in the system's browser; ``False`` where that cannot be done."""


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One change of one stage: begun (``RUNNING``), done, or done with a warning.

    ``duration`` is in seconds. ``WAIT`` begins with the ``authorization_url`` and the ``deadline``;
    while it lasts each answer that did not belong to this sign-in comes as a warning with its
    ``rejected``. The URL holds the ``state``, so it stays out of the representation.
    """

    stage: SignInStage
    state: StepState
    at: Moment
    duration: float | None = None
    port: int | None = None
    registration_reused: bool | None = None
    browser_opened: bool | None = None
    authorization_url: str | None = field(default=None, repr=False)
    deadline: Moment | None = None
    rejected: CallbackReason | None = None


@dataclass(frozen=True, slots=True)
class FlowResult:
    """What a sign-in gives. ``tokens.scope`` is what was granted, whatever was requested."""

    tokens: TokenSet
    registration: ClientRegistration
    server: AuthorizationServer
    requested_scope: str | None


class AuthorizationFlow:
    """One attempt; make a new one to start over.

    Iterate :meth:`steps` (within ``contextlib.aclosing``, so that leaving early frees the port at
    once); then :attr:`result` holds the outcome. A failure is raised out of the iteration as an
    :class:`~ct_desktop.oauth.errors.OAuthError`. Closing the iterator or cancelling its task ends
    the attempt and leaves nothing behind.

    ``challenge`` is that of a 401 or 403 that is at hand already; without it the server is asked.
    ``previous_scope`` is what was requested before, where this is a step-up. ``proofs`` are shared
    with later requests that use the tokens, where these get bound to a key. ``timeout`` is the
    seconds that the person has to answer.
    """

    def __init__(
        self,
        *,
        http: httpx.AsyncClient,
        server_url: str,
        scope: ScopePolicy,
        client: ClientSetup,
        registrations: Registrations,
        open_browser: OpenBrowser | None,
        clock: Clock,
        challenge: Challenge | None = None,
        previous_scope: str | None = None,
        proofs: DpopProofs | None = None,
        timeout: float = AUTHORIZATION_TIMEOUT,
        ports: Sequence[int] = DEFAULT_PORTS,
    ) -> None:
        self._http = http
        self._server_url = server_url
        self._scope = scope
        self._client = client
        self._registrations = registrations
        self._open_browser = open_browser
        self._clock = clock
        self._challenge = challenge
        self._previous_scope = previous_scope
        self._proofs = proofs or DpopProofs(clock)
        self._timeout = timeout
        self._ports = tuple(ports)
        self._attempt: AuthorizationAttempt | None = None
        self._answer: SecretStr | AuthorizationDenied | None = None
        self._rejections: deque[CallbackReason] = deque(maxlen=_MOST_REJECTIONS)
        self._news = asyncio.Event()
        self._page: asyncio.Future[CallbackPage] | None = None
        self._begun = False
        self._result: FlowResult | None = None

    @property
    def authorization_url(self) -> str | None:
        """The link to open in any browser, while an answer is awaited."""
        if self._attempt is None or self._attempt.answered or self._is_over:
            return None
        return self._attempt.request.url

    @property
    def is_complete(self) -> bool:
        """Whether there is a :attr:`result`; it may be so of an attempt that was given up."""
        return self._result is not None

    @property
    def result(self) -> FlowResult:
        """The outcome, after the last step. Raises ``RuntimeError`` before."""
        if self._result is None:
            raise RuntimeError("the sign-in is not complete")
        return self._result

    @property
    def _is_over(self) -> bool:
        return self._page is None or self._page.done()

    def paste(self, text: str) -> None:
        """Take the address on which the browser ended, or the bare code, as the answer.

        It passes the listener's own checks. Raises
        :class:`~ct_desktop.oauth.errors.CallbackRejected`, and the flow goes on waiting.
        """
        if self._attempt is None or self._is_over:
            raise CallbackRejected(CallbackReason.NOT_WAITING)
        try:
            self._take(self._attempt.accept_pasted(text))
        except AuthorizationDenied as denied:
            self._take(denied)

    async def open_again(self) -> bool:
        """Open the link in the browser once more; ``False`` where that cannot be done."""
        url = self.authorization_url
        return url is not None and await self._open(url)

    async def steps(self) -> AsyncGenerator[FlowStep, None]:
        """Run the attempt: discover, listen, register, open the browser, wait, exchange."""
        if self._begun:
            raise RuntimeError("an attempt runs once; make a new one")
        self._begun = True
        listener: CallbackListener | None = None
        try:
            begun = self._clock.now()
            yield FlowStep(SignInStage.DISCOVER, StepState.RUNNING, begun)
            challenge = self._challenge or (await probe(self._http, self._server_url)).challenge
            server = await discover(self._http, self._server_url, challenge)
            yield self._done(SignInStage.DISCOVER, begun)

            begun = self._clock.now()
            yield FlowStep(SignInStage.LISTEN, StepState.RUNNING, begun)
            known = await known_client(
                server, self._client, self._registrations, now=self._clock.now().utc
            )
            listener = await CallbackListener.open(self._ports_in_order(known))
            yield self._done(SignInStage.LISTEN, begun, port=listener.port)

            begun = self._clock.now()
            yield FlowStep(SignInStage.REGISTER, StepState.RUNNING, begun)
            reused = known is not None and known.covers(listener.redirect_uri)
            registration = known if known and reused else await self._register(server, listener)
            yield self._done(SignInStage.REGISTER, begun, registration_reused=reused)

            dpop_key = DpopKey.generate() if server.offers_dpop else None
            request = new_authorization_request(
                server,
                registration,
                dpop_key=dpop_key,
                redirect_uri=listener.redirect_uri,
                scope=self._scope.select(
                    challenged=challenge.scope if challenge else None,
                    supported=server.scopes_supported,
                    previous=self._previous_scope,
                ),
            )
            self._await_answer(request, listener)
            begun = self._clock.now()
            yield FlowStep(SignInStage.OPEN_BROWSER, StepState.RUNNING, begun)
            yield await self._opened(request, begun)

            async with aclosing(self._wait(request)) as waiting:
                async for step in waiting:
                    yield step

            begun = self._clock.now()
            yield FlowStep(SignInStage.EXCHANGE, StepState.RUNNING, begun)
            await self._exchange(request, server, registration, dpop_key)
            # The port goes before anybody is told: the next step is not ours.
            await listener.aclose()
            yield self._done(SignInStage.EXCHANGE, begun)
        finally:
            self._show(callback_page.FAILED)
            if listener is not None:
                await listener.aclose()

    def _done(
        self,
        stage: SignInStage,
        begun: Moment,
        *,
        port: int | None = None,
        registration_reused: bool | None = None,
    ) -> FlowStep:
        now = self._clock.now()
        return FlowStep(
            stage,
            StepState.DONE,
            now,
            duration=now.seconds_since(begun),
            port=port,
            registration_reused=registration_reused,
        )

    def _ports_in_order(self, known: ClientRegistration | None) -> list[int]:
        """The ports that the registration names come first: they cost no new one."""
        registered = [port_of(uri) for uri in (known.redirect_uris if known else ())]
        return list(dict.fromkeys([*(port for port in registered if port), *self._ports]))

    async def _register(
        self, server: AuthorizationServer, listener: CallbackListener
    ) -> ClientRegistration:
        ports = (*self._ports, listener.port)
        uris = [redirect_uri(port, listener.address) for port in ports if port]
        return await register_client(
            self._http,
            server,
            self._client,
            self._registrations,
            redirect_uris=uris,
            needed_uri=listener.redirect_uri,
            now=self._clock.now().utc,
        )

    def _await_answer(self, request: AuthorizationRequest, listener: CallbackListener) -> None:
        self._attempt = AuthorizationAttempt(request)
        self._page = asyncio.get_running_loop().create_future()
        listener.expect(self._judge)

    async def _opened(self, request: AuthorizationRequest, begun: Moment) -> FlowStep:
        opened = await self._open(request.url)
        failed = self._open_browser is not None and not opened
        now = self._clock.now()
        return FlowStep(
            SignInStage.OPEN_BROWSER,
            StepState.WARNING if failed else StepState.DONE,
            now,
            duration=now.seconds_since(begun),
            browser_opened=opened,
        )

    async def _open(self, url: str) -> bool:
        if self._open_browser is None:
            return False
        try:
            async with asyncio.timeout(_OPEN_TIMEOUT):
                return await self._open_browser(url)
        except Exception as error:
            # Whatever is wrong with the browser, the link can be copied.
            _log.warning("The browser could not be opened: %s", type(error).__name__)
            return False

    async def _wait(self, request: AuthorizationRequest) -> AsyncGenerator[FlowStep, None]:
        begun = self._clock.now()
        deadline = Moment(
            utc=begun.utc + timedelta(seconds=self._timeout), steady=begun.steady + self._timeout
        )
        yield FlowStep(
            SignInStage.WAIT,
            StepState.RUNNING,
            begun,
            authorization_url=request.url,
            deadline=deadline,
        )
        while self._answer is None:
            left = deadline.steady - self._clock.now().steady
            if left <= 0:
                raise AuthorizationTimedOut(self._timeout)
            # In short turns: the loop's clock may stand still while the machine sleeps.
            try:
                async with asyncio.timeout(min(left, _CLOCK_INTERVAL)):
                    await self._news.wait()
            except TimeoutError:
                continue
            self._news.clear()
            while self._rejections:
                yield FlowStep(
                    SignInStage.WAIT,
                    StepState.WARNING,
                    self._clock.now(),
                    rejected=self._rejections.popleft(),
                )
        if isinstance(self._answer, AuthorizationDenied):
            raise self._answer
        yield self._done(SignInStage.WAIT, begun)

    async def _judge(self, query: str) -> Answer:
        """What the listener does with a request to the redirect URI."""
        assert self._attempt is not None, "the listener is told of the attempt after it is made"
        assert self._page is not None, "the page is made with the attempt"
        try:
            self._take(self._attempt.accept_redirect(query))
        except CallbackRejected as rejected:
            _log.info("An answer from a browser was not accepted: %s", rejected.reason)
            if rejected.reason is CallbackReason.ALREADY_ANSWERED:
                return Answer(409, callback_page.ALREADY_ANSWERED)
            self._rejections.append(rejected.reason)
            self._news.set()
            return Answer(400, callback_page.NOT_THIS_SIGN_IN)
        except AuthorizationDenied as denied:
            self._take(denied)
            if denied.by_the_person:
                return Answer(200, callback_page.denied(client_name=self._client.name))
            return Answer(200, callback_page.FAILED)
        try:
            async with asyncio.timeout(_PAGE_HOLD):
                return Answer(200, await asyncio.shield(self._page))
        except TimeoutError:
            return Answer(200, callback_page.RECEIVED)

    def _take(self, answer: SecretStr | AuthorizationDenied) -> None:
        self._answer = answer
        self._news.set()

    async def _exchange(
        self,
        request: AuthorizationRequest,
        server: AuthorizationServer,
        registration: ClientRegistration,
        dpop_key: DpopKey | None,
    ) -> None:
        assert isinstance(self._answer, SecretStr), "the wait ends with a code"
        exchanging = asyncio.create_task(
            exchange(
                self._http,
                server,
                registration,
                code=self._answer,
                code_verifier=request.code_verifier,
                redirect_uri=request.redirect_uri,
                requested_scope=request.scope,
                dpop_key=dpop_key,
                proofs=self._proofs,
            ),
            name="exchange-code",
        )
        try:
            # To its end, whoever gives up meanwhile: a grant nobody knows of cannot be revoked.
            await asyncio.shield(exchanging)
        except asyncio.CancelledError:
            await asyncio.wait([exchanging])
            raise
        finally:
            if exchanging.done() and not exchanging.cancelled() and exchanging.exception() is None:
                tokens = exchanging.result()
                self._result = FlowResult(tokens, registration, server, request.scope)
        self._show(callback_page.granted(client_name=self._client.name, scope=tokens.scope))

    def _show(self, page: CallbackPage) -> None:
        """Tell the browser that waits how it ended; the first word counts."""
        if self._page is not None and not self._page.done():
            self._page.set_result(page)
