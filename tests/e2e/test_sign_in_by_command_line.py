"""Signing in where no browser opens: the link followed elsewhere, the address pasted back."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.child_process import read_until, stop_process
from support.demo_process import DemoProcess
from support.oauth_browser import callback_parameters, follow_authorization
from support.secret_service import SecretService
from support.secret_watch import SecretWatch
from support.sign_in_evidence import status_for_token, stored_tokens

COMMAND = str(Path(sys.executable).with_name("ct-desktop"))

STEP_TIMEOUT = 30.0
"""Seconds for one step of the app on a busy machine."""


@dataclass(frozen=True)
class CommandLine:
    """``ct-desktop`` in a session with a keychain, pointed at a demo server."""

    environment: Mapping[str, str]
    server_url: str
    home: Path

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [COMMAND, *arguments, "--server", self.server_url],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COMMAND, *arguments, "--server", self.server_url],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=STEP_TIMEOUT,
            check=False,
        )

    def run_json(self, *arguments: str) -> dict[str, Any]:
        answer = self.run(*arguments, "--json")
        assert answer.returncode == 0, answer.stderr
        document: dict[str, Any] = json.loads(answer.stdout)
        return document


@pytest.fixture
def keychain() -> Iterator[SecretService]:
    with SecretService() as keychain:
        yield keychain


@pytest.fixture
def command_line(demo: DemoProcess, keychain: SecretService, tmp_path: Path) -> CommandLine:
    home = tmp_path / "home"
    environment = {**keychain.env, "CT_DESKTOP_HOME": str(home), "LANG": "C.UTF-8"}
    return CommandLine(environment, demo.server_url, home)


def authorization_link(process: subprocess.Popen[bytes]) -> tuple[str, str]:
    """The link that ``login`` asks a person to open, and all that it printed until then."""
    assert process.stdout is not None
    # The character after it is awaited as well: a link that is still being written is not whole.
    link, printed = read_until(
        process.stdout.fileno(), r"http://\S+/authorize\?\S+\s", STEP_TIMEOUT
    )
    return link.strip(), printed


def sign_in(command_line: CommandLine, secrets: SecretWatch) -> str:
    """Sign in as a trader on a remote machine does; what the command printed."""
    process = command_line.start("login", "--no-browser")
    try:
        link, printed = authorization_link(process)
        redirect = follow_authorization(link)
        secrets.add("the authorization code", callback_parameters(redirect)["code"])
        rest, _ = process.communicate(redirect.encode() + b"\n", timeout=STEP_TIMEOUT)
        assert process.returncode == 0, printed + rest.decode()
        return printed + rest.decode()
    finally:
        stop_process(process)


def test_sign_in_by_a_pasted_address_then_read_then_sign_out(
    command_line: CommandLine, demo: DemoProcess, keychain: SecretService
) -> None:
    secrets = SecretWatch()
    assert command_line.run("accounts").returncode == 4

    printed = sign_in(command_line, secrets)
    tokens = stored_tokens(keychain)
    assert set(tokens) == {"access_token", "refresh_token"}
    for name, token in tokens.items():
        secrets.add(f"the {name}", token)
    secrets.assert_absent(printed, "the output of login")

    status = command_line.run_json("status")
    assert status["scope"] == "mcp:read"
    assert {link["name"]: link["state"] for link in status["links"]} == dict.fromkeys(
        ("network", "crosstrade", "sign_in", "plan", "addon", "nt8", "brokers", "prices"), "ok"
    )
    accounts = command_line.run_json("accounts")["accounts"]
    positions = command_line.run_json("positions")["positions"]
    assert accounts
    assert {position["account"] for position in positions} <= {row["name"] for row in accounts}
    assert {position["market_position"] for position in positions} <= {"Long", "Short"}

    assert status_for_token(demo.server_url, tokens["access_token"]) == 200
    signed_out = command_line.run("logout")
    assert signed_out.returncode == 0, signed_out.stderr
    assert status_for_token(demo.server_url, tokens["access_token"]) == 401
    assert stored_tokens(keychain) == {}
    assert demo.state()["active_grants"] == 0
    assert command_line.run("positions").returncode == 4

    secrets.assert_absent(signed_out.stdout + signed_out.stderr, "the output of logout")
    assert secrets.assert_absent_below(command_line.home) > 0


def test_b07_an_address_of_another_sign_in_is_refused(
    command_line: CommandLine, keychain: SecretService
) -> None:
    process = command_line.start("login", "--no-browser", "--timeout", "20")
    try:
        link, _ = authorization_link(process)
        redirect = follow_authorization(link)
        forged = re.sub(r"state=[^&]+", "state=" + "A" * 43, redirect)
        output, _ = process.communicate(forged.encode() + b"\n", timeout=STEP_TIMEOUT)
    finally:
        stop_process(process)
    assert process.returncode not in {0, 1}, output.decode()
    assert stored_tokens(keychain) == {}


def test_denying_in_the_browser_ends_the_sign_in_plainly(
    command_line: CommandLine, keychain: SecretService
) -> None:
    process = command_line.start("login", "--no-browser")
    try:
        link, _ = authorization_link(process)
        redirect = follow_authorization(link, decision="deny")
        output, _ = process.communicate(redirect.encode() + b"\n", timeout=STEP_TIMEOUT)
    finally:
        stop_process(process)
    assert process.returncode == 4, output.decode()
    assert "Traceback" not in output.decode()
    assert stored_tokens(keychain) == {}


def test_the_whole_environment_and_arguments_of_a_command_hold_no_secret(
    command_line: CommandLine, keychain: SecretService
) -> None:
    secrets = SecretWatch()
    sign_in(command_line, secrets)
    for name, token in stored_tokens(keychain).items():
        secrets.add(f"the {name}", token)
    process = command_line.start("selftest")
    try:
        folder = Path("/proc") / str(process.pid)
        for kind in ("environ", "cmdline"):
            secrets.assert_absent((folder / kind).read_bytes(), f"the process's {kind}")
        process.communicate(timeout=STEP_TIMEOUT)
    finally:
        stop_process(process)
    assert process.returncode == 0
