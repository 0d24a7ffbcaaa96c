"""What the app shows, figure by figure, and which figures it marks as old.

Read from the window, the second screen and the tray as they are: a table's cells as it paints them,
everything else by the words that a screen reader is given.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.ui.controls.formatting import NOT_SUPPLIED
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.controls.tile import Tile
from ct_desktop.ui.monitor.account_lines import AccountLine
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.columns import ColumnKind
from ct_desktop.ui.monitor.table_model import TableModel
from ct_desktop.ui.monitor.table_view import TableView
from ct_desktop.ui.monitor.total_lines import TotalLine
from ct_desktop.ui.monitor.totals_view import TotalsView
from ct_desktop.ui.second_screen.age_corner import AgeCorner
from ct_desktop.ui.second_screen.apart import ApartTable
from ct_desktop.ui.second_screen.figure import BigFigure
from ct_desktop.ui.second_screen.position_row import PositionRow
from ct_desktop.ui.shell.chain_line import ChainLine
from ct_desktop.ui.shell.freshness import Freshness
from ct_desktop.ui.tray.icon import TrayIcon

_FIGURES = (ColumnKind.FIGURE, ColumnKind.PNL, ColumnKind.COUNT)
_QUIET = ("text3", "stale")
"""The colours of a figure that is not to be taken for a live one."""

_SLOW = ("Orders", "Fills", "Working orders")
"""What is asked for about once a minute, and so is the last to be fresh again."""

_FINE = "All 8 links fine"

_TROUBLE = (StateShape.BROKEN, StateShape.STALE, StateShape.OFF)


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure on the screen. ``at`` is when the server supplied it, where that is one moment.

    ``limit`` is the age in seconds from which it has to be marked.
    """

    where: str
    text: str
    is_marked: bool
    at: Moment | None = None
    limit: float = 0.0

    @property
    def is_slow(self) -> bool:
        """Whether it is one of those that take their time."""
        return self.where.startswith(_SLOW)


def everything_shown(
    snapshot: Snapshot, widgets: Iterable[QWidget] | None = None
) -> Iterator[Shown]:
    """All figures on the screen now; ``snapshot`` says how old they really are.

    Of all the app's widgets, or of ``widgets`` alone.
    """
    for widget in QApplication.allWidgets() if widgets is None else widgets:
        if isinstance(widget, TableView):
            # Those behind a tab are one key away.
            yield from _table(widget, snapshot)
        elif isinstance(widget, QLabel | QPushButton):
            if widget.isVisible():
                yield from _words(widget, snapshot)
        elif isinstance(widget, TotalsView) and widget.isVisible():
            for row in widget._rows:
                yield from _total(row.accessibleName(), row._line)
    yield from _tray(snapshot)


def _total(words: str, line: TotalLine | None) -> Iterator[Shown]:
    cells = [cell for _, cell in line.cells] if line is not None else []
    for cell in cells:
        yield from _cell("Total", cell)
    if any(cell.text != NOT_SUPPLIED for cell in cells):
        yield Shown("Total, spoken", words, words.endswith(", stale"))


def _words(widget: QWidget, snapshot: Snapshot) -> Iterator[Shown]:
    """What a widget says aloud, where that is a figure."""
    words, limit = widget.accessibleName(), snapshot.age_limits.positions
    positions, newest = _moment(snapshot.positions), snapshot.newest
    match widget:
        case Tile() | BigFigure():
            name, _, figure = words.partition(": ")
            if not figure.startswith("not supplied"):
                at = positions if name.startswith("Open ") else None
                place = name if isinstance(widget, Tile) else f"{name} (second screen)"
                yield Shown(place, figure, ", as of " in figure, at, limit)
        case PositionRow():
            is_marked = words.endswith(", stale")
            yield Shown("Position (second screen)", words, is_marked, positions, limit)
        case ApartTable():
            for line in widget._lines:
                for amount, is_marked in (
                    (line.realized, line.realized_stale),
                    (line.open_pnl, line.open_stale),
                ):
                    if amount is not None:
                        yield Shown("Apart (second screen)", f"{amount}", is_marked)
        case Freshness() | AgeCorner():
            yield Shown("Newest figure", words, " old " in words, newest, limit)
        case ChainLine():
            yield Shown("Chain", words, _FINE not in words, newest, limit)


def _table(view: TableView[Any], snapshot: Snapshot) -> Iterator[Shown]:
    name, limits = view.accessibleName(), snapshot.age_limits
    shared: dict[str, tuple[Moment | None, float]] = {
        "Positions": (_moment(snapshot.positions), limits.positions),
        "Orders": (_moment(snapshot.orders), limits.orders),
    }
    model = cast(TableModel[Any], view.model())
    columns = model._columns.columns
    for row, line in enumerate(model.shown_rows):
        age = shared.get(name, (None, 0.0))
        if isinstance(line, AccountLine):
            balance = snapshot.balances.get(line.row.account.name)
            age = (_moment(balance), limits.balances)
        spoken = model.index(row, len(columns) - 1).data(Qt.ItemDataRole.AccessibleTextRole)
        if spoken not in (None, NOT_SUPPLIED, "not supplied"):
            yield Shown(f"{name}, age", spoken, spoken.endswith(", stale"), *age)
        if name == "Fills":
            # What was filled stays so: only its age grows old.
            continue
        for place, column in enumerate(columns):
            if column.kind in _FIGURES:
                yield from _cell(f"{name}, {column.heading}", model.cell(row, place))


def _cell(where: str, cell: Cell) -> Iterator[Shown]:
    if cell.text != NOT_SUPPLIED:
        is_marked = cell.is_stale if cell.sign is not None else cell.color in _QUIET
        yield Shown(where, cell.text, is_marked)


def _tray(snapshot: Snapshot) -> Iterator[Shown]:
    for window in QApplication.topLevelWidgets():
        for icon in window.findChildren(TrayIcon):
            status = icon._status
            is_marked = status.shape in _TROUBLE
            words = f"{status.words} {status.age}"
            yield Shown("Tray", words, is_marked, snapshot.newest, snapshot.age_limits.positions)


def _moment(part: Dated[Any] | None) -> Moment | None:
    return None if part is None else part.fetched_at
