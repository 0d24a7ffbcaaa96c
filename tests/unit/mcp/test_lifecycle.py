"""What a refusal says about the server's lifecycle and about our session."""

import httpx
import pytest

from ct_desktop.mcp import (
    ClientInfo,
    HttpRefusal,
    InvalidAnswer,
    InvalidReason,
    McpError,
    NoAnswer,
    RpcRefusal,
    Unreachable,
    UnreachableReason,
    WaitPhase,
)
from ct_desktop.mcp.lifecycle import (
    handshake_agreement,
    parse_server_info,
    session_is_lost,
    speaks_of_another_lifecycle,
    stateless_agreement,
    versions_named,
)

NO_HEADERS = httpx.Headers()


def http(status: int, body: bytes = b"") -> HttpRefusal:
    return HttpRefusal(status, NO_HEADERS, body)


def rpc(code: int, http_status: int = 200, message: str = "") -> RpcRefusal:
    return RpcRefusal(code, message, None, http_status=http_status, headers=NO_HEADERS)


@pytest.mark.parametrize(
    "failure",
    [
        http(400),
        http(404),
        http(405),
        http(406),
        http(415),
        rpc(-32601),
        rpc(-32601, 404),
        rpc(-32600, 400),
        rpc(-32603, 500),
        InvalidAnswer(InvalidReason.CONTENT_TYPE),
    ],
)
def test_a_refusal_of_the_request_shows_another_lifecycle(failure: McpError) -> None:
    assert speaks_of_another_lifecycle(failure)


@pytest.mark.parametrize(
    "failure",
    [
        *(http(status) for status in (301, 307, 401, 402, 403, 407, 408, 429, 500, 502, 503)),
        *(rpc(-32000, status) for status in (401, 403, 408, 429)),
        *(rpc(code, 400) for code in (-32020, -32021, -32022)),
        NoAnswer(WaitPhase.HEADERS, 5),
        Unreachable(UnreachableReason.RESET, ""),
    ],
)
def test_trouble_of_another_kind_does_not(failure: McpError) -> None:
    assert not speaks_of_another_lifecycle(failure)


@pytest.mark.parametrize(
    ("failure", "lost"),
    [
        (http(404), True),
        (rpc(-32600, 404, "Session not found"), True),
        (rpc(-32601, 404), False),
        (http(400, b"unknown session"), True),
        (rpc(-32000, 400, "Bad Request: No valid session ID provided"), True),
        (http(400), False),
        (rpc(-32602, 400, "Invalid params"), False),
        (http(401, b"session"), False),
        (rpc(-32000, 200, "session"), False),
    ],
)
def test_b33_a_lost_session_is_told_from_other_refusals(
    failure: HttpRefusal | RpcRefusal, lost: bool
) -> None:
    assert session_is_lost(failure) is lost


@pytest.mark.parametrize("data", [None, [], "2025-11-25", {"supported": "2025-11-25"}])
def test_a_version_refusal_of_another_shape_names_nothing(data: object) -> None:
    refusal = RpcRefusal(-32022, "", data, http_status=400, headers=NO_HEADERS)
    assert versions_named(refusal) == ()


@pytest.mark.parametrize("value", ["", "with space", "tab\t", "é"])
def test_a_session_id_that_is_not_visible_ascii_is_refused(value: str) -> None:
    headers = httpx.Headers([(b"mcp-session-id", value.encode("latin-1"))])
    with pytest.raises(InvalidAnswer) as failed:
        handshake_agreement({"protocolVersion": "2025-06-18"}, headers)
    assert failed.value.reason is InvalidReason.SESSION_ID


def test_a_handshake_without_a_version_is_refused() -> None:
    with pytest.raises(InvalidAnswer) as failed:
        handshake_agreement({}, NO_HEADERS)
    assert failed.value.reason is InvalidReason.RESULT_SHAPE


def test_a_session_id_does_not_show() -> None:
    headers = httpx.Headers({"mcp-session-id": "a-secret-session"})
    agreement = handshake_agreement({"protocolVersion": "2025-06-18"}, headers)
    assert agreement.has_session
    assert "a-secret-session" not in repr(agreement)


@pytest.mark.parametrize(
    ("result", "name"),
    [
        ({"_meta": {"io.modelcontextprotocol/serverInfo": {"name": "new", "version": "1"}}}, "new"),
        ({"serverInfo": {"name": "old", "version": "1"}}, "old"),
        ({"serverInfo": "text", "capabilities": 5}, ""),
        ({"serverInfo": {"name": 5}, "_meta": []}, ""),
        ({}, ""),
    ],
)
def test_the_servers_name_is_found_in_either_place(result: dict[str, object], name: str) -> None:
    assert parse_server_info(result).name == name


def test_a_stateless_request_says_who_is_asking() -> None:
    agreement = stateless_agreement(ClientInfo("a-client", "1.0"), {})
    assert agreement.headers == {"MCP-Protocol-Version": "2026-07-28"}
    assert agreement.meta == {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "a-client", "version": "1.0"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
