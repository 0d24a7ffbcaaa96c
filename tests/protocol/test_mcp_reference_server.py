"""The client against the official SDK's server, in both lifecycles and both kinds of answer."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from ct_desktop.http_client import create_http_client
from ct_desktop.mcp import (
    Elicitation,
    ElicitationAction,
    ElicitationAnswer,
    Exchange,
    Lifecycle,
    McpSession,
    NoAnswer,
    RpcRefusal,
    WaitPhase,
)
from support.mcp_servers import ReferenceServer
from support.mcp_sessions import mcp_session

LISTED = [
    "add",
    "fail",
    "unlisted",
    "chatter",
    "ask",
    "sample",
    "poll",
    "wait",
    "counts",
    "headers",
    "mirrored",
]


@pytest.fixture
def events_url(reference: ReferenceServer) -> str:
    return reference.events


@pytest.fixture
def json_url(reference: ReferenceServer) -> str:
    return reference.json


@pytest.fixture(
    params=[(kind, era) for era in Lifecycle for kind in ("events", "json")], ids="-".join
)
async def session(
    reference: ReferenceServer, request: pytest.FixtureRequest
) -> AsyncIterator[McpSession]:
    kind, lifecycle = request.param
    async with mcp_session(getattr(reference, kind), lifecycle) as opened:
        yield opened


async def test_a_server_of_both_lifecycles_is_spoken_to_statelessly(json_url: str) -> None:
    seen: list[Exchange] = []
    async with mcp_session(json_url, None, on_exchange=seen.append) as session:
        await session.open()
        await session.open()
        assert session.lifecycle is Lifecycle.STATELESS
        assert session.protocol_version == "2026-07-28"
        assert session.server_info is not None
        assert (session.server_info.name, session.server_info.version) == ("reference", "7.0")
    assert [exchange.method for exchange in seen] == ["server/discover"]


async def test_a_server_without_stateless_requests_gets_the_handshake(
    reference: ReferenceServer,
) -> None:
    seen: list[Exchange] = []
    async with mcp_session(reference.handshake_only, None, on_exchange=seen.append) as session:
        await session.open()
        assert session.lifecycle is Lifecycle.HANDSHAKE
        assert session.protocol_version == "2025-11-25"
        assert session.server_info is not None
        assert session.server_info.name == "reference"
        assert (await session.call_tool("add", {"a": 1, "b": 2})).texts == ("3",)
    assert [exchange.method for exchange in seen] == [
        "server/discover",
        "initialize",
        "notifications/initialized",
        "tools/call",
        "DELETE",
    ]
    assert seen[-1].status == 200


async def test_a_known_lifecycle_saves_the_probe(json_url: str) -> None:
    seen: list[Exchange] = []
    options = {"on_exchange": seen.append}
    async with mcp_session(json_url, Lifecycle.STATELESS, **options) as session:
        await session.open()
        assert seen == []
        await session.call_tool("add", {"a": 1, "b": 2})
        assert session.lifecycle is Lifecycle.STATELESS
        assert session.server_info is not None
        assert session.server_info.name == "reference"
    assert [(exchange.method, exchange.tool) for exchange in seen] == [("tools/call", "add")]


async def test_a_lifecycle_that_holds_no_longer_is_found_anew(reference: ReferenceServer) -> None:
    async with mcp_session(reference.handshake_only, Lifecycle.STATELESS) as session:
        assert (await session.call_tool("add", {"a": 1, "b": 2})).texts == ("3",)
        assert session.lifecycle is Lifecycle.HANDSHAKE


async def test_all_pages_of_tools_are_read(session: McpSession) -> None:
    tools = await session.list_tools()
    assert [tool.name for tool in tools if tool.name != "badly_mirrored"] == LISTED
    assert tools[0].input_schema == {
        "type": "object",
        "$defs": {"n": {"type": "number"}},
        "required": ["a"],
    }


async def test_b34_a_tool_with_broken_header_annotations_is_left_out(
    json_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with mcp_session(json_url) as session:
        assert [tool.name for tool in await session.list_tools()] == LISTED
    assert "badly_mirrored" in caplog.text


async def test_b32_a_result_comes_in_either_kind_of_answer(session: McpSession) -> None:
    result = await session.call_tool("add", {"a": 1, "b": 2})
    assert result.texts == ("3",)
    assert result.structured_content == {"sum": 3}
    assert not result.is_error


async def test_a_failure_of_the_tool_is_a_result(session: McpSession) -> None:
    result = await session.call_tool("fail")
    assert result.is_error
    assert result.texts == ("account_not_found",)


async def test_metadata_of_a_result_is_kept(session: McpSession) -> None:
    result = await session.call_tool("unlisted")
    assert result.meta["example.org/age"] == 7


async def test_notifications_before_the_answer_are_passed_over(session: McpSession) -> None:
    assert (await session.call_tool("chatter")).texts == ("done",)


async def test_many_calls_at_once_each_get_their_own_answer(session: McpSession) -> None:
    async with asyncio.TaskGroup() as group:
        calls = [
            group.create_task(session.call_tool("add", {"a": number, "b": 0}))
            for number in range(12)
        ]
    assert [call.result().texts for call in calls] == [(str(number),) for number in range(12)]


async def test_b32_a_stateless_request_names_its_method_and_tool(json_url: str) -> None:
    async with mcp_session(json_url) as session:
        await session.list_tools()
        result = await session.call_tool("mirrored", {"region": "Zürich ", "deep": {"n": 3.0}})
    headers = result.structured_content["headers"]
    assert headers["accept"] == "application/json, text/event-stream"
    assert headers["mcp-protocol-version"] == "2026-07-28"
    assert headers["mcp-method"] == "tools/call"
    assert headers["mcp-name"] == "mirrored"
    assert headers["mcp-param-region"] == "=?base64?WsO8cmljaCA=?="
    assert headers["mcp-param-n"] == "3"
    assert "mcp-session-id" not in headers


async def test_a_request_after_the_handshake_carries_its_session(json_url: str) -> None:
    async with mcp_session(json_url, Lifecycle.HANDSHAKE) as session:
        headers = (await session.call_tool("headers")).structured_content["headers"]
    assert headers["mcp-protocol-version"] == "2025-11-25"
    assert headers["mcp-session-id"]
    assert "mcp-method" not in headers


async def accept(elicitation: Elicitation) -> ElicitationAnswer:
    assert elicitation.message == "Which one?"
    return ElicitationAnswer(ElicitationAction.ACCEPT, {"sure": True, "count": 9})


@pytest.mark.parametrize("lifecycle", Lifecycle)
async def test_a_question_is_put_to_the_handler_and_defaults_are_filled_in(
    events_url: str, lifecycle: Lifecycle
) -> None:
    async with mcp_session(events_url, lifecycle, on_elicitation=accept) as session:
        result = await session.call_tool("ask")
    assert result.texts == ("accept",)
    assert result.structured_content == {"account": "Sim101", "count": 9, "sure": True}


@pytest.mark.parametrize("lifecycle", Lifecycle)
async def test_a_question_without_a_handler_is_declined(
    events_url: str, lifecycle: Lifecycle
) -> None:
    async with mcp_session(events_url, lifecycle) as session:
        assert (await session.call_tool("ask")).texts == ("decline",)


async def test_another_request_of_the_servers_is_refused_and_the_call_goes_on(
    events_url: str,
) -> None:
    async with mcp_session(events_url, Lifecycle.HANDSHAKE) as session:
        assert (await session.call_tool("sample")).texts == ("-32601",)


async def test_b33_a_stream_that_the_server_closes_is_taken_up_again(events_url: str) -> None:
    seen: list[Exchange] = []
    async with mcp_session(events_url, Lifecycle.HANDSHAKE, on_exchange=seen.append) as session:
        assert (await session.call_tool("poll")).texts == ("after the break",)
    assert [exchange.tool for exchange in seen].count("poll") == 2
    assert all(exchange.failure is None for exchange in seen)


@pytest.mark.parametrize("lifecycle", Lifecycle)
async def test_cancelling_a_call_cancels_it_at_the_server(
    events_url: str, lifecycle: Lifecycle
) -> None:
    async with mcp_session(events_url, lifecycle) as session:
        before = await counts(session)
        call = asyncio.create_task(session.call_tool("wait"))
        async with asyncio.timeout(10):
            while (await counts(session))["running"] == before["running"]:
                pass
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            while (await counts(session))["cancelled"] == before["cancelled"]:
                pass
    assert asyncio.all_tasks() == {asyncio.current_task()}


@pytest.mark.parametrize("lifecycle", Lifecycle)
async def test_a_call_that_takes_too_long_is_cancelled_at_the_server(
    events_url: str, lifecycle: Lifecycle
) -> None:
    async with mcp_session(events_url, lifecycle) as session:
        before = await counts(session)
        with pytest.raises(NoAnswer) as failed:
            await session.call_tool("wait", timeout=0.5)
        assert failed.value.phase in (WaitPhase.HEADERS, WaitPhase.STREAM)
        async with asyncio.timeout(10):
            while (await counts(session))["cancelled"] == before["cancelled"]:
                pass


async def counts(session: McpSession) -> dict[str, int]:
    content: dict[str, int] = (await session.call_tool("counts")).structured_content
    return content


async def test_b33_a_session_ended_behind_our_back_is_replaced(json_url: str) -> None:
    async with mcp_session(json_url, Lifecycle.HANDSHAKE) as session:
        first = (await session.call_tool("headers")).structured_content["headers"]
        carried = {name: first[name] for name in ("mcp-session-id", "mcp-protocol-version")}
        async with create_http_client() as client:
            ended = await client.delete(json_url, headers=carried)
            assert ended.is_success
        second = (await session.call_tool("headers")).structured_content["headers"]
    assert second["mcp-session-id"] != first["mcp-session-id"]


async def test_a_fault_inside_the_server_is_a_refusal_with_its_code(json_url: str) -> None:
    async with mcp_session(json_url) as session:
        with pytest.raises(RpcRefusal) as refused:
            await session.call_tool("add", {"a": "not", "b": 2})
    assert refused.value.http_status == 200
    assert refused.value.code == -32603
