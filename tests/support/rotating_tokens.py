"""A token endpoint that rotates refresh tokens and ends the family when a spent one comes back.

server.replies["/token"] = tokens = RotatingTokens()
tokens.faults.append(Fault(Reply(500)))                 # before it has looked at anything
tokens.faults.append(Fault(Reply(drop=True), rotated=True))  # after it has given new tokens
"""

import threading
from collections import deque
from dataclasses import dataclass, field

from support.hostile_authorization_server import Reply, Seen

FIRST_REFRESH_TOKEN = "old-refresh-token"
"""The one in ``oauth_values.tokens()``."""


@dataclass(frozen=True)
class Fault:
    """One answer that goes wrong; ``rotated``: the refresh token is spent all the same."""

    reply: Reply
    rotated: bool = False


@dataclass
class RotatingTokens:
    """The state of one family of tokens. ``grace``: a spent token is answered as it was before.

    ``reuses`` counts spent tokens that came back without grace.
    """

    grace: bool = False
    faults: deque[Fault] = field(default_factory=deque)
    refreshes: int = 0
    reuses: int = 0
    revoked: bool = False
    refresh_token: str = FIRST_REFRESH_TOKEN
    access_token: str = "old-access-token"
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, seen: Seen) -> Reply:
        with self._lock:
            fault = self.faults.popleft() if self.faults else None
            if fault is not None and not fault.rotated:
                return fault.reply
            given = self._answer(seen.form["refresh_token"])
            return given if fault is None else fault.reply

    def _answer(self, refresh_token: str) -> Reply:
        current = refresh_token == self.refresh_token
        if not current and not self.grace:
            self.reuses += 1
            self.revoked = True
        if self.revoked:
            return Reply(400, {"error": "invalid_grant"})
        if current:
            self.refreshes += 1
            self.refresh_token = f"refresh-token-{self.refreshes}"
            self.access_token = f"access-token-{self.refreshes}"
        return Reply(
            body={
                "access_token": self.access_token,
                "refresh_token": self.refresh_token,
                "token_type": "Bearer",
                "expires_in": 3600,
                "scope": "mcp:read",
            }
        )
