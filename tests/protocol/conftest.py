"""Servers that several of these tests speak to; each is started once."""

from collections.abc import Iterator

import pytest

from support.mcp_servers import HostileServer, ReferenceServer, hostile_server, reference_server


@pytest.fixture(scope="session")
def hostile() -> Iterator[HostileServer]:
    """An MCP server that breaks the protocol."""
    with hostile_server() as server:
        yield server


@pytest.fixture(scope="session")
def reference() -> Iterator[ReferenceServer]:
    """The official SDK's MCP server."""
    with reference_server() as server:
        yield server
