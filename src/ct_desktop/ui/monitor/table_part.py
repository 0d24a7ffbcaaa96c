"""A table with its totals below, and the tools that stand in its panel's head."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ct_desktop.core.differences import Differences, differences
from ct_desktop.core.moment import Moment
from ct_desktop.profiles.tables_view import GroupBy
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.in_turns import run_through
from ct_desktop.ui.monitor.columns import Columns, ColumnSet
from ct_desktop.ui.monitor.group_sums import Group, GroupSums, Parts
from ct_desktop.ui.monitor.groups import GroupedColumns, GroupKey, GroupLine
from ct_desktop.ui.monitor.table_model import TableModel
from ct_desktop.ui.monitor.table_tools import TableTools
from ct_desktop.ui.monitor.table_view import TableView
from ct_desktop.ui.monitor.total_lines import TotalLine
from ct_desktop.ui.monitor.totals_view import TotalsView
from ct_desktop.ui.monitor.whole_rows import WholeRows
from ct_desktop.ui.theme.measures import RADIUS_PANEL
from ct_desktop.ui.theme.theme import Theme

R = TypeVar("R")

_HEAD_KEY = attrgetter("key")


def _rank(names: Callable[[R], GroupKey], row: R | GroupLine) -> tuple[GroupKey, int]:
    """The head of a group stands before its rows."""
    return (row.key, 0) if isinstance(row, GroupLine) else (names(row), 1)


@dataclass(frozen=True, slots=True)
class Command:
    """An entry of a table's menu, with the keys that do the same."""

    words: str
    keys: str
    run: Callable[[], None]


class TablePart(ABC, Generic[R]):
    """``body`` and ``tools`` are widgets to place; a head may stand in a panel or beside tabs.

    ``leading`` is what stands first among the tools, before the age.
    """

    def __init__(
        self, theme: Theme, name: str, columns: Columns[R], filter_name: str, leading: QWidget
    ) -> None:
        self.name = name
        self._columns_of_rows = columns
        self._words: list[str] = []
        self._shared_filter = ""
        self._hides_flat = False
        self._now: Moment | None = None
        self._lines_given: Sequence[R] = ()
        self._group_by = GroupBy.NOTHING
        self._heads: dict[GroupKey, GroupLine] = {}
        self._sums: GroupSums[R] | None = None
        self._grouped: GroupedColumns[R] = GroupedColumns(columns)
        self.model: TableModel[R | GroupLine] = TableModel(self._grouped)
        self.view: TableView[R | GroupLine] = TableView(theme, name, self._grouped, self.model)
        self.model.setParent(self.view)
        self.totals = TotalsView(theme, self.view)
        self.tools = TableTools(theme, name, leading, filter_name)
        self.age = self.tools.age
        self.filter_box = self.tools.filter_box
        self.filter_box.textChanged.connect(self.apply_filter)
        self.view.empty_words.show_all_requested.connect(self.show_all)
        self.body = QWidget()
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._whole_rows = WholeRows(self.view)
        self._column.addWidget(self._whole_rows, 1)
        self._column.addWidget(self.totals)

    def say(self, text: Text, words: str) -> None:
        """Write ``words`` into ``text``, which stands among the tools."""
        if words != text.text():
            text.setText(words)
            self.tools.share_room()

    def show_rows(self, rows: Sequence[R], changes: Differences[R], now: Moment) -> None:
        """Show ``rows``; ``changes`` is how they differ from those before."""
        run_through(self.computing(rows, changes))(now)

    def computing(
        self, rows: Sequence[R], changes: Differences[R]
    ) -> Generator[None, None, Callable[[Moment], None]]:
        """The first, longer part of :meth:`show_rows`, in pieces; what it returns does the rest.

        Nothing is shown before that.
        """
        sums = self._sums
        heads, head_changes = yield from self._compute_heads(sums, changes)
        both: Differences[R | GroupLine] = Differences(
            added=(*changes.added, *head_changes.added),
            removed=(*changes.removed, *head_changes.removed),
            changed=(*changes.changed, *head_changes.changed),
            in_place=changes.in_place and head_changes.in_place,
        )
        all_rows: Sequence[R | GroupLine] = [*rows, *heads.values()] if heads else rows
        ahead = yield from self.model.compute_ahead(all_rows, both)

        def show(now: Moment) -> None:
            if sums is not self._sums:
                # Filtered or grouped in another way since.
                self.show_rows(rows, changes, now)
                return
            self._now, self._lines_given, self._heads = now, rows, heads
            self.model.take_over(ahead, now)
            # A head's title reaches over columns that are empty there.
            if self.view.widths.include(changes.added):
                self.view.lay_out()

        return show

    @property
    def rows_shown(self) -> list[R]:
        """The rows that are shown, without the heads of their groups."""
        return [row for row in self.model.shown_rows if not isinstance(row, GroupLine)]

    def commands(self) -> tuple[Command, ...]:
        """What can be done from the table's menu besides what every table can."""
        return ()

    # Groups

    def group_names(
        self,
        group_by: GroupBy,  # noqa: ARG002 - for subclasses
    ) -> Callable[[R], GroupKey] | None:
        """What puts rows together, or ``None`` where that does not apply."""
        return None

    def parts(self, row: R) -> Parts:
        """The figures of ``row`` that a group's head adds up."""
        raise NotImplementedError

    def head(self, key: GroupKey, group: Group[R]) -> GroupLine:
        """The head of a group, where rows can be put together."""
        raise NotImplementedError

    def set_group_by(self, group_by: GroupBy) -> None:
        """Put rows together under subtotals, or show them by themselves."""
        if group_by is self._group_by:
            return
        self._group_by = group_by
        names = self.group_names(group_by)
        self.model.set_rank(None if names is None else partial(_rank, names))
        self._group_anew()

    def _group_anew(self) -> None:
        """Put together and add up what is accepted now."""
        names = self.group_names(self._group_by)
        sums: GroupSums[R] | None = None
        if names is not None:
            sums = GroupSums(self._columns_of_rows.key, names, self.accepts, self.parts)
            all_of_them = Differences(tuple(self._lines_given), (), ())
            run_through(sums.take_in(all_of_them))
        self._sums = sums
        if self._now is None:
            return
        heads = {} if sums is None else {k: self.head(k, g) for k, g in sums.groups.items()}
        changes: Differences[R | GroupLine] = differences(
            tuple(self._heads.values()), tuple(heads.values()), key=_HEAD_KEY
        )
        self._heads = heads
        self.model.show_rows([*self._lines_given, *heads.values()], changes, self._now)

    def _compute_heads(
        self, sums: GroupSums[R] | None, changes: Differences[R]
    ) -> Generator[None, None, tuple[dict[GroupKey, GroupLine], Differences[GroupLine]]]:
        """The heads with ``changes``, and how they differ; those of other groups stay."""
        heads = dict(self._heads)
        added: list[GroupLine] = []
        removed: list[GroupLine] = []
        changed: list[tuple[GroupLine, GroupLine]] = []
        touched = () if sums is None else (yield from sums.take_in(changes))
        for key in touched:
            before = heads.get(key)
            group = None if sums is None else sums.groups.get(key)
            if group is not None:
                head = heads[key] = self.head(key, group)
                if before is None:
                    added.append(head)
                elif head != before:
                    changed.append((before, head))
            elif before is not None:
                removed.append(heads.pop(key))
            yield
        in_place = not added and not removed
        return heads, Differences(tuple(added), tuple(removed), tuple(changed), in_place)

    def show_totals(self, lines: tuple[TotalLine, ...]) -> None:
        """Show ``lines`` below the table."""
        self.totals.show_lines(lines)
        # Without totals the table itself ends at the panel's round corners: keep off them.
        margin = 0 if lines else RADIUS_PANEL
        self._column.setContentsMargins(0, 0, 0, margin)

    def set_form(self, *, row_height: int, columns: ColumnSet, short_headings: bool) -> None:
        """Take the form for a window of a certain size."""
        self.view.set_form(row_height=row_height, columns=columns, short_headings=short_headings)
        self._whole_rows.fit()
        self.totals.set_row_height(row_height)

    def tick(self, now: Moment) -> None:
        """Let ages go on."""
        if self._now is None:
            return
        self._now = now
        self.model.tick(now)
        self.show_rest(now)

    @property
    def is_filtered(self) -> bool:
        """Whether the trader narrowed what is shown."""
        return bool(self._words) or self._hides_flat

    def accepts(self, row: R) -> bool:
        """Whether the filter lets ``row`` through: it holds every word that was typed."""
        if self._hides_flat and self.is_flat(row):
            return False
        words = self._words
        if not words:
            return True
        text = self._columns_of_rows.search_text(row)
        return all(word in text for word in words)

    def is_flat(self, row: R) -> bool:  # noqa: ARG002 - an order or a fill never is
        """Whether ``row`` is left out where the trader wants nothing that is flat."""
        return False

    def set_hides_flat(self, hides_flat: bool) -> None:
        """Leave out what is flat, or show it."""
        if hides_flat is not self._hides_flat:
            self._hides_flat = hides_flat
            self.apply_filter()

    def set_shared_filter(self, text: str) -> None:
        """Show only what holds the words of ``text`` too: the filter of all tables."""
        if text != self._shared_filter:
            self._shared_filter = text
            self.apply_filter()

    def apply_filter(self) -> None:
        """Show what the filter lets through."""
        self._words = f"{self.filter_box.text()} {self._shared_filter}".casefold().split()
        self.model.set_filter(self._lets_through if self.is_filtered else None)
        self._group_anew()
        self.add_up()
        if self._now is not None:
            self.show_rest(self._now)

    def _lets_through(self, row: R | GroupLine) -> bool:
        return isinstance(row, GroupLine) or self.accepts(row)

    def add_up(self) -> None:
        """Add up anew what is shown, where there are totals."""

    @abstractmethod
    def show_rest(self, now: Moment) -> None:
        """Show totals, age, and why nothing is shown."""

    def show_all(self) -> None:
        """Undo the filter."""
        self.filter_box.clear()
