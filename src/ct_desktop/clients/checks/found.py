"""What a check finds."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters, the worst first."""

    PROBLEM = "problem"
    WARNING = "warning"
    NOTE = "note"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its offset in the text, where it has a place."""

    severity: Severity
    offset: int | None
    title: str
    cause: str = ""
    mend: str = ""


def problem(offset: int | None, title: str, cause: str, mend: str) -> Found:
    """What keeps the server from working."""
    return Found(Severity.PROBLEM, offset, title, cause, mend)


def warning(offset: int | None, title: str, cause: str, mend: str) -> Found:
    """What works, and may not go well."""
    return Found(Severity.WARNING, offset, title, cause, mend)


def fine(offset: int, title: str) -> Found:
    """What is as it should be."""
    return Found(Severity.FINE, offset, title)
