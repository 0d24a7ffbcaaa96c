"""Which entries of a day the timeline shows: all or one group, and those that hold some words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ct_desktop.core.activity import ActivityEntry, ActivityGroup, ActivityKind
from ct_desktop.core.wording import LINK_TITLES
from ct_desktop.ui.controls import formatting


class Choice(StrEnum):
    """The segments over the timeline."""

    EVERYTHING = "everything"
    FAULTS = "faults"
    CONNECTION = "connection"
    TRADING = "trading"


_GROUPS = {
    Choice.FAULTS: ActivityGroup.FAULTS,
    Choice.CONNECTION: ActivityGroup.CONNECTION,
    Choice.TRADING: ActivityGroup.TRADING,
}


@dataclass(frozen=True, slots=True)
class TimelineFilter:
    """``words`` are in case-folded form; every one of them must stand in the entry."""

    choice: Choice = Choice.EVERYTHING
    words: tuple[str, ...] = ()

    def shown(self, entries: Iterable[ActivityEntry]) -> tuple[ActivityEntry, ...]:
        """Those of ``entries`` that pass, in their order."""
        group = _GROUPS.get(self.choice)
        if group is not None:
            entries = (entry for entry in entries if entry.kind.group is group)
        if self.words:
            entries = (entry for entry in entries if self._holds_words(entry))
        return tuple(entries)

    def _holds_words(self, entry: ActivityEntry) -> bool:
        text = _search_text(entry)
        return all(word in text for word in self.words)


def choices(entries: Iterable[ActivityEntry]) -> tuple[tuple[str, str], ...]:
    """The segments as (key, text) with their numbers: of faults, not of their recoveries."""
    faults = connection = trading = 0
    for entry in entries:
        group = entry.kind.group
        faults += entry.kind is ActivityKind.FAULT
        connection += group is ActivityGroup.CONNECTION
        trading += group is ActivityGroup.TRADING
    return (
        (Choice.EVERYTHING, "Everything"),
        (Choice.FAULTS, f"Faults {faults:,}"),
        (Choice.CONNECTION, f"Connection {connection:,}"),
        (Choice.TRADING, f"Trading {trading:,}"),
    )


def _search_text(entry: ActivityEntry) -> str:
    link = LINK_TITLES[entry.link] if entry.link is not None else ""
    parts = (formatting.clock_time(entry.at), entry.title, entry.detail, entry.cause, link)
    return "\n".join(parts).casefold()
