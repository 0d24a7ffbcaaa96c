"""Answers that are not the protocol: each is one typed failure, none a crash or a wrong value."""

import pytest

from ct_desktop.mcp import (
    InvalidAnswer,
    InvalidReason,
    Lifecycle,
    Unreachable,
    UnreachableReason,
)
from support.mcp_servers import HostileServer
from support.mcp_sessions import mcp_session


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("html", InvalidReason.CONTENT_TYPE),
        ("html-called-json", InvalidReason.NOT_JSON),
        ("truncated-json", InvalidReason.NOT_JSON),
        ("plain-json", InvalidReason.NOT_JSON_RPC),
        ("json-text", InvalidReason.NOT_JSON_RPC),
        ("no-result", InvalidReason.NOT_JSON_RPC),
        ("result-is-text", InvalidReason.NOT_JSON_RPC),
        ("error-is-text", InvalidReason.NOT_JSON_RPC),
        ("wrong-id", InvalidReason.WRONG_ID),
        ("id-as-text", InvalidReason.WRONG_ID),
        ("id-as-true", InvalidReason.WRONG_ID),
        ("empty", InvalidReason.EMPTY),
        ("accepted", InvalidReason.EMPTY),
        ("not-a-number", InvalidReason.NOT_JSON),
        ("half-surrogate", InvalidReason.NOT_JSON),
        ("deeply-nested", InvalidReason.NOT_JSON),
        ("not-utf-8", InvalidReason.NOT_JSON),
        ("bad-gzip", InvalidReason.BAD_ENCODING),
        ("huge", InvalidReason.TOO_LARGE),
        ("gzip-bomb", InvalidReason.TOO_LARGE),
        ("endless-line", InvalidReason.TOO_LARGE),
        ("endless-events", InvalidReason.TOO_LARGE),
        ("events-bad-json", InvalidReason.NOT_JSON),
        ("events-wrong-id", InvalidReason.WRONG_ID),
        ("not-http", InvalidReason.NOT_HTTP),
        ("unknown-result-type", InvalidReason.RESULT_TYPE),
        ("content-is-text", InvalidReason.RESULT_SHAPE),
        ("asks-for-nothing", InvalidReason.RESULT_SHAPE),
        ("asks-for-sampling", InvalidReason.INPUT_REQUEST),
        ("asks-for-ever", InvalidReason.ENDLESS),
    ],
)
async def test_an_unusable_answer_to_a_call_says_why(
    hostile: HostileServer, behaviour: str, reason: InvalidReason
) -> None:
    async with mcp_session(hostile.url(behaviour)) as session:
        with pytest.raises(InvalidAnswer) as failed:
            await session.call_tool("t")
    assert failed.value.reason is reason


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("tools-are-text", InvalidReason.RESULT_SHAPE),
        ("same-page-for-ever", InvalidReason.ENDLESS),
        ("new-page-for-ever", InvalidReason.ENDLESS),
    ],
)
async def test_an_unusable_list_of_tools_says_why(
    hostile: HostileServer, behaviour: str, reason: InvalidReason
) -> None:
    async with mcp_session(hostile.url(behaviour)) as session:
        with pytest.raises(InvalidAnswer) as failed:
            await session.list_tools()
    assert failed.value.reason is reason


async def test_a_page_for_a_browser_is_told_by_its_type(hostile: HostileServer) -> None:
    async with mcp_session(hostile.url("html"), None) as session:
        with pytest.raises(InvalidAnswer) as failed:
            await session.open()
    assert (failed.value.status, failed.value.content_type) == (200, "text/html")
    assert "hotel" not in f"{failed.value}{failed.value!r}"


@pytest.mark.parametrize("behaviour", ["cut-off", "hang-up", "events-stop"])
async def test_an_answer_that_breaks_off_is_a_lost_connection(
    hostile: HostileServer, behaviour: str
) -> None:
    async with mcp_session(hostile.url(behaviour)) as session:
        with pytest.raises(Unreachable) as failed:
            await session.call_tool("t")
    assert failed.value.reason is UnreachableReason.RESET


async def test_entries_that_are_no_tools_are_passed_over(hostile: HostileServer) -> None:
    async with mcp_session(hostile.url("odd-tools")) as session:
        tools = await session.list_tools()
    assert [(tool.name, tool.input_schema) for tool in tools] == [("a", {})]


async def test_b35_unlisted_fields_are_kept_and_a_missing_result_type_is_complete(
    hostile: HostileServer,
) -> None:
    async with mcp_session(hostile.url("odd-fields")) as session:
        result = await session.call_tool("t")
    assert result.unlisted == {"age": 3}
    assert result.texts == ("x",)
    assert result.is_error is False


async def test_of_repeated_headers_the_first_counts(
    hostile: HostileServer,
) -> None:
    async with mcp_session(hostile.url("repeated-headers")) as session:
        assert (await session.call_tool("t")).texts == ("fine",)


async def test_two_different_session_ids_are_refused(hostile: HostileServer) -> None:
    async with mcp_session(hostile.url("two-sessions"), Lifecycle.HANDSHAKE) as session:
        with pytest.raises(InvalidAnswer) as failed:
            await session.open()
    assert failed.value.reason is InvalidReason.SESSION_ID


async def test_the_same_session_id_twice_is_one(hostile: HostileServer) -> None:
    behaviour = "same-session-twice"
    async with mcp_session(hostile.url(behaviour), Lifecycle.HANDSHAKE) as session:
        await session.call_tool("t")
    assert hostile.seen(behaviour)[-1]["headers"]["mcp-session-id"] == "one"


async def test_mirrored_arguments_are_learnt_when_the_server_misses_them(
    hostile: HostileServer,
) -> None:
    async with mcp_session(hostile.url("mirrors-anew")) as session:
        assert (await session.call_tool("t", {"a": "x"})).texts == ("x",)
