"""CrossTrade's two scopes. A grant holds one of them; ``mcp:trade`` includes ``mcp:read``."""

from collections.abc import Iterable
from typing import Literal

Scope = Literal["mcp:read", "mcp:trade"]

READ: Scope = "mcp:read"
TRADE: Scope = "mcp:trade"
SUPPORTED: tuple[Scope, ...] = (READ, TRADE)

ALLOWS: dict[Scope, tuple[str, ...]] = {
    READ: (
        "See accounts, connections, positions, orders and executions",
        "See the trade journal, webhook history and add-on activity",
        "See watermarks and market data",
        "See NinjaScript source files and earlier backtest results",
    ),
    TRADE: (
        "Everything that mcp:read allows",
        "Place, change and cancel orders; flatten and reverse positions",
        "Compile and write NinjaScript; run backtests; deploy and stop strategies",
        "Send alerts; change workspaces and charts",
    ),
}
"""What each scope allows, in the words of CrossTrade's scope table."""


def requested(names: Iterable[str] | None) -> tuple[Scope, ...]:
    """The known scopes among ``names``, narrowest first; ``mcp:read`` where none is named."""
    asked = set(names or ())
    return tuple(scope for scope in SUPPORTED if scope in asked) or (READ,)


def covers(granted: Iterable[str], needed: Scope) -> bool:
    """Whether a token with ``granted`` scopes may do what ``needed`` stands for."""
    held = set(granted)
    return needed in held or TRADE in held
