"""Scenarios of tokens, registrations and the request budget."""

import pytest

from support.demo_client import DemoClient
from support.demo_process import DemoProcess


def test_token_expiring_ends_the_tokens_in_use_and_renews_for_seconds(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    demo.set_scenario("token-expiring")

    lapsed = signed_in.call("ListAccounts")
    renewed = signed_in.refresh()

    assert (lapsed.status_code, lapsed.json()["error"]) == (401, "invalid_token")
    assert (renewed.status_code, renewed.json()["expires_in"]) == (200, 20)
    assert signed_in.call("ListAccounts").status_code == 200
    demo.set_scenario("healthy")
    assert signed_in.call("ListAccounts").status_code == 200, "the short token lives on"
    assert signed_in.refresh().json()["expires_in"] == 3600


def test_short_tokens_do_end(demo: DemoProcess, client: DemoClient) -> None:
    demo.set_options(short_token_seconds=1)
    demo.set_scenario("token-expiring")
    client.sign_in()

    response = client.call("ListAccounts")
    while response.status_code == 200:
        response = client.call("ListAccounts")

    assert response.status_code == 401
    assert client.refresh().status_code == 200
    assert client.call("ListAccounts").status_code == 200


def test_a_lapsed_token_can_still_be_revoked(demo: DemoProcess, signed_in: DemoClient) -> None:
    demo.set_scenario("token-expiring")
    before = demo.state()["active_grants"]

    signed_in.revoke(signed_in.access_token)

    assert demo.state()["active_grants"] == before - 1


@pytest.mark.parametrize(
    ("reply", "body"),
    [
        ("plain", {"error": "Rate limit exceeded"}),
        ("coded", {"success": False, "error": "rate_limited", "retryAfter": 3}),
    ],
)
def test_rate_limited_names_a_time_and_ends_at_once(
    demo: DemoProcess, signed_in: DemoClient, reply: str, body: dict[str, object]
) -> None:
    demo.set_options(rate_limit=True, rate_limit_reply=reply)
    demo.set_scenario("rate-limited")

    refused = [signed_in.call("ListAccounts") for _ in range(30)]

    for response in refused:
        assert (response.status_code, response.json()) == (429, body)
        assert response.headers["retry-after"] == "3"
    assert "ListAccounts" in signed_in.listed_tools()
    demo.set_scenario("healthy")
    assert signed_in.call("ListAccounts").status_code == 200, "the budget was not spent"


def test_no_registration_is_left_though_sign_in_works_with_the_old_one(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    demo.set_scenario("registrations-exhausted")

    refused = signed_in.register()

    assert (refused.status_code, refused.json()["error"]) == (429, "too_many_registrations")
    assert refused.headers["retry-after"] == "2700"
    signed_in.sign_in()
    assert signed_in.call("ListAccounts").status_code == 200
    demo.set_scenario("healthy")
    assert signed_in.register().status_code == 201
