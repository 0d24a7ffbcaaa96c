"""Which figures the second-screen view shows, and what stands apart from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ct_desktop.core.accounts import AccountGroup
from ct_desktop.core.rows import AccountRow, Total
from ct_desktop.core.snapshot import AgeLimits, Snapshot
from ct_desktop.core.wording_second_screen import (
    LEAST_ROOM,
    NET_LIQUIDATION,
    OPEN_PNL,
    OPEN_POSITIONS,
    REALIZED,
    WORKING_ORDERS,
)
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.tile import TileFigure
from ct_desktop.ui.monitor.group_words import CLASS_TAGS, GROUP_TITLES, counted
from ct_desktop.ui.monitor.tile_figures import Counts, main_group, tile_figures


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure under its label, with quiet words beside it; ``warns`` makes it be noticed."""

    label: str
    figure: TileFigure
    beside: str = ""
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """The main figure, the lesser ones that take a row each, the narrow ones, and the rest."""

    main: Shown
    wide: tuple[Shown, ...]
    narrow: tuple[Shown, ...]
    apart: tuple[Total, ...]


def figures(
    snapshot: Snapshot,
    accounts: Sequence[AccountRow],
    totals: Sequence[Total],
    limits: AgeLimits,
    *,
    positions: int | None,
) -> Figures:
    """The figures of ``snapshot``: one group's money in one currency, as on the monitor.

    ``totals`` are those of ``accounts``; ``positions`` is how many are open in all.
    """
    tiles = tile_figures(totals, Counts.of(snapshot, accounts, limits, positions=positions))
    group = main_group(total.group for total in totals)
    mine = [total for total in totals if total.group is group]
    main = max(mine, key=lambda total: total.accounts, default=None)
    group_words = "" if group is None else _group_words(group)
    several = len({total.currency for total in mine}) > 1
    currency = main.currency if main is not None and main.currency else ""
    in_currency = f", {currency}" if several and currency else ""
    missing = "" if main is None else _why_missing(main)
    pnl_missing = missing if main is not None and main.realized_pnl is None else ""
    net_missing = missing if main is not None and main.net_liquidation is None else ""
    return Figures(
        main=Shown(f"{OPEN_PNL}{group_words}{in_currency}", _bare(tiles.open_pnl)),
        wide=(
            Shown(f"{REALIZED}{in_currency}", _bare(tiles.realized), pnl_missing),
            Shown(
                f"{NET_LIQUIDATION}, {currency}" if currency else NET_LIQUIDATION,
                _bare(tiles.net_liquidation),
                net_missing,
            ),
            *_least_room(accounts, limits),
        ),
        narrow=(
            Shown(OPEN_POSITIONS, _bare(tiles.open_positions)),
            Shown(WORKING_ORDERS, _bare(tiles.working_orders)),
        ),
        apart=tuple(total for total in totals if total is not main),
    )


def _least_room(accounts: Sequence[AccountRow], limits: AgeLimits) -> tuple[Shown, ...]:
    """The account that is nearest to its drawdown; nothing where no account has one.

    Amounts in several currencies cannot be compared, so there the share that is left decides.
    """
    rooms = [(row.room_to_drawdown, row) for row in accounts if row.room_to_drawdown is not None]
    if not rooms:
        return ()
    several = len({row.currency for _, row in rooms}) > 1
    room, row = min(rooms, key=lambda pair: pair[0].fraction if several else pair[0].amount)
    figure = TileFigure(
        f"~{formatting.whole_money(room.amount)}", fetched_at=room.at, limit=limits.balances
    )
    whose = f"{formatting.account_name(row.account.display_name)}, {CLASS_TAGS[row.account_class]}"
    return (
        Shown(
            LEAST_ROOM,
            figure,
            f"{row.currency} · {whose}" if several and row.currency else whose,
            warns=room.is_little,
        ),
    )


def _bare(figure: TileFigure) -> TileFigure:
    """Without the tile's third line: what is left out stands in a table of its own."""
    return replace(figure, note=(), unit="")


def _group_words(group: AccountGroup) -> str:
    return f", {GROUP_TITLES[group].lower()}"


def _why_missing(total: Total) -> str:
    if total.unread:
        read = total.accounts - total.unread
        return f"{read:,} of {counted(total.accounts, 'account')} read"
    return "not supplied for every account"
