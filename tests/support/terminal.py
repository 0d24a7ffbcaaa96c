"""A command with a terminal as its standard input, as a person has it."""

import os
import pty
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from support.child_process import stop_process


@contextmanager
def in_a_terminal(
    command: Sequence[str], environment: Mapping[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The running command, whose two outputs come by one pipe; and the terminal's other end."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    os.close(theirs)
    try:
        yield process, ours
    finally:
        stop_process(process)
        os.close(ours)
        assert process.stdout is not None
        process.stdout.close()
