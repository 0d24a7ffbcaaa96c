"""What a sign-in leaves in the world: tokens in the keychain, and whether a server takes them."""

import re

import httpx

from support.secret_service import SecretService

_TOKEN = re.compile(r'\\?"(access_token|refresh_token)\\?":\s*\\?"([^"\\]+)')


def stored_tokens(keychain: SecretService) -> dict[str, str]:
    """The tokens in the keychain by name (``access_token``, ``refresh_token``), wherever in it."""
    secrets = "".join(item.secret for item in keychain.items())
    return dict(_TOKEN.findall(secrets))


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
