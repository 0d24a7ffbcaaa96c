"""A command of the system run to its end, which has to be a good one."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

TIMEOUT = 120.0
"""Seconds, on a busy machine, for what neither downloads nor installs."""


def output_of(
    *command: str | Path,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    timeout: float = TIMEOUT,
) -> str:
    """What ``command`` printed, on both channels.

    Raises AssertionError with the end of it where the command fails.
    """
    done = subprocess.run(
        [str(part) for part in command],
        env=environment,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout[-6000:]}"
    return done.stdout
