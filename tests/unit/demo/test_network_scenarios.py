"""Faults that stand before the whole server: slow, garbage, captive-portal; and its clock."""

import json
import threading
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest

from support.demo_client import DemoClient
from support.demo_process import DemoProcess
from support.oauth_browser import callback_parameters, follow_authorization, plain_http_client
from support.waiting import wait_for

AUTHORIZATION_SERVER = "/.well-known/oauth-authorization-server"


def test_slow_keeps_every_answer_waiting(demo: DemoProcess, signed_in: DemoClient) -> None:
    demo.set_options(slow_seconds=1)
    demo.set_scenario("slow")

    call = signed_in.call("ListAccounts")
    metadata = signed_in.http.get(f"{demo.origin}{AUTHORIZATION_SERVER}")

    assert (call.status_code, metadata.status_code) == (200, 200)
    assert call.elapsed >= timedelta(seconds=1)
    assert metadata.elapsed >= timedelta(seconds=1)


def test_slow_answers_are_released_when_it_ends(demo: DemoProcess, signed_in: DemoClient) -> None:
    demo.set_options(slow_seconds=600)
    demo.set_scenario("slow")
    before = demo.state()["requests_last_minute"]
    answered: list[httpx.Response] = []
    waiting = threading.Thread(target=lambda: answered.append(signed_in.call("ListAccounts")))
    waiting.start()
    wait_for(
        lambda: demo.state()["requests_last_minute"],
        lambda count: count > before,
        5,
        "the call did not arrive",
    )
    assert answered == []

    demo.set_scenario("healthy")
    waiting.join(5)

    assert [response.status_code for response in answered] == [200]


def test_garbage_is_200_and_never_an_answer(demo: DemoProcess, signed_in: DemoClient) -> None:
    demo.set_scenario("garbage")

    answers = [signed_in.call("ListAccounts") for _ in range(6)]

    assert {answer.status_code for answer in answers} == {200}
    kinds = [_kind(answer) for answer in answers]
    assert sorted(set(kinds)) == ["broken JSON", "bytes", "other JSON"]
    assert kinds[:3] == kinds[3:], "in turn"
    assert _kind(signed_in.http.get(f"{demo.origin}{AUTHORIZATION_SERVER}"))
    demo.set_scenario("healthy")
    assert signed_in.call("ListAccounts").status_code == 200


def _kind(response: httpx.Response) -> str:
    if response.headers["content-type"] != "application/json":
        return "bytes"
    try:
        content = response.json()
    except json.JSONDecodeError:
        return "broken JSON"
    assert "jsonrpc" not in content
    assert "issuer" not in content
    return "other JSON"


@pytest.mark.parametrize("path", ["/v1/api/mcp", AUTHORIZATION_SERVER, "/anything"])
def test_a_captive_portal_shows_its_page_for_everything(
    demo: DemoProcess, signed_in: DemoClient, path: str
) -> None:
    demo.set_scenario("captive-portal")

    response = signed_in.http.get(f"{demo.origin}{path}")

    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert "Guest network" in response.text
    assert 'href="/control"' in response.text, "the way out"
    assert signed_in.call("ListAccounts").text == response.text


def test_answers_carry_one_true_date(demo: DemoProcess, signed_in: DemoClient) -> None:
    for response in (signed_in.call("ListAccounts"), signed_in.http.get(demo.origin)):
        assert len(response.headers.get_list("date")) == 1
        assert abs(_date(response) - datetime.now(UTC)) < timedelta(seconds=30)


def test_a_wrong_clock_refuses_what_it_judges_by_time(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    before = demo.state()
    demo.set_scenario("wrong-clock")

    call = signed_in.call("ListAccounts")
    renewal = signed_in.refresh()

    assert (call.status_code, call.json()["error"]) == (401, "invalid_token")
    assert (renewal.status_code, renewal.json()["error"]) == (400, "invalid_grant")
    for response in (call, renewal):
        ahead = datetime.now(UTC) - _date(response)
        assert abs(ahead - timedelta(hours=3)) < timedelta(seconds=30)
    assert demo.state()["active_grants"] == before["active_grants"]
    assert demo.state()["refreshes"] == before["refreshes"]


def test_b39_nothing_is_lost_by_a_wrong_clock(demo: DemoProcess, signed_in: DemoClient) -> None:
    demo.set_scenario("wrong-clock")
    signed_in.refresh()

    demo.set_scenario("healthy")

    assert signed_in.call("ListAccounts").status_code == 200
    assert signed_in.refresh().status_code == 200


def test_a_wrong_clock_refuses_a_new_sign_in(demo: DemoProcess, client: DemoClient) -> None:
    client.register()
    demo.set_scenario("wrong-clock")
    code = callback_parameters(follow_authorization(client.authorization_url()))["code"]

    refused = client.exchange(code)

    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize("scenario", ["slow", "garbage", "captive-portal", "server-down"])
def test_the_control_is_spared(demo: DemoProcess, scenario: str) -> None:
    demo.set_options(slow_seconds=600)
    demo.set_scenario(scenario)

    with plain_http_client() as http:
        page = http.get(demo.control_url)

    assert f'<strong id="scenario">{scenario}</strong>' in page.text
    assert demo.state()["active_scenarios"] == [scenario]


def test_requests_are_counted_that_no_fault_lets_through(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    demo.set_scenario("server-down")
    before = demo.state()["requests_last_minute"]

    signed_in.call("ListAccounts")

    assert demo.state()["requests_last_minute"] == before + 1


def _date(response: httpx.Response) -> datetime:
    return parsedate_to_datetime(response.headers["date"])
