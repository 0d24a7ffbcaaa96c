"""A CrossTrade that keeps grants, and says and does what a test wants when one is revoked."""

import itertools
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from support.hostile_authorization_server import (
    MCP_PATH,
    PRM_PATH,
    HostileAuthorizationServer,
    Reply,
    Seen,
)


@dataclass
class LivingGrant:
    """One grant that stands, with its newest tokens."""

    scope: str
    access_token: str
    refresh_token: str


class GrantingServer(HostileAuthorizationServer):
    """Grants the scope asked for, unless ``grants_always`` names another.

    ``revoke_reply`` replaces the answer to a revocation, which takes place if ``revokes``; ``deaf``
    answers the MCP endpoint with 503.
    """

    def __init__(self) -> None:
        super().__init__()
        self.grants: list[LivingGrant] = []
        self.grants_always: str | None = None
        self.revoke_reply = Reply(200)
        self.revokes = True
        self.deaf = False
        self.tools_called: list[str] = []
        self._codes: dict[str, str] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self.replies["/authorize"] = self._give_code
        self.replies["/token"] = self._give_tokens
        self.replies["/revoke"] = self._revoke
        self.replies[MCP_PATH] = self._mcp

    @property
    def scopes(self) -> list[str]:
        """The scopes of the grants that stand, oldest first."""
        return [grant.scope for grant in self.grants]

    def revocations(self) -> list[tuple[str, str]]:
        """The tokens that it was asked to revoke, with their hints, in order."""
        return [
            (seen.form["token_type_hint"], seen.form["token"])
            for seen in self.seen
            if seen.path == "/revoke"
        ]

    def _give_code(self, seen: Seen) -> Reply:
        code = f"authorization-code-{next(self._numbers)}"
        self._codes[code] = seen.query["scope"]
        query = urlencode({"code": code, "state": seen.query["state"]})
        return Reply(302, headers={"Location": f"{seen.query['redirect_uri']}?{query}"})

    def _give_tokens(self, seen: Seen) -> Reply:
        with self._lock:
            if seen.form["grant_type"] == "authorization_code":
                scope = self.grants_always or self._codes.pop(seen.form["code"])
                grant = LivingGrant(scope, "", "")
                self.grants.append(grant)
            else:
                old = seen.form["refresh_token"]
                found = [one for one in self.grants if one.refresh_token == old]
                if not found:
                    return Reply(400, {"error": "invalid_grant"})
                (grant,) = found
            number = next(self._numbers)
            grant.access_token = f"access-token-{number}"
            grant.refresh_token = f"refresh-token-{number}"
            return Reply(
                body={
                    "access_token": grant.access_token,
                    "refresh_token": grant.refresh_token,
                    "token_type": "Bearer",
                    "expires_in": 3600,
                    "scope": grant.scope,
                }
            )

    def _revoke(self, seen: Seen) -> Reply:
        if self.revokes:
            token = seen.form["token"]
            self.grants = [
                one for one in self.grants if token not in (one.access_token, one.refresh_token)
            ]
        return self.revoke_reply

    def _mcp(self, seen: Seen) -> Reply:
        if self.deaf:
            return Reply(503)
        token = seen.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in [one.access_token for one in self.grants]:
            challenge = f'Bearer resource_metadata="{self.origin}{PRM_PATH}{MCP_PATH}"'
            return Reply(401, headers={"WWW-Authenticate": challenge})
        if "id" not in seen.form:
            return Reply(202)
        return Reply(body={"jsonrpc": "2.0", "id": seen.form["id"], **self._answer(seen.form)})

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        match message["method"]:
            case "initialize":
                result: dict[str, Any] = {
                    "protocolVersion": "2025-06-18",
                    "capabilities": {"tools": {}},
                    "serverInfo": {"name": "granting", "version": "1"},
                }
            case "tools/list":
                result = {"tools": []}
            case "tools/call":
                self.tools_called.append(message["params"]["name"])
                text = '{"addonVersion": "1.13.9", "nt8Version": "8.1.8.1"}'
                result = {"content": [{"type": "text", "text": text}], "isError": False}
            case _:
                return {"error": {"code": -32601, "message": "Method not found"}}
        return {"result": result}
