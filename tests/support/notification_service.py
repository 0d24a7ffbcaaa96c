"""A real notification service on a session bus: dunst, which says what it is given to show."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from support.child_process import read_until, stop_process
from support.waiting import wait_for

START_TIMEOUT = 10.0
"""Seconds for dunst to stand on the bus."""

_CONFIGURATION = """[global]
    notification_limit = 5
"""


class NotificationService:
    """dunst, from ``__enter__`` to ``__exit__``; ``env`` names its bus and its display."""

    def __init__(self, env: Mapping[str, str], folder: Path) -> None:
        self._env = env
        self._configuration = folder / "dunstrc"
        self._configuration.write_text(_CONFIGURATION)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        """Start it, or start it again."""
        self._process = subprocess.Popen(
            ["dunst", "-print", "-conf", str(self._configuration)],
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self._answers, bool, START_TIMEOUT, "dunst did not take its name on the bus")

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End it, if it runs."""
        process, self._process = self._process, None
        if process is not None:
            stop_process(process)
            assert process.stdout is not None
            process.stdout.close()

    def wait_for(self, words: str, timeout: float) -> str:
        """What dunst printed until a notification with ``words`` (a pattern) was complete."""
        assert self._process is not None
        assert self._process.stdout is not None
        pattern = rf"(?s){words}.*?\n\}}"
        _, said = read_until(self._process.stdout.fileno(), pattern, timeout)
        return said

    def shown(self) -> int:
        """How many notifications stand on the screen."""
        return int(self._control("count", "displayed"))

    def press(self) -> None:
        """Press the topmost notification, as a click on it does."""
        self._control("action", "0")

    def _answers(self) -> bool:
        return self._run("count", "displayed").returncode == 0

    def _control(self, *arguments: str) -> str:
        done = self._run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["dunstctl", *arguments],
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        )
