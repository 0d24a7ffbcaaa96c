"""The control page, and the same by JSON: switch faults and options, read the counts."""

from collections.abc import Mapping
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ct_desktop.demo import pages
from ct_desktop.demo.authorization.provider import AuthorizationServer
from ct_desktop.demo.guard import CONTROL_PATH
from ct_desktop.demo.options import OptionsError
from ct_desktop.demo.scenarios import (
    FAULTS,
    HEALTHY,
    SCENARIOS,
    Fault,
    Scenario,
    UnknownScenarioError,
    faults_of,
)
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
            Route(f"{CONTROL_PATH}/faults", self.faults, methods=["POST"]),
            Route(f"{CONTROL_PATH}/options", self.options, methods=["POST"]),
            Route(f"{CONTROL_PATH}/market", self.market, methods=["POST"]),
        ]

    async def begin(self, faults: frozenset[Fault]) -> None:
        """Do what ``faults`` do once, as they begin."""
        if Fault.GRANTS_REVOKED in faults:
            await self._authorization.revoke_all()
        if Fault.TOKENS_SHORT_LIVED in faults:
            await self._authorization.expire_access()

    async def page(self, _: Request) -> Response:
        """A switch for each scenario."""
        active = self._simulation.scenarios
        return pages.render(
            "control.html",
            {
                "title": "Control",
                "scenario": ", ".join(active) or "single faults",
                "faults": ", ".join(self._active_faults()) or "none",
                "scenarios": pages.Markup(
                    "".join(
                        _scenario_row(each, is_on=each.name in active)
                        for each in SCENARIOS.values()
                    )
                ),
            },
        )

    async def state(self, _: Request) -> Response:
        """Everything a test wants to know."""
        simulation, authorization = self._simulation, self._authorization
        ledger = simulation.ledger
        return JSONResponse(
            {
                "scenario": ",".join(simulation.scenarios),
                "active_scenarios": simulation.scenarios,
                "active_faults": self._active_faults(),
                "scenarios": list(SCENARIOS),
                "faults": list(FAULTS),
                "options": simulation.options.model_dump(),
                "market_paused": simulation.is_paused,
                "registrations": authorization.known_clients,
                "active_grants": len(authorization.grants),
                "refreshes": authorization.grants.refreshes,
                "reuse_detections": authorization.grants.reuse_detections,
                "tool_calls": dict(ledger.tool_calls),
                "trade_tool_calls": dict(ledger.trade_tool_calls),
                "release_questions": ledger.release_questions,
                "requests_last_minute": ledger.last_minute,
            }
        )

    async def scenario(self, request: Request) -> Response:
        """``{"scenario": NAME}`` or ``{"scenarios": [NAME, ...]}``: these and nothing else.

        The page's form sends ``scenario`` too, or one name to ``switch_on`` or ``switch_off``.
        """
        if not _is_json(request):
            return await self._scenario_form(request)
        content = await _json_object(request)
        try:
            match content:
                case {"scenario": _, "scenarios": _}:
                    return _bad_request("Send either scenario or scenarios.")
                case {"scenario": str(name)}:
                    await self._replace(faults_of([name]))
                    return JSONResponse({"scenario": name})
                case {"scenarios": list(names)} if all(isinstance(name, str) for name in names):
                    await self._replace(faults_of(names))
                    return JSONResponse({"scenarios": names})
        except UnknownScenarioError as error:
            return _bad_request(str(error))
        return _bad_request(
            'Send {"scenario": NAME} or {"scenarios": [NAME, ...]}. '
            f"There are: {', '.join(SCENARIOS)}."
        )

    async def _scenario_form(self, request: Request) -> Response:
        try:
            match dict(await request.form()):
                case {"scenario": str(name)}:
                    await self._replace(faults_of([name]))
                case {"switch_on": str(name)}:
                    await self._switch(dict.fromkeys(faults_of([name]), True))
                case {"switch_off": str(name)}:
                    await self._switch(dict.fromkeys(faults_of([name]), False))
                case _:
                    return _bad_request(
                        f"Send one of {', '.join(SCENARIOS)} as scenario, switch_on or switch_off."
                    )
        except UnknownScenarioError as error:
            return _bad_request(str(error))
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(CONTROL_PATH, status_code=303)
        return self._active()

    async def faults(self, request: Request) -> Response:
        """``{FAULT: true, FAULT: false, ...}``: these on and off, the others as they are."""
        changes = await _json_object(request)
        if changes is None or not all(type(is_on) is bool for is_on in changes.values()):
            return _bad_request('Send a JSON object of faults, as {"prices-frozen": true}.')
        unknown = [name for name in changes if name not in FAULTS]
        if unknown:
            return _bad_request(
                f"There is no such fault: {', '.join(unknown)}. There are: {', '.join(FAULTS)}."
            )
        await self._switch({FAULTS[name]: is_on for name, is_on in changes.items()})
        return self._active()

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

    async def _replace(self, faults: frozenset[Fault]) -> None:
        self._simulation.replace_faults(faults)
        await self.begin(faults)

    async def _switch(self, changes: Mapping[Fault, bool]) -> None:
        self._simulation.switch_faults(changes)
        await self.begin(frozenset(fault for fault, is_on in changes.items() if is_on))

    def _active_faults(self) -> list[str]:
        return [name for name, fault in FAULTS.items() if self._simulation.has(fault)]

    def _active(self) -> JSONResponse:
        return JSONResponse(
            {
                "active_scenarios": self._simulation.scenarios,
                "active_faults": self._active_faults(),
            }
        )


def _scenario_row(scenario: Scenario, *, is_on: bool) -> str:
    """A switch; for healthy a button, which switches all others off."""
    name = escape(scenario.name)
    if scenario.name == HEALTHY:
        attributes = 'name="scenario" aria-label="healthy: switch everything off"'
        word = "All off"
    else:
        field = "switch_off" if is_on else "switch_on"
        checked = "true" if is_on else "false"
        attributes = f'name="{field}" role="switch" aria-checked="{checked}" aria-label="{name}"'
        word = "On" if is_on else "Off"
    return (
        f'<div class="scenario"><p><strong>{name}</strong>'
        f'<span class="note">{escape(scenario.description)}</span></p>'
        f'<button type="submit" value="{name}" {attributes}>{word}</button></div>'
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
