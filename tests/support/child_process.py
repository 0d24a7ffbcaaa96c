"""Child processes that a test starts: what their pipes say, and a sure end."""

import os
import re
import select
import subprocess
import time

STOP_TIMEOUT = 5.0
"""Seconds for a child to end when asked, before it is killed."""


def read_line(descriptor: int, timeout: float) -> bytes:
    """The next line of ``descriptor`` without its end, or nothing if none is whole in ``timeout``.

    Whoever writes may do so in pieces (Xvfb writes its number and the line's end apart, and ends
    itself when the reader has gone in between), and must not write more than the one line until
    it is read.
    """
    line = b""
    deadline = time.monotonic() + timeout
    while not line.endswith(b"\n"):
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        piece = os.read(descriptor, 65536) if ready else b""
        if not piece:
            return b""
        line += piece
    return line.rstrip(b"\n")


def read_until(descriptor: int, pattern: str, timeout: float) -> tuple[str, str]:
    """The first text that matches ``pattern`` in what comes, and all that has come until then.

    Raises AssertionError with what came, if nothing matched before its end or in ``timeout``.
    """
    come = b""
    deadline = time.monotonic() + timeout
    while True:
        if found := re.search(pattern, come.decode(errors="replace")):
            return found.group(), come.decode(errors="replace")
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        piece = os.read(descriptor, 65536) if ready else b""
        if not piece:
            raise AssertionError(f"no {pattern!r} in:\n{come.decode(errors='replace')}")
        come += piece


def stop_process(process: subprocess.Popen[bytes]) -> None:
    """Ask a child to end, then make it, and collect it."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
