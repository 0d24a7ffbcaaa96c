"""The second-screen view of the running app, worked by the keyboard, against the demo server."""

import json
import re
from typing import Any

from support.desktop_app import DesktopApp
from support.trader_desktop import TraderDesktop
from support.waiting import wait_for

BUTTON = "push button"
OPEN_PNL = re.compile(r"^Open P/L, live and funded: [+−]?[\d,]+\.\d\d")
TIMEOUT = 20.0


def press(desktop: TraderDesktop, keys: str) -> None:
    """Press ``keys`` on the keyboard, which goes to the window that has it."""
    desktop.session.run("xdotool", "key", keys)


def bring_forward(desktop: TraderDesktop) -> None:
    """Give the keyboard back to the main window, which the browser took."""
    search = ("search", "--onlyvisible", "--name", "^CrossTrade Desktop$")
    desktop.session.run("xdotool", *search, "windowactivate", "--sync")


def settings(app: DesktopApp) -> dict[str, Any]:
    """What the app has kept."""
    path = app.home / "settings" / "profiles" / "default" / "settings.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def sign_in(app: DesktopApp, desktop: TraderDesktop) -> None:
    app.window.find(BUTTON, "Connect").press()
    with desktop.browser() as browser:
        consent = browser.wait_for_tab(desktop.demo.origin)
        consent.press("Allow")
        consent.wait_for_text("Access granted")
    app.window.wait_until_gone("dialog", "Sign in to CrossTrade")
    app.window.find(BUTTON, "Connection chain: All 8 links fine")


def test_a_day_on_the_second_screen(desktop: TraderDesktop) -> None:
    with desktop.app("--second-screen") as app:
        app.window.find("label", re.compile("^Not signed in. Press F11"))
        press(desktop, "F11")
        app.window.wait_until_gone("label", re.compile("^Not signed in. Press F11"))
        sign_in(app, desktop)
        bring_forward(desktop)
        press(desktop, "F11")
        figure = app.window.find("label", OPEN_PNL)
        first = figure.name
        figure.wait_for_name(rf"^(?!{re.escape(first)}$)", timeout=TIMEOUT)
        press(desktop, "ctrl+q")
        app.wait_for_clean_end()

    with desktop.app("--second-screen") as app:
        app.window.find("label", OPEN_PNL)
        app.window.find("label", re.compile(r"^Newest figure: \d+ s ago"))
        app.window.find("label", "Scope: Read-only")
        app.window.find("label", "Connection chain: All 8 links fine")

        desktop.session.run("xdotool", "keydown", "l")
        app.window.find("label", "Locked")
        desktop.session.run("xdotool", "keyup", "l")
        wait_for(lambda: settings(app).get("second_screen_locked"), bool, TIMEOUT, "not kept")
        press(desktop, "Escape")
        press(desktop, "ctrl+q")
        app.window.find("label", re.compile("^Locked. Hold L"))
        app.window.find("label", OPEN_PNL)
        # A session that ends needs no key.
        app.terminate()
        app.wait_for_clean_end()

    with desktop.app("--second-screen") as app:
        app.window.find("label", "Locked")
        app.terminate()
        app.wait_for_clean_end()


def test_a_broken_link_takes_the_top_line(desktop: TraderDesktop) -> None:
    demo = desktop.demo
    with desktop.app("--second-screen") as app:
        chain = app.window.find("label", "Connection chain: All 8 links fine")
        demo.set_scenario("addon-offline")
        try:
            said = chain.wait_for_name("Add-on", timeout=TIMEOUT)
            assert "Start NinjaTrader 8" in said
        finally:
            demo.set_scenario("healthy")
        chain.wait_for_name("All 8 links fine", timeout=2 * TIMEOUT)
        app.terminate()
        app.wait_for_clean_end()
