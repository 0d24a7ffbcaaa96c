"""The handshake of the earlier revisions: which one is agreed on, lost sessions, broken streams."""

import asyncio

import pytest

from ct_desktop.mcp import (
    Elicitation,
    ElicitationAction,
    ElicitationAnswer,
    HttpRefusal,
    Lifecycle,
    NoAnswer,
    NoCommonVersion,
    RpcRefusal,
    Unreachable,
    UnreachableReason,
    WaitPhase,
)
from ct_desktop.mcp.transport import MAX_RESUMPTIONS
from support.mcp_servers import HostileServer
from support.mcp_sessions import mcp_session


@pytest.mark.parametrize(
    ("behaviour", "version"),
    [
        ("names-2025", "2025-06-18"),
        ("discovers-2025", "2025-06-18"),
        ("handshake-then-html", "2025-06-18"),
        ("only-2025-03-26", "2025-03-26"),
    ],
)
async def test_an_earlier_server_is_met_at_the_newest_common_revision(
    hostile: HostileServer, behaviour: str, version: str
) -> None:
    async with mcp_session(hostile.url(behaviour), None) as session:
        await session.open()
        assert session.protocol_version == version
        assert session.lifecycle is Lifecycle.HANDSHAKE


async def test_a_batch_of_one_answer_is_read(hostile: HostileServer) -> None:
    async with mcp_session(hostile.url("only-2025-03-26"), None) as session:
        assert (await session.call_tool("t")).texts == ("fine",)


@pytest.mark.parametrize(
    ("behaviour", "supported"), [("only-2030", ("2030-01-01",)), ("old-server", ("2024-11-05",))]
)
async def test_without_a_common_revision_the_servers_own_are_named(
    hostile: HostileServer, behaviour: str, supported: tuple[str, ...]
) -> None:
    async with mcp_session(hostile.url(behaviour), None) as session:
        with pytest.raises(NoCommonVersion) as failed:
            await session.open()
    assert failed.value.supported == supported


async def test_a_refused_handshake_can_be_tried_again(hostile: HostileServer) -> None:
    async with mcp_session(hostile.url("refuse-503-json"), Lifecycle.HANDSHAKE) as session:
        for _ in range(2):
            with pytest.raises(HttpRefusal):
                await session.open()


async def test_a_server_that_left_the_handshake_is_spoken_to_statelessly(
    hostile: HostileServer,
) -> None:
    async with mcp_session(hostile.url("left-the-handshake"), Lifecycle.HANDSHAKE) as session:
        assert (await session.call_tool("t")).texts == ("fine",)
        assert session.protocol_version == "2026-07-28"


@pytest.mark.parametrize("behaviour", ["session-lost-once", "session-lost-by-400"])
async def test_b33_a_lost_session_is_replaced_and_the_call_sent_again(
    hostile: HostileServer, behaviour: str
) -> None:
    async with mcp_session(hostile.url(behaviour), Lifecycle.HANDSHAKE) as session:
        assert (await session.call_tool("t")).texts == ("fine",)
    used = [request["headers"].get("mcp-session-id") for request in hostile.seen(behaviour)]
    assert used == [None, "session-1", "session-1", None, "session-2", "session-2", "session-2"]


async def test_b33_a_session_that_is_always_lost_is_replaced_only_once(
    hostile: HostileServer,
) -> None:
    behaviour = "session-always-lost"
    async with mcp_session(hostile.url(behaviour), Lifecycle.HANDSHAKE) as session:
        with pytest.raises(HttpRefusal) as refused:
            await session.call_tool("t")
    assert refused.value.status == 404
    methods = [(request["message"] or {}).get("method") for request in hostile.seen(behaviour)]
    assert methods.count("initialize") == methods.count("tools/call") == 2


async def test_calls_at_once_share_one_new_session(hostile: HostileServer) -> None:
    behaviour = "session-lost-for-many"
    async with mcp_session(hostile.url(behaviour), Lifecycle.HANDSHAKE) as session:
        await session.open()
        async with asyncio.TaskGroup() as group:
            calls = [group.create_task(session.call_tool("t")) for _ in range(6)]
    assert all(call.result().texts == ("fine",) for call in calls)
    methods = [(request["message"] or {}).get("method") for request in hostile.seen(behaviour)]
    assert methods.count("initialize") == 2


async def test_b33_a_broken_stream_is_taken_up_again_where_it_broke(
    hostile: HostileServer,
) -> None:
    async with mcp_session(hostile.url("resumed-answer"), Lifecycle.HANDSHAKE) as session:
        assert (await session.call_tool("t")).texts == ("late",)
    last = hostile.seen("resumed-answer")[-1]
    assert last["method"] == "GET"
    assert last["headers"]["last-event-id"] == "first"
    assert last["headers"]["accept"] == "text/event-stream"


async def test_a_stream_that_never_goes_on_is_given_up(hostile: HostileServer) -> None:
    async with mcp_session(hostile.url("resumed-never"), Lifecycle.HANDSHAKE) as session:
        with pytest.raises(Unreachable) as failed:
            await session.call_tool("t")
    assert failed.value.reason is UnreachableReason.RESET
    gets = [request for request in hostile.seen("resumed-never") if request["method"] == "GET"]
    assert len(gets) == MAX_RESUMPTIONS


async def test_a_refused_resumption_is_that_refusal(hostile: HostileServer) -> None:
    async with mcp_session(hostile.url("resumption-refused"), Lifecycle.HANDSHAKE) as session:
        with pytest.raises(HttpRefusal) as refused:
            await session.call_tool("t")
    assert refused.value.status == 405


async def test_a_resumption_after_the_time_limit_is_not_waited_for(
    hostile: HostileServer,
) -> None:
    async with mcp_session(hostile.url("resumption-far-off"), Lifecycle.HANDSHAKE) as session:
        with pytest.raises(NoAnswer) as failed:
            await session.call_tool("t", timeout=3000)
    assert failed.value.phase is WaitPhase.STREAM


async def test_b33_a_broken_stateless_stream_is_not_taken_up_but_asked_anew(
    hostile: HostileServer,
) -> None:
    behaviour = "resumption-refused"
    before = len(hostile.seen(behaviour))
    async with mcp_session(hostile.url(behaviour)) as session:
        with pytest.raises(Unreachable):
            await session.call_tool("t", idempotent=True)
    requests = hostile.seen(behaviour)[before:]
    assert [request["method"] for request in requests] == ["POST", "POST"]
    assert requests[0]["message"]["id"] != requests[1]["message"]["id"]


async def test_a_question_on_the_standalone_stream_is_answered(hostile: HostileServer) -> None:
    async def accept(elicitation: Elicitation) -> ElicitationAnswer:
        return ElicitationAnswer(ElicitationAction.ACCEPT, {"a": elicitation.message})

    async with mcp_session(
        hostile.url("asks-apart"), Lifecycle.HANDSHAKE, on_elicitation=accept
    ) as session:
        assert (await session.call_tool("t")).texts == ('{"a": "Sure?", "b": 5}',)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_server_without_a_standalone_stream_is_called_all_the_same(
    hostile: HostileServer,
) -> None:
    async def never(elicitation: Elicitation) -> ElicitationAnswer:
        raise AssertionError("nothing was asked")

    async with mcp_session(
        hostile.url("no-standalone-stream"), Lifecycle.HANDSHAKE, on_elicitation=never
    ) as session:
        assert (await session.call_tool("t")).texts == ("fine",)
        with pytest.raises(RpcRefusal):
            await session.call_tool("refused")
