"""Servers that several of these tests speak to, and the parts of a sign-in that they hold."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from ct_desktop.core.moment import Clock
from ct_desktop.http_client import create_http_client
from ct_desktop.services import Services
from support.demo_process import DemoProcess
from support.grant_keepers import FaultyVault, NewKeeper, keeper_on
from support.hostile_authorization_server import HostileAuthorizationServer
from support.mcp_servers import HostileServer, ReferenceServer, hostile_server, reference_server
from support.oauth_values import MovableClock
from support.signed_in_services import signed_in_services


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


@pytest.fixture
def server() -> Iterator[HostileAuthorizationServer]:
    """An authorization server that is well until a test gives it other replies."""
    with HostileAuthorizationServer() as server:
        yield server


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    """The app's own HTTP client."""
    async with create_http_client() as http:
        yield http


@pytest.fixture
def clock() -> MovableClock:
    """The system's clock, which a test may set forward."""
    return MovableClock()


@pytest.fixture
def vault() -> FaultyVault:
    """A keychain of the test's, which is well until it is given a fault."""
    return FaultyVault()


@pytest.fixture
def new_keeper(
    vault: FaultyVault, http: httpx.AsyncClient, clock: Clock, tmp_path: Path
) -> NewKeeper:
    """Makes keepers as so many processes have them, over the one vault and its lock."""
    return partial(keeper_on, vault, http, clock, tmp_path)


@pytest.fixture
async def services(demo: DemoProcess) -> AsyncIterator[Services]:
    """A profile's services, signed in to the simulated CrossTrade, which is healthy after it."""
    async with signed_in_services(demo) as services:
        yield services
    demo.set_scenario("healthy")
