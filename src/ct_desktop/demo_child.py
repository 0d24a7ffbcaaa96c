"""Starts the simulated CrossTrade as a child process, and ends it.

The app imports nothing of ``ct_desktop.demo``: it runs that package as a program and reads one line
of JSON from it, so that the demo is as foreign to the app as the real server is.
"""

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

START_TIMEOUT = 30.0
"""Seconds for the child to import the official SDK and listen."""

_STOP_TIMEOUT = 5.0


DEMO_NOT_INSTALLED = "The demo is not installed. Install it with: pip install 'ct-desktop[demo]'"


def demo_is_installed() -> bool:
    """Whether the packages of the extra ``demo`` are there."""
    return find_spec("uvicorn") is not None and find_spec("mcp") is not None


class DemoUnavailableError(Exception):
    """The simulated CrossTrade could not be started; the message says what to do."""


@dataclass(frozen=True, slots=True)
class DemoAddress:
    """Where a running demo answers."""

    server_url: str
    control_url: str


class DemoChild:
    """The simulated CrossTrade in a process of its own, which ends with this one.

    ``scenario`` names one, or several separated by commas.
    """

    def __init__(
        self, *, scenario: str | None = None, port: int = 0, state: Path | None = None
    ) -> None:
        self._scenario = scenario
        self._arguments = ["--exit-with-parent", "--port", str(port)]
        if scenario is not None:
            self._arguments += ["--scenario", scenario]
        if state is not None:
            self._arguments += ["--state", str(state)]
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> DemoAddress:
        """Start the child and wait until it listens. Raises :class:`DemoUnavailableError`."""
        if not demo_is_installed():
            raise DemoUnavailableError(DEMO_NOT_INSTALLED)
        started = False
        try:
            async with asyncio.timeout(START_TIMEOUT):
                line = await asyncio.to_thread(self._spawn_and_read_line)
            ready = json.loads(line)
            address = DemoAddress(ready["server_url"], ready["control_url"])
            started = True
        except TimeoutError:
            raise DemoUnavailableError("The demo did not start in time. Try again.") from None
        except OSError as error:
            raise DemoUnavailableError(f"The demo could not be started: {error}") from error
        except (ValueError, KeyError, TypeError):
            raise DemoUnavailableError(self._why_it_stopped()) from None
        finally:
            if not started:
                # Ends the reading thread too, which waits for a line that will not come.
                self.stop()
        return address

    def stop(self) -> None:
        """End the child; it also ends by itself when this process does."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        process.terminate()
        try:
            process.wait(_STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdout is not None
        process.stdout.close()

    def _why_it_stopped(self) -> str:
        if self._scenario is None:
            return "The demo stopped before it listened; another program may hold its port."
        return (
            f"The demo stopped before it listened: it may not know the scenario {self._scenario}, "
            "or another program holds its port. 'ct-desktop demo-server --help' lists the "
            "scenarios."
        )

    def _spawn_and_read_line(self) -> bytes:
        self._process = subprocess.Popen(  # noqa: S603 - our own program, our own arguments
            [*_demo_command(), *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def _demo_command() -> tuple[str, ...]:
    """What starts the demo's program. A frozen app has no Python that takes a module."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "demo-server")
    return (sys.executable, "-m", "ct_desktop.demo")
