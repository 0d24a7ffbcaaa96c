"""The orders: table and filter; those that work stand first."""

from collections.abc import Callable, Generator, Sequence

from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.rows import AccountRow
from ct_desktop.core.snapshot import AgeLimits
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.monitor.order_columns import OrderColumns
from ct_desktop.ui.monitor.order_lines import OrderLine, OrderLines
from ct_desktop.ui.monitor.table_part import TablePart
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme


class OrdersPart(TablePart[OrderLine]):
    """Shows the orders of one state after the other."""

    def __init__(self, theme: Theme) -> None:
        self._columns = OrderColumns()
        self._summary = Text(theme, role=TextRole.LABEL, color="text3")
        super().__init__(theme, "Orders", self._columns, "Filter orders", self._summary)
        self._lines = OrderLines()
        self._fetched_at: Moment | None = None
        self._limit = 0.0
        self._state: MonitorState | None = None
        self.say_why_empty()

    @property
    def count(self) -> int | None:
        """How many orders work; ``None`` while never read."""
        if self._fetched_at is None:
            return None
        return sum(line.order.is_working for line in self._lines.lines)

    def taking_in(
        self, state: MonitorState, accounts: Sequence[AccountRow], limits: AgeLimits
    ) -> Generator[None, None, Callable[[Moment], None]]:
        """Compute, in pieces, how the orders of ``state`` look, placed in ``accounts``.

        ``limits`` are those in force. What it returns shows them, at the moment it is given.
        """
        changes = self._lines.read(state.snapshot, accounts)
        yield
        show_rows = yield from self.computing(self._lines.lines, changes)

        def show(now: Moment) -> None:
            self._take_over(state, limits)
            show_rows(now)
            self._summarise()
            self.show_rest(now)

        return show

    def _take_over(self, state: MonitorState, limits: AgeLimits) -> None:
        self._state, self._limit = state, limits.orders
        orders = state.snapshot.orders
        self._fetched_at = orders.fetched_at if orders else None
        self._columns.set_ages(self._fetched_at, limits.orders)

    def _summarise(self) -> None:
        working = self.count
        words = "" if working is None else f"{working:,} working"
        self.say(self._summary, words)

    def show_rest(self, now: Moment) -> None:
        self.show_totals(())
        self.age.show_age(self._fetched_at, self._limit, now)
        self.say_why_empty()

    def say_why_empty(self) -> None:
        say = self.view.empty_words.show_words
        if self.model.rowCount():
            say("")
        elif self._lines.lines:
            say("No order matches the filter", filtered=True)
        elif self._fetched_at is not None:
            say("No orders", "An order appears here when it is placed, and stays for a while.")
        elif self._state is not None and self._state.chain.first_broken is not None:
            say("No orders read yet", "They appear here when the connection works again.")
        else:
            say("Reading your orders", "They come after accounts and positions.")
