"""A sign-in that waits, under every attack on its callback that a web page or a program can make.

None of them changes the sign-in, none keeps the true answer out, none leaves the port open.
"""

import asyncio
import random
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import urlencode

import pytest

from ct_desktop.core.sign_in import SignInStage, StepState
from ct_desktop.oauth import loopback
from ct_desktop.oauth.errors import (
    AuthorizationDenied,
    AuthorizationTimedOut,
    CallbackReason,
    CallbackRejected,
    TokenRefused,
)
from support.hostile_authorization_server import CODE, HostileAuthorizationServer, Reply, Seen
from support.waiting_sign_in import WaitingSignIn, status_of, waiting_sign_in

HOSTILE_TEXT = "<script>alert(1)</script>\u202e Call +1 555 0100 to unlock your account"

IDLE_CONNECTIONS = 1000

OTHER_METHODS = ("HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")

Attack = Callable[[WaitingSignIn], Awaitable[object]]


def refused(status: int, make: Callable[[WaitingSignIn], bytes]) -> Attack:
    """Send what ``make`` gives; the answer has ``status`` and shows nothing of ours."""

    async def attack(sign_in: WaitingSignIn) -> None:
        answer = await sign_in.send(make(sign_in))
        assert status_of(answer) == status
        assert b"Access granted" not in answer
        assert HOSTILE_TEXT.encode() not in answer
        assert b"555" not in answer

    return attack


def callback(**changes: str | None) -> Callable[[WaitingSignIn], bytes]:
    """A request to the right path on the right host, with ``changes`` to the true answer."""
    return lambda sign_in: sign_in.request(target=f"/callback?{sign_in.query(**changes)}")


def by_method(method: str) -> Callable[[WaitingSignIn], bytes]:
    """The true answer, by another method than GET."""
    return lambda sign_in: sign_in.request(method=method)


def error_answer(**changes: str | None) -> Callable[[WaitingSignIn], bytes]:
    """An error with hostile text, in place of the code."""
    text = {"error": "access_denied", "error_description": HOSTILE_TEXT}
    return callback(code=None, **{**text, **changes})


async def idle_connections(sign_in: WaitingSignIn) -> list[socket.socket]:
    """Connections that say nothing, or the beginning of a request and no more."""
    clients = []
    for number in range(IDLE_CONNECTIONS):
        client = socket.socket()
        clients.append(client)
        client.setblocking(False)
        client.connect_ex(sign_in.address)
        if number % 2:
            with suppress(OSError):
                client.send(b"GET /callback?code=x HTTP/1.1\r\nHo")
        if number % 50 == 0:
            await asyncio.sleep(0)
    return clients


async def cut_off(sign_in: WaitingSignIn) -> None:
    """Send half of the true answer, and hang up."""
    _, writer = await asyncio.open_connection(*sign_in.address)
    writer.write(sign_in.request()[:-2])
    await writer.drain()
    writer.transport.abort()


async def endless_head(sign_in: WaitingSignIn) -> None:
    """Header fields that never end."""
    answer = await sign_in.send(sign_in.request()[:-2] + b"X-Filler: x\r\n" * 20_000)
    assert status_of(answer) in (0, 431)


async def random_bytes(sign_in: WaitingSignIn) -> None:
    """Bytes by chance, always the same."""
    chance = random.Random(20261122)
    for _ in range(20):
        answer = await sign_in.send(chance.randbytes(chance.randrange(1, 3000)) + b"\r\n\r\n")
        assert status_of(answer) == 400


async def pasted(sign_in: WaitingSignIn, text: str, reason: CallbackReason) -> None:
    """Paste ``text``, which is refused for ``reason``."""
    with pytest.raises(CallbackRejected) as caught:
        sign_in.flow.paste(text)
    assert caught.value.reason is reason


ATTACKS: dict[str, Attack] = {
    # Paths
    "root": refused(404, lambda it: it.request(target=f"/?{it.query()}")),
    "path-case": refused(404, lambda it: it.request(target=f"/Callback?{it.query()}")),
    "path-slash": refused(404, lambda it: it.request(target=f"/callback/?{it.query()}")),
    "path-dots": refused(404, lambda it: it.request(target=f"/x/../callback?{it.query()}")),
    "path-encoded": refused(404, lambda it: it.request(target=f"/%63allback?{it.query()}")),
    "path-parameter": refused(404, lambda it: it.request(target=f"/callback;x?{it.query()}")),
    "favicon": refused(404, lambda it: it.request(target="/favicon.ico")),
    "absolute-form": refused(
        400, lambda it: it.request(target=f"http://{it.host}/callback?{it.query()}")
    ),
    # Another name for this machine: DNS rebinding
    "host-rebound": refused(400, lambda it: it.request(host=f"evil.example.com:{it.address[1]}")),
    "host-localhost": refused(400, lambda it: it.request(host=f"localhost:{it.address[1]}")),
    "host-without-port": refused(400, lambda it: it.request(host="127.0.0.1")),
    "host-other-port": refused(400, lambda it: it.request(host="127.0.0.1:80")),
    "host-empty": refused(400, lambda it: it.request(host="")),
    "host-twice": refused(400, lambda it: it.request("Host: evil.example.com")),
    "host-forwarded": refused(
        400,
        lambda it: it.request(f"X-Forwarded-Host: {it.host}", host="evil.example.com"),
    ),
    "host-missing": refused(
        400, lambda it: f"GET /callback?{it.query()} HTTP/1.0\r\n\r\n".encode()
    ),
    # Methods
    "post": refused(
        405,
        lambda it: (
            it.request(
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Length: 6",
                method="POST",
            )
            + b"code=x"
        ),
    ),
    **{method.lower(): refused(405, by_method(method)) for method in OTHER_METHODS},
    "connect": refused(400, lambda it: it.request(method="CONNECT", target=it.host)),
    "method-lower-case": refused(400, lambda it: it.request(method="get")),
    # Sizes
    "request-line-oversized": refused(
        414, lambda it: it.request(target=f"/callback?{it.query(padding='x' * 20_000)}")
    ),
    "fields-oversized": refused(431, lambda it: it.request(f"Cookie: {'x' * 100_000}")),
    "fields-endless": endless_head,
    "parameters-by-the-hundred": refused(
        400, lambda it: it.request(target=f"/callback?{it.query()}&{'a=b&' * 500}")
    ),
    # Not HTTP
    "tls-hello": refused(400, lambda _: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
    "http2-preface": refused(400, lambda _: b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "http-0.9": refused(400, lambda it: f"GET /callback?{it.query()}\r\n\r\n".encode()),
    "nul-bytes": refused(400, lambda it: it.request().replace(b"GET", b"G\0T")),
    "bare-line-feed": refused(
        400, lambda it: it.request("X: y\nHost: evil.example.com", host=it.host)
    ),
    "random-bytes": random_bytes,
    "cut-off": cut_off,
    # Requests that nobody made on purpose
    "prefetch": refused(503, lambda it: it.request("Sec-Purpose: prefetch")),
    "prerender": refused(503, lambda it: it.request("Sec-Purpose: prefetch;prerender")),
    "link-preview": refused(503, lambda it: it.request("Purpose: prefetch")),
    # Answers that are not ours
    "state-wrong": refused(400, callback(state="another-state")),
    "state-missing": refused(400, callback(state=None)),
    "state-empty": refused(400, callback(state="")),
    "state-twice": refused(
        400, lambda it: it.request(target=f"/callback?{it.query()}&state=another")
    ),
    "state-in-another-case": refused(
        400, lambda it: it.request(target=f"/callback?{it.query()}".replace("state", "State"))
    ),
    "code-missing": refused(400, callback(code=None)),
    "code-twice": refused(400, lambda it: it.request(target=f"/callback?{it.query()}&code=x")),
    "issuer-wrong": refused(400, callback(iss="https://evil.example.com")),
    "error-with-wrong-issuer": refused(400, error_answer(iss="https://evil.example.com")),
    "error-with-wrong-state": refused(400, error_answer(state="another-state")),
    "error-without-state": refused(400, error_answer(state=None)),
    # By the paste way
    "paste-nonsense": lambda it: pasted(it, HOSTILE_TEXT, CallbackReason.NOTHING_RECOGNISED),
    "paste-wrong-state": lambda it: pasted(
        it, f"{it.redirect_uri}?{it.query(state='another')}", CallbackReason.STATE_MISMATCH
    ),
    "paste-wrong-issuer": lambda it: pasted(
        it, f"{it.redirect_uri}?{it.query(iss='https://x.example')}", CallbackReason.ISSUER_MISMATCH
    ),
    "paste-other-host": lambda it: pasted(
        it, f"http://evil.example.com/callback?{it.query()}", CallbackReason.OTHER_ADDRESS
    ),
    "paste-the-link": lambda it: pasted(it, it.url, CallbackReason.SIGN_IN_LINK),
}


async def succeeds(sign_in: WaitingSignIn, server: HostileAuthorizationServer) -> None:
    """The true answer arrives, its code alone is exchanged, and the port is gone."""
    answer = await sign_in.send(sign_in.request("Sec-Fetch-Mode: navigate"))
    await sign_in.end()
    assert status_of(answer) == 200
    assert b"Access granted" in answer
    assert [seen.form["code"] for seen in server.seen if seen.path == "/token"] == [CODE]
    assert sign_in.flow.result.tokens.scope == "mcp:read"
    assert not sign_in.is_listening


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
async def test_b07_b09_b21_no_attack_changes_the_sign_in_or_keeps_the_true_answer_out(
    server: HostileAuthorizationServer, attack: Attack
) -> None:
    async with waiting_sign_in(server) as sign_in:
        await attack(sign_in)
        await attack(sign_in)
        assert sign_in.still_waits
        assert "/token" not in server.paths("POST")
        await succeeds(sign_in, server)


async def test_b21_all_attacks_at_once_do_not_either(server: HostileAuthorizationServer) -> None:
    async with waiting_sign_in(server) as sign_in:
        async with asyncio.TaskGroup() as attackers:
            for attack in ATTACKS.values():
                attackers.create_task(_run(attack, sign_in))
        assert sign_in.still_waits
        await succeeds(sign_in, server)


async def _run(attack: Attack, sign_in: WaitingSignIn) -> None:
    await attack(sign_in)


async def test_b21_a_thousand_idle_connections_do_not_keep_the_true_answer_out(
    server: HostileAuthorizationServer,
) -> None:
    async with waiting_sign_in(server) as sign_in:
        clients = await idle_connections(sign_in)
        try:
            assert sign_in.still_waits
            await succeeds(sign_in, server)
        finally:
            for client in clients:
                client.close()


@pytest.mark.parametrize("end", ["cancelled", "timed out"])
async def test_b21_with_a_thousand_idle_connections_the_port_is_free_at_the_end(
    server: HostileAuthorizationServer, end: str
) -> None:
    timeout = 0.5 if end == "timed out" else 300.0
    async with waiting_sign_in(server, timeout=timeout) as sign_in:
        clients = await idle_connections(sign_in)
        try:
            if end == "cancelled":
                await sign_in.cancel()
            else:
                with pytest.raises(AuthorizationTimedOut):
                    await sign_in.end()
            assert not sign_in.is_listening
        finally:
            for client in clients:
                client.close()


async def test_b21_requests_that_never_end_are_let_go(
    server: HostileAuthorizationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loopback, "READ_TIMEOUT", 0.1)
    async with waiting_sign_in(server) as sign_in:
        assert await sign_in.send(sign_in.request()[:-2]) == b""
        assert sign_in.still_waits
        await succeeds(sign_in, server)


async def test_b07_a_replay_and_a_second_code_after_the_first_are_refused(
    server: HostileAuthorizationServer,
) -> None:
    loop = asyncio.get_running_loop()
    asked, answered = asyncio.Event(), asyncio.Event()
    good = server.replies["/token"]
    assert isinstance(good, Reply)

    def hold(_: Seen) -> Reply:
        loop.call_soon_threadsafe(asked.set)
        asyncio.run_coroutine_threadsafe(answered.wait(), loop).result()
        return good

    server.replies["/token"] = hold
    async with waiting_sign_in(server) as sign_in:
        first = asyncio.create_task(sign_in.send(sign_in.request()))
        await asked.wait()
        for later in (callback(), callback(code="a-second-code"), error_answer()):
            answer = await sign_in.send(later(sign_in))
            assert status_of(answer) == 409
            assert b"answered already" in answer
        await pasted(
            sign_in, f"{sign_in.redirect_uri}?{sign_in.query()}", CallbackReason.ALREADY_ANSWERED
        )
        answered.set()
        assert b"Access granted" in await first
        await sign_in.end()
        assert [seen.form["code"] for seen in server.seen if seen.path == "/token"] == [CODE]
        assert not sign_in.is_listening


async def test_b07_a_code_injected_from_another_sign_in_is_refused_by_both(
    server: HostileAuthorizationServer,
) -> None:
    with HostileAuthorizationServer() as other_server:
        async with waiting_sign_in(server) as ours, waiting_sign_in(other_server) as theirs:
            for victim, attacker in ((ours, theirs), (theirs, ours)):
                injected = victim.request(target=f"/callback?{attacker.query(code='stolen')}")
                assert status_of(await victim.send(injected)) == 400
                address = f"{attacker.redirect_uri}?{attacker.query(code='stolen')}"
                await pasted(victim, address, CallbackReason.OTHER_ADDRESS)
            await succeeds(ours, server)
            await succeeds(theirs, other_server)


async def test_b06_a_code_of_another_verifier_gets_no_token_whoever_knew_the_state(
    server: HostileAuthorizationServer,
) -> None:
    # The server binds each code to its challenge (RFC 7636, section 4.6), so it says no.
    server.replies["/token"] = Reply(400, {"error": "invalid_grant"})
    async with waiting_sign_in(server) as sign_in:
        answer = await sign_in.send(callback(code="stolen-code")(sign_in))
        assert b"could not be completed" in answer
        with pytest.raises(TokenRefused):
            await sign_in.end()
        assert not sign_in.is_listening
        with pytest.raises(RuntimeError):
            _ = sign_in.flow.result


async def test_b09_the_servers_own_error_ends_it_and_its_text_is_shown_nowhere(
    server: HostileAuthorizationServer,
) -> None:
    async with waiting_sign_in(server) as sign_in:
        answer = await sign_in.send(error_answer(error=HOSTILE_TEXT)(sign_in))
        assert status_of(answer) == 200
        for text in ("<script>", "\u202e", "555"):
            assert text.encode() not in answer
        with pytest.raises(AuthorizationDenied) as caught:
            await sign_in.end()
        assert caught.value.error == "unknown_error"
        assert "555" not in f"{caught.value} {caught.value!r}"
        assert not sign_in.is_listening


async def test_b07_guesses_by_the_hundred_are_told_and_change_nothing(
    server: HostileAuthorizationServer,
) -> None:
    async with waiting_sign_in(server) as sign_in:
        for number in range(200):
            query = urlencode({"code": "x", "state": f"guess-{number}"})
            await sign_in.send(sign_in.request(target=f"/callback?{query}"))
        await sign_in.step(SignInStage.WAIT, StepState.WARNING)
        assert {step.rejected for step in sign_in.steps if step.rejected} == {
            CallbackReason.STATE_MISMATCH
        }
        assert sign_in.still_waits
        await succeeds(sign_in, server)
