"""Puts the parts of the simulated CrossTrade together into one ASGI application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import RequestBodyLimitMiddleware, TransportSecuritySettings
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from ct_desktop.demo.authorization.consent import CONSENT_PATH
from ct_desktop.demo.authorization.provider import AuthorizationServer
from ct_desktop.demo.authorization.routes import RESOURCE_METADATA_PATH, oauth_routes
from ct_desktop.demo.control import Control
from ct_desktop.demo.endpoint.gate import Gate
from ct_desktop.demo.endpoint.mcp_server import create_mcp_server
from ct_desktop.demo.fault_injection import FaultInjection
from ct_desktop.demo.guard import Guard
from ct_desktop.demo.releases import Releases
from ct_desktop.demo.scenarios import Fault
from ct_desktop.demo.server_date import ServerDate
from ct_desktop.demo.simulation import Simulation

MCP_PATH = "/v1/api/mcp"

_LARGEST_BODY = 1024 * 1024


def create_application(
    simulation: Simulation, *, port: int, state_path: Path | None = None
) -> ASGIApp:
    """The whole server for ``http://127.0.0.1:port``.

    Raises ``StateFileError`` when ``state_path`` holds something else than a saved state.
    """
    origin = f"http://127.0.0.1:{port}"
    authorization = AuthorizationServer(
        issuer=origin,
        resource=f"{origin}{MCP_PATH}",
        consent_url=f"{origin}{CONSENT_PATH}",
        options=lambda: simulation.options,
        has=simulation.has,
        state_path=state_path,
    )
    sessions = StreamableHTTPSessionManager(
        create_mcp_server(simulation),
        security_settings=TransportSecuritySettings(
            allowed_hosts=[f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"],
            allowed_origins=[origin, f"http://localhost:{port}"],
        ),
    )
    gate = Gate(
        simulation=simulation,
        authorization=authorization,
        sessions=sessions,
        resource_metadata=f"{origin}{RESOURCE_METADATA_PATH}",
    )
    control = Control(simulation, authorization)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await control.begin(simulation.faults)
        async with sessions.run(), asyncio.TaskGroup() as group:
            ticking = group.create_task(simulation.keep_market_moving())
            yield
            ticking.cancel()

    application = Starlette(
        routes=[
            Route(MCP_PATH, RequestBodyLimitMiddleware(gate, _LARGEST_BODY)),
            *oauth_routes(authorization),
            *control.routes(),
            *Releases(simulation, origin=origin).routes(),
        ],
        lifespan=lifespan,
    )
    injection = FaultInjection(application, simulation, counted_path=MCP_PATH)
    guard = Guard(injection, port=port)
    return ServerDate(guard, is_wrong=lambda: simulation.has(Fault.CLOCK_WRONG))
