"""What a sign-in may do at CrossTrade.

Source: the CrossTrade reference, sections 2.1, 2.2 and 5: one scope a token, and ``mcp:trade``
includes ``mcp:read``.
"""

from enum import StrEnum


class Scope(StrEnum):
    """The two scopes that CrossTrade grants, by their names on the wire."""

    READ = "mcp:read"
    TRADE = "mcp:trade"


def granted_scope(scope: str | None) -> Scope | None:
    """The wider of the scopes named in a token answer's ``scope`` (RFC 6749, section 3.3).

    ``None`` where the answer names no scope that is known here.
    """
    names = set((scope or "").split())
    if Scope.TRADE in names:
        return Scope.TRADE
    if Scope.READ in names:
        return Scope.READ
    return None
