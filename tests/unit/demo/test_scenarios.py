"""What each scenario does to a client, over HTTP; and the three ways a refusal can be carried."""

import asyncio
import json
import threading
from typing import Any

import httpx
import pytest

from ct_desktop.demo.endpoint.rate_limit import TokenBucket
from ct_desktop.demo.scenarios import SCENARIOS
from support.demo_client import DemoClient
from support.demo_process import DemoProcess
from support.waiting import wait_for

NOTHING_ARRIVES = ("server-down", "garbage", "captive-portal")
NT8_TOOLS = ("ListAccounts", "GetAllPositions", "McpSelfTest", "GetConnections")


def test_healthy_answers_and_moves(demo: DemoProcess, signed_in: DemoClient) -> None:
    def prices() -> list[float]:
        positions = signed_in.answer("GetAllPositions")["positions"]
        return [position["marketPrice"] for position in positions]

    first = prices()

    wait_for(prices, lambda now: now != first, 3, "no price moved")


def test_a_paused_market_stands_still(demo: DemoProcess, signed_in: DemoClient) -> None:
    demo.pause_market()
    first = signed_in.answer("GetAccountSummary")
    demo.set_options(dialect="rest")

    assert signed_in.answer("GetAccountSummary") == first
    assert demo.state()["market_paused"] is True


def test_not_elite_refuses_every_call_but_lists_the_tools(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    demo.set_scenario("not-elite")

    for tool in ("GetMcpCapabilities", "ListAccounts", "GetWatermarks"):
        response = signed_in.call(tool, account="Sim101")
        assert response.status_code == 403
        assert response.json() == {"error": "MCP requires an Elite subscription"}
    assert "ListAccounts" in signed_in.listed_tools()


def test_sign_in_works_without_the_plan(demo: DemoProcess, client: DemoClient) -> None:
    demo.set_scenario("not-elite")

    client.sign_in()

    assert client.access_token


def test_addon_offline_answers_408_and_trims_the_tool_list(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    everything = signed_in.listed_tools()
    demo.set_scenario("addon-offline")

    for tool in ("GetMcpCapabilities", *NT8_TOOLS):
        response = signed_in.call(tool)
        assert response.status_code == 408
        assert response.json() == {"success": False, "error": "addon_disconnected"}
    assert signed_in.answer("GetWatermarks", account="APEX1234")["success"] is True
    listed = signed_in.listed_tools()
    assert listed < everything
    assert "ListAccounts" not in listed
    assert "GetMcpCapabilities" in listed


def test_capabilities_may_be_empty_instead(demo: DemoProcess, signed_in: DemoClient) -> None:
    demo.set_options(capabilities_offline="empty")
    demo.set_scenario("addon-offline")

    capabilities = signed_in.answer("GetMcpCapabilities")

    assert capabilities == {"addon_version": "", "nt8_version": "", "features": []}


@pytest.mark.parametrize("replies", ["json", "sse"])
def test_nt8_frozen_leaves_calls_hanging_until_it_ends(
    demo: DemoProcess, signed_in: DemoClient, replies: str
) -> None:
    demo.set_options(replies=replies)
    demo.set_scenario("nt8-frozen")
    before = demo.state()["tool_calls"].get("ListAccounts", 0)
    answered: list[httpx.Response] = []
    waiting = threading.Thread(target=lambda: answered.append(signed_in.call("ListAccounts")))
    waiting.start()
    wait_for(
        lambda: demo.state()["tool_calls"].get("ListAccounts", 0),
        lambda count: count == before + 1,
        5,
        "the call did not arrive",
    )

    assert signed_in.call("GetMcpCapabilities").status_code == 200, "the add-on's link stands"
    assert answered == []

    demo.set_scenario("healthy")
    waiting.join(5)
    assert [response.status_code for response in answered] == [200]


def test_crosstrade_gives_up_on_a_frozen_nt8(demo: DemoProcess, signed_in: DemoClient) -> None:
    demo.set_options(addon_timeout_seconds=1)
    demo.set_scenario("nt8-frozen")

    response = signed_in.call("ListAccounts")

    assert response.status_code == 408
    assert response.json()["error"] == "timeout"


async def test_a_client_that_gives_up_on_a_frozen_nt8_can_go_on(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    demo.set_scenario("nt8-frozen")
    hanging = [asyncio.create_task(_post_call(demo, signed_in)) for _ in range(5)]
    await asyncio.to_thread(
        wait_for,
        lambda: demo.state()["tool_calls"].get("McpSelfTest", 0),
        lambda count: count >= 5,
        5,
        "the calls did not arrive",
    )
    for task in hanging:
        task.cancel()
    await asyncio.gather(*hanging, return_exceptions=True)

    assert signed_in.call("GetMcpCapabilities").status_code == 200


async def _post_call(demo: DemoProcess, signed_in: DemoClient) -> httpx.Response:
    params = {"name": "McpSelfTest", "arguments": {}}
    async with httpx.AsyncClient(timeout=None, trust_env=False, verify=False) as http:
        return await http.post(
            demo.server_url,
            json={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params},
            headers={"Authorization": f"Bearer {signed_in.access_token}"},
        )


def test_token_revoked_ends_every_grant_once(demo: DemoProcess, signed_in: DemoClient) -> None:
    demo.set_scenario("token-revoked")

    refused = signed_in.call("ListAccounts")
    assert refused.status_code == 401
    assert refused.json()["error"] == "invalid_token"
    assert signed_in.refresh().json()["error"] == "invalid_grant"
    assert demo.state()["active_grants"] == 0

    signed_in.sign_in()
    assert signed_in.call("ListAccounts").status_code == 200, "a new sign-in works"


def test_server_down_is_503_everywhere_but_at_the_control(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    demo.set_scenario("server-down")

    assert signed_in.call("ListAccounts").status_code == 503
    assert signed_in.refresh().status_code == 503
    metadata = f"{demo.origin}/.well-known/oauth-authorization-server"
    assert signed_in.http.get(metadata).status_code == 503
    assert signed_in.http.get(demo.control_url).status_code == 200

    demo.set_scenario("healthy")
    assert signed_in.call("ListAccounts").status_code == 200


def test_many_accounts_is_two_hundred_with_two_thousand_positions(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    demo.set_scenario("many-accounts")

    accounts = signed_in.answer("ListAccounts")["accounts"]
    positions = signed_in.answer("GetAllPositions")["positions"]
    snapshot = signed_in.answer("GetAccountSummary")

    assert len(accounts) == 202, "with Backtest and Playback101"
    assert len(positions) == 2000
    assert len({(p["account"], p["instrument"]) for p in positions}) == 2000
    assert len(snapshot["accounts"]) == 200


def test_coming_back_from_many_accounts_finds_the_old_ones(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    before = signed_in.answer("ListAccounts")
    demo.set_scenario("many-accounts")
    demo.set_scenario("healthy")

    assert signed_in.answer("ListAccounts") == before


@pytest.mark.parametrize("scenario", list(SCENARIOS))
def test_no_scenario_takes_an_order(demo: DemoProcess, client: DemoClient, scenario: str) -> None:
    client.sign_in("mcp:trade")
    before = demo.state()["trade_tool_calls"].get("PlaceOrder", 0)
    demo.pause_market()
    orders = client.answer("GetAllOrders")
    demo.set_options(addon_timeout_seconds=1, slow_seconds=1)
    demo.set_scenario(scenario)

    response = client.call("PlaceOrder", account="Sim101", instrument="ES 12-26", quantity=1)

    if response.status_code == 200 and scenario not in NOTHING_ARRIVES:
        result = response.json()["result"]
        assert result["isError"] is True
        assert "takes no orders" in result["content"][0]["text"]
    demo.set_scenario("healthy")
    client.sign_in("mcp:trade")
    assert client.answer("GetAllOrders") == orders
    came = demo.state()["trade_tool_calls"].get("PlaceOrder", 0) - before
    assert came == (0 if scenario in NOTHING_ARRIVES else 1), "each one that came was counted"


def test_a_trade_tool_needs_the_trade_scope(demo: DemoProcess, signed_in: DemoClient) -> None:
    response = signed_in.call("FlattenEverything")

    challenge = response.headers["www-authenticate"]
    assert response.status_code == 403
    assert response.json()["error"] == "insufficient_scope"
    assert 'error="insufficient_scope"' in challenge
    assert 'scope="mcp:trade"' in challenge
    assert f'resource_metadata="{demo.origin}/.well-known/oauth-protected-resource"' in challenge


def test_the_trade_scope_reads_as_well(client: DemoClient) -> None:
    client.sign_in("mcp:trade")

    assert client.call("ListAccounts").status_code == 200


REFUSALS: dict[str, tuple[str, dict[str, Any]]] = {
    "not-elite": ("ListAccounts", {"error": "MCP requires an Elite subscription"}),
    "addon-offline": ("ListAccounts", {"success": False, "error": "addon_disconnected"}),
    "rate-limited": ("ListAccounts", {"error": "Rate limit exceeded"}),
    "healthy": (
        "PlaceOrder",
        {"error": "insufficient_scope", "error_description": "This tool needs mcp:trade."},
    ),
}


@pytest.mark.parametrize("scenario", list(REFUSALS))
@pytest.mark.parametrize("replies", ["json", "sse"])
def test_a_refusal_can_be_a_jsonrpc_error(
    demo: DemoProcess, signed_in: DemoClient, scenario: str, replies: str
) -> None:
    tool, body = REFUSALS[scenario]
    demo.set_options(carrier="jsonrpc", replies=replies)
    demo.set_scenario(scenario)

    response = signed_in.call(tool)

    error = _message(response)["error"]
    assert response.status_code == 200
    assert error["message"] == body["error"]
    assert error["data"].items() >= body.items()
    assert error["data"]["status"] in {403, 408, 429}


@pytest.mark.parametrize("scenario", list(REFUSALS))
@pytest.mark.parametrize("replies", ["json", "sse"])
def test_a_refusal_can_be_an_error_result(
    demo: DemoProcess, signed_in: DemoClient, scenario: str, replies: str
) -> None:
    tool, body = REFUSALS[scenario]
    demo.set_options(carrier="iserror", replies=replies)
    demo.set_scenario(scenario)

    response = signed_in.call(tool)

    result = _message(response)["result"]
    assert response.status_code == 200
    assert result["isError"] is True
    assert json.loads(result["content"][0]["text"]) == body


def _message(response: httpx.Response) -> dict[str, Any]:
    """The JSON-RPC message of either kind of reply."""
    if response.headers["content-type"].startswith("text/event-stream"):
        data = [line[6:] for line in response.text.splitlines() if line.startswith("data: ")]
        message: dict[str, Any] = json.loads(data[-1])
        return message
    plain: dict[str, Any] = response.json()
    return plain


def test_a_tools_own_error_is_an_error_result(signed_in: DemoClient) -> None:
    response = signed_in.call("GetAccount", account="nobody")

    result = response.json()["result"]
    assert result["isError"] is True
    assert json.loads(result["content"][0]["text"])["error"] == "invalid_account"


def test_an_unknown_tool_is_a_protocol_error(signed_in: DemoClient) -> None:
    response = signed_in.call("MakeMeRich")

    assert response.json()["error"]["code"] == -32602


def test_a_foreign_cursor_is_a_protocol_error(signed_in: DemoClient) -> None:
    response = signed_in.request("tools/list", {"cursor": "elsewhere"})

    assert response.json()["error"]["code"] == -32602


def test_structured_content_comes_when_asked_for(demo: DemoProcess, signed_in: DemoClient) -> None:
    demo.pause_market()
    demo.set_options(structured_content=True)

    result = signed_in.call("ListAccounts").json()["result"]

    assert result["structuredContent"] == json.loads(result["content"][0]["text"])


def test_the_budget_is_a_burst_of_twenty(demo: DemoProcess, signed_in: DemoClient) -> None:
    demo.set_options(rate_limit=True)

    statuses = [signed_in.call("GetMcpCapabilities").status_code for _ in range(20)]
    refused = _call_until_refused(signed_in)
    demo.set_options(rate_limit_reply="coded")
    coded = _call_until_refused(signed_in)

    assert statuses == [200] * 20
    assert refused.json() == {"error": "Rate limit exceeded"}
    assert coded.json() == {"success": False, "error": "rate_limited", "retryAfter": 1}
    assert coded.headers["retry-after"] == "1"


def _call_until_refused(client: DemoClient) -> httpx.Response:
    response = client.call("GetMcpCapabilities")
    while response.status_code == 200:
        response = client.call("GetMcpCapabilities")
    assert response.status_code == 429
    return response


def test_the_budget_comes_back_at_three_a_second() -> None:
    now = 0.0
    bucket = TokenBucket(clock=lambda: now)
    assert [bucket.take() for _ in range(20)] == [0.0] * 20

    assert bucket.take() == pytest.approx(1 / 3)
    now = 1.0
    assert [bucket.take() > 0 for _ in range(4)] == [False, False, False, True]
    now = 60.0
    assert [bucket.take() > 0 for _ in range(21)] == [False] * 20 + [True]
