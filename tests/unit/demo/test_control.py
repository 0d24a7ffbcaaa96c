"""The control: switching, and that no other site's page can."""

import re
from collections.abc import Iterator
from html import escape

import httpx
import pytest

from ct_desktop.demo.scenarios import SCENARIOS
from support.demo_client import DemoClient
from support.demo_process import DemoProcess, DemoProcessError
from support.oauth_browser import plain_http_client


@pytest.fixture
def http(demo: DemoProcess) -> Iterator[httpx.Client]:
    with plain_http_client() as client:
        client.base_url = httpx.URL(demo.origin)
        yield client


def test_the_page_has_a_switch_for_each_scenario(demo: DemoProcess, http: httpx.Client) -> None:
    demo.set_scenario("not-elite", "slow")

    page = http.get("/control").text

    assert '<strong id="scenario">not-elite, slow</strong>' in page
    assert '<span id="faults">plan-refused, answers-slow</span>' in page
    for scenario in SCENARIOS.values():
        assert f'value="{scenario.name}"' in page
        assert escape(scenario.description) in page
    switched_on = re.findall(r'<button [^>]*value="([^"]*)"[^>]* aria-checked="true"', page)
    assert switched_on == ["not-elite", "slow"]


def test_a_button_switches_and_leads_back_to_the_page(
    demo: DemoProcess, http: httpx.Client
) -> None:
    response = http.post(
        "/control/scenario",
        data={"scenario": "addon-offline"},
        headers={"Accept": "text/html", "Origin": demo.origin},
    )

    assert (response.status_code, response.headers["location"]) == (303, "/control")
    assert demo.state()["scenario"] == "addon-offline"


def test_json_switches_as_well(demo: DemoProcess, http: httpx.Client) -> None:
    response = http.post("/control/scenario", json={"scenario": "server-down"})

    assert response.json() == {"scenario": "server-down"}
    assert demo.state()["scenario"] == "server-down"


@pytest.mark.parametrize(
    "content", [{"scenario": "no-such"}, {"scenario": 7}, {}, ["healthy"], "healthy", None]
)
def test_an_unknown_scenario_is_refused_with_the_names(http: httpx.Client, content: object) -> None:
    response = http.post("/control/scenario", json=content)

    assert response.status_code == 400
    for name in SCENARIOS:
        assert name in response.json()["error"]


def test_the_state_lists_the_scenarios(demo: DemoProcess) -> None:
    assert demo.state()["scenarios"] == list(SCENARIOS)


def test_calls_are_counted_by_tool(demo: DemoProcess, signed_in: DemoClient) -> None:
    before = demo.state()
    signed_in.call("ListAccounts")
    signed_in.call("ListAccounts")
    signed_in.call("FlattenEverything")

    after = demo.state()

    def more(kind: str, tool: str) -> int:
        count: int = after[kind].get(tool, 0) - before[kind].get(tool, 0)
        return count

    assert more("tool_calls", "ListAccounts") == 2
    assert more("tool_calls", "FlattenEverything") == 1
    assert more("trade_tool_calls", "FlattenEverything") == 1
    assert "ListAccounts" not in after["trade_tool_calls"]
    assert after["requests_last_minute"] >= 3


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"dialect": "klingon"}, "dialect"),
        ({"page_size": 0}, "page_size"),
        ({"page_size": "ten"}, "page_size"),
        ({"no_such_option": 1}, "no_such_option"),
    ],
)
def test_a_wrong_option_is_refused_by_name_and_changes_nothing(
    demo: DemoProcess, options: dict[str, str | int], named: str
) -> None:
    before = demo.state()["options"]

    with pytest.raises(DemoProcessError, match=named):
        demo.set_options(**options)

    assert demo.state()["options"] == before


def test_pausing_wants_a_yes_or_no(http: httpx.Client) -> None:
    assert http.post("/control/market", json={"paused": "yes"}).status_code == 400
    assert http.post("/control/market", json={"paused": True}).json() == {"paused": True}


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null"])
def test_another_sites_page_can_not_switch(
    demo: DemoProcess, http: httpx.Client, origin: str
) -> None:
    response = http.post(
        "/control/scenario", data={"scenario": "server-down"}, headers={"Origin": origin}
    )

    assert response.status_code == 403
    assert demo.state()["scenario"] == "healthy"


@pytest.mark.parametrize(
    "path", ["/control", "/control/state", "/v1/api/mcp", "/v1/oauth/mcp/token"]
)
@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1"])
def test_a_rebound_name_reaches_nothing(http: httpx.Client, path: str, host: str) -> None:
    assert http.get(path, headers={"Host": host}).status_code == 421


def test_localhost_is_a_name_of_this_machine(demo: DemoProcess, http: httpx.Client) -> None:
    port = demo.origin.rpartition(":")[2]

    assert http.get("/control/state", headers={"Host": f"localhost:{port}"}).status_code == 200


def test_an_oversized_request_is_refused(signed_in: DemoClient, demo: DemoProcess) -> None:
    response = signed_in.http.post(
        demo.server_url,
        content=b" " * (1024 * 1024 + 1),
        headers={"Authorization": f"Bearer {signed_in.access_token}"},
    )

    assert response.status_code == 413
