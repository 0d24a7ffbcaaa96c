"""The faults that stand before the whole server: slowness, outage, garbage, a captive portal."""

from itertools import cycle

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ct_desktop.demo import pages
from ct_desktop.demo.guard import is_control
from ct_desktop.demo.scenarios import Fault
from ct_desktop.demo.simulation import Simulation

_GARBAGE = (
    ("application/json", b'{"service": "edge-cache", "status": "ok", "generation": 4112}'),
    ("application/json", b'{"jsonrpc": "2.0", "id": 1, "result": {"content": [{"type": "te'),
    ("application/octet-stream", bytes(range(256))),
)
"""JSON that is no answer to anything, JSON cut off, and bytes that are no text."""


class FaultInjection:
    """Answers in the place of ``app`` while a fault of the whole server is on.

    The control is spared, whatever is on. Requests to ``counted_path`` are counted here, so that
    those are too which no fault lets through.
    """

    def __init__(self, app: ASGIApp, simulation: Simulation, *, counted_path: str) -> None:
        self._app = app
        self._simulation = simulation
        self._counted_path = counted_path
        self._garbage = cycle(_GARBAGE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or what the fault puts in its place."""
        if scope["type"] != "http" or is_control(scope):
            await self._app(scope, receive, send)
            return
        simulation = self._simulation
        if scope["path"] == self._counted_path:
            simulation.ledger.note_request()
        if simulation.has(Fault.ANSWERS_SLOW):
            await simulation.wait_while(Fault.ANSWERS_SLOW, simulation.options.slow_seconds)
        await (self._fault_answer() or self._app)(scope, receive, send)

    def _fault_answer(self) -> Response | None:
        """What stands nearest to the client answers first."""
        if self._simulation.has(Fault.CAPTIVE_PORTAL):
            return pages.render("captive_portal.html", {"title": "Guest network"})
        if self._simulation.has(Fault.SERVER_DOWN):
            return PlainTextResponse("503 Service Unavailable", 503)
        if self._simulation.has(Fault.ANSWERS_GARBLED):
            content_type, body = next(self._garbage)
            return Response(body, media_type=content_type)
        return None
