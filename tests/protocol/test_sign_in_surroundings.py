"""What a sign-in finds around it: ports that are taken, a loopback without IPv4, a dead proxy."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from ct_desktop.connection.failures import problem_of_oauth
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.sign_in import SignInStage, StepState
from ct_desktop.http_client import create_http_client, environment_proxy
from ct_desktop.mcp import Unreachable, UnreachableReason
from ct_desktop.oauth import loopback
from ct_desktop.oauth.errors import (
    AuthorizationServerUnavailable,
    PortUnavailable,
    UnavailableReason,
)
from ct_desktop.oauth.probe import probe
from support import ipv6_only_callback
from support.hostile_authorization_server import HostileAuthorizationServer
from support.mcp_sessions import mcp_session
from support.oauth_values import MemoryRegistrations
from support.waiting_sign_in import status_of, waiting_sign_in

REMOTE_SERVER = "https://crosstrade.example/v1/api/mcp"

PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy")


def busy_ports(stack: ExitStack, count: int) -> tuple[int, ...]:
    """Ports that another program listens on."""
    ports = []
    for _ in range(count):
        other = stack.enter_context(socket.socket())
        other.bind(("127.0.0.1", 0))
        other.listen()
        ports.append(other.getsockname()[1])
    return tuple(ports)


# Ports


async def test_b19_with_every_candidate_busy_any_free_port_serves(
    server: HostileAuthorizationServer,
) -> None:
    registrations = MemoryRegistrations()
    with ExitStack() as stack:
        ports = (*busy_ports(stack, 6), loopback.ANY_PORT)
        async with waiting_sign_in(server, ports=ports, registrations=registrations) as sign_in:
            listening = await sign_in.step(SignInStage.LISTEN, StepState.DONE)
            assert listening.port not in ports
            assert status_of(await sign_in.send(sign_in.request())) == 200
            await sign_in.end()
    (kept,) = registrations.kept.values()
    # The busy ones as well: the next sign-in costs no registration.
    assert {f"http://127.0.0.1:{port}/callback" for port in ports if port} < set(kept.redirect_uris)


async def test_with_no_port_to_be_had_nothing_is_opened_and_the_cause_is_named(
    server: HostileAuthorizationServer,
) -> None:
    with ExitStack() as stack, pytest.raises(PortUnavailable) as caught:
        async with waiting_sign_in(server, ports=busy_ports(stack, 6)):
            pass
    assert caught.value.detail == "Address already in use"
    assert problem_of_oauth(caught.value).kind is ProblemKind.PORT_UNAVAILABLE
    assert server.paths("POST") == ["/mcp"]


# Loopback without IPv4


def namespace_command() -> list[str] | None:
    """What runs a program with a loopback interface of its own; None where that is not allowed."""
    for options in (["--net"], ["--user", "--map-root-user", "--net"]):
        command = ["unshare", *options]
        try:
            allowed = subprocess.run([*command, "true"], check=False, capture_output=True)
        except FileNotFoundError:
            return None
        if allowed.returncode == 0:
            return command
    return None


def test_b19_where_ipv4_loopback_is_missing_the_callback_is_on_ipv6(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a network namespace; where none can be made, on an address that this machine lacks."""
    command = namespace_command()
    if command is None:
        monkeypatch.setattr(loopback, "LOOPBACKS", ("192.0.2.1", "::1"))
        asyncio.run(ipv6_only_callback.main())
        printed = capsys.readouterr().out
    else:
        program = Path(ipv6_only_callback.__file__)
        printed = subprocess.run(
            [*command, sys.executable, str(program)],
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        ).stdout
    assert printed.split() == [f"http://[::1]:{loopback.DEFAULT_PORTS[0]}/callback", "200"]


async def test_b19_a_whole_sign_in_comes_back_on_ipv6(
    server: HostileAuthorizationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loopback, "LOOPBACKS", ("192.0.2.1", "::1"))
    registrations = MemoryRegistrations()
    ports = [loopback.ANY_PORT]
    for _ in range(2):
        async with waiting_sign_in(server, ports=ports, registrations=registrations) as sign_in:
            assert sign_in.redirect_uri == f"http://[::1]:{sign_in.address[1]}/callback"
            wrong = sign_in.request(host=f"127.0.0.1:{sign_in.address[1]}")
            assert status_of(await sign_in.send(wrong)) == 400
            sign_in.flow.paste(f"{sign_in.redirect_uri}?{sign_in.query()}")
            await sign_in.end()
            assert not sign_in.is_listening
            ports = [sign_in.address[1]]
    assert server.paths("POST").count("/register") == 1


async def test_ipv4_is_never_left_for_ipv6_because_a_port_is_taken(
    server: HostileAuthorizationServer,
) -> None:
    with ExitStack() as stack, pytest.raises(PortUnavailable):
        async with waiting_sign_in(server, ports=busy_ports(stack, 1)):
            pass


# A proxy in the environment


@pytest.fixture
async def http(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    """A client in a system whose proxy is not there."""
    for name in PROXY_VARIABLES:
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with create_http_client() as http:
        yield http


async def test_a_dead_proxy_does_not_stand_between_us_and_loopback(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    async with waiting_sign_in(server, http=http) as sign_in:
        assert status_of(await sign_in.send(sign_in.request())) == 200
        await sign_in.end()


async def test_a_dead_proxy_is_named_and_not_the_server_behind_it(http: httpx.AsyncClient) -> None:
    with pytest.raises(AuthorizationServerUnavailable) as caught:
        await probe(http, REMOTE_SERVER)
    assert caught.value.reason is UnavailableReason.PROXY_FAILED
    assert problem_of_oauth(caught.value).kind is ProblemKind.PROXY_FAILED
    async with mcp_session(REMOTE_SERVER) as session:
        with pytest.raises(Unreachable) as refused:
            await session.call_tool("t")
    assert refused.value.reason is UnreachableReason.PROXY


async def test_a_proxy_whose_name_nobody_knows_is_named_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://no-such-proxy.invalid:3128")
    async with create_http_client() as http:
        with pytest.raises(AuthorizationServerUnavailable) as caught:
            await probe(http, REMOTE_SERVER)
    assert caught.value.reason is UnavailableReason.PROXY_FAILED


async def test_a_proxy_that_says_no_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"CONNECT crosstrade.example:443")
        assert b"Authorization" not in head
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as proxy:
        port = proxy.sockets[0].getsockname()[1]
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        async with create_http_client() as http:
            with pytest.raises(AuthorizationServerUnavailable) as caught:
                await probe(http, REMOTE_SERVER)
    assert caught.value.reason is UnavailableReason.PROXY_FAILED


def test_which_requests_go_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    assert environment_proxy(REMOTE_SERVER) is None
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert environment_proxy(REMOTE_SERVER) == "http://proxy.example:3128"
    assert environment_proxy("https://127.0.0.1/mcp") is None
    assert environment_proxy("http://crosstrade.example/") is None
    monkeypatch.setenv("NO_PROXY", "crosstrade.example")
    assert environment_proxy(REMOTE_SERVER) is None
