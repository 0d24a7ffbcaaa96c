"""Faults switched singly and together, while the server runs."""

import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ct_desktop.demo.scenarios import FAULTS, SCENARIOS
from ct_desktop.demo_child import DemoChild, DemoUnavailableError
from support.demo_client import DemoClient
from support.demo_process import DemoProcess
from support.oauth_browser import plain_http_client
from support.waiting import wait_for


@pytest.fixture
def http(demo: DemoProcess) -> Iterator[httpx.Client]:
    with plain_http_client() as client:
        client.base_url = httpx.URL(demo.origin)
        yield client


def test_scenarios_are_combined(demo: DemoProcess, http: httpx.Client) -> None:
    response = http.post("/control/scenario", json={"scenarios": ["slow", "not-elite"]})

    assert response.json() == {"scenarios": ["slow", "not-elite"]}
    state = demo.state()
    assert state["active_scenarios"] == ["not-elite", "slow"]
    assert state["active_faults"] == ["plan-refused", "answers-slow"]
    assert state["scenario"] == "not-elite,slow"
    assert state["faults"] == list(FAULTS)


def test_one_scenario_replaces_all_others(demo: DemoProcess) -> None:
    demo.set_scenario("slow", "not-elite", "wrong-clock")

    demo.set_scenario("addon-offline")

    assert demo.state()["active_faults"] == ["addon-offline"]


@pytest.mark.parametrize("scenarios", [[], ["healthy"]])
def test_none_of_them_is_healthy(
    demo: DemoProcess, http: httpx.Client, scenarios: list[str]
) -> None:
    demo.set_scenario("slow")

    http.post("/control/scenario", json={"scenarios": scenarios})

    assert demo.state()["active_scenarios"] == ["healthy"]
    assert demo.state()["active_faults"] == []


@pytest.mark.parametrize(
    "content",
    [
        {"scenarios": ["slow", "no-such"]},
        {"scenarios": "slow"},
        {"scenarios": ["slow", 7]},
        {"scenario": "slow", "scenarios": ["slow"]},
    ],
)
def test_a_wrong_combination_changes_nothing(
    demo: DemoProcess, http: httpx.Client, content: dict[str, Any]
) -> None:
    demo.set_scenario("not-elite")

    assert http.post("/control/scenario", json=content).status_code == 400
    assert demo.state()["active_scenarios"] == ["not-elite"]


def test_single_faults_come_and_go_beside_the_others(demo: DemoProcess, http: httpx.Client) -> None:
    demo.set_scenario("not-elite", "addon-outdated")

    response = http.post("/control/faults", json={"tokens-refused": True, "addon-outdated": False})

    assert response.json() == {
        "active_scenarios": ["not-elite"],
        "active_faults": ["plan-refused", "tokens-refused"],
    }
    demo.set_faults(plan_refused=False)
    assert demo.state()["active_scenarios"] == [], "no scenario is tokens-refused alone"
    assert '<strong id="scenario">single faults</strong>' in http.get("/control").text


def test_a_scenario_made_up_of_single_faults_is_that_scenario(demo: DemoProcess) -> None:
    demo.set_faults(clock_wrong=True, tokens_refused=True, grants_refused=True)

    assert demo.state()["active_scenarios"] == ["wrong-clock"]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ({"no-such": True}, "no-such"),
        ({"plan-refused": "yes"}, "JSON object of faults"),
        ({"plan-refused": 1}, "JSON object of faults"),
        (["plan-refused"], "JSON object of faults"),
    ],
)
def test_a_wrong_fault_is_refused_and_changes_nothing(
    demo: DemoProcess, http: httpx.Client, content: object, named: str
) -> None:
    response = http.post("/control/faults", json=content)

    assert response.status_code == 400
    assert named in response.json()["error"]
    assert demo.state()["active_faults"] == []


def test_another_fault_does_not_begin_the_old_ones_anew(
    demo: DemoProcess, client: DemoClient
) -> None:
    demo.set_scenario("token-revoked", "token-expiring", "many-accounts")
    client.sign_in()

    demo.set_faults(addon_outdated=True)

    assert client.call("ListAccounts").status_code == 200
    demo.set_faults(grants_revoked=True)
    assert client.call("ListAccounts").status_code == 401


def test_the_pages_switches_combine(demo: DemoProcess, http: httpx.Client) -> None:
    def press(name: str) -> None:
        page = http.get("/control").text
        [button] = [line for line in page.split("<button ") if f'aria-label="{name}' in line]
        field = button.partition(' name="')[2].partition('"')[0]
        response = http.post(
            "/control/scenario",
            data={field: name},
            headers={"Accept": "text/html", "Origin": demo.origin},
        )
        assert (response.status_code, response.headers["location"]) == (303, "/control")

    press("server-down")
    press("not-elite")
    assert demo.state()["active_scenarios"] == ["not-elite", "server-down"]
    press("server-down")
    assert demo.state()["active_scenarios"] == ["not-elite"]
    press("slow")
    press("healthy")
    assert demo.state()["active_scenarios"] == ["healthy"]


@pytest.mark.parametrize(("on_top", "below"), [("rate-limited", 429), ("captive-portal", 200)])
def test_the_fault_nearest_to_the_client_is_seen_first(
    demo: DemoProcess, signed_in: DemoClient, on_top: str, below: int
) -> None:
    demo.set_scenario("addon-offline", on_top)
    assert signed_in.call("ListAccounts").status_code == below

    demo.set_scenario("addon-offline")

    assert signed_in.call("ListAccounts").status_code == 408


def test_a_call_released_from_a_frozen_nt8_meets_what_is_wrong_now(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    demo.set_scenario("nt8-frozen")
    before = demo.state()["tool_calls"].get("ListAccounts", 0)
    answered: list[httpx.Response] = []
    waiting = threading.Thread(target=lambda: answered.append(signed_in.call("ListAccounts")))
    waiting.start()
    wait_for(
        lambda: demo.state()["tool_calls"].get("ListAccounts", 0),
        lambda count: count > before,
        5,
        "the call did not arrive",
    )

    demo.set_faults(addon_offline=True, nt8_frozen=False)
    waiting.join(5)

    assert [response.json() for response in answered] == [
        {"success": False, "error": "addon_disconnected"}
    ]


def test_every_fault_is_in_some_scenario_and_every_scenario_is_told_apart() -> None:
    used = frozenset().union(*(scenario.faults for scenario in SCENARIOS.values()))

    assert used == frozenset(FAULTS.values())
    assert len({scenario.faults for scenario in SCENARIOS.values()}) == len(SCENARIOS)


async def test_the_apps_child_starts_with_several() -> None:
    child = DemoChild(scenario="not-elite,slow")
    try:
        address = await child.start()
        with plain_http_client() as http:
            state = http.get(f"{address.control_url}/state").json()
    finally:
        child.stop()

    assert state["active_scenarios"] == ["not-elite", "slow"]


async def test_the_apps_child_names_a_scenario_that_may_not_exist() -> None:
    child = DemoChild(scenario="not-elite,no-such")

    with pytest.raises(DemoUnavailableError, match="may not know the scenario not-elite,no-such"):
        await child.start()
