"""Every published error and symptom, what comes on the wire, and the one problem that it means.

``tests/unit/crosstrade/test_error_matrix.py`` walks the table by every carrier. The tables that
CrossTrade publishes are quoted in :data:`PUBLISHED`, so that a row nobody thought of is missed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ct_desktop.core.links import LinkName
from ct_desktop.core.problems import Action, ProblemKind

COMMON_ERRORS = "Common errors"
TROUBLESHOOTING = "Troubleshooting"
REFERENCE = "Error matrix"

PUBLISHED: dict[str, tuple[str, ...]] = {
    # The page on authentication: "HTTP | error".
    COMMON_ERRORS: (
        "401 | invalid_token",
        "403 | subscription_required / MCP requires an Elite subscription",
        "403 | insufficient_scope",
        "408 | addon_disconnected / timeout",
        "400 | invalid_grant",
        "429 | too_many_registrations",
    ),
    # The page on a harness: "Symptom".
    TROUBLESHOOTING: (
        "403 insufficient_scope",
        "OAuth callback fails",
        "Tools list is empty after connect",
        "Add-on offline error",
        "YAML changes don't take effect",
        "SSE/streamable connections drop",
        "startup hangs waiting on user credentials",
    ),
    # The CrossTrade reference, section 4.1: "HTTP | error / text", in short.
    REFERENCE: (
        "401 | none; WWW-Authenticate: Bearer resource_metadata",
        "401 | invalid_token",
        "403 | MCP requires an Elite subscription; also subscription_required",
        "403 | insufficient_scope",
        "404 | structured body with did_you_mean",
        "408 | addon_disconnected or generic timeout; REST form",
        "429 | Rate limit exceeded",
        "429 | rate_limited, retryAfter, siblings",
        "429 | too_many_registrations",
        "400 | invalid_grant, invalid_request, invalid_client_metadata",
        "400 | Invalid request",
        "500 | server_error",
        "tool-level | account_not_found, addon_disconnected; invalid_account with detail",
    ),
}
"""The first cells of each published table, row by row."""

NOT_A_CLIENTS = {
    (TROUBLESHOOTING, "YAML changes don't take effect"): "the configuration file of another program"
}
"""Published rows that say nothing to this app, and why."""


@dataclass(frozen=True)
class Wire:
    """A failure as the server words it. Without a ``body`` only HTTP can carry it."""

    status: int
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ErrorRow:
    """One meaning: the published rows that have it, and how each may come."""

    sources: tuple[tuple[str, str], ...]
    wires: tuple[Wire, ...]
    kind: ProblemKind
    link: LinkName
    action: Action


def _row(
    kind: ProblemKind,
    link: LinkName,
    action: Action,
    *wires: Wire,
    sources: tuple[tuple[str, str], ...],
) -> ErrorRow:
    return ErrorRow(sources, wires, kind, link, action)


_NOT_ELITE = "MCP requires an Elite subscription"
_OAUTH_400 = "400 | invalid_grant, invalid_request, invalid_client_metadata"
_TOOL_LEVEL = "tool-level | account_not_found, addon_disconnected; invalid_account with detail"

MATRIX = (
    _row(
        ProblemKind.TOKEN_REJECTED,
        LinkName.SIGN_IN,
        Action.SIGN_IN_AGAIN,
        Wire(401, {"error": "invalid_token"}),
        Wire(401, {"error": "Unauthorized"}),
        Wire(401, None, {"WWW-Authenticate": 'Bearer realm="MCP"'}),
        Wire(401, None, {"WWW-Authenticate": 'Bearer resource_metadata="https://example.com/x"'}),
        sources=(
            (COMMON_ERRORS, "401 | invalid_token"),
            (REFERENCE, "401 | none; WWW-Authenticate: Bearer resource_metadata"),
            (REFERENCE, "401 | invalid_token"),
        ),
    ),
    _row(
        ProblemKind.PLAN_REQUIRED,
        LinkName.PLAN,
        Action.OPEN_PLAN_PAGE,
        Wire(403, {"error": _NOT_ELITE}),
        Wire(403, {"error": "subscription_required"}),
        Wire(403, {"error": "subscription_required", "detail": _NOT_ELITE}),
        sources=(
            (COMMON_ERRORS, f"403 | subscription_required / {_NOT_ELITE}"),
            (REFERENCE, f"403 | {_NOT_ELITE}; also subscription_required"),
        ),
    ),
    _row(
        ProblemKind.INSUFFICIENT_SCOPE,
        LinkName.SIGN_IN,
        Action.CHANGE_SCOPE,
        Wire(403, {"error": "insufficient_scope"}),
        Wire(403, None, {"WWW-Authenticate": 'Bearer x="no", error="insufficient_scope"'}),
        sources=(
            (COMMON_ERRORS, "403 | insufficient_scope"),
            (TROUBLESHOOTING, "403 insufficient_scope"),
            (REFERENCE, "403 | insufficient_scope"),
        ),
    ),
    _row(
        ProblemKind.ADDON_OFFLINE,
        LinkName.ADDON,
        Action.CHECK_AGAIN,
        Wire(408, {"error": "addon_disconnected"}),
        Wire(408, {"error": "timeout"}),
        Wire(408, {"success": False, "error": "addon_disconnected"}),
        Wire(408, {"success": False, "error": "Request timed out"}),
        sources=(
            (COMMON_ERRORS, "408 | addon_disconnected / timeout"),
            (TROUBLESHOOTING, "Add-on offline error"),
            (REFERENCE, "408 | addon_disconnected or generic timeout; REST form"),
            (REFERENCE, _TOOL_LEVEL),
        ),
    ),
    _row(
        ProblemKind.NOT_FOUND,
        LinkName.CROSSTRADE,
        Action.CHECK_AGAIN,
        Wire(404, {"error": "not_found", "did_you_mean": ["/v1/api/mcp"]}),
        sources=((REFERENCE, "404 | structured body with did_you_mean"),),
    ),
    _row(
        ProblemKind.RATE_LIMITED,
        LinkName.CROSSTRADE,
        Action.WAIT,
        Wire(429, {"error": "Rate limit exceeded"}),
        Wire(429, {"success": False, "error": "rate_limited", "retryAfter": 4}),
        Wire(429, {"error": "rate_limited"}, {"Retry-After": "4"}),
        Wire(429, {"error": "broker_rate_limited"}),
        Wire(429, {"error": "snapshot_refresh_pending", "details": {"retryAfter": 2}}),
        sources=(
            (REFERENCE, "429 | Rate limit exceeded"),
            (REFERENCE, "429 | rate_limited, retryAfter, siblings"),
        ),
    ),
    _row(
        ProblemKind.REGISTRATION_LIMITED,
        LinkName.SIGN_IN,
        Action.WAIT,
        Wire(429, {"error": "too_many_registrations"}),
        sources=(
            (COMMON_ERRORS, "429 | too_many_registrations"),
            (REFERENCE, "429 | too_many_registrations"),
        ),
    ),
    _row(
        ProblemKind.CODE_REJECTED,
        LinkName.SIGN_IN,
        Action.SIGN_IN,
        Wire(400, {"error": "invalid_grant"}),
        sources=((COMMON_ERRORS, "400 | invalid_grant"), (REFERENCE, _OAUTH_400)),
    ),
    _row(
        ProblemKind.BAD_REQUEST,
        LinkName.CROSSTRADE,
        Action.CHECK_AGAIN,
        Wire(400, {"error": "invalid_request"}),
        Wire(400, {"error": "Invalid request"}),
        sources=((REFERENCE, _OAUTH_400), (REFERENCE, "400 | Invalid request")),
    ),
    _row(
        ProblemKind.REGISTRATION_REFUSED,
        LinkName.SIGN_IN,
        Action.SIGN_IN,
        Wire(400, {"error": "invalid_client_metadata"}),
        sources=((REFERENCE, _OAUTH_400),),
    ),
    _row(
        ProblemKind.SERVER_ERROR,
        LinkName.CROSSTRADE,
        Action.CHECK_AGAIN,
        Wire(500, {"error": "server_error"}),
        sources=((REFERENCE, "500 | server_error"),),
    ),
    _row(
        ProblemKind.ACCOUNT_NOT_FOUND,
        LinkName.NT8,
        Action.CHECK_AGAIN,
        Wire(404, {"error": "account_not_found"}),
        Wire(400, {"success": False, "error": "invalid_account", "detail": "Account X not found"}),
        sources=((REFERENCE, _TOOL_LEVEL),),
    ),
    # Symptoms without an error of their own; the test says what shows them.
    _row(
        ProblemKind.AUTHORIZATION_TIMED_OUT,
        LinkName.SIGN_IN,
        Action.SIGN_IN,
        sources=((TROUBLESHOOTING, "OAuth callback fails"),),
    ),
    _row(
        ProblemKind.TOOLS_HIDDEN,
        LinkName.NT8,
        Action.OPEN_ADDON_HELP,
        sources=((TROUBLESHOOTING, "Tools list is empty after connect"),),
    ),
    _row(
        ProblemKind.CANNOT_CONNECT,
        LinkName.NETWORK,
        Action.CHECK_AGAIN,
        sources=((TROUBLESHOOTING, "SSE/streamable connections drop"),),
    ),
    _row(
        ProblemKind.NOT_SIGNED_IN,
        LinkName.SIGN_IN,
        Action.SIGN_IN,
        sources=((TROUBLESHOOTING, "startup hangs waiting on user credentials"),),
    ),
)
"""One row a kind of problem."""
