"""The consent page: what it says, that it cannot be tricked, and what each answer leads to."""

import httpx
import pytest

from support.demo_client import REDIRECT_URI, DemoClient
from support.demo_process import DemoProcess
from support.oauth_browser import (
    answer_consent,
    callback_parameters,
    form_fields,
    plain_http_client,
)

HOSTILE_NAME = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>${title}"


def open_page(client: DemoClient, **parameters: str) -> httpx.Response:
    redirect = client.http.get(client.authorization_url(**parameters))
    return client.http.get(redirect.headers["location"])


def test_it_says_who_asks_for_what_and_for_which_account(client: DemoClient) -> None:
    client.register(client_name="CrossTrade Desktop on DESKTOP-7")

    page = open_page(client).text

    assert "CrossTrade Desktop on DESKTOP-7" in page
    assert "Simulated CrossTrade" in page
    assert '<code id="scope">mcp:read</code>' in page
    assert "See accounts, connections, positions, orders and executions" in page
    assert "trader@example.com" in page
    assert "http://127.0.0.1:4040" in page
    assert '<html lang="en">' in page
    assert "prefers-color-scheme: dark" in page


def test_a_hostile_client_name_is_only_text(client: DemoClient) -> None:
    client.register(client_name=HOSTILE_NAME)

    response = open_page(client)

    assert "<script" not in response.text
    assert "<img" not in response.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in response.text
    assert "${title}" in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_hostile_parameters_on_the_error_page_are_only_text(client: DemoClient) -> None:
    response = client.http.get(client.authorization_url(client_id="<script>alert(1)</script>"))

    assert response.status_code == 400
    assert "<script" not in response.text


def test_it_can_not_be_framed_and_is_not_stored(client: DemoClient) -> None:
    client.register()

    headers = open_page(client).headers

    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"


def test_its_policy_lets_the_form_lead_to_the_callback(client: DemoClient) -> None:
    client.register(redirect_uris=["cursor://any/callback", REDIRECT_URI])

    web = open_page(client).headers["content-security-policy"]
    editor = open_page(client, redirect_uri="cursor://any/callback").headers[
        "content-security-policy"
    ]

    assert "form-action 'self' http://127.0.0.1:4040;" in web
    assert "form-action 'self' cursor:;" in editor


def test_allow_leads_back_with_a_code(demo: DemoProcess, client: DemoClient) -> None:
    client.register()

    response = answer_consent(client.http, open_page(client), decision="allow")

    assert response.status_code == 303
    assert response.headers["location"].startswith(f"{REDIRECT_URI}?")
    assert set(callback_parameters(response.headers["location"])) == {"code", "state", "iss"}


def test_deny_leads_back_with_access_denied(demo: DemoProcess, client: DemoClient) -> None:
    client.register()

    response = answer_consent(client.http, open_page(client), decision="deny")

    returned = callback_parameters(response.headers["location"])
    assert returned["error"] == "access_denied"
    assert returned["state"] == "the-state"
    assert returned["iss"] == demo.origin
    assert "code" not in returned


@pytest.mark.parametrize("scope", ["mcp:read", "mcp:trade"])
def test_the_trader_chooses_where_both_scopes_are_asked_for(client: DemoClient, scope: str) -> None:
    client.register()
    page = open_page(client, scope="mcp:trade mcp:read")

    response = answer_consent(client.http, page, decision="allow", scope=scope)
    tokens = client.exchange(callback_parameters(response.headers["location"])["code"]).json()

    assert dict(form_fields(page.text))["scope"] == "mcp:read", "read-only is chosen beforehand"
    assert tokens["scope"] == scope


def test_a_scope_nobody_asked_for_is_not_granted(client: DemoClient) -> None:
    client.register()

    response = answer_consent(client.http, open_page(client), decision="allow", scope="mcp:trade")

    assert response.status_code == 400
    assert "location" not in response.headers


def test_an_answer_from_another_browser_is_refused(demo: DemoProcess, client: DemoClient) -> None:
    client.register()
    page = open_page(client)

    with plain_http_client() as other_browser:
        response = answer_consent(other_browser, page, decision="allow")

    assert response.status_code == 403
    assert answer_consent(client.http, page, decision="allow").status_code == 303


def test_an_answer_with_a_made_up_check_value_is_refused(client: DemoClient) -> None:
    client.register()
    page = open_page(client)
    fields = {**dict(form_fields(page.text)), "csrf": "0" * 64, "decision": "allow"}

    response = client.http.post(str(page.url.copy_with(query=None)), data=fields)

    assert response.status_code == 403


def test_a_request_is_answered_once(client: DemoClient) -> None:
    client.register()
    page = open_page(client)
    answer_consent(client.http, page, decision="allow")

    again = answer_consent(client.http, page, decision="allow")

    assert again.status_code == 400
    assert "This sign-in is over" in again.text


def test_two_open_pages_can_both_be_answered(client: DemoClient) -> None:
    client.register()
    first, second = open_page(client), open_page(client)

    assert answer_consent(client.http, first, decision="deny").status_code == 303
    assert answer_consent(client.http, second, decision="allow").status_code == 303
