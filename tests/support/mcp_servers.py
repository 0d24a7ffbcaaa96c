"""MCP servers in processes of their own, for tests: the official one and a hostile one."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.child_process import read_line, stop_process

START_TIMEOUT = 20.0
"""Seconds for a server to print its ports."""


@dataclass(frozen=True)
class ReferenceServer:
    """The URLs of the official SDK's server: it answers in event streams or in JSON, or (in event
    streams) knows no stateless requests."""

    events: str
    json: str
    handshake_only: str


@contextmanager
def reference_server() -> Iterator[ReferenceServer]:
    """The official SDK's server."""
    with _server("mcp_reference_server.py") as ports:
        yield ReferenceServer(*(f"http://127.0.0.1:{port}/mcp" for port in ports))


@dataclass(frozen=True)
class HostileServer:
    """A running hostile server: its origin, and the other one."""

    origin: str
    elsewhere: str

    def url(self, behaviour: str) -> str:
        """The MCP endpoint that behaves so."""
        return f"{self.origin}/{behaviour}"

    def seen(self, behaviour: str) -> list[dict[str, Any]]:
        """The requests to that endpoint so far: HTTP ``method``, ``headers`` and ``message``."""
        return [request for request in _seen(self.origin) if request["path"] == f"/{behaviour}"]

    def seen_elsewhere(self) -> list[dict[str, Any]]:
        """The requests to the other origin."""
        return _seen(self.elsewhere)


@contextmanager
def hostile_server() -> Iterator[HostileServer]:
    """The hostile server."""
    with _server("hostile_mcp_server.py") as ports:
        here, elsewhere = (f"http://127.0.0.1:{port}" for port in ports)
        yield HostileServer(here, elsewhere)


def _seen(origin: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{origin}/seen") as response:
        return list(json.load(response))


@contextmanager
def _server(script: str) -> Iterator[list[int]]:
    here = Path(__file__).parent
    process = subprocess.Popen(
        [sys.executable, str(here / script)],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(here.parent)},
    )
    assert process.stdout is not None
    try:
        ports = read_line(process.stdout.fileno(), START_TIMEOUT)
        assert ports, f"{script} did not start"
        yield [int(port) for port in ports.split()]
    finally:
        stop_process(process)
        process.stdout.close()
