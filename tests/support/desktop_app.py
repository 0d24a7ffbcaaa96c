"""``ct-desktop`` with its window, in a process of its own in a desktop session."""

import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from support.accessibility import AccessibilityDriver
from support.child_process import stop_process
from support.window_manager import close_window, has_window

COMMAND = str(Path(sys.executable).with_name("ct-desktop"))

END_TIMEOUT = 20.0
"""Seconds for the app to end when asked, on a busy machine."""

_HARNESS_WORDS = "qt.accessibility.atspi:"
"""How Qt begins what it says about questions of the harness: after an element that has gone, or
for a method of the bus that it does not have."""


class DesktopApp:
    """One run of the app, from ``__enter__`` to ``__exit__``; ``window`` works what it shows.

    ``home`` is where all its files lie, ``environment`` that of its session. A ``launcher`` stands
    before the ``command``, and becomes it.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        home: Path,
        *arguments: str,
        launcher: Sequence[str] = (),
        command: str = COMMAND,
    ) -> None:
        self.home = home
        self.environment = {**environment, "CT_DESKTOP_HOME": str(home)}
        self._command = [*launcher, command, *arguments]
        self._output = home.parent / f"{home.name}-output.txt"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        # A file, not a pipe: nobody has to keep reading it while the app runs.
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                self._command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.window = AccessibilityDriver(self._process.pid, self.environment)
        self.window.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        self.window.__exit__(*raised)
        if self._process is not None:
            stop_process(self._process)

    @property
    def pid(self) -> int:
        """The app's process."""
        assert self._process is not None, "the app is not running"
        return self._process.pid

    def close(self) -> None:
        """Close the window by the cross in its title bar."""
        close_window(self.environment, self.pid)

    def has_window(self) -> bool:
        """Whether the trader can get at a window of it, minimized or not."""
        return has_window(self.environment, self.pid)

    def terminate(self) -> None:
        """End it as a session that ends does."""
        assert self._process is not None, "the app is not running"
        self._process.terminate()

    def wait_for_clean_end(self) -> None:
        """Return when the process has ended well, without a word of complaint anywhere."""
        self.wait_for_end()
        assert not self.output(), f"the app said:\n{self.output()}"

    def wait_for_end(self) -> None:
        """Return when the process has ended well, whatever warnings it had reason for before."""
        assert self._process is not None, "the app is not running"
        try:
            code = self._process.wait(END_TIMEOUT)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the app does not end; it said:\n{self.output()}") from None
        assert code == 0, f"the app ended with {code} and said:\n{self.output()}"
        log = self.log()
        assert not re.search(r" (ERROR|CRITICAL) |Traceback", log), f"the app logged:\n{log}"

    def output(self) -> str:
        """What it wrote to standard output and error, but for Qt's answers to the harness."""
        lines = self._output.read_text(encoding="utf-8").splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith(_HARNESS_WORDS))

    def log(self) -> str:
        """Its log, of this run and those before."""
        return "".join(
            path.read_text(encoding="utf-8") for path in sorted(self.home.rglob("*.log*"))
        )
