"""A fill as the table shows it: with its account's name and when that account was asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from ct_desktop.core.differences import Differences, differences
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.orders import Execution
from ct_desktop.core.rows import AccountRow
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.ui.monitor.instrument_decimals import InstrumentDecimals

line_key = attrgetter("fill.account", "fill.execution_id")
"""What identifies a line."""


@dataclass(frozen=True, slots=True)
class FillLine:
    """One row of the table."""

    fill: Execution
    account: str
    decimals: int
    read_at: Moment


class FillLines:
    """Makes lines from snapshot to snapshot, the newest first."""

    def __init__(self) -> None:
        self.lines: list[FillLine] = []
        self.oldest: Moment | None = None
        self._decimals = InstrumentDecimals()
        self._fills: Mapping[str, Dated[tuple[Execution, ...]]] | None = None
        self._names: dict[str, str] = {}

    def read(self, snapshot: Snapshot, accounts: Sequence[AccountRow]) -> Differences[FillLine]:
        """Bring :attr:`lines` to ``snapshot``; what differs from before.

        :attr:`oldest` is when the account was asked that was asked longest ago.
        """
        names = {row.account.name.lower(): row.account.display_name for row in accounts}
        if snapshot.fills is self._fills and names == self._names:
            return Differences(added=(), removed=(), changed=(), in_place=True)
        self._fills, self._names = snapshot.fills, names
        read = snapshot.fills.values()
        self.oldest = min((p.fetched_at for p in read), key=lambda at: at.steady, default=None)
        for part in read:
            for fill in part.value:
                self._decimals.learn(fill.instrument, fill.price)
        lines = [self._line(fill, part.fetched_at) for part in read for fill in part.value]
        lines.sort(key=_newest_first)
        before, self.lines = self.lines, lines
        return differences(before, self.lines, key=line_key)

    def _line(self, fill: Execution, read_at: Moment) -> FillLine:
        name = self._names.get(fill.account.lower(), fill.account)
        return FillLine(fill, name, self._decimals[fill.instrument], read_at)


def _newest_first(line: FillLine) -> float:
    at = line.fill.executed_at
    return 0.0 if at is None else -at.timestamp()
