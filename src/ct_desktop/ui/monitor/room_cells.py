"""Cells that tell how much room is left before an account's limit: a bar and an estimate."""

from ct_desktop.core import wording_limits as words
from ct_desktop.core.account_rules import AccountRule
from ct_desktop.core.drawdown import Room
from ct_desktop.core.rows import AccountRow
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.monitor.cell import Bar, Cell
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.palette import Token

ESTIMATE_MARK = "~"
"""Before every amount of room."""


def loss_limit_cell(row: AccountRow, *, stale: bool) -> Cell:
    """What the account may still lose today."""
    room = row.room_to_loss_limit
    if room is None:
        is_set = row.rule is not None and row.rule.daily_loss_limit is not None
        return _no_room(words.ROOM_NOT_KNOWN if is_set else words.NO_LOSS_LIMIT)
    rule = words.loss_limit_words(_money(room.threshold, row.currency))
    return _room_cell(room, row.currency, (rule,), stale=stale)


def drawdown_cell(row: AccountRow, *, stale: bool) -> Cell:
    """How far the account may still fall."""
    room, rule = row.room_to_drawdown, row.rule
    if room is None or rule is None:
        is_set = rule is not None and rule.drawdown is not None
        return _no_room(words.ROOM_NOT_KNOWN if is_set else words.NO_DRAWDOWN)
    return _room_cell(room, row.currency, _drawdown_lines(room, rule, row.currency), stale=stale)


def _drawdown_lines(room: Room, rule: AccountRule, currency: str | None) -> tuple[str, ...]:
    kind = words.DRAWDOWN_TITLES[rule.drawdown]
    lines = (words.drawdown_words(kind, _money(room.threshold, currency)),)
    peak = room.peak
    if peak is None:
        return lines
    time = "" if peak.at is None else formatting.date_time(peak.at)
    source = words.PEAK_SOURCES[peak.source]
    return (*lines, words.peak_words(_money(peak.balance, currency), time, source))


def _no_room(why: str) -> Cell:
    return Cell(formatting.NOT_SUPPLIED, "text3", spoken=why, tool_tip=why)


def _room_cell(room: Room, currency: str | None, lines: tuple[str, ...], *, stale: bool) -> Cell:
    left = words.room_left(_money(room.amount, currency), _money(room.whole, currency))
    shape: StateShape | None = None
    color: Token = "text"
    if room.is_used_up:
        shape, color = StateShape.BROKEN, "broken"
    elif room.is_little:
        shape, color = StateShape.WARNING, "warn"
    return Cell(
        f"{ESTIMATE_MARK}{formatting.whole_money(room.amount)}",
        "text3" if stale else color,
        TextRole.BODY if shape is None else TextRole.TOTAL,
        shape=shape,
        bar=Bar(
            None if PRIVACY.hides_amounts else room.fraction, "bar" if shape is None else color
        ),
        spoken=". ".join((left, *lines, words.ESTIMATE)),
        tool_tip="\n".join((left, *lines, words.ESTIMATE)),
    )


def _money(amount: float, currency: str | None) -> str:
    return f"{formatting.money(amount)} {currency}" if currency else formatting.money(amount)
