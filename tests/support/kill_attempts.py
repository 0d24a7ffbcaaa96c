"""The programs that are killed at step after step, run to their end."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any


def kill_attempts(program: ModuleType, *arguments: str, timeout: float) -> list[dict[str, Any]]:
    """What ``program`` prints of each kill; in the last attempt there was no such step any more."""
    ended = subprocess.run(
        [sys.executable, str(program.__file__), *arguments],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    attempts: list[dict[str, Any]] = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [attempt["killed"] for attempt in attempts] == [True] * (len(attempts) - 1) + [False]
    return attempts
