"""The diagnostics report: what was checked, what came of it, and nothing that names anybody.

Every text in it is masked before it becomes part of it; so the window, the clipboard, a file and
JSON all hold the same.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ct_desktop.core.sign_in import StepState


class Check(StrEnum):
    """What a report is made of, in order; also the names of its sections in JSON."""

    VERSIONS = "versions"
    NETWORK = "network"
    CHAIN = "chain"
    TIMINGS = "timings"
    LOOPBACK = "loopback"
    KEYCHAIN = "keychain"
    CLOCK = "clock"
    FOLDERS = "folders"
    ACTIVITY = "activity"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a section. ``key`` is its name in JSON, ``label`` for people."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """What came of one check.

    ``DONE``: all well; ``WARNING``: it works, with something to know; ``FAILED``: what was checked
    does not work, or the check itself could not be made. ``summary`` is a sentence, ``lines`` are
    longer things such as events. ``took`` is in seconds.
    """

    check: Check
    state: StepState
    summary: str
    facts: tuple[Fact, ...] = ()
    lines: tuple[str, ...] = ()
    took: float = 0.0


@dataclass(frozen=True, slots=True)
class DiagnosticStep:
    """One change of one check: it runs, or it came to its ``section``."""

    check: Check
    section: Section | None = None

    @property
    def state(self) -> StepState:
        """How far the check is."""
        return StepState.RUNNING if self.section is None else self.section.state


@dataclass(frozen=True, slots=True)
class Report:
    """All sections, in order. ``made_at`` is in UTC."""

    made_at: datetime
    sections: tuple[Section, ...]
