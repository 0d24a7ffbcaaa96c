"""JSON-RPC messages: what is written reads back, and no bytes bring another exception."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.mcp import InvalidAnswer, McpError, RpcRefusal, wire

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
MESSAGE = st.fixed_dictionaries(
    {"jsonrpc": st.just("2.0")},
    optional={
        "id": st.just(7) | JSON,
        "result": JSON,
        "error": JSON | st.fixed_dictionaries({"code": st.integers(), "message": JSON}),
        "method": JSON,
    },
)


def outcome(message: Any) -> Any:
    return wire.outcome(message, 7, http_status=200, headers=httpx.Headers())


@given(JSON)
def test_any_json_value_is_read_as_it_is(value: Any) -> None:
    assert wire.decode(json.dumps(value).encode()) == value
    assert wire.decode(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_value_or_a_value_error(data: bytes) -> None:
    try:
        value = wire.decode(data)
    except ValueError:
        return
    json.dumps(value, ensure_ascii=False).encode()


def test_a_failure_to_read_does_not_hold_what_was_read() -> None:
    with pytest.raises(ValueError, match="not JSON") as failed:
        wire.decode('{"token": "abc"')
    assert failed.value.__context__ is None


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert wire.decode(b'"\\ud83d\\ude00"') == "\N{GRINNING FACE}"


def test_a_byte_order_mark_is_passed_over() -> None:
    assert wire.decode(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@given(JSON)
def test_any_value_holds_messages_or_is_refused(value: Any) -> None:
    try:
        messages = wire.messages_in(value)
    except InvalidAnswer:
        return
    assert all(message["jsonrpc"] == "2.0" for message in messages)


@given(MESSAGE)
def test_any_response_has_a_result_or_a_typed_failure(message: dict[str, Any]) -> None:
    assert wire.messages_in(message) == [message]
    if not wire.is_response(message):
        return
    given_outcome = outcome(message)
    if isinstance(given_outcome, McpError):
        assert isinstance(given_outcome, RpcRefusal | InvalidAnswer)
    else:
        assert message["id"] == 7
        assert given_outcome == message["result"]


def test_an_error_without_an_id_answers_us() -> None:
    refusal = outcome({"jsonrpc": "2.0", "error": {"code": -32700, "message": "Parse error"}})
    assert isinstance(refusal, RpcRefusal)
    assert (refusal.code, refusal.message, refusal.data) == (-32700, "Parse error", None)


def test_an_empty_error_and_no_result_is_no_answer() -> None:
    assert isinstance(outcome({"jsonrpc": "2.0", "id": 7, "error": None}), InvalidAnswer)


def test_the_words_of_the_server_are_not_in_the_failures_text() -> None:
    error = {"code": -32000, "message": "token abc is bad", "data": "abc"}
    refusal = outcome({"jsonrpc": "2.0", "id": 7, "error": error})
    assert "abc" not in f"{refusal} {refusal!r}"


@pytest.mark.parametrize("params", [{"x": float("nan")}, {"x": object()}])
def test_parameters_that_are_not_json_are_refused(params: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        wire.encode_request(1, "tools/call", params)


@given(st.dictionaries(TEXT, JSON, max_size=3))
def test_a_request_reads_back(params: dict[str, Any]) -> None:
    message = wire.decode(wire.encode_request(3, "tools/call", params))
    assert message == {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": params}
