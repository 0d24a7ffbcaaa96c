"""GetWatermarks: a session's extremes for one account.

Source: the CrossTrade reference, section 2.7.
"""

from ct_desktop.core.capabilities import Watermarks
from ct_desktop.crosstrade.parsing.envelope import find_record
from ct_desktop.crosstrade.parsing.record import Names, Record, names
from ct_desktop.mcp.tools import ToolResult

_WATERMARKS = names("watermarks")
_STATS = names("stats")
_ACCOUNT = names("account")
_SESSION = names("session")
_HIGH = names("high_watermark", "netliqhigh")
_LOW = names("low_watermark", "netliqlow")
_CURRENT = names("current_balance", "netliq")
_PNL_HIGH = names("pnlhigh")
_UNREALIZED_HIGH = names("unrealhigh")
_MARKERS = _WATERMARKS + _STATS + _HIGH + _LOW + _CURRENT


def parse_watermarks(result: ToolResult, account: str) -> Watermarks:
    """The watermarks of ``account``; empty where no Account Manager watches it."""
    record = find_record(result, _MARKERS)
    parts = [record.record(_WATERMARKS), record.record(_STATS), record]
    return Watermarks(
        account=record.text(_ACCOUNT) or account,
        session=record.text(_SESSION),
        high_watermark=_first(parts, _HIGH),
        low_watermark=_first(parts, _LOW),
        current_balance=_first(parts, _CURRENT),
        pnl_high=_first(parts, _PNL_HIGH),
        unrealized_high=_first(parts, _UNREALIZED_HIGH),
    )


def _first(parts: list[Record | None], field: Names) -> float | None:
    for part in parts:
        number = part.number(field) if part is not None else None
        if number is not None:
            return number
    return None
