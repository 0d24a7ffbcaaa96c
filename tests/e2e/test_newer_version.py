"""A trader of the demo lets the app ask for newer versions, reads of one, and skips it."""

import json
import re
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from ct_desktop.demo.authorization.consent import CONSENT_PATH
from support.desktop_app import DesktopApp
from support.trader_desktop import TraderDesktop
from support.waiting import wait_for

BUTTON = "push button"
SWITCH = "Tell me about new versions"
NEWS = "CrossTrade Desktop 9.9.0 is out"

ANSWER_TIMEOUT = 20.0
"""Seconds for a question to be asked and answered, on a busy machine."""


def questions(origin: str) -> int:
    """How often the demo was asked for its newest version."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{origin}/control/state", timeout=ANSWER_TIMEOUT) as answer:
        state: dict[str, Any] = json.load(answer)
    return int(state["release_questions"])


def sign_in(app: DesktopApp, desktop: TraderDesktop) -> str:
    """From the demo's welcome to its figures; its origin."""
    app.window.find(BUTTON, "Connect", timeout=ANSWER_TIMEOUT).press()
    with desktop.browser() as browser:
        consent = browser.wait_for_tab(CONSENT_PATH)
        consent.wait_for_text("Allow")
        parts = urlsplit(consent.address())
        consent.press("Allow")
        consent.wait_for_text("Access granted")
    app.window.wait_until_gone("dialog", "Sign in to CrossTrade")
    app.window.find(BUTTON, "Connection chain: All 8 links fine", timeout=ANSWER_TIMEOUT)
    return f"{parts.scheme}://{parts.netloc}"


def test_it_is_asked_only_once_allowed_and_once_a_day_and_a_skipped_version_stays_away(
    desktop: TraderDesktop,
) -> None:
    with desktop.app("--demo") as app:
        origin = sign_in(app, desktop)
        app.window.find("check box", "Settings").press()
        app.window.find("label", re.compile("^Tell me about new versions: the app asks 127"))
        assert questions(origin) == 0
        app.window.find("check box", SWITCH).press()
        app.window.find("filler", NEWS, timeout=ANSWER_TIMEOUT)
        assert questions(origin) == 1
        app.window.find("filler", NEWS).find(BUTTON, "See what is new").press()
        with desktop.browser() as browser:
            page = browser.wait_for_tab("/desktop/releases/newest")
            page.wait_for_text("CrossTrade Desktop 9.9.0")
        app.window.wait_until_gone("filler", NEWS)
        assert questions(origin) == 1
        app.close()
        app.wait_for_clean_end()
    record = desktop.home / "data" / "profiles" / "demo" / "updates.json"
    with desktop.app("--demo") as app:
        # It is known from the first run, and the day is not over.
        app.window.find("filler", NEWS, timeout=ANSWER_TIMEOUT).find(
            BUTTON, "Skip this version"
        ).press()
        # Told by the file: Qt reads past its list of children where a tree is walked while a scroll
        # bar goes, as one does once the line has left its room to the tables.
        wait_for(
            lambda: json.loads(record.read_text()).get("skipped"),
            lambda skipped: skipped == "9.9.0",
            ANSWER_TIMEOUT,
            "the version was not skipped",
        )
        assert questions(origin) == 0
        app.close()
        app.wait_for_clean_end()
