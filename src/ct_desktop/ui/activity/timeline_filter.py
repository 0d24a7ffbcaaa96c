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


class SearchTexts:
    """What the filter looks through, kept from one key to the next."""

    def __init__(self) -> None:
        self._texts: dict[int, tuple[ActivityEntry, str]] = {}

    def clear(self) -> None:
        """Forget the entries of a day that is no longer shown."""
        self._texts.clear()

    def __getitem__(self, entry: ActivityEntry) -> str:
        kept = self._texts.get(entry.id)
        if kept is None or kept[0] is not entry:
            kept = self._texts[entry.id] = entry, _search_text(entry)
        return kept[1]


@dataclass(frozen=True, slots=True)
class TimelineFilter:
    """``words`` are in case-folded form; every one of them must stand in the entry."""

    choice: Choice = Choice.EVERYTHING
    words: tuple[str, ...] = ()

    def shown(
        self, entries: Iterable[ActivityEntry], texts: SearchTexts
    ) -> tuple[ActivityEntry, ...]:
        """Those of ``entries`` that pass, in their order."""
        group = _GROUPS.get(self.choice)
        if group is not None:
            entries = (entry for entry in entries if entry.kind.group is group)
        if self.words:
            entries = (
                entry for entry in entries if all(word in texts[entry] for word in self.words)
            )
        return tuple(entries)


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
