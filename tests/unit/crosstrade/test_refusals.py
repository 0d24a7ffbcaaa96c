"""Failures beyond the published tables, how long to wait, and what may never happen.

The published tables are walked in ``test_error_matrix.py``.
"""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_desktop.core.problems import Problem, ProblemKind
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.crosstrade.refusals import LONGEST_WAIT
from ct_desktop.mcp.errors import (
    HttpRefusal,
    InvalidAnswer,
    InvalidReason,
    McpError,
    NoAnswer,
    NoCommonVersion,
    RpcRefusal,
    Unreachable,
    UnreachableReason,
    WaitPhase,
)
from ct_desktop.mcp.tools import ToolResult
from support.scripted_session import ScriptedSession, json_result, text_result

NO_HEADERS = httpx.Headers()


NO_SUCH_ACCOUNT = HttpRefusal(
    400,
    NO_HEADERS,
    b'{"success": false, "error": "invalid_account", "detail": "Account Sim9 not found"}',
)


async def failure(answer: McpError | ToolResult, account: str | None = None) -> CallFailed:
    """What a call to a forwarded tool raises that is answered like this."""
    crosstrade = CrossTrade(ScriptedSession(answer))
    with pytest.raises(CallFailed) as failed:
        await (crosstrade.list_positions(account) if account else crosstrade.get_all_positions())
    return failed.value


async def problem_of(answer: McpError | ToolResult) -> Problem:
    return (await failure(answer)).problem


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Unreachable(UnreachableReason.DNS, ""), ProblemKind.NAME_NOT_RESOLVED),
        (Unreachable(UnreachableReason.CONNECT, ""), ProblemKind.CANNOT_CONNECT),
        (Unreachable(UnreachableReason.TLS, ""), ProblemKind.TLS_FAILED),
        (Unreachable(UnreachableReason.PROXY, ""), ProblemKind.PROXY_FAILED),
        # "SSE/streamable connections drop", of the setup page.
        (Unreachable(UnreachableReason.RESET, ""), ProblemKind.CANNOT_CONNECT),
        (NoAnswer(WaitPhase.CONNECT, 5), ProblemKind.CANNOT_CONNECT),
        (NoAnswer(WaitPhase.HEADERS, 5), ProblemKind.NT8_NOT_RESPONDING),
        (NoAnswer(WaitPhase.STREAM, 5), ProblemKind.NT8_NOT_RESPONDING),
        (NoCommonVersion(()), ProblemKind.UNEXPECTED_ANSWER),
        *(
            (InvalidAnswer(reason, status=200, content_type=content_type), kind)
            for reason in InvalidReason
            for content_type, kind in [
                ("application/json", ProblemKind.UNEXPECTED_ANSWER),
                (None, ProblemKind.UNEXPECTED_ANSWER),
                ("text/html", ProblemKind.NETWORK_SIGN_IN),
                ("application/xhtml+xml", ProblemKind.NETWORK_SIGN_IN),
            ]
        ),
    ],
)
async def test_each_failure_of_the_way_means_one_problem(
    error: McpError, kind: ProblemKind
) -> None:
    assert (await problem_of(error)).kind is kind


async def test_silence_to_a_tool_that_crosstrade_answers_itself_is_crosstrades() -> None:
    crosstrade = CrossTrade(ScriptedSession(NoAnswer(WaitPhase.HEADERS, 5)))
    with pytest.raises(CallFailed) as failed:
        await crosstrade.get_watermarks("Sim101")
    assert failed.value.problem.kind is ProblemKind.NO_ANSWER
    with pytest.raises(CallFailed) as failed:
        await crosstrade.list_tools()
    assert failed.value.problem.kind is ProblemKind.NO_ANSWER


@pytest.mark.parametrize(
    "answer",
    [
        RpcRefusal(-32601, "Method not found", None, http_status=200, headers=NO_HEADERS),
        RpcRefusal(-32601, "", None, http_status=404, headers=NO_HEADERS),
        RpcRefusal(-32602, "Unknown tool: X", None, http_status=200, headers=NO_HEADERS),
        text_result("Unknown tool: GetAllPositions", is_error=True),
        text_result("Tool GetAllPositions not found", is_error=True),
    ],
)
async def test_a_tool_that_the_server_hides_is_said_to_be_hidden(
    answer: McpError | ToolResult,
) -> None:
    assert (await problem_of(answer)).kind is ProblemKind.TOOLS_HIDDEN


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (403, b"", ProblemKind.ACCESS_REFUSED),
        (403, b"<html>Your subscription plan timed out</html>", ProblemKind.ACCESS_REFUSED),
        (403, b'{"message": "Your plan does not include MCP"}', ProblemKind.PLAN_REQUIRED),
        (403, b"Upgrade to use MCP", ProblemKind.PLAN_REQUIRED),
        (404, b"", ProblemKind.NOT_FOUND),
        (405, b"", ProblemKind.NOT_FOUND),
        (407, b"", ProblemKind.PROXY_FAILED),
        (408, b"", ProblemKind.ADDON_OFFLINE),
        (429, b"<html></html>", ProblemKind.RATE_LIMITED),
        (418, b"", ProblemKind.UNEXPECTED),
        (302, b"", ProblemKind.UNEXPECTED_ANSWER),
        (511, b"<html>Sign in to the hotel's network</html>", ProblemKind.NETWORK_SIGN_IN),
        (502, b"<html>Bad Gateway</html>", ProblemKind.SERVER_ERROR),
        (504, b"upstream request timeout", ProblemKind.SERVER_ERROR),
        (599, b"", ProblemKind.SERVER_ERROR),
        (503, b'{"error": "addon_disconnected"}', ProblemKind.ADDON_OFFLINE),
    ],
)
async def test_b37_a_status_without_documented_words(
    status: int, body: bytes, kind: ProblemKind
) -> None:
    assert (await problem_of(HttpRefusal(status, NO_HEADERS, body))).kind is kind


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        (-32602, 200, ProblemKind.BAD_REQUEST),
        (-32600, 400, ProblemKind.BAD_REQUEST),
        (-32600, 401, ProblemKind.TOKEN_REJECTED),
        (-32603, 200, ProblemKind.SERVER_ERROR),
        (-32000, 200, ProblemKind.SERVER_ERROR),
        (-32099, 200, ProblemKind.SERVER_ERROR),
        (-31999, 200, ProblemKind.UNEXPECTED),
        (7, 200, ProblemKind.UNEXPECTED),
    ],
)
async def test_a_json_rpc_error_without_documented_words(
    code: int, status: int, kind: ProblemKind
) -> None:
    error = RpcRefusal(code, "it went wrong", None, http_status=status, headers=NO_HEADERS)
    assert (await problem_of(error)).kind is kind


@pytest.mark.parametrize(
    "sentence",
    [
        "NinjaTrader 8 is not running",
        "The CrossTrade add-on is offline",
        "Addon not connected",
        "No answer from NT8: timed out",
        "time-out",
    ],
)
async def test_a_sentence_about_the_addon_means_the_addon(sentence: str) -> None:
    problem = await problem_of(text_result(sentence, is_error=True))
    assert problem.kind is ProblemKind.ADDON_OFFLINE


@pytest.mark.parametrize("texts", [(), ("",), ("Something odd",), ("null",), ("[1]",)])
async def test_an_error_without_a_reason_is_unexpected(texts: tuple[str, ...]) -> None:
    assert (await problem_of(text_result(*texts, is_error=True))).kind is ProblemKind.UNEXPECTED


# B-38: how long to wait


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"Retry-After": "7"}, {}, 7.0),
        ({"retry-after": " 2.5 "}, {}, 2.5),
        ({}, {"retryAfter": 3}, 3.0),
        ({}, {"retry_after": "12"}, 12.0),
        ({}, {"details": {"retryAfter": 4}}, 4.0),
        ({}, {"error": {"code": "rate_limited", "retryAfter": 6}}, 6.0),
        ({"Retry-After": "7"}, {"retryAfter": 3}, 7.0),
        ({"Retry-After": "soon"}, {"retryAfter": 3}, 3.0),
        ({"Retry-After": "-5"}, {}, None),
        ({}, {"retryAfter": -5}, 0.0),
        ({}, {"retryAfter": "NaN"}, None),
        ({}, {"retryAfter": True}, None),
        ({"Retry-After": "999999999"}, {}, LONGEST_WAIT),
        ({}, {}, None),
        (
            {
                "Retry-After": "Sun, 22 Nov 2026 12:00:30 GMT",
                "Date": "Sun, 22 Nov 2026 12:00:00 GMT",
            },
            {},
            30.0,
        ),
        (
            {
                "Retry-After": "Sun, 22 Nov 2026 11:59:00 -0000",
                "Date": "Sun, 22 Nov 2026 12:00:00 GMT",
            },
            {},
            0.0,
        ),
    ],
)
async def test_b38_how_long_to_wait_is_read_wherever_it_stands(
    headers: dict[str, str], body: dict[str, Any], seconds: float | None
) -> None:
    error = HttpRefusal(429, httpx.Headers(headers), json.dumps(body).encode())
    assert (await problem_of(error)).retry_after == seconds


async def test_b38_a_date_is_measured_on_this_clock_where_the_server_names_no_time() -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    problem = await problem_of(HttpRefusal(429, httpx.Headers({"Retry-After": until}), b""))
    assert problem.retry_after is not None
    assert 50 < problem.retry_after <= 60


async def test_b38_a_failed_result_says_how_long_to_wait_too() -> None:
    answer = json_result({"success": False, "error": "rate_limited", "retryAfter": 9})
    assert (await problem_of(answer)).retry_after == 9.0


# What may not happen


async def test_the_refusal_keeps_the_evidence() -> None:
    refusal = (await failure(NO_SUCH_ACCOUNT, "Sim9")).refusal
    assert refusal.http_status == 400
    assert refusal.error == "invalid_account"
    assert refusal.detail == "Account Sim9 not found"
    assert refusal.forwarded


async def test_the_servers_words_stay_out_of_the_exceptions_text() -> None:
    failed = await failure(NO_SUCH_ACCOUNT, "Sim9")
    assert "Sim9" not in str(failed)
    assert "account_not_found" in str(failed)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["error", "detail", "details", "data", "message", "code", "status", "retryAfter"]
            )
            | st.text(max_size=10),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
header_values = st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=60)


@given(
    status=st.integers(300, 599),
    body=st.binary(max_size=80) | json_values.map(lambda value: json.dumps(value).encode()),
    retry_after=header_values,
    challenge=header_values,
)
@settings(max_examples=50, deadline=None)
async def test_any_http_refusal_gives_one_problem(
    status: int, body: bytes, retry_after: str, challenge: str
) -> None:
    headers = httpx.Headers(
        [("Retry-After", retry_after), ("WWW-Authenticate", challenge), ("Date", retry_after)],
        encoding="latin-1",
    )
    problem = await problem_of(HttpRefusal(status, headers, body))
    assert problem.retry_after is None or 0 <= problem.retry_after <= LONGEST_WAIT


@given(code=st.integers(), message=st.text(), data=json_values)
@settings(max_examples=50, deadline=None)
async def test_any_json_rpc_error_gives_one_problem(code: int, message: str, data: Any) -> None:
    error = RpcRefusal(code, message, data, http_status=200, headers=NO_HEADERS)
    problem = await problem_of(error)
    assert problem.kind in ProblemKind


@given(document=json_values, structured=json_values)
@settings(max_examples=50, deadline=None)
async def test_any_failed_result_gives_one_problem(document: Any, structured: Any) -> None:
    answer = text_result(json.dumps(document), structured=structured, is_error=True)
    problem = await problem_of(answer)
    assert problem.kind in ProblemKind
