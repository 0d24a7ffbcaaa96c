"""A bare client of the simulated CrossTrade: raw HTTP, so that a test sees what is on the wire."""

import base64
import hashlib
import json
import secrets
from typing import Any, Self
from urllib.parse import urlencode

import httpx

from support.demo_process import DemoProcess
from support.oauth_browser import (
    callback_parameters,
    follow_authorization,
    plain_http_client,
)

REVISION = "2026-07-28"
REDIRECT_URI = "http://127.0.0.1:4040/callback"

_META = {
    "io.modelcontextprotocol/protocolVersion": REVISION,
    "io.modelcontextprotocol/clientCapabilities": {},
}


class DemoClient:
    """Registers, signs in and calls tools. Every method but ``answer`` gives the raw response.

    Nothing is done on entering; ``sign_in`` does it all.
    """

    def __init__(self, demo: DemoProcess) -> None:
        self._demo = demo
        self.http = plain_http_client()
        self.client_id = ""
        self.access_token = ""
        self.refresh_token = ""
        self.verifier = secrets.token_urlsafe(48)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def post(self, endpoint: str, data: dict[str, Any]) -> httpx.Response:
        """A form to one of the OAuth endpoints: ``token``, ``revoke``."""
        return self.http.post(f"{self._demo.origin}/v1/oauth/mcp/{endpoint}", data=data)

    def register(self, **metadata: Any) -> httpx.Response:
        """Register and remember the client_id."""
        response = self.http.post(
            f"{self._demo.origin}/v1/oauth/mcp/register",
            json={
                "client_name": "A test",
                "redirect_uris": [REDIRECT_URI],
                "token_endpoint_auth_method": "none",
                **metadata,
            },
        )
        if response.status_code == 201:
            self.client_id = response.json()["client_id"]
        return response

    def authorization_url(self, **parameters: str) -> str:
        """The URL a browser is sent to; an empty parameter is left out."""
        challenge = hashlib.sha256(self.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": REDIRECT_URI,
            "scope": "mcp:read",
            "state": "the-state",
            "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
            "code_challenge_method": "S256",
            "resource": self._demo.server_url,
            **parameters,
        }
        given = {name: value for name, value in query.items() if value}
        return f"{self._demo.origin}/v1/oauth/mcp/authorize?{urlencode(given)}"

    def exchange(self, code: str, **fields: str) -> httpx.Response:
        """A code for tokens; remembers them."""
        data = {
            "grant_type": "authorization_code",
            "client_id": self.client_id,
            "code": code,
            "redirect_uri": REDIRECT_URI,
            "code_verifier": self.verifier,
            "resource": self._demo.server_url,
            **fields,
        }
        return self._remember(self.post("token", data))

    def refresh(self, refresh_token: str = "") -> httpx.Response:
        """A refresh token, the newest unless named, for tokens; remembers them."""
        data = {
            "grant_type": "refresh_token",
            "client_id": self.client_id,
            "refresh_token": refresh_token or self.refresh_token,
        }
        return self._remember(self.post("token", data))

    def revoke(self, token: str) -> httpx.Response:
        """RFC 7009."""
        return self.post("revoke", {"client_id": self.client_id, "token": token})

    def sign_in(self, scope: str = "mcp:read") -> None:
        """All of it, from registration to tokens."""
        if not self.client_id:
            assert self.register().status_code == 201
        location = follow_authorization(self.authorization_url(scope=scope))
        response = self.exchange(callback_parameters(location)["code"])
        assert response.status_code == 200, response.text

    def request(self, method: str, params: dict[str, Any] | None = None) -> httpx.Response:
        """One JSON-RPC request of revision 2026-07-28."""
        headers = {
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": REVISION,
            "Mcp-Method": method,
        }
        if self.access_token:
            headers["Authorization"] = f"Bearer {self.access_token}"
        if params and "name" in params:
            headers["Mcp-Name"] = params["name"]
        message = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": method,
            "params": {**(params or {}), "_meta": _META},
        }
        return self.http.post(self._demo.server_url, json=message, headers=headers)

    def call(self, tool: str, **arguments: Any) -> httpx.Response:
        """One tools/call."""
        return self.request("tools/call", {"name": tool, "arguments": arguments})

    def answer(self, tool: str, **arguments: Any) -> Any:
        """What a tool answered, out of its envelopes; it has to have answered well."""
        response = self.call(tool, **arguments)
        assert response.status_code == 200, response.text
        result = response.json()["result"]
        assert result["isError"] is False, result
        return json.loads(result["content"][0]["text"])

    def listed_tools(self) -> set[str]:
        """The names of all pages of tools/list."""
        names: set[str] = set()
        params: dict[str, Any] = {}
        while True:
            result = self.request("tools/list", params).json()["result"]
            names |= {tool["name"] for tool in result["tools"]}
            if "nextCursor" not in result:
                return names
            params = {"cursor": result["nextCursor"]}

    def _remember(self, response: httpx.Response) -> httpx.Response:
        if response.status_code == 200:
            tokens = response.json()
            self.access_token = tokens["access_token"]
            self.refresh_token = tokens["refresh_token"]
        return response
