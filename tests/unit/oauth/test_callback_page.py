"""The page in the browser."""

import re
from html.parser import HTMLParser

import pytest

from ct_desktop.oauth import callback_page
from ct_desktop.oauth.callback_page import CallbackPage

HOSTILE = "<script>alert('x')</script>\" onload=\"x $title ${tone}"

PAGES = [
    callback_page.granted(client_name="An app on a PC", scope="mcp:read"),
    callback_page.granted(client_name="An app on a PC", scope=None),
    callback_page.denied(client_name="An app on a PC"),
    callback_page.RECEIVED,
    callback_page.FAILED,
    callback_page.ALREADY_ANSWERED,
    callback_page.NOT_THIS_SIGN_IN,
]


class Tags(HTMLParser):
    """Collects what the document holds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes |= {f"{tag}.{name}": value for name, value in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_each_page_says_what_to_do_and_fetches_nothing(page: CallbackPage) -> None:
    html = page.html()
    tags = Tags(html)
    assert page.title in tags.text
    assert "close this tab" in tags.text or "open the sign-in page" in tags.text
    assert "script" not in tags.names
    assert not re.search(r"https?:|url\(|@import| src=", html)
    assert tags.attributes["link.href"] == "data:,"
    assert "prefers-color-scheme: dark" in html
    assert "$" not in html


def test_what_was_granted_is_named() -> None:
    text = Tags(PAGES[0].html()).text
    assert "An app on a PC" in text
    assert "mcp:read" in text


@pytest.mark.parametrize(
    "page",
    [
        callback_page.granted(client_name=HOSTILE, scope=HOSTILE),
        callback_page.denied(client_name=HOSTILE),
    ],
)
def test_whatever_is_put_in_is_shown_as_text(page: CallbackPage) -> None:
    tags = Tags(page.html())
    assert "script" not in tags.names
    assert not any("onload" in name for name in tags.attributes)
    assert HOSTILE in tags.text
