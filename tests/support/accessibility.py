"""Windows as a screen reader has them: found by role and name, pressed, read. From outside.

Roles are AT-SPI's names (``push button``, ``label``, ``table``, ``radio button``, ``dialog``).
"""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from support.child_process import read_line, stop_process

SYSTEM_PYTHON = "/usr/bin/python3"

APPEAR_TIMEOUT = 20.0
"""Seconds for an element to appear or go, unless a test says otherwise."""

ANSWER_TIMEOUT = 60.0
"""Seconds beyond that for the bridge to answer: a large tree takes a while on a busy machine."""


class AccessibilityError(AssertionError):
    """Something is not there, or does not do what was asked."""


def bindings_are_missing() -> bool:
    """Whether this machine cannot read the accessibility bus."""
    if not Path(SYSTEM_PYTHON).exists():
        return True
    check = "import gi; gi.require_version('Atspi', '2.0')"
    answer = subprocess.run([SYSTEM_PYTHON, "-c", check], capture_output=True, check=False)
    return answer.returncode != 0


@dataclass(frozen=True)
class TableContent:
    """What a table shows: its headings, and its rows from the top as texts."""

    columns: list[str]
    rows: list[list[str]]
    row_count: int

    def column(self, heading: str) -> list[str]:
        """The texts under one heading."""
        index = self.columns.index(heading)
        return [row[index] for row in self.rows]


@dataclass(frozen=True)
class Element:
    """One element of a window. It stays the same one while it exists."""

    driver: "AccessibilityDriver" = field(repr=False)
    number: int = field(repr=False)
    role: str
    name: str
    description: str

    def press(self) -> None:
        """Do what a click on it does."""
        if not self.driver.ask("press", element=self.number):
            raise AccessibilityError(f"{self} could not be pressed")

    def focus(self) -> None:
        """Give it the keyboard."""
        if not self.driver.ask("focus", element=self.number):
            raise AccessibilityError(f"{self} does not take the focus")

    def text(self) -> str:
        """The text in it, or its name if it holds none."""
        return str(self.driver.ask("text", element=self.number))

    def set_text(self, text: str) -> None:
        """Replace the text in it."""
        if not self.driver.ask("set_text", element=self.number, text=text):
            raise AccessibilityError(f"{self} does not take text")

    def value(self) -> float:
        """The number of a slider, a spin box or a progress bar."""
        return float(self.driver.ask("value", element=self.number))

    def wait_for_name(self, pattern: str, *, timeout: float) -> str:
        """Its name, once ``pattern`` is found in it: cheap, since nothing else is asked for."""
        return str(
            self.driver.ask("wait_name", element=self.number, pattern=pattern, timeout=timeout)
        )

    def states(self) -> set[str]:
        """Its states, as AT-SPI names them: ``enabled``, ``checked``, ``focused``, …"""
        return set(self.driver.ask("states", element=self.number))

    def table(self, *, max_rows: int = 500) -> TableContent:
        """Its headings and rows, if it is a table."""
        answer = self.driver.ask("table", element=self.number, max_rows=max_rows)
        return TableContent(answer["columns"], answer["rows"], answer["row_count"])

    def find(
        self, role: str, name: str | re.Pattern[str] | None = None, *, timeout: float | None = None
    ) -> "Element":
        """Like :meth:`AccessibilityDriver.find`, within this element."""
        return self.driver.find(role, name, within=self, timeout=timeout)


class AccessibilityDriver:
    """Works the windows of the process ``process``, from ``__enter__`` to ``__exit__``.

    ``environment`` is that of the session in which the windows are.
    """

    def __init__(self, process: int, environment: Mapping[str, str]) -> None:
        self._process = process
        self._environment = dict(environment)
        self._bridge: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._bridge = subprocess.Popen(
            [SYSTEM_PYTHON, str(Path(__file__).with_name("accessibility_bridge.py"))],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self

    def __exit__(self, *_: object) -> None:
        if self._bridge is not None:
            for pipe in (self._bridge.stdin, self._bridge.stdout):
                if pipe is not None:
                    pipe.close()
            stop_process(self._bridge)
            self._bridge = None

    def find(
        self,
        role: str,
        name: str | re.Pattern[str] | None = None,
        *,
        within: Element | None = None,
        timeout: float | None = None,
    ) -> Element:
        """The first showing element of ``role`` and ``name``, as soon as there is one.

        A text is the whole name, a pattern may match anywhere in it, None takes any.
        Raises AccessibilityError, with all that is there, if none has come in time.
        """
        wait = APPEAR_TIMEOUT if timeout is None else timeout
        return self._element(self.ask("find", **self._query(role, name, within), timeout=wait))

    def find_all(
        self,
        role: str,
        name: str | re.Pattern[str] | None = None,
        *,
        within: Element | None = None,
    ) -> list[Element]:
        """Every showing element of ``role`` and ``name`` at this moment."""
        found = self.ask("find_all", **self._query(role, name, within))
        return [self._element(description) for description in found]

    def wait_until_gone(
        self, role: str, name: str | re.Pattern[str] | None = None, *, timeout: float | None = None
    ) -> None:
        """Return when no such element shows any more."""
        wait = APPEAR_TIMEOUT if timeout is None else timeout
        self.ask("wait_gone", **self._query(role, name, None), timeout=wait)

    def tree(self) -> str:
        """All that the windows hold, a line an element."""
        return str(self.ask("tree", process=self._process))

    def texts(self, *, max_rows: int = 50) -> list[str]:
        """Every text of the windows, hidden ones too: names, descriptions, contents, cells."""
        return list(self.ask("texts", process=self._process, within=None, max_rows=max_rows))

    def ask(self, method: str, **params: Any) -> Any:
        """Send one request to the bridge and return its result."""
        if self._bridge is None or self._bridge.stdin is None or self._bridge.stdout is None:
            raise AccessibilityError("the driver is not running")
        request = json.dumps({"method": method, "params": params}).encode() + b"\n"
        self._bridge.stdin.write(request)
        self._bridge.stdin.flush()
        line = read_line(
            self._bridge.stdout.fileno(), ANSWER_TIMEOUT + float(params.get("timeout", 0))
        )
        if not line:
            raise AccessibilityError(f"no answer to {method}")
        answer = json.loads(line)
        if "error" in answer:
            raise AccessibilityError(answer["error"])
        return answer["result"]

    def _query(
        self, role: str, name: str | re.Pattern[str] | None, within: Element | None
    ) -> dict[str, Any]:
        if isinstance(name, str):
            name = re.compile(rf"\A{re.escape(name)}\Z")
        return {
            "process": self._process,
            "within": None if within is None else within.number,
            "role": role,
            "pattern": None if name is None else name.pattern,
            "showing": True,
        }

    def _element(self, description: Mapping[str, Any]) -> Element:
        return Element(
            self,
            description["element"],
            description["role"],
            description["name"],
            description["description"],
        )
