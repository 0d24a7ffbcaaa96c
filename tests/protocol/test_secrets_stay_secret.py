"""Recognisable secrets through sign-in, renewal, every failure and a crash; then a search for them.

They may be in the keychain and on the wire to the server that gave them, and nowhere else.
"""

import asyncio
import gc
import io
import json
import logging
import os
import re
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
import secretstorage

from ct_desktop.connection.sign_in_attempt import PasteRejectedError, SignInAttempt
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.redaction import REDACTED
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStage, SignInState, SignInStep, StepState
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.diagnostics.document import report_as_json
from ct_desktop.diagnostics.text import report_as_text
from ct_desktop.log import configure_logging
from ct_desktop.profiles import AppFolders
from ct_desktop.services import Services, open_services
from support.command_line import COMMAND
from support.connections_made import connections_made
from support.hostile_authorization_server import (
    AS_PATH,
    MCP_PATH,
    PRM_PATH,
    HostileAuthorizationServer,
    Reply,
    Seen,
)
from support.oauth_browser import follow_authorization, plain_http_client
from support.secret_service import SecretService
from support.secret_watch import SecretWatch
from support.seeding_server import SeedingServer

TEST_TIMEOUT = 60.0

DRIP_TIMEOUT = 0.3
"""Seconds for a token answer that drips; any other is waited for as long as in the app."""

_BINDING_KEY = re.compile(r'"dpop_key":"([^"]+)"')

Behave = Callable[[SeedingServer, Seen], Reply]

Person = Callable[[SignInAttempt, str], Coroutine[Any, Any, None]]


@pytest.fixture(scope="module")
def keychain() -> Iterator[SecretService]:
    with SecretService() as keychain:
        yield keychain


@pytest.fixture(autouse=True)
def _session(keychain: SecretService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", keychain.env["DBUS_SESSION_BUS_ADDRESS"])
    monkeypatch.delenv("DISPLAY", raising=False)


@dataclass
class Run:
    """One app at work, and all that came out of it."""

    services: Services
    server: SeedingServer
    watch: SecretWatch
    home: Path
    keychain: SecretService
    standard_error: io.StringIO
    shown: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)

    def places(self) -> dict[str, str | bytes]:
        """Every way out for text that the app has. A new one, such as a report, goes in here."""
        items = self.keychain.items()
        return {
            "standard error": self.standard_error.getvalue(),
            "what is shown or raised": "\n".join(self.shown),
            "a diagnostics report": "\n".join(self.reports),
            "the monitor's state": repr(self.services.monitor.state),
            "the sign-in's state": repr(self.services.connection.sign_in),
            "the keychain's labels": repr([(item.label, item.attributes) for item in items]),
            "the arguments": Path("/proc/self/cmdline").read_bytes(),
            "the environment at the start": Path("/proc/self/environ").read_bytes(),
            "the environment": repr(dict(os.environ)),
        }

    def search(self) -> None:
        """Fail if any secret so far is in any of these places or in a file of the app."""
        for item in self.keychain.items():
            for number, key in enumerate(_BINDING_KEY.findall(item.secret)):
                self.watch.add(f"the DPoP key {number}", key)
        for place, content in self.places().items():
            self.watch.assert_absent(content, place)
        assert self.watch.assert_absent_below(self.home) > 0

    def note(self, error: BaseException) -> None:
        """Keep what ``error`` says, with all that led to it."""
        chain: BaseException | None = error
        while chain is not None:
            self.shown.append(f"{chain} {chain!r} {chain.args!r}")
            chain = chain.__cause__ or chain.__context__

    async def sign_in(
        self, person: Person, *, seconds: float = TEST_TIMEOUT, register_anew: bool = False
    ) -> SignInStep:
        """Sign in with ``person`` at the browser; the last step."""
        attempt = self.services.new_sign_in(
            Scope.READ, open_browser=None, timeout=seconds, register_anew=register_anew
        )
        last: SignInStep | None = None
        async with (
            asyncio.timeout(TEST_TIMEOUT),
            asyncio.TaskGroup() as tasks,
            aclosing(attempt.steps()) as steps,
        ):
            async for step in steps:
                last = step
                self.shown.append(f"{step!r} {step}")
                if step.authorization_url is not None:
                    url = step.authorization_url
                    self.watch.add("the state", parse_qs(urlsplit(url).query)["state"][0])
                    tasks.create_task(person(attempt, url))
        assert last is not None
        return last

    async def report(self) -> None:
        """Make the diagnostics report as the window does, in both of its forms."""
        diagnosis = self.services.new_diagnosis(watched=False)
        async with asyncio.timeout(TEST_TIMEOUT), aclosing(diagnosis.steps()) as steps:
            async for step in steps:
                self.shown.append(repr(step))
        assert diagnosis.report is not None
        self.reports += [report_as_text(diagnosis.report), report_as_json(diagnosis.report)]

    async def report_by_command(self) -> None:
        """Make it in another process, on its output and in a file."""
        command = [COMMAND, "diagnose", "--debug", "--server", self.server.server_url]
        for more in ([], ["--json", "--output", str(self.home / "report.json"), "--force"]):
            ended = await asyncio.to_thread(
                subprocess.run,
                [*command, *more],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=TEST_TIMEOUT,
                check=False,
            )
            printed = ended.stdout.decode()
            assert ended.returncode == 0, "the report could not be made"
            self.reports.append(printed)

    async def sign_out(self) -> None:
        """Revoke and forget, and keep what is said of it."""
        outcome = await self.services.connection.sign_out(self._show_outcome)
        self.shown.append(repr(outcome))

    def _show_outcome(self, outcome: object) -> None:
        self.shown.append(repr(outcome))

    async def call(self) -> bool:
        """Ask the server something; the access token has run out, so it is renewed before."""
        try:
            await self.services.connection.call(lambda crosstrade: crosstrade.list_tools())
        except CallFailed as failure:
            self.note(failure)
            return False
        return True

    async def be_signed_in(self) -> None:
        """Sign in anew if the last failure has ended the sign-in."""
        self.server.behave()
        if self.services.connection.sign_in.state is not SignInState.SIGNED_IN:
            step = await self.sign_in(come_back)
            assert (step.stage, step.state) == (SignInStage.STORE, StepState.DONE), step


# What a trader does with the link


async def come_back(_: SignInAttempt, url: str) -> None:
    """Follow it to the callback."""
    await visit(await follow(url))


async def paste(attempt: SignInAttempt, url: str) -> None:
    """Paste what is wrong, then the address on which the browser ended."""
    address = await follow(url)
    for wrong in (url, address.replace("state=", "state=x"), f"{address}&state=x", "nonsense"):
        with pytest.raises(PasteRejectedError):
            attempt.paste(wrong)
    attempt.paste(address)


async def come_back_wrong_first(_: SignInAttempt, url: str) -> None:
    """Bring answers with the right code that are not ours, and then the right one, twice."""
    address = await follow(url)
    for wrong in (
        address.replace("state=", "state=x"),
        f"{address}&iss=https://evil.example.com",
        f"{address}&code=second",
        address.replace("/callback", "/other"),
        address,
    ):
        await visit(wrong)


async def come_back_denied(_: SignInAttempt, url: str) -> None:
    """Bring the server's own error, with a code in its description."""
    await visit((await follow(url)).replace("code=", "error=access_denied&error_description="))


async def come_back_failed(_: SignInAttempt, url: str) -> None:
    """Bring an error that is no error's name, but a code."""
    await visit((await follow(url)).replace("code=", "error="))


async def never(_: SignInAttempt, __: str) -> None:
    """Stay away."""


async def follow(url: str) -> str:
    """Where the authorization server sends the browser."""
    return await asyncio.to_thread(follow_authorization, url)


async def visit(address: str) -> None:
    """Go there as a browser does."""

    def get() -> None:
        with plain_http_client() as browser, suppress(httpx.HTTPError):
            browser.get(address)

    await asyncio.to_thread(get)


# What a server can do where tokens are asked for: it says the secrets back wherever it can


def saying(status: int, body: Callable[[dict[str, str], dict[str, Any]], object]) -> Behave:
    """Answer ``status`` with what ``body`` makes of the client's secrets and of new tokens."""

    def behave(server: SeedingServer, seen: Seen) -> Reply:
        server.note_secrets(seen)
        return Reply(status, body(server.last_secrets, server.issue_tokens()))

    return behave


def with_reply(reply: Reply) -> Behave:
    """Answer this."""

    def behave(server: SeedingServer, seen: Seen) -> Reply:
        server.note_secrets(seen)
        return reply

    return behave


FAILURES: dict[str, Behave] = {
    "refused": saying(400, lambda sent, _: {"error": "invalid_grant", "error_description": sent}),
    "refused-in-words": saying(
        400, lambda sent, _: {"error": "invalid_grant", "error_description": str(sent)}
    ),
    "refused-by-secret": saying(400, lambda sent, _: {"error": " ".join(sent.values())}),
    "client-unknown": saying(401, lambda sent, _: {"error": "invalid_client", **sent}),
    "server-error": saying(500, lambda sent, _: sent),
    "server-error-with-tokens": saying(503, lambda _, tokens: tokens),
    "too-many-requests": with_reply(Reply(429, headers={"Retry-After": "1"})),
    "half-an-answer": saying(200, lambda _, tokens: json.dumps(tokens)[:-20].encode()),
    "html": saying(200, lambda sent, _: f"<html>{sent}</html>".encode()),
    "wrong-type": saying(200, lambda _, tokens: {**tokens, "token_type": "mac"}),
    "wrong-values": saying(200, lambda _, tokens: {**tokens, "access_token": [tokens]}),
    "control-characters": saying(
        200, lambda _, tokens: {**tokens, "access_token": tokens["access_token"] + "\n"}
    ),
    "dropped": with_reply(Reply(drop=True)),
    "dripping": with_reply(Reply(200, b"{}", drip=True)),
}

REPORTED = ("refused-in-words", "server-error-with-tokens", "half-an-answer")
"""Those of them that say most, during which the diagnostics report is made as well."""


def behave_as(server: SeedingServer, failure: Behave) -> None:
    server.replies["/token"] = lambda seen: failure(server, seen)


# The runs


@pytest.fixture
def logging_as_in_the_app() -> Iterator[Callable[[Path], io.StringIO]]:
    """Sets up the app's logging in full, and takes it back afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook

    def configure(home: Path) -> io.StringIO:
        stream = io.StringIO()
        configure_logging(folder=home / "logs", debug=True, stream=stream)
        # A log that somebody has switched off would hold no secret either.
        for name in ("ct_desktop.log", "ct_desktop.connection.connection", "asyncio"):
            logging.getLogger(name).debug("written by %s", name)
            assert f"written by {name}" in stream.getvalue()
        return stream

    yield configure
    for handler in [one for one in root.handlers if one not in before[0]]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(before[1])
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks


@pytest.fixture
async def run(
    keychain: SecretService,
    logging_as_in_the_app: Callable[[Path], io.StringIO],
    request: pytest.FixtureRequest,
) -> AsyncIterator[Run]:
    """The services as the app opens them, signed out, at a server that seeds its secrets.

    Its parameter is whether the server binds tokens to a key.
    """
    watch = SecretWatch()
    folders = AppFolders.from_environment()
    home = Path(os.environ["CT_DESKTOP_HOME"])
    standard_error = logging_as_in_the_app(home)
    with SeedingServer(watch, binds_tokens=getattr(request, "param", False)) as server:
        async with open_services(
            folders=folders, profile="default", server_url=server.server_url
        ) as services:
            await services.connection.load()
            run = Run(services, server, watch, home, keychain, standard_error)
            yield run
            server.behave()
            await run.sign_out()
    assert keychain.items() == []


with_and_without_a_key = pytest.mark.parametrize(
    "run", [False, True], indirect=True, ids=["bearer", "dpop"]
)


def unredacted_logs(caplog: pytest.LogCaptureFixture, watch: SecretWatch) -> None:
    """No record holds a secret even before the redaction, which is the last line of defence."""
    for record in caplog.get_records("call"):
        watch.assert_absent(caplog.handler.format(record), f"the log of {record.name}")


@with_and_without_a_key
@pytest.mark.parametrize("person", [come_back, come_back_wrong_first, paste])
async def test_b31_a_sign_in_that_is_renewed_and_ended_leaves_no_secret_behind(
    run: Run, caplog: pytest.LogCaptureFixture, person: Person
) -> None:
    step = await run.sign_in(person)
    assert (step.stage, step.state) == (SignInStage.STORE, StepState.DONE)
    run.search()
    for _ in range(3):
        assert await run.call()
    await run.report()
    run.search()
    await run.sign_out()
    await run.report()
    assert run.server.last("/revoke").form["token"].startswith("SEEDED-")
    run.search()
    unredacted_logs(caplog, run.watch)


@with_and_without_a_key
async def test_b31_no_failed_renewal_or_exchange_tells_a_secret(
    run: Run, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, failure in FAILURES.items():
        await run.be_signed_in()
        with monkeypatch.context() as patch:
            if name == "dripping":
                patch.setattr("ct_desktop.oauth.http_json.REQUEST_TIMEOUT", DRIP_TIMEOUT)
            behave_as(run.server, failure)
            run.server.forget_tokens()
            assert not await run.call(), name
            step = await run.sign_in(come_back)
            assert (step.stage, step.state) == (SignInStage.EXCHANGE, StepState.FAILED), name
            if name in REPORTED:
                await run.report()
        run.search()
    unredacted_logs(caplog, run.watch)


async def test_b31_no_sign_in_that_ends_in_the_browser_tells_a_secret(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    for person, seconds in (
        (come_back_denied, TEST_TIMEOUT),
        (come_back_failed, TEST_TIMEOUT),
        (never, 0.1),
    ):
        step = await run.sign_in(person, seconds=seconds)
        assert (step.stage, step.state) == (SignInStage.WAIT, StepState.FAILED)
        run.search()
    unredacted_logs(caplog, run.watch)


async def test_b31_no_failure_before_or_after_the_browser_tells_a_secret(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    await run.be_signed_in()
    for path in ("/register", AS_PATH, f"{PRM_PATH}{MCP_PATH}", MCP_PATH, "/revoke"):
        for reply in (Reply(500), Reply(200, b"{")):
            run.server.replies[path] = reply
            await run.call()
            await run.sign_in(come_back, register_anew=True)
        await run.report()
        await run.sign_out()
        await run.be_signed_in()
    run.search()
    unredacted_logs(caplog, run.watch)


async def test_b31_a_keychain_that_quotes_what_it_was_given_is_not_quoted(
    run: Run, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object, label: str, attributes: object, secret: bytes, **__: object) -> None:
        raise ValueError(f"cannot keep {secret!r}")

    def hand_out(_: object) -> bytes:
        return f"not what was kept: {run.server.last_secrets}".encode()

    await run.be_signed_in()
    with monkeypatch.context() as patch:
        patch.setattr(secretstorage.Collection, "create_item", refuse)
        await run.call()
        step = await run.sign_in(come_back)
        assert step.problem is not None
        assert step.problem.kind is ProblemKind.KEYCHAIN_BROKEN
        await run.report()
    with monkeypatch.context() as patch:
        patch.setattr(secretstorage.Item, "get_secret", hand_out)
        await run.services.connection.load()
        await run.call()
        await run.report()
    run.search()
    unredacted_logs(caplog, run.watch)


# A crash


async def lose(crash: Exception) -> None:
    """A task that fails, and nobody asks how it went."""

    async def fail() -> None:
        raise crash

    task = asyncio.create_task(fail())
    await asyncio.wait([task])


async def escape(crash: Exception) -> None:
    """What Python does with an exception that nobody catches."""
    sys.excepthook(type(crash), crash, crash.__traceback__)


async def escape_thread(crash: Exception) -> None:
    """The same in a thread."""

    def fail() -> None:
        raise crash

    thread = threading.Thread(target=fail)
    thread.start()
    await asyncio.to_thread(thread.join)


@with_and_without_a_key
async def test_b31_a_crash_that_quotes_every_secret_is_logged_without_them(run: Run) -> None:
    """In each form in which code could come to quote them. The crash itself is in the log."""
    await run.be_signed_in()
    assert await run.call()
    run.search()
    bound = run.server.last(MCP_PATH).headers["authorization"].startswith("DPoP ")
    assert bound == any(_BINDING_KEY.search(item.secret) for item in run.keychain.items())
    kept = "\n".join(item.secret for item in run.keychain.items())
    exchange = next(seen for seen in run.server.seen if "code" in seen.form)
    state = run.server.last("/authorize").query["state"]
    credentials = run.server.last(MCP_PATH).headers["authorization"]
    quoted = {
        "keychain": kept,
        "keychain-repr": repr(kept.encode()),
        "form-fields": repr(exchange.form),
        "form": urlencode(exchange.form),
        "callback": f"GET /callback?code={exchange.form['code']}&state={state} HTTP/1.1",
        "header": f"Authorization: {credentials}",
        "header-repr": repr([(b"Authorization", credentials.encode())]),
    }
    for form, text in quoted.items():
        for way, crash in (("hook", escape), ("thread", escape_thread), ("task", lose)):
            error = RuntimeError(f"crash by {way} with {form}: {text}")
            error.__cause__ = ValueError(text)
            await crash(error)
            del error
        gc.collect()
    written = run.standard_error.getvalue()
    for form in quoted:
        for way in ("hook", "thread", "task"):
            assert f"RuntimeError: crash by {way} with {form}" in written
    assert REDACTED in written
    await run.report()
    await run.report_by_command()
    assert "crash by task with header-repr" in run.reports[0], "the crash is in the report too"
    run.search()


# Where requests go


async def test_b23_nothing_is_asked_of_an_origin_that_was_not_discovered(run: Run) -> None:
    with connections_made() as made:
        await run.be_signed_in()
        assert await run.call()
        for failure in (FAILURES["server-error"], FAILURES["refused"]):
            behave_as(run.server, failure)
            await run.call()
            await run.be_signed_in()
        await run.sign_out()
    callbacks = {
        urlsplit(seen.query["redirect_uri"]).port
        for seen in run.server.seen
        if seen.path == "/authorize"
    }
    ours = {urlsplit(run.server.origin).port, *callbacks}
    assert made.addresses == {("127.0.0.1", port) for port in ours}
    assert made.names <= {"127.0.0.1"}


async def test_b23_no_redirect_takes_a_secret_or_a_request_to_another_origin(run: Run) -> None:
    with HostileAuthorizationServer() as other, connections_made() as made:
        for path in (MCP_PATH, "/token", "/register", AS_PATH, "/revoke"):
            for status in (302, 307, 308):
                await run.be_signed_in()
                location = f"{other.origin}{path}?{status}"
                run.server.replies[path] = Reply(status, headers={"Location": location})
                await run.call()
            await run.sign_in(come_back, register_anew=True)
            await run.sign_out()
        assert other.seen == []
        assert ("127.0.0.1", urlsplit(other.origin).port) not in made.addresses
    run.search()
