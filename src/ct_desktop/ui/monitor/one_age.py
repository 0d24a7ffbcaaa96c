"""The ages of rows that come in one answer, or count as old as the oldest of several."""

from ct_desktop.core.moment import Moment
from ct_desktop.ui.monitor.columns import Marks
from ct_desktop.ui.monitor.staleness import is_old


class OneAge:
    """What the columns of such rows say of their age; ``fresh`` and ``stale`` are a row's marks."""

    def __init__(self, *, fresh: Marks, stale: Marks) -> None:
        self._fresh = fresh
        self._stale = stale
        self._fetched_at: Moment | None = None
        self._limit = 0.0

    def set_ages(self, fetched_at: Moment | None, limit: float) -> None:
        """All rows are as old as ``fetched_at``; ``limit`` is in seconds."""
        self._fetched_at = fetched_at
        self._limit = limit

    def fetched_at(self, row: object) -> Moment | None:  # noqa: ARG002 - one age for all
        return self._fetched_at

    def marks(self, row: object, now: Moment) -> Marks:  # noqa: ARG002 - one age for all
        return self.shared_marks(now)

    def shared_marks(self, now: Moment) -> Marks:
        return self._stale if is_old(self._fetched_at, self._limit, now) else self._fresh
