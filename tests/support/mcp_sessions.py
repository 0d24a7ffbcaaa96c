"""Sessions of the client under test, opened and closed as a test needs them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from ct_desktop.http_client import create_http_client
from ct_desktop.mcp import ClientInfo, Lifecycle, McpSession

CLIENT = ClientInfo("test-client", "1.0")


@asynccontextmanager
async def mcp_session(
    url: str, known_lifecycle: Lifecycle | None = Lifecycle.STATELESS, **options: Any
) -> AsyncIterator[McpSession]:
    """A session with ``url``; stateless without a probe unless the test says otherwise."""
    async with create_http_client() as client:
        session = McpSession(
            client, url, client_info=CLIENT, known_lifecycle=known_lifecycle, **options
        )
        yield session
        await session.aclose()
