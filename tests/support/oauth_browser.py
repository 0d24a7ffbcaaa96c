"""A trader's browser without a browser: plain HTTP from the authorization URL to the callback."""

import re
from collections.abc import Callable
from html import unescape
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import httpx


def plain_http_client() -> httpx.Client:
    """A client for http on loopback: no proxy, and no trust store, which takes 40 ms to load."""
    return httpx.Client(timeout=15, trust_env=False, verify=False)


def follow_authorization(
    url: str,
    *,
    decision: Literal["allow", "deny"] = "allow",
    client: Callable[[], httpx.Client] = plain_http_client,
) -> str:
    """Open ``url`` as a browser would, answer the consent page if there is one.

    Returns the redirect to the client's callback, which nobody has called yet. A server that
    approves by itself redirects at once.
    """
    with client() as browser:
        response = browser.get(url)
        while response.is_redirect and "code=" not in response.headers["location"]:
            response = browser.get(response.headers["location"])
        if not response.is_redirect:
            response = answer_consent(browser, response, decision=decision)
        assert response.is_redirect, f"{response.status_code}: {response.text}"
        return response.headers["location"]


def answer_consent(
    browser: httpx.Client, page: httpx.Response, *, decision: str, scope: str | None = None
) -> httpx.Response:
    """Send the consent page's form with its own fields; ``scope`` where it leaves the choice."""
    assert page.status_code == 200, f"{page.status_code}: {page.text}"
    fields = dict(form_fields(page.text))
    if scope is not None:
        fields["scope"] = scope
    return browser.post(str(page.url.copy_with(query=None)), data={**fields, "decision": decision})


def form_fields(page: str) -> list[tuple[str, str]]:
    """The form's hidden fields and its chosen radio button, names with values."""
    fields = []
    for tag in re.findall(r"<input [^>]*>", page):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if attributes["type"] == "hidden" or tag.endswith(" checked>"):
            fields.append((attributes["name"], unescape(attributes["value"])))
    return fields


def callback_parameters(location: str) -> dict[str, str]:
    """The parameters of a redirect to the callback."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
