"""The control page, and the same by JSON: switch scenarios and options, read the counts."""

from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ct_desktop.demo import pages
from ct_desktop.demo.authorization.provider import AuthorizationServer
from ct_desktop.demo.guard import CONTROL_PATH
from ct_desktop.demo.options import OptionsError
from ct_desktop.demo.scenarios import SCENARIOS, Fault, Scenario
from ct_desktop.demo.simulation import Simulation


class Control:
    """Handles everything under ``/control``; the guard keeps other sites out."""

    def __init__(self, simulation: Simulation, authorization: AuthorizationServer) -> None:
        self._simulation = simulation
        self._authorization = authorization

    def routes(self) -> list[Route]:
        """The page, the state and the switches."""
        return [
            Route(CONTROL_PATH, self.page, methods=["GET"]),
            Route(f"{CONTROL_PATH}/state", self.state, methods=["GET"]),
            Route(f"{CONTROL_PATH}/scenario", self.scenario, methods=["POST"]),
            Route(f"{CONTROL_PATH}/options", self.options, methods=["POST"]),
            Route(f"{CONTROL_PATH}/market", self.market, methods=["POST"]),
        ]

    async def enter(self, name: str) -> None:
        """Switch to the scenario and do what it does once, on entering."""
        self._simulation.set_scenario(name)
        if self._simulation.has(Fault.GRANTS_REVOKED):
            await self._authorization.revoke_all()

    async def page(self, _: Request) -> Response:
        """A button for each scenario."""
        current = self._simulation.scenario
        return pages.render(
            "control.html",
            {
                "title": "Control",
                "scenario": current.name,
                "scenarios": pages.Markup(
                    "".join(_scenario_row(each, current) for each in SCENARIOS.values())
                ),
            },
        )

    async def state(self, _: Request) -> Response:
        """Everything a test wants to know."""
        simulation, authorization = self._simulation, self._authorization
        ledger = simulation.ledger
        return JSONResponse(
            {
                "scenario": simulation.scenario.name,
                "scenarios": list(SCENARIOS),
                "options": simulation.options.model_dump(),
                "market_paused": simulation.is_paused,
                "registrations": authorization.known_clients,
                "active_grants": len(authorization.grants),
                "refreshes": authorization.grants.refreshes,
                "reuse_detections": authorization.grants.reuse_detections,
                "tool_calls": dict(ledger.tool_calls),
                "trade_tool_calls": dict(ledger.trade_tool_calls),
                "requests_last_minute": ledger.last_minute,
            }
        )

    async def scenario(self, request: Request) -> Response:
        """``{"scenario": NAME}`` as JSON or as a form."""
        is_json = _is_json(request)
        name: Any
        if is_json:
            content = await _json_object(request)
            name = content.get("scenario") if content is not None else None
        else:
            name = (await request.form()).get("scenario")
        if not isinstance(name, str) or name not in SCENARIOS:
            known = ", ".join(SCENARIOS)
            return _bad_request(f"There is no such scenario. There are: {known}.")
        await self.enter(name)
        if not is_json and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(CONTROL_PATH, status_code=303)
        return JSONResponse({"scenario": name})

    async def options(self, request: Request) -> Response:
        """Some options as a JSON object; answers with all of them."""
        changes = await _json_object(request)
        if changes is None:
            return _bad_request("Send a JSON object of options.")
        try:
            options = self._simulation.options.changed(changes)
        except OptionsError as error:
            return _bad_request(str(error))
        self._simulation.set_options(options)
        return JSONResponse(options.model_dump())

    async def market(self, request: Request) -> Response:
        """``{"paused": true}`` stops the prices, ``false`` lets them go on."""
        content = await _json_object(request)
        paused = content.get("paused") if content is not None else None
        if not isinstance(paused, bool):
            return _bad_request('Send {"paused": true} or {"paused": false}.')
        self._simulation.pause_market(paused=paused)
        return JSONResponse({"paused": paused})


def _scenario_row(scenario: Scenario, current: Scenario) -> str:
    name = escape(scenario.name)
    is_current = scenario is current
    word, label = ("In use", f"In use: {name}") if is_current else ("Switch", f"Switch to {name}")
    return (
        f'<div class="scenario"><p><strong>{name}</strong>'
        f'<span class="note">{escape(scenario.description)}</span></p>'
        f'<button type="submit" name="scenario" value="{name}" aria-label="{label}" '
        f'aria-pressed="{str(is_current).lower()}">{word}</button></div>'
    )


def _is_json(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("application/json")


async def _json_object(request: Request) -> dict[str, Any] | None:
    try:
        content = await request.json()
    except ValueError:
        return None
    return content if isinstance(content, dict) else None


def _bad_request(text: str) -> JSONResponse:
    return JSONResponse({"error": text}, status_code=400)
