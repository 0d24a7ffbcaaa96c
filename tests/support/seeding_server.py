"""A CrossTrade whose every secret can be recognised wherever it turns up."""

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from support.hostile_authorization_server import (
    MCP_PATH,
    PRM_PATH,
    HostileAuthorizationServer,
    Reply,
    Seen,
)
from support.secret_watch import SecretWatch


class SeedingServer(HostileAuthorizationServer):
    """Signs in and answers MCP, and tells ``watch`` each secret that goes through it.

    Its access tokens have one second to live, so that each call renews them first. With
    ``binds_tokens`` it offers DPoP; it takes each proof for good.
    """

    def __init__(self, watch: SecretWatch, *, binds_tokens: bool = False) -> None:
        super().__init__()
        self._watch = watch
        self._token_type = "DPoP" if binds_tokens else "Bearer"
        self._access_token = ""
        self.last_secrets: dict[str, str] = {}
        """What the last request to the token endpoint held."""
        self.behave()

    def behave(self) -> None:
        """Answer everything well again."""
        self._be_good()
        if self._token_type == "DPoP":
            self.change_metadata(dpop_signing_alg_values_supported=["ES256"])
        self.replies["/authorize"] = self._seed_code
        self.replies["/token"] = self._seed_tokens
        self.replies[MCP_PATH] = self._mcp

    def issue_tokens(self) -> dict[str, Any]:
        """A new token answer; the access token in it is the one that MCP takes from now on."""
        access_token = self._seed("access token")
        self._access_token = access_token
        return {
            "access_token": access_token,
            "token_type": self._token_type,
            "expires_in": 1,
            "refresh_token": self._seed("refresh token"),
            "scope": "mcp:read",
        }

    def forget_tokens(self) -> None:
        """Take no access token any more."""
        self._access_token = ""

    def note_secrets(self, seen: Seen) -> None:
        """Watch for what a client sent to the token endpoint."""
        self.last_secrets = {
            name: seen.form[name]
            for name in ("code", "code_verifier", "refresh_token")
            if name in seen.form
        }
        self._watch_all(self.last_secrets)

    def _seed_code(self, seen: Seen) -> Reply:
        self._watch_all({"state": seen.query["state"]})
        query = urlencode({"code": self._seed("code"), "state": seen.query["state"]})
        return Reply(302, headers={"Location": f"{seen.query['redirect_uri']}?{query}"})

    def _seed_tokens(self, seen: Seen) -> Reply:
        self.note_secrets(seen)
        return Reply(body=self.issue_tokens())

    def _mcp(self, seen: Seen) -> Reply:
        if seen.headers.get("authorization") != f"{self._token_type} {self._access_token}":
            challenge = f'{self._token_type} resource_metadata="{self.origin}{PRM_PATH}{MCP_PATH}"'
            return Reply(401, headers={"WWW-Authenticate": challenge})
        method = seen.form.get("method")
        if "id" not in seen.form:
            return Reply(202)
        answers: dict[str, Any] = {
            "initialize": {
                "protocolVersion": "2025-06-18",
                "capabilities": {"tools": {}},
                "serverInfo": {"name": "seeding", "version": "1"},
            },
            "tools/list": {"tools": []},
        }
        if method not in answers:
            error = {"code": -32601, "message": "Method not found"}
            return Reply(body={"jsonrpc": "2.0", "id": seen.form["id"], "error": error})
        return Reply(body={"jsonrpc": "2.0", "id": seen.form["id"], "result": answers[method]})

    def _seed(self, name: str) -> str:
        value = f"SEEDED-{name.replace(' ', '-')}-{secrets.token_hex(16)}"
        self._watch_all({name: value})
        return value

    def _watch_all(self, found: Mapping[str, str]) -> None:
        for name, value in found.items():
            # Each one of a kind stays watched for.
            self._watch.add(f"the {name} {value[-4:]}", value)
