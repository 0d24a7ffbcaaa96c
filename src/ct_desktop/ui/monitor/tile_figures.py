"""What the tiles say: one group's money, and in their third line what that leaves out.

Live and funded money where there is any; else evaluation; else simulated, and then it says so.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ct_desktop.core.accounts import AccountGroup
from ct_desktop.core.moment import Moment
from ct_desktop.core.rows import AccountRow, Total, oldest, working_orders
from ct_desktop.core.snapshot import AgeLimits, Snapshot
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.tile import TileFigure
from ct_desktop.ui.monitor.group_words import GROUP_SHORT_TITLES, GROUP_TITLES, counted

NoteParts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tiles:
    """The five figures. ``suffix`` belongs behind their labels, ``pnl_suffix`` behind two of them.

    They name the group where that is not live and funded; for profit and loss, which is written
    without its currency, that too where there are several.
    """

    net_liquidation: TileFigure
    realized: TileFigure
    open_pnl: TileFigure
    open_positions: TileFigure
    working_orders: TileFigure
    suffix: str = ""
    pnl_suffix: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many positions are open, and how many orders work in each group's accounts.

    ``None`` is never read. ``limits`` are those in force, for all the figures.
    """

    positions: int | None
    positions_at: Moment | None
    working_orders: Mapping[AccountGroup, int] | None
    orders_at: Moment | None
    limits: AgeLimits

    @classmethod
    def of(
        cls,
        snapshot: Snapshot,
        accounts: Iterable[AccountRow],
        limits: AgeLimits,
        *,
        positions: int | None,
    ) -> "Counts":
        """Those of ``snapshot``, whose ``accounts`` and open ``positions`` are shown."""
        return cls(
            positions=positions,
            positions_at=snapshot.positions.fetched_at if snapshot.positions else None,
            working_orders=working_orders(snapshot, accounts),
            orders_at=snapshot.orders.fetched_at if snapshot.orders else None,
            limits=limits,
        )


_NO_FIGURE = TileFigure()
_NO_PNL = TileFigure(is_pnl=True)


def main_group(groups: Iterable[AccountGroup]) -> AccountGroup | None:
    """The group whose money the tiles hold."""
    there = set(groups)
    return next((group for group in AccountGroup if group in there), None)


def tile_figures(totals: Sequence[Total], counts: Counts) -> Tiles:
    """The tiles for ``totals``, which are those of all accounts."""
    group = main_group(total.group for total in totals)
    if group is None:
        return Tiles(
            _NO_FIGURE,
            _NO_PNL,
            _NO_PNL,
            _open_positions([], [], counts),
            _working_orders(None, [], counts),
        )
    mine = [total for total in totals if total.group is group]
    others = [total for total in totals if total.group is not group]
    # One currency is shown large: that of most accounts. They are never added.
    main = max(mine, key=lambda total: total.accounts)
    beside = [total for total in mine if total is not main]
    group_suffix = (
        "" if group is AccountGroup.LIVE_AND_FUNDED else f" · {GROUP_SHORT_TITLES[group]}"
    )
    several = bool(beside) and main.currency is not None
    limits = counts.limits

    def figure(amount: Callable[[Total], float | None], *, is_pnl: bool) -> TileFigure:
        write = formatting.pnl if is_pnl else formatting.money
        value = amount(main)
        notes = _notes(main, beside, others, lambda total: write(amount(total)))
        if value is None:
            notes = (_why_missing(main), *notes)
        if is_pnl:
            return TileFigure(pnl=value, is_pnl=True, note=notes)
        return TileFigure(write(value), unit=main.currency or "", note=notes)

    balances_at, open_at = oldest(t.balances_at for t in mine), oldest(t.open_pnl_at for t in mine)
    return Tiles(
        net_liquidation=replace(
            figure(lambda total: total.net_liquidation, is_pnl=False),
            fetched_at=balances_at,
            limit=limits.balances,
        ),
        realized=replace(
            figure(lambda total: total.realized_pnl, is_pnl=True),
            fetched_at=balances_at,
            limit=limits.balances,
        ),
        open_pnl=replace(
            figure(lambda total: total.open_pnl, is_pnl=True),
            fetched_at=open_at,
            limit=limits.positions,
        ),
        open_positions=_open_positions(mine, others, counts),
        working_orders=_working_orders(group, others, counts),
        suffix=group_suffix,
        pnl_suffix=f"{group_suffix} · {main.currency}" if several else group_suffix,
    )


def _open_positions(mine: list[Total], others: list[Total], counts: Counts) -> TileFigure:
    excluded: dict[AccountGroup, int] = {}
    for total in others:
        excluded[total.group] = excluded.get(total.group, 0) + (total.positions or 0)
    known = counts.positions_at is not None
    number = sum(total.positions or 0 for total in mine) if known and mine else counts.positions
    notes: NoteParts = ()
    if known and excluded:
        notes = _excluded(excluded)
    elif mine and not others:
        notes = (_only(mine[0].group),)
    return TileFigure(
        formatting.count(number),
        note=notes,
        fetched_at=counts.positions_at,
        limit=counts.limits.positions,
    )


def _working_orders(group: AccountGroup | None, others: list[Total], counts: Counts) -> TileFigure:
    by_group = counts.working_orders
    number: int | None = None
    notes: NoteParts = ()
    if by_group is not None:
        number = sum(by_group.values()) if group is None else by_group.get(group, 0)
    if by_group is not None and others:
        notes = _excluded({total.group: by_group.get(total.group, 0) for total in others})
    elif group is not None and not others:
        notes = (_only(group),)
    return TileFigure(
        formatting.count(number),
        note=notes,
        fetched_at=counts.orders_at,
        limit=counts.limits.orders,
    )


def _excluded(counts: Mapping[AccountGroup, int]) -> NoteParts:
    parts = ((GROUP_SHORT_TITLES[group], formatting.count(n)) for group, n in counts.items())
    return (("Excludes", ""), *parts)


def _notes(
    main: Total, beside: list[Total], others: list[Total], write: Callable[[Total], str]
) -> NoteParts:
    also = tuple((f"Also {total.currency or 'other'}", write(total)) for total in beside)
    if not others:
        return also or (_only(main.group),)
    several = len({total.currency for total in (main, *others)}) > 1
    parts = tuple(
        (
            f"{GROUP_SHORT_TITLES[total.group]} {total.currency or ''}".rstrip()
            if several
            else GROUP_SHORT_TITLES[total.group],
            write(total),
        )
        for total in others
    )
    return (*also, ("Excludes", ""), *parts)


def _only(group: AccountGroup) -> tuple[str, str]:
    return (f"{GROUP_TITLES[group]} accounts only", "")


def _why_missing(total: Total) -> tuple[str, str]:
    if total.unread:
        read = total.accounts - total.unread
        return (f"{read:,} of {counted(total.accounts, 'account')} read", "")
    return ("Not supplied for every account", "")
