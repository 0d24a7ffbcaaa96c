"""No answer: where the way broke, or what was being waited for when the time ran out."""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from ct_desktop.mcp import (
    Exchange,
    Lifecycle,
    NoAnswer,
    Unreachable,
    UnreachableReason,
    WaitPhase,
)
from support.mcp_servers import HostileServer
from support.mcp_sessions import mcp_session


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that is taken, so that nobody else serves it, and not listened on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def full_port() -> Iterator[int]:
    """A port that takes no further connection: its queue is full and nobody accepts."""
    with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


async def reason_for(url: str) -> UnreachableReason:
    async with mcp_session(url) as session:
        with pytest.raises(Unreachable) as failed:
            await session.call_tool("t")
    assert failed.value.detail
    return failed.value.reason


async def test_a_name_that_nobody_knows_is_a_dns_failure() -> None:
    assert await reason_for("https://mcp.invalid/mcp") is UnreachableReason.DNS


async def test_a_closed_port_is_a_connect_failure(closed_port: int) -> None:
    assert await reason_for(f"http://127.0.0.1:{closed_port}") is UnreachableReason.CONNECT


async def test_a_server_without_tls_behind_an_https_url_is_a_tls_failure() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 smtp.example.org ready\r\n")
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert await reason_for(f"https://127.0.0.1:{port}") is UnreachableReason.TLS


async def test_a_proxy_that_refuses_is_a_proxy_failure(
    hostile: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The hostile server answers CONNECT with 404, as a proxy does that does not want us.
    monkeypatch.setenv("HTTPS_PROXY", hostile.origin)
    assert await reason_for("https://mcp.example.org/mcp") is UnreachableReason.PROXY


async def test_a_connection_lost_before_the_answer_is_a_reset(hostile: HostileServer) -> None:
    assert await reason_for(hostile.url("hang-up")) is UnreachableReason.RESET


async def test_only_an_idempotent_call_is_sent_again_after_a_lost_connection(
    hostile: HostileServer,
) -> None:
    async with mcp_session(hostile.url("hang-up-once")) as session:
        assert (await session.call_tool("t", idempotent=True)).texts == ("fine",)
    calls = [request["message"]["id"] for request in hostile.seen("hang-up-once")]
    assert calls == [1, 2]
    before = len(hostile.seen("hang-up"))
    async with mcp_session(hostile.url("hang-up")) as session:
        with pytest.raises(Unreachable):
            await session.call_tool("t")
    assert len(hostile.seen("hang-up")) == before + 1


@pytest.mark.parametrize(
    ("behaviour", "phase"),
    [
        ("silent", WaitPhase.HEADERS),
        ("drip", WaitPhase.STREAM),
        ("silent-events", WaitPhase.STREAM),
    ],
)
@pytest.mark.parametrize("lifecycle", Lifecycle)
async def test_an_answer_that_does_not_come_in_time_says_what_was_waited_for(
    hostile: HostileServer, behaviour: str, phase: WaitPhase, lifecycle: Lifecycle
) -> None:
    seen: list[Exchange] = []
    async with mcp_session(
        hostile.url(behaviour), lifecycle, on_exchange=seen.append, timeout=0.3
    ) as session:
        with pytest.raises(NoAnswer) as failed:
            await session.call_tool("t")
    assert failed.value.phase is phase
    assert failed.value.seconds == 0.3
    assert seen[0].failure is failed.value
    assert 0.25 < seen[0].duration < 5


async def test_a_port_that_takes_no_connection_is_waited_for_as_a_connection(
    full_port: int,
) -> None:
    async with mcp_session(f"http://127.0.0.1:{full_port}", timeout=0.4) as session:
        with pytest.raises(NoAnswer) as failed:
            await session.call_tool("t")
    assert failed.value.phase is WaitPhase.CONNECT


async def test_an_answered_stream_that_stays_open_is_not_waited_for(
    hostile: HostileServer,
) -> None:
    seen: list[Exchange] = []
    async with mcp_session(hostile.url("open-after-answer"), on_exchange=seen.append) as session:
        for _ in range(3):
            assert (await session.call_tool("t", timeout=10)).texts == ("fine",)
    assert max(exchange.duration for exchange in seen) < 5


@pytest.mark.parametrize("behaviour", ["silent", "drip", "silent-events"])
async def test_cancelling_leaves_nothing_behind(hostile: HostileServer, behaviour: str) -> None:
    before = len(hostile.seen(behaviour))
    async with mcp_session(hostile.url(behaviour)) as session:
        call = asyncio.create_task(session.call_tool("t"))
        while len(await asyncio.to_thread(hostile.seen, behaviour)) == before:
            pass
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert asyncio.all_tasks() == {asyncio.current_task()}
