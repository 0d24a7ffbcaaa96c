"""What a failed call means: every carrier of a failure read into one core value.

A failure comes as an HTTP status, as a JSON-RPC error or as a tool result, with its reason in any
of several fields. Source: the CrossTrade reference, section 4.1.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from ct_desktop.core.problems import Refusal, TransportFault
from ct_desktop.crosstrade.parsing.envelope import decode
from ct_desktop.crosstrade.parsing.record import SENTENCE_LIMIT, Record, clean_text, names
from ct_desktop.mcp.errors import (
    HttpRefusal,
    InvalidAnswer,
    McpError,
    NoAnswer,
    RpcRefusal,
    Unreachable,
    UnreachableReason,
    WaitPhase,
)
from ct_desktop.mcp.tools import ToolResult

LONGEST_WAIT = 24 * 3600.0
"""Seconds; a server that asks for more is taken to ask for this."""

_FAULTS = {
    UnreachableReason.DNS: TransportFault.DNS,
    UnreachableReason.CONNECT: TransportFault.CONNECT,
    UnreachableReason.TLS: TransportFault.TLS,
    UnreachableReason.PROXY: TransportFault.PROXY,
    UnreachableReason.RESET: TransportFault.CONNECT,
}

_WEB_PAGES = ("text/html", "application/xhtml+xml")

_ERROR = names("error", "error_code", "code")
_DETAIL = names("detail", "error_description", "message", "reason")
_STATUS = names("http_status", "status_code", "status", "code")
_DID_YOU_MEAN = names("did_you_mean")
_RETRY_AFTER = names("retry_after", "retry_after_seconds")
_NESTED = names("error", "details", "detail", "data")
_DEEPEST = 3

_CHALLENGE_ERROR = re.compile(r"(?:^|[\s,])error\s*=\s*\"?([A-Za-z0-9_.-]{1,60})", re.ASCII)


def refusal_from_error(error: McpError, *, forwarded: bool) -> Refusal:
    """The refusal in an error of the MCP client. ``forwarded``: the call goes on to NT8."""
    if isinstance(error, Unreachable):
        return Refusal(fault=_FAULTS[error.reason], forwarded=forwarded)
    if isinstance(error, NoAnswer):
        is_connected = error.phase is not WaitPhase.CONNECT
        fault = TransportFault.TIMEOUT if is_connected else TransportFault.CONNECT
        return Refusal(fault=fault, forwarded=forwarded)
    if isinstance(error, HttpRefusal):
        refusal = _with_headers(
            Refusal(http_status=error.status, forwarded=forwarded), error.headers
        )
        document = decode(error.text)
        if isinstance(document, dict):
            return _with_document(refusal, document)
        return replace(refusal, detail=_plain_sentence(error.text))
    if isinstance(error, RpcRefusal):
        return _refusal_from_rpc_error(error, forwarded=forwarded)
    is_page = isinstance(error, InvalidAnswer) and error.content_type in _WEB_PAGES
    fault = TransportFault.WEB_PAGE if is_page else TransportFault.INVALID_ANSWER
    return Refusal(fault=fault, forwarded=forwarded)


def _refusal_from_rpc_error(error: RpcRefusal, *, forwarded: bool) -> Refusal:
    refusal = Refusal(rpc_code=error.code, forwarded=forwarded)
    refusal = _with_headers(refusal, error.headers)
    # The message may itself be the JSON that the REST pages document.
    for part in (error.data, decode(error.message) or error.message):
        if isinstance(part, dict):
            refusal = _with_document(refusal, part)
        else:
            refusal = _add_detail(refusal, part)
    # A status in the data is the refusal's own; the carrier's is often a mere 200 or 400.
    return replace(refusal, http_status=refusal.http_status or error.http_status)


def refusal_from_result(result: ToolResult, *, forwarded: bool) -> Refusal:
    """The refusal in a result with ``is_error``: JSON text, structured content or a sentence."""
    refusal = Refusal(forwarded=forwarded)
    if isinstance(result.structured_content, dict):
        refusal = _with_document(refusal, result.structured_content)
    for text in result.texts[:5]:
        document = decode(text)
        if isinstance(document, dict):
            refusal = _with_document(refusal, document)
        else:
            refusal = _add_detail(refusal, text)
    return refusal


def refusal_from_document(document: Mapping[str, object], *, forwarded: bool) -> Refusal:
    """The refusal in a result that says ``success: false``."""
    return _with_document(Refusal(forwarded=forwarded), document)


def _with_headers(refusal: Refusal, headers: httpx.Headers) -> Refusal:
    challenges = headers.get_list("www-authenticate")
    errors = [found[1] for text in challenges if (found := _CHALLENGE_ERROR.search(text))]
    return replace(
        refusal,
        challenge_error=errors[0].lower() if errors else None,
        retry_after=_retry_after_header(headers),
    )


def _with_document(refusal: Refusal, document: Mapping[str, object]) -> Refusal:
    """``refusal`` with what ``document`` adds; what is known already stays."""
    for record in _nested_records(document):
        refusal = replace(
            refusal,
            error=refusal.error or _word(record),
            retry_after=_wait(record.number(_RETRY_AFTER))
            if refusal.retry_after is None
            else refusal.retry_after,
            http_status=refusal.http_status or _status(record),
        )
        for value in record.values(_DETAIL):
            refusal = _add_detail(refusal, value)
    return refusal


def _nested_records(document: Mapping[str, object]) -> Iterator[Record]:
    """The object and those inside it that may hold the reason, from the outside in."""
    pending: list[Mapping[str, object]] = [document]
    for _ in range(_DEEPEST):
        if not pending:
            return
        record = Record(pending.pop(0))
        yield record
        pending += [value for value in record.values(_NESTED) if isinstance(value, dict)]


def _word(record: Record) -> str | None:
    for value in record.values(_ERROR):
        if isinstance(value, str):
            return clean_text(value, SENTENCE_LIMIT)
    return None


def _status(record: Record) -> int | None:
    for value in record.values(_STATUS):
        if type(value) is int and 400 <= value < 600:
            return value
    return httpx.codes.NOT_FOUND if record.has(_DID_YOU_MEAN) else None


def _add_detail(refusal: Refusal, value: object) -> Refusal:
    sentence = _plain_sentence(value)
    if sentence is None or sentence in (refusal.detail or ""):
        return refusal
    joined = sentence if refusal.detail is None else f"{refusal.detail} {sentence}"
    return replace(refusal, detail=joined[:SENTENCE_LIMIT])


def _plain_sentence(value: object) -> str | None:
    """Text for people; a web page is none, and its words say nothing about the failure."""
    if not isinstance(value, str) or value.lstrip()[:1] == "<":
        return None
    return clean_text(value, SENTENCE_LIMIT)


def _retry_after_header(headers: httpx.Headers) -> float | None:
    """Seconds from a Retry-After header, which holds seconds or a date (RFC 9110, 10.2.3)."""
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,6})?", text, re.ASCII):
        return _wait(float(text))
    until = _http_date(text)
    if until is None:
        return None
    # The server's own clock, where it says it: ours may be wrong.
    now = _http_date(headers.get("date", "")) or datetime.now(UTC)
    return _wait((until - now).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date


def _wait(seconds: float | None) -> float | None:
    if seconds is None or not math.isfinite(seconds):
        return None
    return min(max(0.0, seconds), LONGEST_WAIT)
