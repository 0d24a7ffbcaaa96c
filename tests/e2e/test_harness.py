"""The harness itself: a real window, worked and read from outside, and a real browser."""

import http.server
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from support.accessibility import AccessibilityDriver, AccessibilityError
from support.browser import Browser
from support.child_process import stop_process
from support.desktop_session import DesktopSession
from support.display import VirtualDisplay
from support.secret_service import SecretService

PAGE = b"""<!doctype html><title>Consent</title>
<p id="said">Allow this app?</p>
<button onclick="said.textContent = 'Allowed'">Allow</button><button>Deny</button>"""


class PageHandler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def page_address() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), PageHandler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/consent"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def display() -> Iterator[VirtualDisplay]:
    with VirtualDisplay(1024, 768) as display:
        yield display


@pytest.fixture(scope="module")
def session(display: VirtualDisplay) -> Iterator[DesktopSession]:
    with DesktopSession(display) as session:
        yield session


@pytest.fixture(scope="module")
def window(session: DesktopSession, page_address: str) -> Iterator[AccessibilityDriver]:
    program = Path(__file__).with_name("harness_window.py")
    process = subprocess.Popen([sys.executable, program, page_address], env=session.environment)
    try:
        with AccessibilityDriver(process.pid, session.environment) as driver:
            yield driver
    finally:
        stop_process(process)


def test_a_button_is_pressed_and_a_text_entered_from_outside(window: AccessibilityDriver) -> None:
    window.find("text", "Your name").set_text("Ada")
    window.find("push button", "Greet").press()
    assert window.find("label", re.compile("^Hello")).name == "Hello, Ada"


def test_the_cells_of_a_table_are_read(window: AccessibilityDriver) -> None:
    content = window.find("table", "Positions").table()
    assert content.columns == ["Instrument", "Quantity"]
    assert content.rows == [["ES 12-26", "2"], ["NQ 12-26", "-1"]]


def test_what_is_hidden_is_not_found(window: AccessibilityDriver) -> None:
    with pytest.raises(AccessibilityError, match="no push button"):
        window.find("push button", "Out of sight", timeout=0.0)


def test_a_link_opens_in_the_systems_default_browser(
    window: AccessibilityDriver, session: DesktopSession, page_address: str
) -> None:
    window.find("push button", "Open the page").press()
    with Browser(session.browser_profile) as browser:
        page = browser.wait_for_tab(page_address)
        page.wait_for_text("Allow this app?")
        assert page.names("button") == ["Allow", "Deny"]
        page.press("Allow")
        page.wait_for_text("Allowed")


def test_a_keychain_joins_the_session(session: DesktopSession) -> None:
    with SecretService(session.environment) as keychain:
        stored = subprocess.run(
            ["secret-tool", "store", "--label=A secret", "kind", "test"],
            input=b"hunter22",
            env=session.environment,
            check=False,
            timeout=20,
        )
        assert stored.returncode == 0
        assert [item.secret for item in keychain.items()] == ["hunter22"]


def test_a_session_leaves_no_process_and_no_file_behind() -> None:
    with VirtualDisplay(640, 480) as display, DesktopSession(display) as session:
        root = session.root
        assert session.processes()
    assert not session.processes()
    assert not root.exists()


def test_a_screenshot_shows_the_window(
    window: AccessibilityDriver, display: VirtualDisplay, tmp_path: Path
) -> None:
    window.find("push button", "Greet")
    display.screenshot(tmp_path / "screen.png")
    picture = QImage(str(tmp_path / "screen.png"))
    assert (picture.width(), picture.height()) == (1024, 768)
    shades = {picture.pixel(x, y) for x in range(0, 1024, 3) for y in range(0, 768, 3)}
    assert len(shades) > 10
