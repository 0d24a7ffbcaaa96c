"""The age of the newest figure, kept going for whatever widget shows it."""

import math
from abc import abstractmethod

from ct_desktop.core.moment import Moment
from ct_desktop.core.snapshot import Snapshot, is_stale
from ct_desktop.ui.controls import formatting

NO_FIGURES = "No figures yet"


class NewestAge:
    """A mixin: ``2 s ago · 10:41:07``, and other words once the figure is stale.

    It is driven by the clock and not by an answer, so it goes on when asking has died. The words
    come in two parts, the strong one first.
    """

    _newest: Moment | None = None
    _limit = math.inf
    _stale = False

    @property
    def is_stale(self) -> bool:
        """Whether even the newest figure has outlived its limit."""
        return self._stale

    def show_snapshot(self, snapshot: Snapshot, now: Moment) -> None:
        """Show the age of the newest figure in ``snapshot`` at ``now``."""
        self._newest = snapshot.newest
        # Positions are asked for most often, so this is the pace of the newest figure.
        self._limit = snapshot.age_limits.positions
        self.tick(now)

    def tick(self, now: Moment) -> None:
        """Let the age go on."""
        newest = self._newest
        if newest is None:
            self._write("", NO_FIGURES, stale=False)
            return
        age = formatting.age(now.seconds_since(newest))
        clock = formatting.clock_time(newest.utc)
        if is_stale(newest, self._limit, now):
            self._write(*self._stale_words(age, clock), stale=True)
        else:
            self._write(age, f"ago · {clock}", stale=False)

    @abstractmethod
    def _stale_words(self, age: str, clock: str) -> tuple[str, str]:
        """What is strong and what is plain of the words for a stale figure."""

    @abstractmethod
    def _write(self, strong: str, plain: str, *, stale: bool) -> None:
        """Show these words."""
