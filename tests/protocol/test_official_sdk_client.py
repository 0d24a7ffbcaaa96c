"""A client nobody here wrote, the official SDK's with its own OAuth, at the demo server."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import httpx2
import pytest
from mcp.client.auth import OAuthClientProvider
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import (
    AuthorizationCodeResult,
    OAuthClientInformationFull,
    OAuthClientMetadata,
    OAuthToken,
)
from mcp_types import CallToolResult, TextContent
from pydantic import AnyUrl

from ct_desktop.clients.entry import Wanted
from ct_desktop.clients.library import find_client
from ct_desktop.clients.recipe import make_snippet
from support.demo_process import DemoProcess
from support.oauth_browser import callback_parameters, follow_authorization

Mode = Literal["legacy", "auto", "2026-07-28"]

DEMO_OPTIONS = {"rate_limit": False, "registrations_per_hour": 100}


class MemoryStorage:
    """Where the SDK's provider keeps what it got."""

    def __init__(self) -> None:
        self.tokens: OAuthToken | None = None
        self.client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


class SignIn:
    """The SDK's OAuth provider with a browser that allows what is asked."""

    def __init__(self, server_url: str, scope: str | None = None) -> None:
        self.storage = MemoryStorage()
        self.browser_opened = 0
        self._callback: dict[str, str] = {}
        self.provider = OAuthClientProvider(
            server_url=server_url,
            client_metadata=OAuthClientMetadata(
                client_name="The official SDK",
                redirect_uris=[AnyUrl("http://127.0.0.1:3030/callback")],
                grant_types=["authorization_code", "refresh_token"],
                token_endpoint_auth_method="none",
                scope=scope,
            ),
            storage=self.storage,
            redirect_handler=self._open_browser,
            callback_handler=self._receive_callback,
        )

    async def _open_browser(self, url: str) -> None:
        self.browser_opened += 1
        self._callback = callback_parameters(follow_authorization(url))

    async def _receive_callback(self) -> AuthorizationCodeResult:
        return AuthorizationCodeResult(
            code=self._callback["code"],
            state=self._callback["state"],
            iss=self._callback["iss"],
        )


@asynccontextmanager
async def connected(server_url: str, sign_in: SignIn, mode: Mode) -> AsyncIterator[Client]:
    timeout = httpx2.Timeout(15)
    async with (
        httpx2.AsyncClient(auth=sign_in.provider, timeout=timeout, trust_env=False) as http,
        Client(streamable_http_client(server_url, http_client=http), mode=mode) as client,
    ):
        yield client


def content(result: CallToolResult) -> Any:
    assert not result.is_error
    (block,) = result.content
    assert isinstance(block, TextContent)
    return json.loads(block.text)


@pytest.mark.parametrize("replies", ["json", "sse"])
@pytest.mark.parametrize(
    ("mode", "revision"),
    [("legacy", "2025-11-25"), ("auto", "2026-07-28"), ("2026-07-28", "2026-07-28")],
)
async def test_it_signs_in_and_reads_accounts_and_positions(
    demo: DemoProcess, mode: Mode, revision: str, replies: str
) -> None:
    demo.set_options(replies=replies)
    sign_in = SignIn(demo.server_url)

    async with connected(demo.server_url, sign_in, mode) as client:
        accounts = content(await client.call_tool("ListAccounts", {}))["accounts"]
        positions = content(await client.call_tool("GetAllPositions", {}))["positions"]

        assert client.protocol_version == revision

    names = {account["name"] for account in accounts}
    assert {"Live-48120", "APEX1234", "Sim101", "Backtest", "Playback101"} <= names
    assert positions
    assert {position["account"] for position in positions} <= names
    assert sign_in.browser_opened == 1
    assert sign_in.storage.tokens is not None
    assert sign_in.storage.tokens.scope == "mcp:read"


async def test_it_signs_in_with_what_any_other_client_is_told_to_fill_in(
    demo: DemoProcess,
) -> None:
    told = dict(make_snippet(find_client("any-other"), Wanted(demo.server_url)).fields)
    sign_in = SignIn(told["URL"], told["Scope"])

    async with connected(told["URL"], sign_in, "auto") as client:
        accounts = content(await client.call_tool("ListAccounts", {}))["accounts"]

    assert "Sim101" in {account["name"] for account in accounts}
    assert sign_in.storage.tokens is not None
    assert sign_in.storage.tokens.scope == "mcp:read"


async def test_it_walks_all_pages_of_the_tool_list(demo: DemoProcess) -> None:
    demo.set_options(page_size=20)

    async with connected(demo.server_url, SignIn(demo.server_url), "auto") as client:
        names: list[str] = []
        cursor = None
        pages = 0
        while pages == 0 or cursor is not None:
            page = await client.list_tools(cursor=cursor)
            names += [tool.name for tool in page.tools]
            cursor = page.next_cursor
            pages += 1

    assert pages > 2
    assert len(names) == len(set(names))
    assert {"GetMcpCapabilities", "ListAlerts", "PlaceOrder", "UpdateConfiguration"} <= set(names)


async def test_it_falls_back_to_the_handshake_where_that_is_all_there_is(demo: DemoProcess) -> None:
    demo.set_options(lifecycle="handshake")
    try:
        async with connected(demo.server_url, SignIn(demo.server_url), "auto") as client:
            answer = content(await client.call_tool("McpSelfTest", {}))

            assert client.protocol_version == "2025-11-25"
    finally:
        demo.set_options(lifecycle="both")

    assert answer["transport"] == "ok"


async def test_it_refreshes_an_expired_token_without_a_browser(demo: DemoProcess) -> None:
    sign_in = SignIn(demo.server_url)
    before = demo.state()["refreshes"]
    async with connected(demo.server_url, sign_in, "auto") as client:
        first = sign_in.storage.tokens
        assert first is not None
        sign_in.provider.context.token_expiry_time = 1.0  # one second after 1970: long over
        content(await client.call_tool("ListAccounts", {}))

    assert sign_in.storage.tokens is not None
    assert sign_in.storage.tokens.access_token != first.access_token
    assert sign_in.storage.tokens.refresh_token != first.refresh_token
    assert sign_in.browser_opened == 1
    assert demo.state()["refreshes"] == before + 1
