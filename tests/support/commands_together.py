"""Commands of ``ct-desktop`` run side by side, each with the time it took."""

import json
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from support.command_line import CommandLine


@dataclass(frozen=True)
class Answered:
    """How one command ended, after how many seconds, and what it said."""

    code: int
    seconds: float
    output: str
    errors: str

    def document(self) -> dict[str, Any]:
        """Its output, where that is JSON."""
        content: dict[str, Any] = json.loads(self.output)
        return content


def run_together(command_line: CommandLine, *commands: tuple[str, ...]) -> list[Answered]:
    """What became of each of ``commands``, started at the same moment."""
    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(lambda command: _timed(command_line, command), commands))


def _timed(command_line: CommandLine, command: tuple[str, ...]) -> Answered:
    started = time.monotonic()
    answer: subprocess.CompletedProcess[str] = command_line.run(*command)
    took = time.monotonic() - started
    return Answered(answer.returncode, took, answer.stdout, answer.stderr)
