"""Asks for the return to read-only when trade scope was held for as long as the trader set."""

from dataclasses import replace

from ct_desktop.core.moment import Moment
from ct_desktop.core.scope_change import return_due
from ct_desktop.core.sign_in import SignIn


class TradeReminder:
    """Knows when it last asked: after a no it asks again, as much later."""

    def __init__(self) -> None:
        self._asked_at: Moment | None = None

    def is_due(self, sign_in: SignIn, minutes: int | None, now: Moment) -> bool:
        """Whether to ask now; asking is noted."""
        since = sign_in.signed_in_since
        asked = self._asked_at.utc if self._asked_at is not None else None
        if since is not None and asked is not None and asked > since:
            sign_in = replace(sign_in, signed_in_since=asked)
        if not return_due(sign_in, minutes, now.utc):
            return False
        self._asked_at = now
        return True
