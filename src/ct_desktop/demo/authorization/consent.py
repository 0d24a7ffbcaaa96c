"""The consent page: what is asked, by whom, for which account; Allow or Deny."""

import hashlib
import hmac
import secrets
from html import escape
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ct_desktop.demo import pages
from ct_desktop.demo.authorization.provider import (
    ACCOUNT,
    AuthorizationServer,
    PendingAuthorization,
)
from ct_desktop.demo.authorization.scopes import ALLOWS, Scope

CONSENT_PATH = "/v1/oauth/mcp/consent"

_COOKIE = "simulated_crosstrade_session"


class ConsentPage:
    """Shows a pending authorization and takes the answer.

    The form carries a token derived from the browser's session cookie and the request, so that
    no other site can answer in the trader's name.
    """

    def __init__(self, server: AuthorizationServer) -> None:
        self._server = server
        self._key = secrets.token_bytes(32)

    def routes(self) -> list[Route]:
        """The page and the answer to it."""
        return [
            Route(CONSENT_PATH, self.show, methods=["GET"]),
            Route(CONSENT_PATH, self.answer, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """The page, or why there is none."""
        pending = self._server.pending(request.query_params.get("request", ""))
        if pending is None:
            return _expired()
        session = request.cookies.get(_COOKIE) or secrets.token_urlsafe(24)
        name = pending.client.client_name or "An application without a name"
        redirect = urlsplit(str(pending.params.redirect_uri))
        response = pages.render(
            "consent.html",
            {
                "title": f"Allow {name}?",
                "client_name": name,
                "account": ACCOUNT,
                "returns_to": f"{redirect.scheme}://{redirect.netloc}",
                "action": CONSENT_PATH,
                "request_id": pending.id,
                "csrf": self._csrf(session, pending.id),
                "scopes": _scope_choice(pending),
            },
            # Browsers hold the redirect that follows the form to this policy as well.
            form_action=f"'self' {_form_action(redirect.scheme, redirect.netloc)}",
        )
        response.set_cookie(_COOKIE, session, httponly=True, samesite="lax", path=CONSENT_PATH)
        return response

    async def answer(self, request: Request) -> Response:
        """Redirect with a code or with ``access_denied``; refuse a forged or unreadable form."""
        form = await request.form()
        pending = self._server.pending(str(form.get("request", "")))
        if pending is None:
            return _expired()
        session = request.cookies.get(_COOKIE, "")
        expected = self._csrf(session, pending.id)
        if not session or not hmac.compare_digest(expected, str(form.get("csrf", ""))):
            return pages.render(
                "message.html",
                {
                    "title": "This answer did not come from the page",
                    "text": "The form's check value does not match your browser's session.",
                    "hint": "Go back to the application and start the sign-in again.",
                },
                status=403,
            )
        decision = form.get("decision")
        scope = _chosen_scope(pending, str(form.get("scope", "")))
        if decision == "allow" and scope is not None:
            return RedirectResponse(self._server.allow(pending, scope), status_code=303)
        if decision == "deny":
            return RedirectResponse(self._server.deny(pending), status_code=303)
        return pages.render(
            "message.html",
            {
                "title": "This answer can't be read",
                "text": "It has to be Allow or Deny, for a scope that was asked for.",
                "hint": "Go back and choose again.",
            },
            status=400,
        )

    def _csrf(self, session: str, request_id: str) -> str:
        message = f"{session}\n{request_id}".encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()


def _form_action(scheme: str, netloc: str) -> str:
    """The redirect's origin, or its bare scheme where it is an application's own."""
    return f"{scheme}://{netloc}" if scheme in ("http", "https") else f"{scheme}:"


def _scope_choice(pending: PendingAuthorization) -> pages.Markup:
    """The requested scope and what it allows; a choice where both were asked for."""
    parts: list[str] = []
    for index, scope in enumerate(pending.scopes):
        allowed = "".join(f"<li>{escape(line)}</li>" for line in ALLOWS[scope])
        if len(pending.scopes) == 1:
            chooser = (
                f'<p style="margin-top: 12px"><code id="scope">{scope}</code> allows:</p>'
                f'<input type="hidden" name="scope" value="{scope}">'
            )
        else:
            checked = " checked" if index == 0 else ""
            chooser = (
                f'<label><input type="radio" name="scope" value="{scope}"{checked}> '
                f"<code>{scope}</code></label>"
            )
        parts.append(f"{chooser}<ul>{allowed}</ul>")
    return pages.Markup("".join(parts))


def _chosen_scope(pending: PendingAuthorization, named: str) -> Scope | None:
    return next((scope for scope in pending.scopes if scope == named), None)


def _expired() -> Response:
    return pages.render(
        "message.html",
        {
            "title": "This sign-in is over",
            "text": "It was answered already, or it waited too long.",
            "hint": "Go back to the application and start the sign-in again.",
        },
        status=400,
    )
