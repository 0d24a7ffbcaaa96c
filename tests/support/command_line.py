"""``ct-desktop`` as a person types it, in a session with a keychain."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.child_process import read_until, stop_process
from support.oauth_browser import callback_parameters, follow_authorization
from support.secret_watch import SecretWatch

COMMAND = str(Path(sys.executable).with_name("ct-desktop"))

STEP_TIMEOUT = 30.0
"""Seconds for one step of the app on a busy machine."""


@dataclass(frozen=True)
class CommandLine:
    """``ct-desktop`` in a session with a keychain, pointed at a demo server."""

    environment: Mapping[str, str]
    server_url: str
    home: Path
    launcher: tuple[str, ...] = ()
    """What stands before the command, and becomes it."""
    program: str = COMMAND
    """The command itself, where it is not that of this environment."""
    profile: str | None = None
    """Whose sign-in it works on; None leaves that to the app."""

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command(arguments),
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(arguments),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=STEP_TIMEOUT,
            check=False,
        )

    def _command(self, arguments: Sequence[str]) -> list[str]:
        profile = () if self.profile is None else ("--profile", self.profile)
        return [*self.launcher, self.program, *arguments, "--server", self.server_url, *profile]

    def run_json(self, *arguments: str) -> dict[str, Any]:
        answer = self.run(*arguments, "--json")
        assert answer.returncode == 0, answer.stderr
        document: dict[str, Any] = json.loads(answer.stdout)
        return document


def command_line_in(
    session: Mapping[str, str], server_url: str, home: Path, *, program: str = COMMAND
) -> CommandLine:
    """The commands in a session of that environment, which keep their files in ``home``."""
    environment = {**session, "CT_DESKTOP_HOME": str(home), "LANG": "C.UTF-8"}
    return CommandLine(environment, server_url, home, program=program)


def authorization_link(process: subprocess.Popen[bytes]) -> tuple[str, str]:
    """The link that ``login`` asks a person to open, and all that it printed until then."""
    assert process.stdout is not None
    # The character after it is awaited as well: a link that is still being written is not whole.
    link, printed = read_until(
        process.stdout.fileno(), r"https?://\S+/authorize\?\S+\s", STEP_TIMEOUT
    )
    return link.strip(), printed


def sign_in(
    command_line: CommandLine,
    secrets: SecretWatch,
    follow: Callable[[str], str] = follow_authorization,
) -> str:
    """Sign in as a trader on a remote machine does; what the command printed.

    ``follow`` is the other computer's browser: from the link to the redirect.
    """
    process = command_line.start("login", "--no-browser")
    try:
        link, printed = authorization_link(process)
        redirect = follow(link)
        secrets.add("the authorization code", callback_parameters(redirect)["code"])
        rest, _ = process.communicate(redirect.encode() + b"\n", timeout=STEP_TIMEOUT)
        assert process.returncode == 0, printed + rest.decode()
        return printed + rest.decode()
    finally:
        stop_process(process)
