"""``login`` at another scope than is held: explained, confirmed, changed, and what holds told."""

import os
import signal
import subprocess
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from ct_desktop.core.wording import AI_CLIENTS_PAGE
from ct_desktop.core.wording_scope import WAY_BACK_COMMAND
from support.child_process import read_until, stop_process
from support.command_line import (
    COMMAND,
    STEP_TIMEOUT,
    CommandLine,
    authorization_link,
    command_line_in,
    sign_in,
)
from support.demo_process import DemoProcess
from support.granting_server import GrantingServer
from support.hostile_authorization_server import Reply, Seen
from support.oauth_browser import follow_authorization
from support.secret_service import SecretService
from support.secret_watch import SecretWatch
from support.sign_in_evidence import status_for_token, stored_tokens
from support.terminal import in_a_terminal

UP = ("login", "--no-browser", "--scope", "mcp:trade")
DOWN = ("login", "--no-browser", "--scope", "mcp:read")

DEMO_OPTIONS = {"registrations_per_hour": 1000}


@pytest.fixture
def command_line(demo: DemoProcess, keychain: SecretService, tmp_path: Path) -> CommandLine:
    """Signed in, read-only, at the simulated CrossTrade."""
    return signed_in_at(demo.server_url, keychain, tmp_path / "home")


def signed_in_at(server_url: str, keychain: SecretService, home: Path) -> CommandLine:
    command_line = command_line_in(keychain.env, server_url, home)
    sign_in(command_line, SecretWatch())
    return command_line


def answered(command_line: CommandLine, *arguments: str, deny: bool = False) -> tuple[int, str]:
    """Run a command that signs in, and answer in a browser; its exit code and all it printed."""
    process = command_line.start(*arguments)
    try:
        link, printed = authorization_link(process)
        redirect = follow_authorization(link, decision="deny" if deny else "allow")
        rest, _ = process.communicate(redirect.encode() + b"\n", timeout=STEP_TIMEOUT)
    finally:
        stop_process(process)
    return process.returncode, printed + rest.decode()


def going_up(
    command_line: CommandLine,
) -> AbstractContextManager[tuple[subprocess.Popen[bytes], int]]:
    """The change to mcp:trade in a terminal; the process, and the terminal's other end."""
    command = (COMMAND, *UP, "--server", command_line.server_url)
    return in_a_terminal(command, command_line.environment)


def printed_until(process: subprocess.Popen[bytes], pattern: str) -> str:
    assert process.stdout is not None
    return read_until(process.stdout.fileno(), pattern, STEP_TIMEOUT)[1]


def rest_of(process: subprocess.Popen[bytes]) -> str:
    output, _ = process.communicate(timeout=STEP_TIMEOUT)
    return output.decode()


def test_up_and_down_each_step_is_a_line_and_the_old_token_is_revoked(
    command_line: CommandLine, demo: DemoProcess, keychain: SecretService
) -> None:
    secrets = SecretWatch()
    old = stored_tokens(keychain)
    grants = demo.state()["active_grants"]

    code, printed = answered(command_line, *UP, "--yes")
    assert code == 0, printed
    titles = [
        "Revoke the present sign-in",
        "Remove it from the keychain",
        "Wait for your answer",
        "Check it with CrossTrade",
        "Store it in the keychain",
    ]
    places = [printed.rindex(title) for title in titles]
    assert places == sorted(places)
    assert "never places an order" in printed
    assert "funded accounts are connected" in printed
    assert "AP••••34" in printed
    assert "APEX1234" not in printed
    assert command_line.run_json("status")["scope"] == "mcp:trade"
    assert status_for_token(demo.server_url, old["access_token"]) == 401

    code, down = answered(command_line, *DOWN)
    assert code == 0, down
    assert "funded" not in down
    assert command_line.run_json("status")["scope"] == "mcp:read"
    state = demo.state()
    assert state["active_grants"] == grants
    assert state["trade_tool_calls"] == {}
    for name, token in {**old, **stored_tokens(keychain)}.items():
        secrets.add(f"the {name} {token[-4:]}", token)
    secrets.assert_absent(printed + down, "the output of login")
    assert secrets.assert_absent_below(command_line.home) > 0


def test_without_a_terminal_it_wants_yes_and_changes_nothing(
    command_line: CommandLine, keychain: SecretService
) -> None:
    before = stored_tokens(keychain)
    refused = command_line.run(*UP)
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    assert stored_tokens(keychain) == before


@pytest.mark.parametrize("answer", [b"n\n", b"\n"])
def test_in_a_terminal_anything_but_yes_changes_nothing(
    command_line: CommandLine, keychain: SecretService, answer: bytes
) -> None:
    before = stored_tokens(keychain)
    with going_up(command_line) as (process, terminal):
        printed_until(process, r"\[y/N\]")
        os.write(terminal, answer)
        rest = rest_of(process)
    assert process.returncode == 5
    assert "Nothing is changed. You are still signed in: read-only." in rest
    assert stored_tokens(keychain) == before


def test_in_a_terminal_yes_goes_on_and_the_address_is_pasted_there(
    command_line: CommandLine,
) -> None:
    with going_up(command_line) as (process, terminal):
        printed_until(process, r"\[y/N\]")
        os.write(terminal, b"y\n")
        link, _ = authorization_link(process)
        os.write(terminal, follow_authorization(link).encode() + b"\n")
        rest = rest_of(process)
    assert process.returncode == 0, rest
    assert "The scope is changed" in rest


def test_denied_it_says_that_nothing_is_signed_in_and_the_way_back_works(
    command_line: CommandLine, demo: DemoProcess, keychain: SecretService
) -> None:
    grants = demo.state()["active_grants"]
    code, printed = answered(command_line, *UP, "--yes", deny=True)
    assert code == 4, printed
    assert "You chose Deny" in printed
    assert "Nothing is signed in now." in printed
    assert WAY_BACK_COMMAND in printed
    assert stored_tokens(keychain) == {}
    assert demo.state()["active_grants"] == grants - 1
    code, printed = answered(command_line, *DOWN)
    assert code == 0, printed
    assert command_line.run_json("status")["scope"] == "mcp:read"


def test_interrupted_in_its_middle_it_says_what_holds(
    command_line: CommandLine, keychain: SecretService
) -> None:
    process = command_line.start(*UP, "--yes")
    try:
        authorization_link(process)
        process.send_signal(signal.SIGINT)
        rest = rest_of(process)
    finally:
        stop_process(process)
    assert process.returncode == 1
    assert "Nothing is signed in now." in rest
    assert WAY_BACK_COMMAND in rest
    assert "Traceback" not in rest
    assert stored_tokens(keychain) == {}


def test_interrupted_at_the_question_it_says_that_nothing_is_changed(
    command_line: CommandLine, keychain: SecretService
) -> None:
    before = stored_tokens(keychain)
    with going_up(command_line) as (process, _):
        printed_until(process, r"\[y/N\]")
        process.send_signal(signal.SIGINT)
        rest = rest_of(process)
    assert process.returncode == 1
    assert "Nothing is changed. You are still signed in: read-only." in rest
    assert stored_tokens(keychain) == before


def test_with_the_server_out_of_reach_the_sign_in_is_kept(
    command_line: CommandLine, demo: DemoProcess, keychain: SecretService
) -> None:
    before = stored_tokens(keychain)
    demo.set_scenario("server-down")
    try:
        stopped = command_line.run(*UP, "--yes")
    finally:
        demo.set_scenario("healthy")
    assert stopped.returncode == 6
    assert "could not be checked" in stopped.stderr
    assert "Nothing is changed. You are still signed in: read-only." in stopped.stderr
    assert stored_tokens(keychain) == before
    assert command_line.run_json("status")["scope"] == "mcp:read"


def test_another_scope_than_asked_is_said_and_is_not_well(
    keychain: SecretService, tmp_path: Path
) -> None:
    with GrantingServer() as server:
        command_line = signed_in_at(server.server_url, keychain, tmp_path / "home")
        server.grants_always = "mcp:read"
        code, printed = answered(command_line, *UP, "--yes")
        assert code == 5, printed
        assert "You chose “Trade scope”; CrossTrade granted “Read-only”" in printed
        assert server.scopes == ["mcp:read"]


def test_an_old_access_that_may_live_on_is_told_with_the_page_that_removes_it(
    keychain: SecretService, tmp_path: Path
) -> None:
    with GrantingServer() as server:
        server.change_metadata(revocation_endpoint=None)
        command_line = signed_in_at(server.server_url, keychain, tmp_path / "home")
        code, printed = answered(command_line, *UP, "--yes")
        assert code == 0, printed
        assert "CrossTrade may still honour the old sign-in" in printed
        assert AI_CLIENTS_PAGE in printed


def test_a_lost_answer_to_the_revocation_is_told_as_the_doubt_that_it_is(
    keychain: SecretService, tmp_path: Path
) -> None:
    with GrantingServer() as server:
        command_line = signed_in_at(server.server_url, keychain, tmp_path / "home")
        before = stored_tokens(keychain)

        def fall_silent(_: Seen) -> Reply:
            server.deaf = True
            return Reply(drop=True)

        server.replies["/revoke"] = fall_silent
        stopped = command_line.run(*UP, "--yes")
        assert stopped.returncode == 6, stopped.stderr
        assert "CrossTrade did not say whether it revoked the present sign-in" in stopped.stderr
        assert stored_tokens(keychain) == before


def test_the_scope_that_is_held_is_signed_in_anew_without_a_question(
    command_line: CommandLine, demo: DemoProcess, keychain: SecretService
) -> None:
    grants, before = demo.state()["active_grants"], stored_tokens(keychain)
    code, printed = answered(command_line, *DOWN)
    assert code == 0, printed
    assert "Revoke the present sign-in" not in printed
    assert stored_tokens(keychain) not in ({}, before)
    assert demo.state()["active_grants"] == grants
