"""What a sign-in leaves in the world: tokens in the keychain, and whether a server takes them."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx

from support.secret_service import SecretService

_TOKEN_NAMES = re.compile(r"^(access|refresh)_token$")


def stored_tokens(keychain: SecretService) -> dict[str, str]:
    """The tokens in the keychain by name (``access_token``, ``refresh_token``), wherever in it."""
    found: dict[str, str] = {}
    for item in keychain.items():
        try:
            found.update(_tokens_in(json.loads(item.secret)))
        except ValueError:
            continue  # another program's item
    return found


def _tokens_in(document: Any) -> Iterator[tuple[str, str]]:
    if isinstance(document, dict):
        for name, value in document.items():
            if _TOKEN_NAMES.match(name) and isinstance(value, str):
                yield name, value
            else:
                yield from _tokens_in(value)


def status_for_token(server_url: str, access_token: str) -> int:
    """The HTTP status with which the MCP server answers a request that carries this token."""
    with httpx.Client(trust_env=False) as client:
        return client.post(
            server_url,
            headers={
                "Authorization": f"Bearer {access_token}",
                "Accept": "application/json, text/event-stream",
            },
            json={
                "jsonrpc": "2.0",
                "id": 1,
                "method": "initialize",
                "params": {
                    "protocolVersion": "2025-06-18",
                    "capabilities": {},
                    "clientInfo": {"name": "test", "version": "0"},
                },
            },
        ).status_code
