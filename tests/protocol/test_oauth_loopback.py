"""The real listener under everything that a browser, a web page or another program may send."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from ct_desktop.oauth import callback_page, loopback
from ct_desktop.oauth.callback_http import Answer
from ct_desktop.oauth.errors import PortUnavailable
from ct_desktop.oauth.loopback import CALLBACK_PATH, DEFAULT_PORTS, LOOPBACK, CallbackListener

ANSWER_TIMEOUT = 5.0


class Judge:
    """Takes every query, and shows the same page each time."""

    def __init__(self) -> None:
        self.queries: list[str] = []
        self.asked = asyncio.Event()
        self.release = asyncio.Event()
        self.release.set()

    async def __call__(self, query: str) -> Answer:
        self.queries.append(query)
        self.asked.set()
        await self.release.wait()
        return Answer(200, callback_page.RECEIVED)


@pytest.fixture
def judge() -> Judge:
    return Judge()


@pytest.fixture
async def listener(judge: Judge) -> AsyncIterator[CallbackListener]:
    listener = await CallbackListener.open([0])
    listener.expect(judge)
    yield listener
    await listener.aclose()


def request(
    listener: CallbackListener,
    *fields: str,
    method: str = "GET",
    target: str = f"{CALLBACK_PATH}?a=b",
    host: str | None = None,
) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host or f'{LOOPBACK}:{listener.port}'}"]
    return "\r\n".join([*lines, *fields, "", ""]).encode()


async def send(listener: CallbackListener, data: bytes) -> tuple[int, bytes]:
    """The status and the whole answer to ``data`` on a connection of its own."""
    async with asyncio.timeout(ANSWER_TIMEOUT):
        reader, writer = await asyncio.open_connection(LOOPBACK, listener.port)
        try:
            writer.write(data)
            with suppress(ConnectionError):
                await writer.drain()
            answer = await reader.read()
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
    return (int(answer.split(b" ")[1]) if answer else 0), answer


async def true_callback_arrives(listener: CallbackListener, judge: Judge) -> bool:
    """Whether a browser's own request still gets through."""
    before = len(judge.queries)
    status, answer = await send(listener, request(listener))
    return status == 200 and len(judge.queries) == before + 1 and b"<html" in answer


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


def was_dropped(client: socket.socket) -> bool:
    try:
        return client.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


async def test_b19_the_listener_is_on_the_literal_loopback_address_alone(
    listener: CallbackListener,
) -> None:
    assert listener.redirect_uri == f"http://127.0.0.1:{listener.port}/callback"
    for address in ("127.0.0.2", socket.gethostbyname(socket.gethostname())):
        with socket.socket() as probe:
            probe.settimeout(1)
            if address != LOOPBACK:
                assert probe.connect_ex((address, listener.port)) != 0


async def test_b21_the_true_callback_is_judged_and_answered_with_a_page(
    listener: CallbackListener, judge: Judge
) -> None:
    status, answer = await send(listener, request(listener, target="/callback?code=x&state=y"))
    assert status == 200
    assert judge.queries == ["code=x&state=y"]
    assert b"Your answer has arrived" in answer


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/favicon.ico", 404),
        ("/", 404),
        ("/callback/", 404),
        ("/Callback?code=x", 404),
        ("/callback%2f?code=x", 404),
        ("//callback?code=x", 404),
        ("/.well-known/appspecific/com.chrome.devtools.json", 404),
        ("*", 400),
        ("http://127.0.0.1/callback?code=x", 400),
    ],
)
async def test_b21_another_path_changes_nothing(
    listener: CallbackListener, judge: Judge, target: str, status: int
) -> None:
    assert (await send(listener, request(listener, target=target)))[0] == status
    assert judge.queries == []
    assert await true_callback_arrives(listener, judge)


@pytest.mark.parametrize(
    "host", ["evil.example.com", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}"]
)
async def test_b21_another_host_is_a_bad_request(
    listener: CallbackListener, judge: Judge, host: str
) -> None:
    status, answer = await send(listener, request(listener, host=host.format(port=listener.port)))
    assert status == 400
    assert b"<html" not in answer
    assert judge.queries == []
    assert await true_callback_arrives(listener, judge)


@pytest.mark.parametrize("method", ["POST", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"])
async def test_b21_another_method_changes_nothing(
    listener: CallbackListener, judge: Judge, method: str
) -> None:
    status, answer = await send(listener, request(listener, method=method))
    assert status == 405
    assert b"Allow: GET" in answer
    assert b"Access-Control" not in answer
    assert judge.queries == []
    assert await true_callback_arrives(listener, judge)


async def test_a_post_with_a_body_gets_its_answer(listener: CallbackListener, judge: Judge) -> None:
    data = request(listener, "Content-Length: 100000", method="POST") + b"x" * 100_000
    assert (await send(listener, data))[0] == 405
    assert await true_callback_arrives(listener, judge)


async def test_a_preflight_for_a_private_network_is_not_granted(
    listener: CallbackListener, judge: Judge
) -> None:
    status, answer = await send(
        listener,
        request(
            listener,
            "Origin: https://evil.example.com",
            "Access-Control-Request-Private-Network: true",
            method="OPTIONS",
        ),
    )
    assert status == 405
    assert b"Access-Control-Allow" not in answer


async def test_a_prefetch_does_not_use_the_answer_up(
    listener: CallbackListener, judge: Judge
) -> None:
    status, _ = await send(listener, request(listener, "Sec-Purpose: prefetch"))
    assert status == 503
    assert judge.queries == []
    assert await true_callback_arrives(listener, judge)


async def test_an_oversized_request_line_is_refused(
    listener: CallbackListener, judge: Judge
) -> None:
    target = f"/callback?code={'x' * 20_000}"
    assert (await send(listener, request(listener, target=target)))[0] == 414
    assert await true_callback_arrives(listener, judge)


@pytest.mark.parametrize("size", [40_000, 200_000])
async def test_oversized_header_fields_are_refused(
    listener: CallbackListener, judge: Judge, size: int
) -> None:
    assert (await send(listener, request(listener, f"Cookie: {'x' * size}")))[0] == 431
    assert await true_callback_arrives(listener, judge)


@pytest.mark.parametrize(
    "data",
    [
        b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"\x00" * 100 + b"\r\n\r\n",
        b"GET /callback?code=x&state=y\r\n\r\n",
    ],
)
async def test_bytes_that_are_no_http_are_a_bad_request(
    listener: CallbackListener, judge: Judge, data: bytes
) -> None:
    assert (await send(listener, data))[0] == 400
    assert judge.queries == []
    assert await true_callback_arrives(listener, judge)


async def test_a_request_in_pieces_is_put_together(
    listener: CallbackListener, judge: Judge
) -> None:
    reader, writer = await asyncio.open_connection(LOOPBACK, listener.port)
    for byte in request(listener):
        writer.write(bytes([byte]))
        await writer.drain()
    assert (await reader.read()).startswith(b"HTTP/1.1 200")
    writer.close()
    assert judge.queries == ["a=b"]


async def test_a_client_that_says_nothing_is_let_go(
    listener: CallbackListener, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loopback, "READ_TIMEOUT", 0.1)
    async with asyncio.timeout(ANSWER_TIMEOUT):
        reader, writer = await asyncio.open_connection(LOOPBACK, listener.port)
        writer.write(b"GET /callback HT")
        assert await reader.read() == b""
        writer.close()


async def test_a_thousand_idle_connections_do_not_stop_the_true_callback(
    listener: CallbackListener, judge: Judge
) -> None:
    idle = []
    try:
        for number in range(1000):
            client = socket.socket()
            client.setblocking(False)
            idle.append(client)
            client.connect_ex((LOOPBACK, listener.port))
            if number % 100 == 0:
                await asyncio.sleep(0)
        assert await true_callback_arrives(listener, judge)
        assert sum(was_dropped(client) for client in idle) >= 900
    finally:
        for client in idle:
            client.close()


async def test_the_browser_that_is_held_is_not_dropped_for_idle_connections(
    listener: CallbackListener, judge: Judge
) -> None:
    judge.release.clear()
    held = asyncio.create_task(send(listener, request(listener)))
    await judge.asked.wait()
    idle = [await asyncio.open_connection(LOOPBACK, listener.port) for _ in range(200)]
    judge.release.set()
    assert (await held)[0] == 200
    for _, writer in idle:
        writer.close()


async def test_before_a_sign_in_waits_its_path_is_not_found() -> None:
    listener = await CallbackListener.open([0])
    assert (await send(listener, request(listener)))[0] == 404
    await listener.aclose()


async def test_b21_closing_frees_the_port_at_once_whoever_is_connected(judge: Judge) -> None:
    listener = await CallbackListener.open([0])
    listener.expect(judge)
    connections = [await asyncio.open_connection(LOOPBACK, listener.port) for _ in range(20)]
    await listener.aclose()
    assert not is_listening(listener.port)
    again = await CallbackListener.open([listener.port])
    assert again.port == listener.port
    await again.aclose()
    await again.aclose()
    for _, writer in connections:
        writer.close()


async def test_an_answer_on_its_way_still_arrives_while_closing(judge: Judge) -> None:
    listener = await CallbackListener.open([0])
    listener.expect(judge)
    judge.release.clear()
    held = asyncio.create_task(send(listener, request(listener)))
    await judge.asked.wait()
    closing = asyncio.create_task(listener.aclose())
    await asyncio.sleep(0)
    assert not is_listening(listener.port)
    judge.release.set()
    assert (await held)[0] == 200
    await closing


async def test_a_cancelled_close_still_frees_the_port(judge: Judge) -> None:
    listener = await CallbackListener.open([0])
    listener.expect(judge)
    judge.release.clear()
    held = asyncio.create_task(send(listener, request(listener)))
    await judge.asked.wait()
    closing = asyncio.create_task(listener.aclose())
    await asyncio.sleep(0)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    assert not is_listening(listener.port)
    assert (await held)[0] == 0


async def test_a_busy_port_is_passed_over_for_the_next() -> None:
    first = await CallbackListener.open([0])
    second = await CallbackListener.open([first.port, 0])
    assert second.port != first.port
    await first.aclose()
    await second.aclose()


@pytest.mark.parametrize("address", ["0.0.0.0", "127.0.0.1"])
async def test_a_port_that_another_program_holds_is_not_shared(address: str) -> None:
    with socket.socket() as other:
        other.bind((address, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortUnavailable) as caught:
            await CallbackListener.open([port])
    assert caught.value.ports == (port,)
    assert caught.value.detail


async def test_a_system_without_any_loopback_is_told_plainly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # An address that this machine does not have fails as 127.0.0.1 does where it is switched off.
    monkeypatch.setattr(loopback, "LOOPBACKS", ("192.0.2.1",))
    with pytest.raises(PortUnavailable) as caught:
        await CallbackListener.open(DEFAULT_PORTS)
    assert "assign" in caught.value.detail
