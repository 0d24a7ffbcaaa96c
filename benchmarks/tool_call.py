"""(c) One ``tools/call``, against a raw httpx POST of the same bytes and the official SDK's client.

All three read the positions of the simulated CrossTrade, in its own process, over a connection that
stays open. The raw POST carries what our session sent, byte for byte, and does not look at the
answer.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from benchmarks.comparison import Comparison, Goal
from benchmarks.surroundings import Surroundings
from benchmarks.turns import Series, in_turns_awaited
from ct_desktop.http_client import create_http_client
from ct_desktop.mcp import ClientInfo, Credentials, HttpRefusal, McpSession
from support.demo_client import DemoClient
from support.demo_process import DemoProcess

ROUNDS = 300

_TOOL = "GetAllPositions"


def measure(_: Surroundings, rounds: int = ROUNDS) -> list[Comparison]:
    """Raises the errors of the three clients where the call fails."""
    with DemoProcess(auto_approve=True, rate_limit=False) as demo, DemoClient(demo) as client:
        client.sign_in()
        ours, raw, sdk = asyncio.run(_call(demo.server_url, client.access_token, rounds))
    return [
        Comparison("c", "one tools/call", "raw httpx POST", Goal(1.15), "ms", ours, raw),
        Comparison(
            "c", "one tools/call", "official SDK's client", Goal(1.0, below=True), "ms", ours, sdk
        ),
    ]


async def _call(server_url: str, access_token: str, rounds: int) -> Series:
    sdk_headers = {"Authorization": f"Bearer {access_token}"}
    async with (
        create_http_client() as our_http,
        create_http_client() as raw_http,
        create_mcp_http_client(headers=sdk_headers) as sdk_http,
        Client(streamable_http_client(server_url, http_client=sdk_http)) as sdk,
    ):
        session = McpSession(
            our_http,
            server_url,
            client_info=ClientInfo("bench", "1"),
            authorizer=_StoredToken(access_token),
        )
        sent = await _request_of(lambda: session.call_tool(_TOOL), our_http)
        series = await in_turns_awaited(
            rounds,
            lambda: _milliseconds(lambda: session.call_tool(_TOOL)),
            lambda: _milliseconds(
                lambda: raw_http.post(server_url, content=sent.content, headers=sent.headers)
            ),
            lambda: _milliseconds(lambda: sdk.call_tool(_TOOL)),
        )
        await session.aclose()
    return series


async def _request_of(call: Callable[[], Awaitable[Any]], http: httpx.AsyncClient) -> httpx.Request:
    """What ``call`` sends, once it has agreed with the server on a revision."""
    await call()
    sent: list[httpx.Request] = []

    async def note(request: httpx.Request) -> None:
        sent.append(request)

    http.event_hooks = {"request": [note]}
    await call()
    http.event_hooks = {}
    (request,) = sent
    return request


async def _milliseconds(call: Callable[[], Awaitable[Any]]) -> float:
    begun = time.perf_counter()
    await call()
    return (time.perf_counter() - begun) * 1000


class _StoredToken:
    """Credentials that are already there."""

    def __init__(self, access_token: str) -> None:
        self._credentials = Credentials({"Authorization": f"Bearer {access_token}"})

    async def credentials(self, _method: str, _url: str) -> Credentials:
        """The same for every request."""
        return self._credentials

    def note_answer(self, _url: str, _headers: httpx.Headers) -> None:
        """Nothing in them concerns a token that stays the same."""

    async def on_refusal(self, _refusal: HttpRefusal, _used: Credentials) -> bool:
        """A refusal stands."""
        return False
