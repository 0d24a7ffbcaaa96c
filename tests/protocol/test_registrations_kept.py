"""Registrations are scarce: kept for good, counted, and made again only when a person says so."""

import asyncio
import socket
from contextlib import aclosing

import pytest

from ct_desktop.core.problems import Action, ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStage, SignInStep, StepState
from ct_desktop.oauth.loopback import DEFAULT_PORTS
from ct_desktop.services import Services
from ct_desktop.vault import MemoryVault
from support.demo_process import DemoProcess
from support.hostile_authorization_server import HostileAuthorizationServer, Reply
from support.oauth_browser import follow_authorization, plain_http_client
from support.services_on_a_vault import services_on

DEMO_OPTIONS = {"auto_approve": True, "registrations_per_hour": 1, "redirect_port_match": "exact"}


async def browser(url: str) -> bool:
    """A trader who allows it at once."""

    def allow() -> None:
        with plain_http_client() as browser:
            browser.get(follow_authorization(url))

    browsing.add(asyncio.create_task(asyncio.to_thread(allow)))
    return True


browsing: set[asyncio.Task[None]] = set()


async def nobody(url: str) -> bool:
    """A browser that never comes back."""
    return True


async def sign_in(
    services: Services,
    *,
    register_anew: bool = False,
    answered: bool = True,
    timeout: float = 20.0,  # noqa: ASYNC109 - the trader's time
) -> list[SignInStep]:
    attempt = services.new_sign_in(
        Scope.READ,
        open_browser=browser if answered else nobody,
        timeout=timeout,
        register_anew=register_anew,
    )
    async with aclosing(attempt.steps()) as steps:
        seen = [step async for step in steps]
    await asyncio.gather(*browsing)
    browsing.clear()
    return seen


def registration(steps: list[SignInStep]) -> SignInStep:
    return next(
        step
        for step in steps
        if step.stage is SignInStage.REGISTER and step.state is not StepState.RUNNING
    )


def failure(steps: list[SignInStep]) -> SignInStep:
    assert steps[-1].state is StepState.FAILED, steps[-1]
    assert steps[-1].problem is not None
    return steps[-1]


class BusyPorts:
    """Takes every usual port that is free, and gives one of them back."""

    def __enter__(self) -> "BusyPorts":
        self._sockets: list[socket.socket] = []
        for port in DEFAULT_PORTS:
            taken = socket.socket()
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                taken.bind(("127.0.0.1", port))
            except OSError:  # another program has it, which is as good
                taken.close()
            else:
                taken.listen()
                self._sockets.append(taken)
        return self

    def __exit__(self, *_: object) -> None:
        for taken in self._sockets:
            taken.close()

    def free(self, number: int) -> int:
        """Free the ``number``-th of them, counted round and round; which one it is."""
        usual = [taken for taken in self._sockets if taken.getsockname()[1] in DEFAULT_PORTS]
        freed = usual[number % len(usual)]
        port: int = freed.getsockname()[1]
        freed.close()
        return port


async def test_b16_a_hundred_sign_ins_with_busy_ports_cost_one_registration(
    demo: DemoProcess,
) -> None:
    """Known bug: "port taken → silent random port → redirect not registered"."""
    before = demo.state()["registrations"]
    used = set()
    for number in range(100):
        with BusyPorts() as busy:
            free = busy.free(number)
            # A start of its own each time: the registration is on disk.
            async with services_on(MemoryVault(), demo.server_url) as services:
                steps = await sign_in(services)
        assert steps[-1].stage is SignInStage.STORE, steps[-1]
        assert registration(steps).registration_reused is (number > 0)
        assert registration(steps).registrations_lately == (1 if number == 0 else None)
        used.add(next(step.port for step in steps if step.port is not None))
        assert free in used
    assert demo.state()["registrations"] == before + 1
    assert len(used) > 1


async def test_b18_too_many_registrations_say_when_and_how_many_were_ours(
    demo: DemoProcess,
) -> None:
    async with services_on(MemoryVault(), demo.server_url) as services:
        await sign_in(services)
        limited = failure(await sign_in(services, register_anew=True))
    assert limited.stage is SignInStage.REGISTER
    assert limited.problem is not None
    assert limited.problem.kind is ProblemKind.REGISTRATION_LIMITED
    assert limited.problem.retry_after is not None
    assert 0 < limited.problem.retry_after <= 3600
    assert "in the last hour" in limited.problem.cause


async def test_b18_where_the_server_does_not_say_when_our_oldest_attempt_does() -> None:
    with HostileAuthorizationServer() as server:
        server.replies["/register"] = Reply(429, {"error": "too_many_registrations"})
        async with services_on(MemoryVault(), server.server_url) as services:
            first = failure(await sign_in(services)).problem
            again = failure(await sign_in(services)).problem
    assert first is not None
    assert again is not None
    assert first.retry_after == pytest.approx(3600, abs=5)
    assert again.retry_after == pytest.approx(3600, abs=5)
    assert "once" in first.cause
    assert "twice" in again.cause
    assert server.paths("POST").count("/register") == 2, "asked once for each click"


async def test_a_client_that_the_server_says_it_dropped_can_be_registered_again_once() -> None:
    """Known bug: "stale DCR client purged on the server"."""
    with HostileAuthorizationServer() as server:
        good = server.replies["/token"]
        async with services_on(MemoryVault(), server.server_url) as services:
            await sign_in(services)
            server.replies["/token"] = Reply(401, {"error": "invalid_client"})
            dropped = failure(await sign_in(services))
            assert dropped.problem is not None
            assert dropped.problem.kind is ProblemKind.CLIENT_UNKNOWN
            assert dropped.problem.action is Action.REGISTER_AGAIN
            assert dropped.may_register_again
            # A server that drops each registration at once is not asked for ever more.
            still = failure(await sign_in(services, register_anew=True))
            assert still.problem is not None
            assert still.problem.kind is ProblemKind.REGISTRATION_REFUSED
            assert not still.may_register_again
            server.replies["/token"] = good
            assert registration(await sign_in(services)).registration_reused
    assert server.paths("POST").count("/register") == 2


async def test_a_client_dropped_without_a_word_can_be_registered_again_after_the_time_out() -> None:
    """Known bug: "the error only shows in the browser" (chatcli#1308)."""
    with DemoProcess(auto_approve=True, registrations_per_hour=5) as demo:
        async with services_on(MemoryVault(), demo.server_url) as services:
            new = failure(await sign_in(services, answered=False, timeout=0.2))
            assert not new.may_register_again, "it was registered a moment ago"
            # The server forgets its clients, and says so in the browser alone.
            demo.restart()
            stale = failure(await sign_in(services, answered=False, timeout=0.2))
            assert stale.problem is not None
            assert stale.problem.kind is ProblemKind.AUTHORIZATION_TIMED_OUT
            assert stale.may_register_again
            steps = await sign_in(services, register_anew=True)
            assert steps[-1].stage is SignInStage.STORE
            assert demo.state()["registrations"] == 1


async def test_b17_registrations_are_kept_by_server_and_issuer() -> None:
    with HostileAuthorizationServer() as one, HostileAuthorizationServer() as other:
        for server in (one, other, one, other):
            async with services_on(MemoryVault(), server.server_url) as services:
                await sign_in(services)
        assert one.paths("POST").count("/register") == 1
        assert other.paths("POST").count("/register") == 1
        assert "a-client-id" in other.last("/authorize").query["client_id"]
