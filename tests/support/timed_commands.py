"""Commands of ``ct-desktop``, side by side or in turn, each with the time it took."""

import json
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


Command = tuple[CommandLine, tuple[str, ...]]


def run_together(*commands: Command) -> list[Answered]:
    """What became of each of ``commands``, started at the same moment: for those that wait."""
    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(run_timed, commands))


def run_in_turn(*commands: Command) -> list[Answered]:
    """What became of each of ``commands``, none of which slows another down."""
    return [run_timed(command) for command in commands]


def run_timed(command: Command) -> Answered:
    """What became of ``command``, and how long it took."""
    command_line, arguments = command
    started = time.monotonic()
    answer = command_line.run(*arguments)
    took = time.monotonic() - started
    return Answered(answer.returncode, took, answer.stdout, answer.stderr)
