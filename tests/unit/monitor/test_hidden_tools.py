"""When a list of tools without NT8's says that NT8 is not there."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from ct_desktop.core.links import LinkName
from ct_desktop.core.moment import Moment
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.mcp.tools import Tool, ToolResult
from ct_desktop.monitor.figures import NT8_TOOLS, Figures
from support.scripted_session import json_result


class Clock:
    seconds = 0.0

    def now(self) -> Moment:
        return Moment(
            datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=self.seconds), self.seconds
        )


class Session:
    """Lists ``names`` and answers each call with an empty table of positions."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    async def list_tools(self) -> list[Tool]:
        return [Tool(name, {}, {}, {}) for name in self._names]

    async def call_tool(self, *_: object, **__: object) -> ToolResult:
        return json_result({"positions": []})


def figures(clock: Clock) -> Figures:
    def ignore(_proved: tuple[LinkName, ...], _now: Moment) -> None:
        pass

    return Figures(clock=clock, note_answer=ignore)


async def test_before_any_list_nothing_is_hidden() -> None:
    assert not figures(Clock()).hidden_tools


async def test_a_list_without_any_of_nt8s_tools_hides_them() -> None:
    read = figures(Clock())
    await read.ask_tools(CrossTrade(Session(["GetMcpCapabilities", "McpSelfTest"])))
    assert read.hidden_tools == NT8_TOOLS


async def test_a_list_with_one_of_them_hides_nothing() -> None:
    read = figures(Clock())
    await read.ask_tools(CrossTrade(Session(["GetAllPositions"])))
    assert not read.hidden_tools


async def test_an_answer_of_nt8_weighs_more_than_the_list() -> None:
    clock = Clock()
    read = figures(clock)
    await read.ask_tools(CrossTrade(Session([])))
    clock.seconds = 1
    await read.ask_positions(CrossTrade(Session([])))
    assert not read.hidden_tools
    clock.seconds = 60
    await read.ask_tools(CrossTrade(Session([])))
    assert read.hidden_tools, "the answer is too old to contradict a new list"
