"""A sign-in that waits for its browser, with its real listener open to whoever wants in."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from ct_desktop.core.sign_in import SignInStage, StepState
from ct_desktop.http_client import create_http_client
from ct_desktop.oauth.client_identity import ClientSetup
from ct_desktop.oauth.flow import AuthorizationFlow, FlowStep
from ct_desktop.oauth.scopes import ScopePolicy
from support.hostile_authorization_server import CODE, HostileAuthorizationServer
from support.oauth_values import MemoryRegistrations, MovableClock

ANSWER_TIMEOUT = 10.0
"""Seconds for an answer of the listener, or for the sign-in to go on, on a busy machine."""


class WaitingSignIn:
    """One flow in a task of its own, from its wait on."""

    def __init__(self, flow: AuthorizationFlow) -> None:
        self.flow = flow
        self.steps: list[FlowStep] = []
        self._came = asyncio.Event()
        self._run = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        try:
            async with aclosing(self.flow.steps()) as steps:
                async for step in steps:
                    self.steps.append(step)
                    self._came.set()
        finally:
            self._came.set()

    async def step(self, stage: SignInStage, state: StepState) -> FlowStep:
        """The first such step, as soon as it is there."""
        async with asyncio.timeout(ANSWER_TIMEOUT):
            while True:
                for step in self.steps:
                    if (step.stage, step.state) == (stage, state):
                        return step
                if self._run.done():
                    await self._run  # its failure is why the step does not come
                    raise AssertionError(f"the sign-in is over without {stage} {state}")
                self._came.clear()
                await self._came.wait()

    @property
    def url(self) -> str:
        """The authorization URL, which the browser was given."""
        return next(step.authorization_url for step in self.steps if step.authorization_url)

    @property
    def redirect_uri(self) -> str:
        """Where the browser is to come back to."""
        return parse_qs(urlsplit(self.url).query)["redirect_uri"][0]

    @property
    def address(self) -> tuple[str, int]:
        """The listener's host and port."""
        parts = urlsplit(self.redirect_uri)
        assert parts.hostname is not None
        assert parts.port is not None
        return parts.hostname, parts.port

    @property
    def host(self) -> str:
        """What a browser sends as ``Host``."""
        return urlsplit(self.redirect_uri).netloc

    @property
    def still_waits(self) -> bool:
        """Whether nothing has ended the wait yet."""
        return not self._run.done() and self.flow.authorization_url == self.url

    @property
    def is_listening(self) -> bool:
        """Whether anybody can still connect."""
        family = socket.AF_INET6 if ":" in self.address[0] else socket.AF_INET
        with socket.socket(family) as probe:
            return probe.connect_ex(self.address) == 0

    def query(self, **changes: str | None) -> str:
        """The query of the true answer, with ``changes``; ``None`` leaves a parameter out."""
        fields = {"code": CODE, "state": parse_qs(urlsplit(self.url).query)["state"][0], **changes}
        return urlencode({name: value for name, value in fields.items() if value is not None})

    def request(
        self, *fields: str, method: str = "GET", target: str = "", host: str | None = None
    ) -> bytes:
        """A request as a browser sends it: the true answer, unless told otherwise."""
        target = target or f"/callback?{self.query()}"
        lines = [f"{method} {target} HTTP/1.1", f"Host: {self.host if host is None else host}"]
        return "\r\n".join([*lines, *fields, "", ""]).encode()

    async def send(self, data: bytes) -> bytes:
        """The whole answer to ``data`` on a connection of its own; nothing if it was cut off."""
        async with asyncio.timeout(ANSWER_TIMEOUT):
            reader, writer = await asyncio.open_connection(*self.address)
            try:
                writer.write(data)
                with suppress(ConnectionError):
                    await writer.drain()
                with suppress(ConnectionError):
                    return await reader.read()
                return b""
            finally:
                writer.close()
                with suppress(ConnectionError):
                    await writer.wait_closed()

    async def end(self) -> None:
        """Wait until the flow has run to its end. Raises what it raises."""
        async with asyncio.timeout(ANSWER_TIMEOUT):
            await self._run

    async def cancel(self) -> None:
        """Give the sign-in up."""
        self._run.cancel()
        await asyncio.gather(self._run, return_exceptions=True)


def status_of(answer: bytes) -> int:
    """The HTTP status of an answer; 0 of none."""
    return int(answer.split(b" ")[1]) if answer else 0


@asynccontextmanager
async def waiting_sign_in(
    server: HostileAuthorizationServer, *, ports: Sequence[int] = (0,), **changes: Any
) -> AsyncIterator[WaitingSignIn]:
    """A sign-in at ``server`` that has come to its wait; given up at the end if it still waits."""

    async def open_browser(_: str) -> bool:
        return True

    async with create_http_client() as http:
        fields: dict[str, Any] = {
            "http": http,
            "server_url": server.server_url,
            "scope": ScopePolicy("mcp:read"),
            "client": ClientSetup("An app on a PC"),
            "registrations": MemoryRegistrations(),
            "open_browser": open_browser,
            "clock": MovableClock(),
            "ports": ports,
        }
        sign_in = WaitingSignIn(AuthorizationFlow(**{**fields, **changes}))
        try:
            await sign_in.step(SignInStage.WAIT, StepState.RUNNING)
            yield sign_in
        finally:
            await sign_in.cancel()
