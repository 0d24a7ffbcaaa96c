"""A real request to the listener to which the browser comes back after a sign-in.

The same code listens as in a sign-in. So a security program or a proxy that stands between a
browser and this computer's own address shows here.
"""

import secrets
from http import HTTPStatus
from time import perf_counter

import httpx

from ct_desktop.core.answer_findings import duration_text
from ct_desktop.core.diagnostic_report import Check, Fact, Section
from ct_desktop.core.sign_in import StepState
from ct_desktop.diagnostics.subject import Subject
from ct_desktop.http_client import create_http_client
from ct_desktop.oauth.callback_http import Answer, refusal
from ct_desktop.oauth.errors import PortUnavailable
from ct_desktop.oauth.loopback import ANY_PORT, DEFAULT_PORTS, CallbackListener

_TIMEOUT = 5.0


async def check_loopback(_subject: Subject) -> Section:
    """Listen as a sign-in does, and come back as a browser does."""
    registered = [port for port in DEFAULT_PORTS if port != ANY_PORT]
    busy = [port for port in registered if not await _is_free(port)]
    ports = _ports_fact(registered, busy)
    try:
        listener = await CallbackListener.open(DEFAULT_PORTS)
    except PortUnavailable as unavailable:
        return Section(
            Check.LOOPBACK,
            StepState.FAILED,
            "No port to listen on is free.",
            (ports, Fact("error", "Error", unavailable.detail)),
        )
    try:
        place = f"{listener.address}:{listener.port}"
        facts: tuple[Fact, ...] = (ports, Fact("listened_on", "Listened on", place))
        try:
            seconds, status, reached = await _round_trip(listener)
        except (httpx.HTTPError, OSError) as error:
            kind = type(error).__name__
            return Section(
                Check.LOOPBACK,
                StepState.FAILED,
                "A request from this computer to itself was not answered; a security program may "
                "stand in the way.",
                (*facts, Fact("error", "Error", f"{kind}: {error}" if str(error) else kind)),
            )
    finally:
        await listener.aclose()
    facts = (*facts, Fact("answer", "Answer", f"HTTP {status} in {duration_text(seconds)}"))
    if not reached or status != HTTPStatus.OK:
        return Section(
            Check.LOOPBACK,
            StepState.FAILED,
            "Something else answered in this app’s place.",
            facts,
        )
    reached_in = f"This computer reached itself in {duration_text(seconds)}"
    if busy == registered:
        summary = f"{reached_in}, but other programs use every port that sign-ins have."
        return Section(Check.LOOPBACK, StepState.WARNING, summary, facts)
    return Section(Check.LOOPBACK, StepState.DONE, f"{reached_in}.", facts)


async def _is_free(port: int) -> bool:
    try:
        listener = await CallbackListener.open((port,))
    except PortUnavailable:
        return False
    await listener.aclose()
    return True


async def _round_trip(listener: CallbackListener) -> tuple[float, int, bool]:
    """Seconds and status of one request, and whether it was ours that arrived."""
    query = f"diagnostics={secrets.token_hex(8)}"
    arrived = False

    async def judge(came: str) -> Answer:
        nonlocal arrived
        if came != query:
            return refusal(HTTPStatus.NOT_FOUND)
        arrived = True
        return Answer(HTTPStatus.OK)

    listener.expect(judge)
    # The app's own client: it sends nothing for this computer through a proxy.
    async with create_http_client(read_timeout=_TIMEOUT, connect_timeout=_TIMEOUT) as client:
        began = perf_counter()
        response = await client.get(f"{listener.redirect_uri}?{query}")
        return perf_counter() - began, response.status_code, arrived


def _ports_fact(registered: list[int], busy: list[int]) -> Fact:
    value = f"{len(registered) - len(busy)} of {len(registered)} free"
    if busy:
        value += f"; in use: {', '.join(map(str, busy))}"
    return Fact("ports", "Sign-in ports", value)
