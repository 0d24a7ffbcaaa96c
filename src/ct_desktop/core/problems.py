"""Everything that can be wrong, each with the link it breaks, and what the server's refusals mean.

One table: every row of CrossTrade's published error and troubleshooting tables and every way in
which a failure is carried (HTTP status, JSON-RPC error, ``isError`` result) maps onto one kind.
The words for each kind stand in :mod:`ct_desktop.core.problem_words`.

Source: the CrossTrade reference, section 4.1.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from ct_desktop.core.links import LinkName


class ProblemKind(StrEnum):
    """What is wrong, one kind a cause."""

    # Network
    NAME_NOT_RESOLVED = "name_not_resolved"
    CANNOT_CONNECT = "cannot_connect"
    TLS_FAILED = "tls_failed"
    PROXY_FAILED = "proxy_failed"
    NETWORK_SIGN_IN = "network_sign_in"
    # CrossTrade
    SERVER_ERROR = "server_error"
    UNEXPECTED_ANSWER = "unexpected_answer"
    NO_ANSWER = "no_answer"
    ANSWERS_SLOW = "answers_slow"
    NOT_FOUND = "not_found"
    ACCESS_REFUSED = "access_refused"
    RATE_LIMITED = "rate_limited"
    TRANSPORT_DEGRADED = "transport_degraded"
    INSECURE_SERVER = "insecure_server"
    # Sign-in
    NOT_SIGNED_IN = "not_signed_in"
    TOKEN_REJECTED = "token_rejected"  # noqa: S105 - a kind, not a password
    SIGN_IN_ENDED = "sign_in_ended"
    SIGN_IN_LOST = "sign_in_lost"
    SIGN_IN_BUSY = "sign_in_busy"
    CLOCK_SKEW = "clock_skew"
    INSUFFICIENT_SCOPE = "insufficient_scope"
    AUTHORIZATION_DENIED = "authorization_denied"
    AUTHORIZATION_TIMED_OUT = "authorization_timed_out"
    AUTHORIZATION_FAILED = "authorization_failed"
    CODE_REJECTED = "code_rejected"
    CALLBACK_REJECTED = "callback_rejected"
    PASTE_UNRECOGNISED = "paste_unrecognised"
    PASTE_SIGN_IN_LINK = "paste_sign_in_link"
    PASTE_OTHER_SIGN_IN = "paste_other_sign_in"
    PASTE_INCOMPLETE = "paste_incomplete"
    PASTE_TOO_LATE = "paste_too_late"
    PORT_UNAVAILABLE = "port_unavailable"
    REGISTRATION_LIMITED = "registration_limited"
    REGISTRATION_REFUSED = "registration_refused"
    CLIENT_UNKNOWN = "client_unknown"
    KEYCHAIN_MISSING = "keychain_missing"
    KEYCHAIN_LOCKED = "keychain_locked"
    KEYCHAIN_DENIED = "keychain_denied"
    KEYCHAIN_HANGING = "keychain_hanging"
    KEYCHAIN_BROKEN = "keychain_broken"
    # Plan
    PLAN_REQUIRED = "plan_required"
    # Add-on
    ADDON_OFFLINE = "addon_offline"
    ADDON_OUTDATED = "addon_outdated"
    ADDON_LIMITED = "addon_limited"
    # NinjaTrader 8
    NT8_NOT_RESPONDING = "nt8_not_responding"
    NT8_NOT_RUNNING = "nt8_not_running"
    TOOLS_HIDDEN = "tools_hidden"
    # Brokers
    NO_BROKER = "no_broker"
    BROKER_LOST = "broker_lost"
    PRICE_FEED_LOST = "price_feed_lost"
    # Prices
    PRICES_FROZEN = "prices_frozen"
    # A single call
    ACCOUNT_NOT_FOUND = "account_not_found"
    BAD_REQUEST = "bad_request"
    UNEXPECTED = "unexpected"
    WATCHING_FAILED = "watching_failed"


class Action(StrEnum):
    """The one next thing to do: what the primary button beside a problem does."""

    CHECK_AGAIN = "check_again"
    SIGN_IN = "sign_in"
    SIGN_IN_AGAIN = "sign_in_again"
    REGISTER_AGAIN = "register_again"
    OPEN_AI_CLIENTS_PAGE = "open_ai_clients_page"
    OPEN_PLAN_PAGE = "open_plan_page"
    OPEN_ADDON_HELP = "open_addon_help"
    UPDATE_ADDON = "update_addon"
    OPEN_NT8_HELP = "open_nt8_help"
    OPEN_NETWORK_LOGIN = "open_network_login"
    CHECK_CLOCK = "check_clock"
    CHANGE_SCOPE = "change_scope"
    RETRY_KEYCHAIN = "retry_keychain"
    WAIT = "wait"


class Severity(StrEnum):
    """Whether a problem stops what lies below it."""

    BROKEN = "broken"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, in words for the trader.

    ``retry_after`` is seconds until trying again can help, where the server said so.
    """

    kind: ProblemKind
    link: LinkName
    severity: Severity
    title: str
    cause: str
    fix: str
    action: Action
    retry_after: float | None = None


class TransportFault(StrEnum):
    """How a request failed before any HTTP answer could be read as one."""

    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    PROXY = "proxy"
    TIMEOUT = "timeout"
    INVALID_ANSWER = "invalid_answer"
    WEB_PAGE = "web_page"
    """A page for people came where an answer should be, as a captive portal sends it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A failed call, whatever carried the failure.

    ``error`` is the machine word and ``detail`` the server's sentence, either of which may hold
    the useful part; ``challenge_error`` is the ``error`` of a ``WWW-Authenticate`` header.
    ``forwarded`` tells that the tool forwards to NT8, so that silence points there.
    """

    http_status: int | None = None
    rpc_code: int | None = None
    error: str | None = None
    detail: str | None = None
    challenge_error: str | None = None
    fault: TransportFault | None = None
    retry_after: float | None = None
    forwarded: bool = False

    @property
    def is_timeout_alone(self) -> bool:
        """Whether CrossTrade says that NT8's side did not answer, and not that it is not there.

        The same 408 stands for both (the CrossTrade reference, section 4.1).
        """
        said = " ".join(text.lower() for text in (self.error, self.detail) if text)
        return (
            self.forwarded
            and "addon_disconnected" not in said
            and ("timeout" in said or "timed out" in said or (self.http_status == 408 and not said))
        )


_FAULTS = {
    TransportFault.DNS: ProblemKind.NAME_NOT_RESOLVED,
    TransportFault.CONNECT: ProblemKind.CANNOT_CONNECT,
    TransportFault.TLS: ProblemKind.TLS_FAILED,
    TransportFault.PROXY: ProblemKind.PROXY_FAILED,
    TransportFault.INVALID_ANSWER: ProblemKind.UNEXPECTED_ANSWER,
    TransportFault.WEB_PAGE: ProblemKind.NETWORK_SIGN_IN,
}

# Machine words, wherever they stand; where several do, the first of this order counts.
_WORDS: dict[str, ProblemKind] = {
    "too_many_registrations": ProblemKind.REGISTRATION_LIMITED,
    "insufficient_scope": ProblemKind.INSUFFICIENT_SCOPE,
    "subscription_required": ProblemKind.PLAN_REQUIRED,
    "invalid_token": ProblemKind.TOKEN_REJECTED,
    "invalid_grant": ProblemKind.CODE_REJECTED,
    "invalid_client_metadata": ProblemKind.REGISTRATION_REFUSED,
    "invalid_redirect_uri": ProblemKind.REGISTRATION_REFUSED,
    "invalid_client": ProblemKind.CLIENT_UNKNOWN,
    "unauthorized_client": ProblemKind.CLIENT_UNKNOWN,
    "access_denied": ProblemKind.AUTHORIZATION_DENIED,
    "addon_disconnected": ProblemKind.ADDON_OFFLINE,
    "account_not_found": ProblemKind.ACCOUNT_NOT_FOUND,
    "invalid_account": ProblemKind.ACCOUNT_NOT_FOUND,
    "rate_limited": ProblemKind.RATE_LIMITED,
    "broker_rate_limited": ProblemKind.RATE_LIMITED,
    "snapshot_refresh_pending": ProblemKind.RATE_LIMITED,
    "server_error": ProblemKind.SERVER_ERROR,
    "invalid_request": ProblemKind.BAD_REQUEST,
    "not_found": ProblemKind.NOT_FOUND,
}

# Sentences, for the failures that are documented without a machine word.
_SENTENCES: tuple[tuple[re.Pattern[str], ProblemKind], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"\brequires? an? (elite|\w+ subscription)\b", ProblemKind.PLAN_REQUIRED),
        (r"\brate limit|\btoo many requests\b", ProblemKind.RATE_LIMITED),
        (r"\bunknown tool\b|\btool\b.*\bnot found\b", ProblemKind.TOOLS_HIDDEN),
        (
            r"\b(add-?on|nt8|ninjatrader)\b.*\b(disconnected|offline|not (connected|running))\b",
            ProblemKind.ADDON_OFFLINE,
        ),
        (r"\baccount\b.*\bnot found\b", ProblemKind.ACCOUNT_NOT_FOUND),
        (r"\binvalid request\b", ProblemKind.BAD_REQUEST),
        (r"\bunauthorized\b", ProblemKind.TOKEN_REJECTED),
    )
)

_TIMED_OUT = re.compile(r"\btime(d|-| )?-? ?out\b")
"""The documented time-out is the add-on's, but a gateway before CrossTrade says it with a 5xx."""

_PLAN_WORDS = re.compile(r"\b(subscri|plan\b|upgrade\b)")
"""What a 403 says when it is about the plan, in whatever sentence."""

_STATUSES = {
    400: ProblemKind.BAD_REQUEST,
    401: ProblemKind.TOKEN_REJECTED,
    403: ProblemKind.ACCESS_REFUSED,
    404: ProblemKind.NOT_FOUND,
    405: ProblemKind.NOT_FOUND,
    406: ProblemKind.BAD_REQUEST,
    407: ProblemKind.PROXY_FAILED,
    408: ProblemKind.ADDON_OFFLINE,
    410: ProblemKind.NOT_FOUND,
    413: ProblemKind.BAD_REQUEST,
    415: ProblemKind.BAD_REQUEST,
    422: ProblemKind.BAD_REQUEST,
    429: ProblemKind.RATE_LIMITED,
    # A network's login page in the way (RFC 6585, section 6).
    511: ProblemKind.NETWORK_SIGN_IN,
}

_METHOD_NOT_FOUND = -32601
_RPC_CODES = {
    -32700: ProblemKind.BAD_REQUEST,
    -32600: ProblemKind.BAD_REQUEST,
    -32602: ProblemKind.BAD_REQUEST,
    -32603: ProblemKind.SERVER_ERROR,
}
_RPC_SERVER_ERRORS = range(-32099, -31999)
"""Codes that JSON-RPC leaves to the server (JSON-RPC 2.0, section 5.1)."""


def kind_of(refusal: Refusal) -> ProblemKind:
    """The one kind of problem that a failed call means.

    The server's own words weigh more than the status, since one status carries several causes.
    """
    if refusal.fault is TransportFault.TIMEOUT:
        return ProblemKind.NT8_NOT_RESPONDING if refusal.forwarded else ProblemKind.NO_ANSWER
    if refusal.fault is not None:
        return _FAULTS[refusal.fault]
    said = " ".join(
        text.lower() for text in (refusal.challenge_error, refusal.error, refusal.detail) if text
    )
    return _kind_by_words(said, refusal.http_status) or _kind_by_number(refusal)


def _kind_by_words(said: str, status: int | None) -> ProblemKind | None:
    words = set(re.findall(r"[a-z0-9_]+", said))
    for word, kind in _WORDS.items():
        if word in words:
            return kind
    for pattern, kind in _SENTENCES:
        if pattern.search(said):
            return kind
    if _TIMED_OUT.search(said) and (status is None or status < 500):
        return ProblemKind.ADDON_OFFLINE
    if status == 403 and _PLAN_WORDS.search(said):
        return ProblemKind.PLAN_REQUIRED
    return None


def _kind_by_number(refusal: Refusal) -> ProblemKind:
    code = refusal.rpc_code
    if code == _METHOD_NOT_FOUND:
        return ProblemKind.TOOLS_HIDDEN
    # Some servers put an HTTP status in place of a JSON-RPC code.
    for status in (refusal.http_status, code):
        if status is None:
            continue
        if status in _STATUSES:
            return _STATUSES[status]
        if 500 <= status < 600:
            return ProblemKind.SERVER_ERROR
        if 300 <= status < 400:
            return ProblemKind.UNEXPECTED_ANSWER
    if code in _RPC_CODES:
        return _RPC_CODES[code]
    return ProblemKind.SERVER_ERROR if code in _RPC_SERVER_ERRORS else ProblemKind.UNEXPECTED
