"""Grants from the simulated CrossTrade, by the app's own OAuth code and no window."""

import secrets
from datetime import UTC, datetime
from typing import Protocol

import httpx

from ct_desktop.connection.grant import Grant
from ct_desktop.oauth.authorization import AuthorizationAttempt, new_authorization_request
from ct_desktop.oauth.discovery import discover
from ct_desktop.oauth.loopback import redirect_uri
from ct_desktop.oauth.probe import probe
from ct_desktop.oauth.registration import register
from ct_desktop.oauth.tokens import exchange
from support.oauth_browser import follow_authorization


class Served(Protocol):
    """A server by the address of its MCP endpoint."""

    @property
    def server_url(self) -> str: ...


async def new_grant(http: httpx.AsyncClient, demo: Served, *, scope: str = "mcp:read") -> Grant:
    """Sign in to ``demo``, which approves by itself or shows its page to a plain HTTP browser."""
    answer = await probe(http, demo.server_url)
    server = await discover(http, demo.server_url, answer.challenge)
    callback = redirect_uri(51731)
    now = datetime.now(UTC)
    registration = await register(
        http,
        server,
        client_name="A test",
        redirect_uris=[callback],
        needed_uri=callback,
        now=now,
    )
    request = new_authorization_request(server, registration, redirect_uri=callback, scope=scope)
    attempt = AuthorizationAttempt(request)
    code = attempt.accept_pasted(follow_authorization(request.url))
    tokens = await exchange(
        http,
        server,
        registration,
        code=code,
        code_verifier=request.code_verifier,
        redirect_uri=callback,
        requested_scope=scope,
    )
    return Grant(
        sign_in_id=secrets.token_hex(8),
        tokens=tokens,
        registration=registration,
        server=server,
        generation=0,
        signed_in_since=now,
        renewed_at=now,
    )
