"""A whole sign-in: against the simulated CrossTrade, and against a server that misbehaves."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import ProxyHandler, build_opener

import httpx
import pytest

from ct_desktop.core.sign_in import SignInStage, StepState
from ct_desktop.http_client import create_http_client
from ct_desktop.oauth import flow as flow_module
from ct_desktop.oauth.challenge import Challenge
from ct_desktop.oauth.client_identity import ClientSetup
from ct_desktop.oauth.errors import (
    AuthorizationDenied,
    AuthorizationServerUnavailable,
    AuthorizationTimedOut,
    CallbackReason,
    CallbackRejected,
    OAuthError,
    PortUnavailable,
    RegistrationRefused,
    TokenRefused,
)
from ct_desktop.oauth.flow import AuthorizationFlow, FlowStep
from ct_desktop.oauth.scopes import ScopePolicy
from support import oauth_values
from support.demo_process import DemoProcess
from support.hostile_authorization_server import (
    ACCESS_TOKEN,
    CODE,
    MCP_PATH,
    PRM_PATH,
    REFRESH_TOKEN,
    HostileAuthorizationServer,
    Reply,
    Seen,
)
from support.oauth_browser import answer_consent, follow_authorization
from support.oauth_values import MemoryRegistrations, MovableClock
from support.secret_watch import SecretWatch

STAGES = list(SignInStage)[:6]

TEST_TIMEOUT = 15.0


@dataclass
class Bench:
    """What flows of one test have in common."""

    http: httpx.AsyncClient
    server_url: str
    registrations: MemoryRegistrations = field(default_factory=MemoryRegistrations)
    clock: MovableClock = field(default_factory=MovableClock)
    opened: list[str] = field(default_factory=list)

    def flow(self, **changes: Any) -> AuthorizationFlow:
        async def open_browser(url: str) -> bool:
            self.opened.append(url)
            return True

        fields: dict[str, Any] = {
            "http": self.http,
            "server_url": self.server_url,
            "scope": ScopePolicy("mcp:read"),
            "client": ClientSetup("An app on a PC"),
            "registrations": self.registrations,
            "open_browser": open_browser,
            "clock": self.clock,
            "ports": (0,),
        }
        return AuthorizationFlow(**{**fields, **changes})


@pytest.fixture
def bench(http: httpx.AsyncClient, server: HostileAuthorizationServer) -> Bench:
    return Bench(http, server.server_url)


Waiting = Callable[[AuthorizationFlow, str], Awaitable[object]]


async def run(flow: AuthorizationFlow, while_waiting: Waiting) -> list[FlowStep]:
    """All steps of ``flow``, with ``while_waiting`` as the person at the browser."""
    steps: list[FlowStep] = []
    person: list[asyncio.Task[None]] = []
    async with asyncio.timeout(TEST_TIMEOUT):
        try:
            async with aclosing(flow.steps()) as running:
                async for step in running:
                    steps.append(step)
                    if step.authorization_url is not None:
                        acting = _act(while_waiting, flow, step.authorization_url)
                        person.append(asyncio.create_task(acting))
        finally:
            await asyncio.gather(*person)
    return steps


async def _act(while_waiting: Waiting, flow: AuthorizationFlow, url: str) -> None:
    await while_waiting(flow, url)


async def fails(flow: AuthorizationFlow, while_waiting: Waiting) -> OAuthError:
    """The failure that ``flow`` ends with."""
    with pytest.raises(OAuthError) as caught:
        await run(flow, while_waiting)
    with pytest.raises(RuntimeError):
        _ = flow.result
    return caught.value


def answer_to(url: str, **changes: str | None) -> str:
    """The address on which the browser ends after ``url``, with ``changes``."""
    sent = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    given = {"code": CODE, "state": sent["state"], **changes}
    query = urlencode({name: value for name, value in given.items() if value is not None})
    return f"{sent['redirect_uri']}?{query}"


@dataclass(frozen=True)
class Page:
    """What a browser got."""

    status: int
    text: str


async def visit(address: str) -> Page:
    """Go to ``address`` as a browser does: in another thread, and logging nothing."""
    return await asyncio.to_thread(_visit, address)


def _visit(address: str) -> Page:
    try:
        with build_opener(ProxyHandler({})).open(address) as response:
            return Page(response.status, response.read().decode())
    except HTTPError as error:
        with error:
            return Page(error.code, error.read().decode())


async def allow(_: AuthorizationFlow, url: str) -> Page:
    """Come back with what the authorization server redirects with."""
    return await visit(answer_to(url))


async def allow_on_the_page(_: AuthorizationFlow, url: str) -> Page:
    """Answer the simulated CrossTrade's consent page, and follow its redirect."""
    return await visit(await asyncio.to_thread(follow_authorization, url))


async def deny_on_the_page(_: AuthorizationFlow, url: str) -> Page:
    """Deny on the simulated CrossTrade's consent page, and follow its redirect."""
    return await visit(await asyncio.to_thread(_deny, url))


def _deny(url: str) -> str:
    with httpx.Client(trust_env=False) as browser:
        response = browser.get(url)
        while response.is_redirect:
            response = browser.get(response.headers["location"])
        location: str = answer_consent(browser, response, decision="deny").headers["location"]
        return location


def reading(pages: list[Page], answer: Callable[..., Awaitable[Page]]) -> Waiting:
    """``answer``, with the page that the browser ends on kept in ``pages``."""

    async def act(flow: AuthorizationFlow, url: str) -> None:
        pages.append(await answer(flow, url))

    return act


async def nobody(_: AuthorizationFlow, __: str) -> None:
    """A person who never answers."""


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port: int = holder.getsockname()[1]
        return port


def port_in(steps: list[FlowStep]) -> int:
    return next(step.port for step in steps if step.port is not None)


async def test_a_sign_in_at_the_simulated_crosstrade_goes_through_all_its_steps(
    demo: DemoProcess, http: httpx.AsyncClient
) -> None:
    bench = Bench(http, demo.server_url)
    flow = bench.flow()
    pages: list[Page] = []
    steps = await run(flow, reading(pages, allow_on_the_page))
    done = [step for step in steps if step.state is StepState.DONE]
    assert [step.stage for step in done] == STAGES
    assert all(step.duration is not None and step.duration >= 0 for step in done)
    assert bench.opened == [
        step.authorization_url for step in steps if step.authorization_url is not None
    ]
    result = flow.result
    assert result.tokens.scope == result.requested_scope == "mcp:read"
    assert result.tokens.refresh_token is not None
    assert result.registration == bench.registrations.kept[demo.origin]
    assert not is_listening(port_in(steps))
    assert pages[0].status == 200
    assert "Access granted" in pages[0].text
    assert "An app on a PC" in pages[0].text
    assert flow.authorization_url is None


async def test_denying_at_the_simulated_crosstrade_ends_the_sign_in(
    demo: DemoProcess, http: httpx.AsyncClient
) -> None:
    pages: list[Page] = []
    flow = Bench(http, demo.server_url).flow()
    error = await fails(flow, reading(pages, deny_on_the_page))
    assert isinstance(error, AuthorizationDenied)
    assert error.by_the_person
    assert "Access denied" in pages[0].text


async def test_a_pasted_address_signs_in_at_the_simulated_crosstrade(
    demo: DemoProcess, http: httpx.AsyncClient
) -> None:
    async def paste(flow: AuthorizationFlow, url: str) -> None:
        flow.paste(await asyncio.to_thread(follow_authorization, url))

    flow = Bench(http, demo.server_url).flow(open_browser=None)
    steps = await run(flow, paste)
    opening = next(step for step in steps if step.browser_opened is not None)
    assert opening.browser_opened is False
    assert opening.state is StepState.DONE
    assert flow.result.tokens.scope == "mcp:read"


async def test_b10_every_request_names_the_same_resource(
    bench: Bench, server: HostileAuthorizationServer
) -> None:
    await run(bench.flow(), allow)
    sent = parse_qs(urlsplit(bench.opened[0]).query)
    assert sent["resource"] == [server.server_url]
    assert server.last("/token").form["resource"] == server.server_url
    assert sent["redirect_uri"] == [server.last("/token").form["redirect_uri"]]


async def test_b11_without_a_fixed_scope_the_servers_wish_is_followed(
    bench: Bench, server: HostileAuthorizationServer
) -> None:
    server.challenge('scope="mcp:basic"')
    await run(bench.flow(scope=ScopePolicy()), allow)
    assert parse_qs(urlsplit(bench.opened[0]).query)["scope"] == ["mcp:basic"]


async def test_b12_a_step_up_asks_for_the_union(bench: Bench) -> None:
    flow = bench.flow(
        scope=ScopePolicy(),
        challenge=Challenge(scope="mcp:write", error="insufficient_scope"),
        previous_scope="mcp:basic",
    )
    await run(flow, allow)
    assert parse_qs(urlsplit(bench.opened[0]).query)["scope"] == ["mcp:basic mcp:write"]


async def test_b13_less_than_was_asked_for_is_shown(bench: Bench) -> None:
    flow = bench.flow(scope=ScopePolicy("mcp:trade"))
    await run(flow, allow)
    assert flow.result.requested_scope == "mcp:trade"
    assert flow.result.tokens.scope == "mcp:read"


async def test_b19_one_registration_serves_for_a_hundred_sign_ins_with_busy_ports(
    bench: Bench, server: HostileAuthorizationServer
) -> None:
    with socket.socket() as one, socket.socket() as two, socket.socket() as three:
        ports = []
        for busy in (one, two, three):
            busy.bind(("127.0.0.1", 0))
            ports.append(busy.getsockname()[1])
        three.close()
        one.listen()
        used = set()
        for attempt in range(100):
            if attempt == 50:
                one.close()
                two.listen()
            steps = await run(bench.flow(ports=ports), allow)
            used.add(port_in(steps))
    assert server.paths("POST").count("/register") == 1
    assert len(used) >= 2
    assert used <= set(ports)


async def test_b19_a_port_that_the_registration_names_is_preferred(bench: Bench) -> None:
    port = port_in(await run(bench.flow(ports=(0,)), allow))
    for ports in ((0,), (0, port), (free_port(), 0)):
        assert port_in(await run(bench.flow(ports=ports), allow)) == port
    assert len(bench.registrations.attempts) == 1


async def test_b19_only_where_no_registered_port_is_free_a_new_registration_is_made(
    bench: Bench,
) -> None:
    usual = (free_port(),)
    await run(bench.flow(ports=usual), allow)
    with socket.socket() as busy:
        busy.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        busy.bind(("127.0.0.1", usual[0]))
        busy.listen()
        steps = await run(bench.flow(ports=(*usual, 0)), allow)
    registered = next(step for step in steps if step.registration_reused is not None)
    assert registered.registration_reused is False
    assert len(bench.registrations.attempts) == 2
    # The new one names the usual port as well, so that the next sign-in costs none.
    assert port_in(await run(bench.flow(ports=usual), allow)) in (usual[0], port_in(steps))
    assert len(bench.registrations.attempts) == 2


async def test_with_no_port_at_all_nothing_is_registered(
    bench: Bench, server: HostileAuthorizationServer
) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        flow = bench.flow(ports=(busy.getsockname()[1],))
        assert isinstance(await fails(flow, nobody), PortUnavailable)
    assert "/register" not in server.paths("POST")
    assert bench.opened == []


async def test_b17_a_server_that_moved_to_another_issuer_never_sees_the_old_client_id(
    bench: Bench, server: HostileAuthorizationServer
) -> None:
    old = oauth_values.registration("https://old.example.com", client_id="the-old-client-id")
    bench.registrations.kept[old.issuer] = old
    await run(bench.flow(), allow)
    assert "the-old-client-id" not in str(server.seen)
    assert set(bench.registrations.kept) == {"https://old.example.com", server.origin}


async def test_b18_a_registration_limit_ends_the_sign_in_before_any_browser(
    bench: Bench, server: HostileAuthorizationServer
) -> None:
    server.replies["/register"] = Reply(429, headers={"Retry-After": "60"})
    error = await fails(bench.flow(), nobody)
    assert isinstance(error, RegistrationRefused)
    assert error.retry_after == 60.0
    assert bench.opened == []


async def test_a_client_that_the_server_forgot_is_registered_anew_on_request(
    bench: Bench, server: HostileAuthorizationServer
) -> None:
    await run(bench.flow(), allow)
    good = server.replies["/token"]
    server.replies["/token"] = Reply(401, {"error": "invalid_client"})
    error = await fails(bench.flow(), allow)
    assert isinstance(error, TokenRefused)
    assert error.client_unknown
    server.replies["/token"] = good
    before = len(bench.registrations.attempts)
    await run(bench.flow(client=ClientSetup("An app", register_anew=True)), allow)
    assert len(bench.registrations.attempts) == before + 1


ATTACKS: dict[str, dict[str, str | None]] = {
    "wrong state": {"state": "another-flows-state"},
    "missing state": {"state": None},
    "another issuer": {"iss": "https://evil.example.com"},
    "an error of another issuer": {
        "code": None,
        "error": "access_denied",
        "error_description": "<b>call us</b>",
        "iss": "https://evil.example.com",
    },
    "an error with another state": {"code": None, "error": "access_denied", "state": "x"},
    "a code injected from another flow": {"code": "stolen-code", "state": "its-own-state"},
    "no code": {"code": None},
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
async def test_b07_b09_an_answer_that_is_not_ours_is_told_and_does_not_stop_the_true_one(
    bench: Bench, server: HostileAuthorizationServer, attack: dict[str, str | None]
) -> None:
    responses: list[Page] = []

    async def attack_then_allow(flow: AuthorizationFlow, url: str) -> None:
        responses.append(await visit(answer_to(url, **attack)))
        with pytest.raises(CallbackRejected):
            flow.paste(answer_to(url, **attack))
        responses.append(await visit(answer_to(url)))

    flow = bench.flow()
    steps = await run(flow, attack_then_allow)
    assert [response.status for response in responses] == [400, 200]
    assert "call us" not in responses[0].text
    assert [step.rejected for step in steps if step.state is StepState.WARNING] != []
    assert server.paths("POST").count("/token") == 1
    assert server.last("/token").form["code"] == CODE


async def test_a_replay_and_a_second_code_after_the_first_change_nothing(
    bench: Bench, server: HostileAuthorizationServer
) -> None:
    answered, release = asyncio.Event(), asyncio.Event()
    pages: list[Page] = []

    async def answer_three_times(flow: AuthorizationFlow, url: str) -> None:
        address = answer_to(url)
        first = asyncio.create_task(visit(address))
        await answered.wait()
        pages.append(await visit(address))
        pages.append(await visit(answer_to(url, code="a-second-code")))
        with pytest.raises(CallbackRejected) as caught:
            flow.paste(answer_to(url, code="a-third-code"))
        assert caught.value.reason is CallbackReason.ALREADY_ANSWERED
        release.set()
        pages.append(await first)

    flow = bench.flow()
    async with (
        asyncio.timeout(TEST_TIMEOUT),
        asyncio.TaskGroup() as person,
        aclosing(flow.steps()) as running,
    ):
        async for step in running:
            if step.authorization_url is not None:
                person.create_task(answer_three_times(flow, step.authorization_url))
            if step.stage is SignInStage.EXCHANGE and step.state is StepState.RUNNING:
                answered.set()
                await release.wait()
    assert [page.status for page in pages] == [409, 409, 200]
    assert server.paths("POST").count("/token") == 1
    assert server.last("/token").form["code"] == CODE


async def test_pasted_nonsense_leaves_the_flow_waiting(bench: Bench) -> None:
    async def paste(flow: AuthorizationFlow, url: str) -> None:
        for text in ("", "what?", url, answer_to(url, state="another")):
            with pytest.raises(CallbackRejected):
                flow.paste(text)
        assert flow.authorization_url == url
        flow.paste(answer_to(url))

    await run(bench.flow(), paste)


async def test_nothing_can_be_pasted_before_or_after_the_wait(bench: Bench) -> None:
    flow = bench.flow()
    with pytest.raises(CallbackRejected) as caught:
        flow.paste("http://127.0.0.1:1/callback?code=x&state=y")
    assert caught.value.reason is CallbackReason.NOT_WAITING
    assert await flow.open_again() is False
    await run(flow, allow)
    with pytest.raises(CallbackRejected) as caught:
        flow.paste("http://127.0.0.1:1/callback?code=x&state=y")
    assert caught.value.reason is CallbackReason.NOT_WAITING


async def test_the_browser_opens_once_by_itself_and_then_only_when_asked(bench: Bench) -> None:
    async def open_again(flow: AuthorizationFlow, url: str) -> None:
        assert bench.opened == [url]
        assert await flow.open_again()
        assert bench.opened == [url, url]
        await allow(flow, url)

    await run(bench.flow(), open_again)
    assert len(bench.opened) == 2


async def _cannot(_: str) -> bool:
    return False


async def _fails(_: str) -> bool:
    raise OSError("no such program")


@pytest.mark.parametrize("open_browser", [_cannot, _fails])
async def test_a_browser_that_cannot_be_opened_is_no_failure(
    bench: Bench, open_browser: Callable[[str], Awaitable[bool]]
) -> None:
    steps = await run(bench.flow(open_browser=open_browser), allow)
    opening = next(step for step in steps if step.browser_opened is not None)
    assert opening.state is StepState.WARNING
    assert opening.browser_opened is False


async def test_nobody_answering_in_time_ends_the_sign_in(bench: Bench) -> None:
    error = await fails(bench.flow(timeout=0.05), nobody)
    assert isinstance(error, AuthorizationTimedOut)


async def test_the_time_runs_out_while_the_machine_sleeps(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow_module, "_CLOCK_INTERVAL", 0.02)

    async def sleep(_: AuthorizationFlow, __: str) -> None:
        bench.clock.ahead += 400.0

    assert isinstance(await fails(bench.flow(timeout=300.0), sleep), AuthorizationTimedOut)


async def test_the_deadline_is_told_when_the_wait_begins(bench: Bench) -> None:
    steps = await run(bench.flow(timeout=120.0), allow)
    waiting = next(step for step in steps if step.deadline is not None)
    assert waiting.deadline is not None
    assert waiting.deadline.seconds_since(waiting.at) == pytest.approx(120.0)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(400, {"error": "invalid_grant"}), TokenRefused),
        (Reply(500), AuthorizationServerUnavailable),
        (Reply(200, b"{"), AuthorizationServerUnavailable),
    ],
)
async def test_a_failed_exchange_is_told_in_the_browser_as_well(
    bench: Bench, server: HostileAuthorizationServer, reply: Reply, kind: type[OAuthError]
) -> None:
    server.replies["/token"] = reply
    pages: list[Page] = []
    assert isinstance(await fails(bench.flow(), reading(pages, allow)), kind)
    assert "could not be completed" in pages[0].text
    # A code works once.
    assert server.paths("POST").count("/token") == 1


async def test_a_slow_exchange_does_not_keep_the_browser_waiting_for_ever(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow_module, "_PAGE_HOLD", 0.05)
    shown = asyncio.Event()
    pages: list[Page] = []

    async def allow_and_read(flow: AuthorizationFlow, url: str) -> None:
        pages.append(await allow(flow, url))
        shown.set()

    flow = bench.flow()
    async with (
        asyncio.timeout(TEST_TIMEOUT),
        asyncio.TaskGroup() as person,
        aclosing(flow.steps()) as running,
    ):
        async for step in running:
            if step.authorization_url is not None:
                person.create_task(allow_and_read(flow, step.authorization_url))
            if step.stage is SignInStage.EXCHANGE and step.state is StepState.RUNNING:
                await shown.wait()
    assert "Your answer has arrived" in pages[0].text


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("state", [StepState.RUNNING, StepState.DONE])
async def test_leaving_at_any_step_frees_the_port(
    bench: Bench, stage: SignInStage, state: StepState
) -> None:
    flow = bench.flow()
    ports: list[int] = []
    async with (
        asyncio.timeout(TEST_TIMEOUT),
        asyncio.TaskGroup() as person,
        aclosing(flow.steps()) as running,
    ):
        async for step in running:
            ports += [step.port] if step.port is not None else []
            if (step.stage, step.state) == (stage, state):
                break
            if step.authorization_url is not None:
                person.create_task(_act(allow, flow, step.authorization_url))
    assert not any(is_listening(port) for port in ports)
    assert flow.authorization_url is None


@pytest.mark.parametrize("path", [f"{PRM_PATH}{MCP_PATH}", "/register", "/token"])
async def test_cancelling_in_the_middle_of_a_request_frees_the_port(
    bench: Bench, server: HostileAuthorizationServer, path: str
) -> None:
    hanging = asyncio.Event()
    loop = asyncio.get_running_loop()
    ports: list[int] = []

    def hang(_: Seen) -> Reply:
        loop.call_soon_threadsafe(hanging.set)
        return Reply(200, b"{}", drip=True)

    async def sign_in() -> None:
        flow = bench.flow()
        async with asyncio.TaskGroup() as person, aclosing(flow.steps()) as running:
            async for step in running:
                ports.extend([step.port] if step.port is not None else [])
                if step.authorization_url is not None:
                    person.create_task(_act(allow, flow, step.authorization_url))

    server.replies[path] = hang
    task = asyncio.create_task(sign_in())
    async with asyncio.timeout(TEST_TIMEOUT):
        await hanging.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert not any(is_listening(port) for port in ports)


async def test_cancelling_while_waiting_frees_the_port(bench: Bench) -> None:
    waiting = asyncio.Event()
    ports: list[int] = []

    async def sign_in() -> None:
        async with aclosing(bench.flow().steps()) as running:
            async for step in running:
                ports.extend([step.port] if step.port is not None else [])
                if step.stage is SignInStage.WAIT:
                    waiting.set()

    task = asyncio.create_task(sign_in())
    await waiting.wait()
    assert is_listening(ports[0])
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not is_listening(ports[0])


async def test_a_proxy_in_the_environment_does_not_stand_between_us_and_loopback(
    server: HostileAuthorizationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with create_http_client() as http:
        await run(Bench(http, server.server_url).flow(), allow)


async def test_an_attempt_runs_once(bench: Bench) -> None:
    flow = bench.flow()
    await run(flow, allow)
    with pytest.raises(RuntimeError):
        await anext(flow.steps())


async def test_b22_b31_no_step_no_log_and_no_failure_holds_a_secret(
    bench: Bench, server: HostileAuthorizationServer, secret_watch: SecretWatch
) -> None:
    for name, secret in {
        "code": CODE,
        "access token": ACCESS_TOKEN,
        "refresh token": REFRESH_TOKEN,
    }.items():
        secret_watch.add(name, secret)

    async def attack_then_allow(flow: AuthorizationFlow, url: str) -> None:
        secret_watch.add("state", parse_qs(urlsplit(url).query)["state"][0])
        await visit(answer_to(url, state="wrong-state"))
        with pytest.raises(CallbackRejected) as caught:
            flow.paste(answer_to(url, iss="https://evil.example.com"))
        secret_watch.assert_absent(f"{caught.value!r} {caught.value}", "a rejection")
        await visit(answer_to(url))

    flow = bench.flow()
    steps = await run(flow, attack_then_allow)
    secret_watch.add("verifier", server.last("/token").form["code_verifier"])
    secret_watch.assert_absent(repr(steps), "the steps")
    secret_watch.assert_absent(repr(flow.result), "the result")
    secret_watch.assert_absent(repr(vars(flow)), "the flow")
    # What the app itself asks for carries none in its address (B-22).
    secret_watch.assert_absent(str([(seen.path, seen.query) for seen in server.seen]), "a URL")
