"""What commands do to the sign-in stands in the history that the window shows."""

from datetime import UTC, datetime

from ct_desktop.clock import SystemClock
from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.history import History
from support.child_process import stop_process
from support.command_line import STEP_TIMEOUT, CommandLine, authorization_link, sign_in
from support.oauth_browser import follow_authorization
from support.secret_service import SecretService
from support.secret_watch import SecretWatch


async def recorded(command_line: CommandLine) -> list[ActivityEntry]:
    """All that the profile's history holds, the oldest first."""
    (path,) = command_line.home.rglob("history.sqlite3")
    history = History(path, clock=SystemClock())
    try:
        entries = await history.entries(
            datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
        )
    finally:
        await history.aclose()
    return list(reversed(entries))


def deny(command_line: CommandLine) -> None:
    process = command_line.start("login", "--no-browser")
    try:
        link, _ = authorization_link(process)
        redirect = follow_authorization(link, decision="deny")
        process.communicate(redirect.encode() + b"\n", timeout=STEP_TIMEOUT)
    finally:
        stop_process(process)


async def test_signing_in_and_out_by_command_stands_in_the_history(
    command_line: CommandLine,
) -> None:
    deny(command_line)
    sign_in(command_line, SecretWatch())
    assert command_line.run("accounts").returncode == 0
    assert command_line.run("logout").returncode == 0
    entries = await recorded(command_line)
    assert [entry.kind for entry in entries] == [
        ActivityKind.SIGN_IN_FAILED,
        ActivityKind.SIGNED_IN,
        ActivityKind.SIGNED_OUT,
    ]
    assert entries[0].detail == "You chose Deny"


def test_a_history_that_cannot_be_written_stops_no_command(
    command_line: CommandLine, keychain: SecretService
) -> None:
    sign_in(command_line, SecretWatch())
    (path,) = command_line.home.rglob("history.sqlite3")
    for file in path.parent.glob("history.sqlite3*"):
        file.unlink()
    path.mkdir()
    signed_out = command_line.run("logout")
    assert signed_out.returncode == 0, signed_out.stderr
    assert "revoked" in signed_out.stderr
