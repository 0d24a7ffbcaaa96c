"""The simulated CrossTrade in a process of its own, for tests.

with DemoProcess(scenario="healthy", auto_approve=True) as demo:
    connect_to(demo.server_url)
    demo.set_scenario("addon-offline")
"""

import json
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO, Any, Self
from urllib.parse import urlsplit

START_SECONDS = 30.0
"""Long enough for a cold start of the SDK on a busy machine."""

STOP_SECONDS = 10.0

UNATTENDED = {"auto_approve": True, "registrations_per_hour": 1000, "rate_limit": False}
"""Options where consent and limits are not the subject: it allows by itself, and all that comes."""


class DemoProcessError(Exception):
    """The server did not start, did not stop, or refused a control request."""


class DemoProcess:
    """Starts the server on entering, ends it on leaving.

    ``options`` are those of ``ct_desktop.demo.options.Options`` (``dialect="mcp"``,
    ``auto_approve=True``, ...). ``port`` 0 takes a free one. ``module`` is what is run. The control
    may be called at any time in between; it speaks plain HTTP to the loopback address and ignores
    proxies. Once stopped, ``complaints`` is what it wrote to standard error.
    """

    def __init__(
        self,
        *,
        scenario: str = "healthy",
        port: int = 0,
        state_path: Path | None = None,
        seed: int | None = None,
        accounts: int | None = None,
        module: str = "ct_desktop.demo",
        **options: str | int | bool,
    ) -> None:
        self._arguments = ["--scenario", scenario, "--exit-with-parent"]
        if state_path is not None:
            self._arguments += ["--state", str(state_path)]
        if seed is not None:
            self._arguments += ["--seed", str(seed)]
        if accounts is not None:
            self._arguments += ["--accounts", str(accounts)]
        for name, value in options.items():
            flag = name.replace("_", "-")
            if isinstance(value, bool):
                self._arguments.append(f"--{flag}" if value else f"--no-{flag}")
            else:
                self._arguments += [f"--{flag}", str(value)]
        self._port = port
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr: IO[bytes] | None = None
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.complaints = ""
        self.server_url = ""
        self.control_url = ""

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def origin(self) -> str:
        """``http://127.0.0.1:PORT``, which is the issuer as well."""
        parts = urlsplit(self.server_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process is not None, "the server is not running"
        return self._process.pid

    def set_scenario(self, *names: str) -> None:
        """Switch the scenario; several names are combined."""
        content = {"scenario": names[0]} if len(names) == 1 else {"scenarios": names}
        self._post("scenario", content)

    def set_faults(self, **faults: bool) -> None:
        """Switch single faults (``prices_frozen=True``); the others stay as they are."""
        self._post("faults", {name.replace("_", "-"): is_on for name, is_on in faults.items()})

    def set_options(self, **options: str | int | bool) -> None:
        """Change options."""
        self._post("options", options)

    def pause_market(self, *, paused: bool = True) -> None:
        """Stop the prices, or let them go on."""
        self._post("market", {"paused": paused})

    def state(self) -> dict[str, Any]:
        """The control state: scenario, counts of registrations, grants and calls."""
        return self._request("state", None)

    def stop(self) -> None:
        """End the server as a parent's end does: its standard input closes."""
        process, self._process = self._process, None
        stderr, self._stderr = self._stderr, None
        if process is None or stderr is None:
            return
        with stderr:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.close()
            try:
                code = process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise DemoProcessError(f"The server did not stop.{_said(stderr)}") from None
            finally:
                process.stdout.close()
                self.complaints = _read(stderr)
            if code != 0:
                raise DemoProcessError(f"The server ended with {code}.{_said(stderr)}")

    def kill(self) -> None:
        """End the server as a crash does."""
        assert self._process is not None, "the server is not running"
        process, self._process = self._process, None
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, self._stderr):
            if stream is not None:
                stream.close()
        self._stderr = None

    def restart(self) -> None:
        """Stop, unless killed before, and start anew on the same port."""
        self.stop()
        self._start()

    def _start(self) -> None:
        # A file, not a pipe: nobody has to keep reading it while the server runs. Closed by stop.
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                self._module,
                "--port",
                str(self._port),
                *self._arguments,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
        )
        line = self._first_line(self._process)
        try:
            told = json.loads(line)
        except ValueError:
            error = f"The server did not start: {line!r}.{_said(self._stderr)}"
            self.kill()
            raise DemoProcessError(error) from None
        self.server_url = told["server_url"]
        self.control_url = told["control_url"]
        self._port = urlsplit(self.server_url).port or 0

    @staticmethod
    def _first_line(process: subprocess.Popen[bytes]) -> bytes:
        """The line that says where it serves; empty when it does not come in time."""
        assert process.stdout is not None
        deadline = threading.Timer(START_SECONDS, process.kill)
        deadline.start()
        try:
            return process.stdout.readline()
        finally:
            deadline.cancel()

    def _post(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        return self._request(path, json.dumps(content).encode())

    def _request(self, path: str, body: bytes | None) -> dict[str, Any]:
        request = urllib.request.Request(
            f"{self.control_url}/{path}", data=body, headers={"Content-Type": "application/json"}
        )
        try:
            with self._opener.open(request, timeout=STOP_SECONDS) as response:
                answer: dict[str, Any] = json.load(response)
                return answer
        except urllib.error.HTTPError as error:
            with error:
                text = error.read().decode()
            raise DemoProcessError(f"{path}: {error.code} {text}") from None


def _read(stderr: IO[bytes]) -> str:
    stderr.seek(0)
    return stderr.read().decode(errors="replace").strip()


def _said(stderr: IO[bytes]) -> str:
    text = _read(stderr)
    return f" It said:\n{text}" if text else " It said nothing."
