"""What is known of one client's file, as long as the window is open."""

from dataclasses import dataclass, replace

from ct_desktop.clients.checking import CheckResult, Verdict
from ct_desktop.clients.checks.found import Severity
from ct_desktop.clients.places import FilePlace
from ct_desktop.core.wording_clients_screen import found_words
from ct_desktop.ui.clients.file_work import FileAct, FileAnswer
from ct_desktop.ui.controls.formatting import short_time
from ct_desktop.ui.controls.state_shape import StateShape

_SHAPES = {
    Verdict.PROBLEM: StateShape.BROKEN,
    Verdict.WARNING: StateShape.WARNING,
    Verdict.FINE: StateShape.OK,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The file, its last check, and what came of the last wish; ``busy`` while one is fulfilled."""

    place: FilePlace | None = None
    is_there: bool = False
    can_be_made: bool = False
    result: CheckResult | None = None
    words: str = ""
    is_warning: bool = False
    can_undo: bool = False
    busy: bool = False

    def after(self, answer: FileAnswer) -> "Standing":
        """What is known once ``answer`` has come."""
        act = answer.wish.act
        kept = self.result if act in (FileAct.PLAN, FileAct.FIND) else None
        if self.place is not None and answer.place is not None:
            kept = kept if self.place.path == answer.place.path else None
        words = " ".join(part for part in (answer.words, answer.caution) if part)
        return replace(
            self,
            place=answer.place or self.place,
            is_there=answer.is_there,
            can_be_made=answer.can_be_made,
            result=answer.result or kept,
            words=words,
            is_warning=answer.failed or bool(answer.caution),
            can_undo=answer.can_undo,
            busy=False,
        )


def shape_of(result: CheckResult) -> StateShape:
    """The silhouette of what a check came to."""
    return _SHAPES[result.verdict]


def truth_of(result: CheckResult) -> str:
    """The worst that a check found and when, in one short line."""
    return f"{_counted(result)[0]}, {short_time(result.checked_at)}"


def found_of(result: CheckResult) -> str:
    """How many problems and warnings a check found."""
    return ", ".join(_counted(result))


def _counted(result: CheckResult) -> tuple[str, ...]:
    return found_words(result.count(Severity.PROBLEM), result.count(Severity.WARNING))
