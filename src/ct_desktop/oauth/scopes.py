"""Which scope to ask for.

Source: MCP 2026-07-28, authorization, "Scope Selection Strategy" and "Step-Up Authorization Flow".
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScopePolicy:
    """How scopes are chosen.

    With ``fixed`` (scope names with spaces between) exactly that is asked for, whatever the server
    suggests. Without it the server's challenge is followed, and a step-up asks for the union.
    """

    fixed: str | None = None

    def select(
        self,
        *,
        challenged: str | None,
        supported: Sequence[str] | None,
        previous: str | None = None,
    ) -> str | None:
        """The ``scope`` parameter, ``None`` to leave it out.

        ``challenged`` is the challenge's scope, ``supported`` the resource metadata's
        ``scopes_supported``, ``previous`` what was asked for before, when this is a step-up.
        """
        if self.fixed is not None:
            return self.fixed
        if challenged is not None:
            return " ".join(dict.fromkeys([*(previous or "").split(), *challenged.split()]))
        return previous or " ".join(supported or ()) or None
