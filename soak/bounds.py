"""What a long day may cost, and what it must not."""

from dataclasses import dataclass, fields

from soak.resources import Counts, Held

RECOVERY = 60.0
"""Seconds from a fault's end until every link is fine and all figures are live."""

NOTICE = 3.0
"""Seconds by which a figure may be marked late: one beat of the app's, and what was on its way."""

_SLACK = {"qt_objects": 0.01}
"""A label more or less hangs on what is shown, such as a total for each currency."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """``memory`` is the share by which what is allocated may have grown, signed out.

    Of the rest nothing may be more, but for a handful of Qt's objects.
    """

    memory: float

    def broken(self, before: Held, after: Held) -> list[str]:
        """A sentence for each bound that does not hold."""
        found = []
        growth = after.signed_out.allocated / before.signed_out.allocated - 1
        if growth >= self.memory:
            was, now = before.signed_out.allocated / 1e6, after.signed_out.allocated / 1e6
            found.append(
                f"Memory grew by {growth:.1%}, from {was:.1f} to {now:.1f} MB; the bound "
                f"is {self.memory:.0%}."
            )
        for each in fields(Counts):
            few, many = getattr(before.counts, each.name), getattr(after.counts, each.name)
            if many > few * (1 + _SLACK.get(each.name, 0.0)):
                kind = each.name.replace("_", " ")
                found.append(f"There are more {kind}: {many}, where {few} were.")
        return found
