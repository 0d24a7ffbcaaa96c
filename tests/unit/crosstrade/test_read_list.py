"""B-40: only tools on the read list can be called, and a refused call makes no request."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import ToolNotOnReadList
from ct_desktop.crosstrade.read_list import READ_TOOLS, is_forwarded, require_read_only
from support.scripted_session import ScriptedSession, json_result

# The CrossTrade reference, section 2.2, word for word.
TRADE_TOOLS = """
PlaceOrder, Change, CancelReplace, Cancel, CancelOrder, CancelOrders, CancelAllOrders,
CancelAndBracket, FlatPlace, ClosePosition, Flatten, FlattenEverything, Reverse, ReversePosition,
CompileNinjaScript, WriteNinjaScriptFile, DeleteCompiledSnippet, RunStrategyBacktest, RunBacktest,
CancelMcpJob, DeployStrategy, StartStrategy, StopStrategy, CloseStrategy, EnableStrategy,
DisableStrategy, SaveWorkspace, LoadWorkspace, OpenChart, AddDrawing, RemoveDrawing, EmitMcpAlert,
CreateAlert, RemoveAlert, Connect, Disconnect, EnsureReplayConnection, UpdateConfiguration
""".replace("\n", " ").split(",")


async def _try(tool: str, arguments: dict[str, object] | None = None) -> ScriptedSession:
    session = ScriptedSession(json_result({}))
    with pytest.raises(ToolNotOnReadList):
        await CrossTrade(session).call(tool, arguments or {}, 1.0, lambda result: result)
    return session


@pytest.mark.parametrize("tool", [tool.strip() for tool in TRADE_TOOLS])
async def test_b40_a_trade_tool_is_refused_before_any_request(tool: str) -> None:
    assert (await _try(tool)).calls == []


@given(
    st.text().filter(lambda name: name not in READ_TOOLS)
    | st.sampled_from(sorted(READ_TOOLS)).map(str.lower)
)
@settings(deadline=None)
async def test_b40_an_unknown_tool_is_refused_before_any_request(tool: str) -> None:
    assert (await _try(tool)).calls == []


@pytest.mark.parametrize("deep", [True, False])
async def test_b40_a_deep_self_test_is_refused_since_it_compiles_inside_nt8(deep: bool) -> None:
    assert (await _try("McpSelfTest", {"deep": deep})).calls == []


async def test_b40_trade_tools_that_the_server_lists_are_not_offered() -> None:
    session = ScriptedSession(listed=("PlaceOrder", "ListAccounts", "SomethingNew"))
    assert await CrossTrade(session).list_tools() == {"ListAccounts"}


async def test_a_tool_of_the_read_list_can_be_called_by_name() -> None:
    session = ScriptedSession(json_result({"state": "Open"}))
    result = await CrossTrade(session).call("MarketInfo", {}, 1.0, lambda result: result)
    assert result.texts == ('{"state": "Open"}',)
    assert session.calls == [("MarketInfo", {})]


def test_the_error_names_the_tool_and_where_to_add_it() -> None:
    with pytest.raises(ToolNotOnReadList, match=r"'PlaceOrder'.*read_list\.py"):
        require_read_only("PlaceOrder", {})


@pytest.mark.parametrize(
    ("tool", "expected"),
    [
        ("GetAllPositions", True),
        ("GetMcpCapabilities", True),
        ("McpSelfTest", True),
        ("GetWatermarks", False),
        ("GetSignalHistory", False),
        ("PlaceOrder", False),
    ],
)
def test_silence_points_to_nt8_for_the_tools_that_are_forwarded(tool: str, expected: bool) -> None:
    assert is_forwarded(tool) is expected
