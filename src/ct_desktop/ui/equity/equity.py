"""Shows the equity line of an account or a group: reads the session so far, then follows it."""

from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject

from ct_desktop.core.account_rules import AccountRules
from ct_desktop.core.equity import EquityOf, EquitySample, GroupTotal, equity_now
from ct_desktop.core.equity_line import EquityLine, joined
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.rows import AccountRow, Total, account_rows, totals
from ct_desktop.core.trading_session import session_start
from ct_desktop.core.wording_equity import EquityWords
from ct_desktop.history.errors import HistoryError
from ct_desktop.history.history import History
from ct_desktop.ui.equity.session import EquitySession, group_name
from ct_desktop.ui.monitor.staleness import is_old, limits_in_force
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from ct_desktop.ui.equity.window import EquityWindow

_DAY = timedelta(days=1)

_DRAWN_FOR = timedelta(seconds=10)
"""How long a picture serves while no figure comes and only the clock goes on."""


class Equity(QObject):
    """Owns the window of one line, of which there is one at a time, and the line in it.

    ``start`` runs work that a person asked for. ``state`` is the newest there is.
    """

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        history: History,
        *,
        state: Callable[[], tuple[MonitorState, Moment]],
        rules: Callable[[], AccountRules],
        start: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        super().__init__(window)
        self._host = window
        self._theme = theme
        self._history = history
        self._state = state
        history.deleted.subscribe(self._begin_anew)
        self._rules = rules
        self._start = start
        self._window: EquityWindow | None = None
        self._of: EquityOf | None = None
        self._began: datetime | None = None
        self._line = EquityLine()
        self._session: EquitySession | None = None
        self._as_of: Moment | None = None
        self._reading = False
        self._trouble = ""
        window.installEventFilter(self)

    def open(self, of: EquityOf | None = None) -> None:
        """Show the line ``of`` an account or a group; of the first group where none is named."""
        state, _ = self._state()
        if of is None:
            sums = totals(self._rows(state))
            if not sums:
                return
            of = _key(sums[0])
        if self._window is None:
            self._window = self._built()
        self._choose(of)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def _built(self) -> "EquityWindow":
        from ct_desktop.ui.equity.window import EquityWindow  # noqa: PLC0415 - when first wanted

        window = EquityWindow(self._theme, self._host)
        window.chosen.connect(self._choose)
        window.closed.connect(self._forget)
        return window

    def _forget(self) -> None:
        window, self._window = self._window, None
        self._of = self._began = self._session = None
        self._line = EquityLine()
        if window is not None:
            window.deleteLater()

    def close(self) -> None:
        """Put the window away, if there is one."""
        if self._window is not None:
            self._window.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Into the tray goes all that the app shows; minimised, the line may be all that is wanted.
        if watched is self._host and event.type() is QEvent.Type.Hide and not event.spontaneous():
            self.close()
        return super().eventFilter(watched, event)

    def _choose(self, of: EquityOf) -> None:
        self._of, self._began = of, None
        self.show_state(*self._state())

    def _begin_anew(self, _deleted: None) -> None:
        """What the line was made of is gone."""
        self._began = None
        self.show_state(*self._state())

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Let the line go on to the newest figure. Call it with each state."""
        window, of = self._window, self._of
        if window is None or of is None:
            return
        began = session_start(now.utc)
        if began != self._began:
            self._begin(of, began)
        rows = self._rows(state)
        sums = totals(rows)
        window.offer(_choices(rows, sums))
        limits = limits_in_force(state, now)
        sample = equity_now(rows, limits, now).get(of)
        if sample is not None and sample.at >= began:
            self._line = self._line.with_sample(sample)
        name, currency, figure_at = _described(of, rows, sums)
        self._as_of = figure_at or _moment_of(self._line.last, now)
        self._session = EquitySession(
            of,
            name,
            currency,
            self._line,
            began,
            now.utc,
            is_stale=is_old(self._as_of, limits.balances, now),
        )
        window.show_session(
            self._session,
            self._as_of,
            limits.balances,
            now,
            reading=self._reading,
            trouble=self._trouble,
        )

    def tick(self, now: Moment) -> None:
        """Let ages and the time axis go on; call it every second."""
        window, session = self._window, self._session
        if window is None or session is None:
            return
        state, _ = self._state()
        stale = is_old(self._as_of, limits_in_force(state, now).balances, now)
        if stale is not session.is_stale or now.utc - session.now >= _DRAWN_FOR:
            self.show_state(state, now)
        else:
            window.tick(now)

    def _rows(self, state: MonitorState) -> tuple[AccountRow, ...]:
        return account_rows(state.snapshot, rules=self._rules())

    def _begin(self, of: EquityOf, began: datetime) -> None:
        """Begin a line anew, and read what the history has of it."""
        self._began, self._line = began, EquityLine()
        self._reading, self._trouble = True, ""
        self._start(self._read(of, began))

    async def _read(self, of: EquityOf, began: datetime) -> None:
        trouble, kept = "", EquityLine()
        try:
            kept = EquityLine.of(await self._history.equity(began, began + _DAY, of))
        except HistoryError as error:
            trouble = EquityWords.FAILED.format(reason=error)
        if (of, began) == (self._of, self._began):
            # What came meanwhile goes on from what was kept.
            self._line = joined(kept, self._line)
            self._reading, self._trouble = False, trouble
            self.show_state(*self._state())


def _key(total: Total) -> GroupTotal:
    return GroupTotal(total.group, total.currency)


def _choices(rows: Iterable[AccountRow], sums: Iterable[Total]) -> Sequence[tuple[EquityOf, str]]:
    """Groups first, then accounts, each with what it is called."""
    groups = [(_key(total), group_name(_key(total))) for total in sums]
    accounts = [(row.account.name, row.account.display_name) for row in rows]
    return [*groups, *accounts]


def _described(
    of: EquityOf, rows: Iterable[AccountRow], sums: Iterable[Total]
) -> tuple[str, str | None, Moment | None]:
    """Name and currency, and when the newest figure was supplied; ``None`` where there is none."""
    if isinstance(of, GroupTotal):
        at = next((total.balances_at for total in sums if _key(total) == of), None)
        return group_name(of), of.currency, at
    row = next((row for row in rows if row.account.name == of), None)
    if row is None:
        return of, None, None
    return row.account.display_name, row.currency, row.balance_at


def _moment_of(sample: EquitySample | None, now: Moment) -> Moment | None:
    """When a figure that only the history knows was last known to hold."""
    if sample is None:
        return None
    seconds = (now.utc - sample.known_until).total_seconds()
    return Moment(sample.known_until, now.steady - seconds)
