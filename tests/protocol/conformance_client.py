"""The client that the official conformance suite drives: the app's own OAuth and MCP code.

Run as ``python conformance_client.py SERVER_URL`` by the suite, which hands over more in
``MCP_CONFORMANCE_CONTEXT``. It does the same whatever the scenario: lists the tools and calls them
with the arguments handed over, or with some that fit their schemas. Where the app has a person
click, this client signs in by itself; what decides and does everything else is the app's.

Exit code: 0, or 1 if signing in or the protocol failed.
"""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import aclosing
from typing import Any

import httpx

from ct_desktop.clock import SystemClock
from ct_desktop.core.secret import SecretStr
from ct_desktop.http_client import create_http_client
from ct_desktop.mcp import (
    ClientInfo,
    Credentials,
    Elicitation,
    ElicitationAction,
    ElicitationAnswer,
    Exchange,
    HttpRefusal,
    McpError,
    McpSession,
    RpcRefusal,
    Tool,
)
from ct_desktop.oauth.challenge import Challenge, asks_for_another_proof, parse_challenge
from ct_desktop.oauth.client_identity import ClientSetup, PreRegisteredClient
from ct_desktop.oauth.dpop import DpopProofs
from ct_desktop.oauth.errors import CallbackRejected, OAuthError
from ct_desktop.oauth.flow import AuthorizationFlow, FlowResult
from ct_desktop.oauth.loopback import ANY_PORT
from ct_desktop.oauth.presentation import authorization_headers, presents
from ct_desktop.oauth.registration import ClientRegistration
from ct_desktop.oauth.scopes import ScopePolicy
from ct_desktop.oauth.step_up import StepUp

CLIENT_METADATA_URL = "https://conformance-test.local/client-metadata.json"
"""The client metadata document that the suite's authorization servers know."""

EXAMPLES = {"integer": 5, "number": 5, "string": "text", "boolean": True, "array": []}
"""A value of each JSON type but ``object``."""

_log = logging.getLogger("conformance_client")


class HeldRegistrations:
    """Registrations by issuer, for as long as this process lives."""

    def __init__(self) -> None:
        self._by_issuer: dict[str, ClientRegistration] = {}

    async def find(self, issuer: str) -> ClientRegistration | None:
        return self._by_issuer.get(issuer)

    async def note_attempt(self, issuer: str) -> None:
        """The suite sets no limit."""

    async def save(self, registration: ClientRegistration) -> None:
        self._by_issuer[registration.issuer] = registration


class SigningInAuthorizer:
    """Answers a refusal with a sign-in, where the app's policy calls it worthwhile."""

    def __init__(self, http: httpx.AsyncClient, server_url: str, client: ClientSetup) -> None:
        self._http = http
        self._server_url = server_url
        self._client = client
        self._registrations = HeldRegistrations()
        self._step_up = StepUp()
        self._proofs = DpopProofs(SystemClock())
        self._signed_in: FlowResult | None = None
        self._signing_in = asyncio.Lock()

    async def credentials(self, method: str, url: str) -> Credentials:
        if self._signed_in is None:
            return Credentials()
        tokens = self._signed_in.tokens
        return Credentials(authorization_headers(tokens, self._proofs, method, url))

    def note_answer(self, url: str, headers: httpx.Headers) -> None:
        self._proofs.note_answer(url, headers)

    async def on_refusal(self, refusal: HttpRefusal, used: Credentials) -> bool:
        async with self._signing_in:
            challenges = refusal.headers.get_list("WWW-Authenticate")
            if asks_for_another_proof(challenges) or self._was_replaced(used):
                return True
            challenge = parse_challenge(challenges)
            if not self._step_up.is_worthwhile(refusal.status, challenge):
                return False
            await self._sign_in(challenge or Challenge())
        return True

    def note_exchange(self, exchange: Exchange) -> None:
        """Told of each HTTP exchange with the resource."""
        if exchange.status is not None and exchange.status < 300:
            self._step_up = self._step_up.after_acceptance()

    def _was_replaced(self, used: Credentials) -> bool:
        return self._signed_in is not None and not presents(used.headers, self._signed_in.tokens)

    async def _sign_in(self, challenge: Challenge) -> None:
        async with aclosing(Browser()) as browser:
            flow = AuthorizationFlow(
                http=self._http,
                server_url=self._server_url,
                scope=ScopePolicy(),
                client=self._client,
                registrations=self._registrations,
                open_browser=browser.open,
                clock=SystemClock(),
                challenge=challenge,
                previous_scope=self._step_up.requested_scope,
                ports=(ANY_PORT,),
            )
            async with aclosing(flow.steps()) as steps:
                async for step in steps:
                    if step.rejected is not None:
                        # The app would wait for the true answer. Here nobody will give it.
                        raise CallbackRejected(step.rejected)
        self._signed_in = flow.result
        self._step_up = self._step_up.after_authorization(flow.result.requested_scope)


class Browser:
    """One plain GET to the authorization server, and on to where that sends it."""

    def __init__(self) -> None:
        self._visit: asyncio.Task[None] | None = None

    async def open(self, url: str) -> bool:
        """Begin the visit. Its last page comes when the sign-in is over."""
        self._visit = asyncio.create_task(self._follow_redirects(url))
        return True

    async def aclose(self) -> None:
        """Wait for the last page."""
        if self._visit is not None:
            await self._visit

    async def _follow_redirects(self, url: str) -> None:
        async with create_http_client() as http:
            try:
                await http.get(url, follow_redirects=True)
            except httpx.HTTPError as error:
                _log.warning("The browser shows an error: %s", type(error).__name__)


async def accept(elicitation: Elicitation) -> ElicitationAnswer:
    """A person who agrees with what is filled in already."""
    return ElicitationAnswer(ElicitationAction.ACCEPT)


async def exercise(server_url: str, context: Mapping[str, Any]) -> None:
    """List the tools and call them."""
    async with create_http_client() as http:
        authorizer = SigningInAuthorizer(http, server_url, client_setup(context))
        session = McpSession(
            http,
            server_url,
            client_info=ClientInfo("conformance-client", "1"),
            authorizer=authorizer,
            on_elicitation=accept,
            on_exchange=authorizer.note_exchange,
        )
        try:
            tools = await session.list_tools()
            for name, arguments in tool_calls(context, tools):
                try:
                    result = await session.call_tool(name, arguments)
                    _log.info("%s: %s", name, result)
                except RpcRefusal as refusal:
                    # An answer all the same: some of the suite's tools are in the list alone.
                    _log.info("%s: %s", name, refusal)
        finally:
            await session.aclose()


def client_setup(context: Mapping[str, Any]) -> ClientSetup:
    pre_registered = None
    if "client_id" in context:
        secret = context.get("client_secret")
        pre_registered = PreRegisteredClient(
            client_id=context["client_id"],
            issuer=context["issuer"],
            secret=None if secret is None else SecretStr(secret),
        )
    return ClientSetup(
        name="conformance-client",
        pre_registered=pre_registered,
        metadata_url=CLIENT_METADATA_URL,
    )


def tool_calls(
    context: Mapping[str, Any], tools: tuple[Tool, ...]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The calls that the suite hands over, or one of each tool."""
    if "toolCalls" in context:
        for call in context["toolCalls"]:
            yield call["name"], call["arguments"]
        return
    for tool in tools:
        # Where an object is wanted, one that we have: a schema, just as it came.
        yield tool.name, example_arguments(tool.input_schema, an_object=tools[0].input_schema)


def example_arguments(schema: Mapping[str, Any], *, an_object: Mapping[str, Any]) -> dict[str, Any]:
    """A value of the right type for each property whose type the schema names outright."""
    examples = {**EXAMPLES, "object": an_object}
    return {
        name: examples[definition["type"]]
        for name, definition in schema.get("properties", {}).items()
        if definition.get("type") in examples
    }


def main() -> int:
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    context = json.loads(os.environ.get("MCP_CONFORMANCE_CONTEXT", "{}"))
    try:
        asyncio.run(exercise(sys.argv[1], context))
    except (McpError, OAuthError) as error:
        _log.error("%s", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
