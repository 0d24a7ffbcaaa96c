"""The totals under a table: a line for each group and currency, which adds up the rows above."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from ct_desktop.core.accounts import AccountGroup
from ct_desktop.core.equity import GroupTotal
from ct_desktop.core.moment import Moment
from ct_desktop.core.rows import Total
from ct_desktop.core.snapshot import AgeLimits
from ct_desktop.ui.monitor.account_columns import AccountColumn
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.figure_cells import count_cell, money_cell, pnl_cell
from ct_desktop.ui.monitor.group_words import GROUP_TITLES, counted
from ct_desktop.ui.monitor.groups import Money
from ct_desktop.ui.monitor.position_columns import PositionColumn
from ct_desktop.ui.monitor.staleness import is_old
from ct_desktop.ui.theme.fonts import TextRole

_SPOKEN_STALE = ", stale"
"""What the quieter colour of a figure says, for whoever hears it."""


@dataclass(frozen=True, slots=True)
class TotalLine:
    """One line: ``title``, quieter ``words`` and figures by column.

    ``of`` is the group whose equity line belongs to it, if any.
    """

    title: str
    words: str
    cells: tuple[tuple[int, Cell], ...]
    spoken: str
    of: GroupTotal | None = None


def account_total_lines(
    totals: Iterable[Total], positions_at: Moment | None, limits: AgeLimits, now: Moment
) -> tuple[TotalLine, ...]:
    """The lines under the accounts. ``positions_at``: when those that are counted were read."""
    return tuple(_account_line(total, positions_at, limits, now) for total in totals)


def _account_line(
    total: Total, positions_at: Moment | None, limits: AgeLimits, now: Moment
) -> TotalLine:
    old = is_old(total.balances_at, limits.balances, now)
    open_old = is_old(total.open_pnl_at, limits.positions, now)
    bold = TextRole.TOTAL
    currency = total.currency
    cells = {
        AccountColumn.NET_LIQUIDATION: money_cell(
            total.net_liquidation, currency, stale=old, role=bold
        ),
        AccountColumn.CASH: money_cell(total.cash_value, currency, stale=old, role=bold),
        AccountColumn.BUYING_POWER: money_cell(total.buying_power, currency, stale=old, role=bold),
        AccountColumn.REALIZED: pnl_cell(total.realized_pnl, currency, stale=old, role=bold),
        AccountColumn.OPEN_PNL: pnl_cell(total.open_pnl, currency, stale=open_old, role=bold),
        AccountColumn.DAY_TOTAL: pnl_cell(
            total.day_total, currency, stale=old or open_old, role=bold
        ),
        AccountColumn.POSITIONS: count_cell(
            total.positions, stale=is_old(positions_at, limits.positions, now), role=bold
        ),
    }
    words = counted(total.accounts, "account")
    if total.unread:
        words = f"{total.accounts - total.unread} of {words} read"
    title = GROUP_TITLES[total.group]
    said = (
        f"net liquidation {cells[AccountColumn.NET_LIQUIDATION].spoken}",
        f"realized {cells[AccountColumn.REALIZED].spoken}",
        f"open P/L {cells[AccountColumn.OPEN_PNL].spoken}",
        f"day total {cells[AccountColumn.DAY_TOTAL].spoken}",
    )
    return TotalLine(
        title=title,
        words=f"{words} · {currency}" if currency else words,
        cells=tuple((int(column), cell) for column, cell in cells.items()),
        spoken=f"{title}, {words}: {', '.join(said)}{_SPOKEN_STALE if old or open_old else ''}",
        of=GroupTotal(total.group, currency),
    )


@dataclass(frozen=True, slots=True)
class PositionTotal:
    """One group's open profit or loss in one currency; ``None`` where a position lacks it."""

    group: AccountGroup
    currency: str | None
    positions: int
    open_pnl: float | None


def position_totals(figures: Mapping[Money, Sequence[float | None]]) -> tuple[PositionTotal, ...]:
    """Sums by group and currency, groups in their order, currencies by code."""
    order = list(AccountGroup)
    return tuple(
        PositionTotal(group, currency, len(parts), _sum(parts))
        for (group, currency), parts in sorted(
            figures.items(), key=lambda item: (order.index(item[0][0]), item[0][1] or "")
        )
    )


def position_total_lines(totals: Sequence[PositionTotal], *, stale: bool) -> tuple[TotalLine, ...]:
    """The lines under the positions; the currency is named where there are several."""
    several = len({total.currency for total in totals}) > 1
    lines = []
    for total in totals:
        cell = pnl_cell(total.open_pnl, total.currency, stale=stale, role=TextRole.TOTAL)
        words = counted(total.positions, "position")
        title = GROUP_TITLES[total.group]
        lines.append(
            TotalLine(
                title=title,
                words=f"{words} · {total.currency}" if several and total.currency else words,
                cells=((int(PositionColumn.OPEN_PNL), cell),),
                spoken=f"{title}, {words}: open P/L {cell.spoken}{_SPOKEN_STALE if stale else ''}",
            )
        )
    return tuple(lines)


def _sum(parts: Sequence[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return fsum(known) if len(known) == len(parts) else None
