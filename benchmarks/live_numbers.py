"""(b) From the start of the process to live numbers, signed in, against the official SDK's client.

The app finds its token in the keychain, asks for what its screen shows, and has painted its first
positions. The other side is a script that is given a token, reads accounts and positions, and
prints them. The same simulated CrossTrade answers both.
"""

import subprocess
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager

from benchmarks.comparison import Comparison, Goal
from benchmarks.errors import MeasurementError
from benchmarks.surroundings import APP_COMMAND, Surroundings, program, started
from benchmarks.turns import in_turns
from support.child_process import read_until, stop_process
from support.demo_client import DemoClient
from support.demo_process import DemoProcess
from support.oauth_browser import follow_authorization

ROUNDS = 11

STEP_TIMEOUT = 60.0
"""Seconds for a program to get live, or to take one step of its sign-in."""


def measure(surroundings: Surroundings, rounds: int = ROUNDS) -> list[Comparison]:
    """Raises MeasurementError."""
    environment = surroundings.environment
    with DemoProcess(auto_approve=True, rate_limit=False) as demo, DemoClient(demo) as client:
        client.sign_in()
        _sign_in_app(demo.server_url, environment)
        app = program("app_until_live.py", "--server", demo.server_url)
        reader = program("sdk_reader.py", demo.server_url)
        ours, theirs = in_turns(
            rounds,
            lambda: _milliseconds_until_live(started(app, environment), b""),
            lambda: _milliseconds_until_live(
                started(reader, environment), client.access_token.encode()
            ),
        )
    return [
        Comparison(
            letter="b",
            measured="start to live numbers, signed in",
            against="script with the official SDK",
            goal=Goal(0.7),
            unit="ms",
            ours=ours,
            theirs=theirs,
        )
    ]


def _sign_in_app(server_url: str, environment: Mapping[str, str]) -> None:
    """Sign in by the command line; the browser's part is done here."""
    login = subprocess.Popen(
        (*APP_COMMAND, "login", "--no-browser", "--server", server_url),
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        assert login.stdout is not None
        link, said = read_until(login.stdout.fileno(), r"http://\S+/authorize\?\S+\s", STEP_TIMEOUT)
        pasted = follow_authorization(link.strip()).encode() + b"\n"
        rest, _ = login.communicate(pasted, STEP_TIMEOUT)
    except AssertionError as error:
        raise MeasurementError(f"the app did not begin its sign-in: {error}") from error
    finally:
        stop_process(login)
    if login.returncode != 0:
        raise MeasurementError(f"the app could not sign in: {said}{rest.decode()}")


def _milliseconds_until_live(
    starting: AbstractContextManager[subprocess.Popen[bytes]], standard_input: bytes
) -> float:
    begun = time.monotonic()
    with starting as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(standard_input)
        process.stdin.close()
        line, _ = read_until(process.stdout.fileno(), r"live at [0-9.]+\n", STEP_TIMEOUT)
    return (float(line.split()[-1]) - begun) * 1000
