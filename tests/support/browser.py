"""The desktop's Chromium, seen and driven over its DevTools protocol as a person would.

The app opens the browser; this only attaches to what is open: finds a tab, reads its text, presses
a button by its accessible name with the mouse.
"""

import base64
import itertools
import json
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from websockets.sync.client import ClientConnection, connect

from support.waiting import wait_for

ANSWER_TIMEOUT = 8.0
"""Seconds for one DevTools answer."""

APPEAR_TIMEOUT = 40.0
"""Seconds for a cold Chromium to start, or for a page to show what is waited for."""

MAX_MESSAGE_BYTES = 64 * 1024 * 1024
"""A screenshot at 3840x2160 comes in one message."""


class BrowserError(AssertionError):
    """The browser did not do, or show, what was waited for."""


class Browser:
    """A running Chromium, found by its profile folder, from ``__enter__`` to ``__exit__``.

    Entering waits until it runs (its ``DevToolsActivePort`` file); leaving only lets go of it.
    """

    def __init__(self, profile: Path, *, timeout: float = APPEAR_TIMEOUT) -> None:
        self._profile = profile
        self._timeout = timeout
        self._open = ExitStack()
        self._connection: ClientConnection | None = None
        self._ids = itertools.count(1)
        self._sessions: dict[str, str] = {}

    def __enter__(self) -> Self:
        port_file = self._profile / "DevToolsActivePort"
        lines = wait_for(
            lambda: port_file.read_text().split() if port_file.exists() else [],
            lambda lines: len(lines) == 2,
            self._timeout,
            "the browser did not start",
        )
        port, path = lines
        self._connection = self._open.enter_context(
            connect(
                f"ws://127.0.0.1:{port}{path}",
                open_timeout=ANSWER_TIMEOUT,
                max_size=MAX_MESSAGE_BYTES,
                proxy=None,
            )
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._connection = None
        self._sessions.clear()
        self._open.close()

    def send(self, method: str, /, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Call one DevTools method and return its result."""
        if self._connection is None:
            raise BrowserError("not attached to a browser")
        number = next(self._ids)
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        self._connection.send(json.dumps(message))
        deadline = time.monotonic() + ANSWER_TIMEOUT
        while (remaining := deadline - time.monotonic()) > 0:
            try:
                answer = json.loads(self._connection.recv(timeout=remaining))
            except TimeoutError:
                break
            if answer.get("id") == number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error'].get('message')}")
                result: dict[str, Any] = answer["result"]
                return result
        raise BrowserError(f"{method} was not answered")

    def tabs(self) -> list[str]:
        """The addresses of the open tabs."""
        return [target["url"] for target in self._pages()]

    def wait_for_tab(self, address_contains: str, *, timeout: float | None = None) -> "Page":
        """The tab in front, as soon as its address contains ``address_contains``.

        Tabs behind it may show the same address; a person does not see them.
        """

        def in_front() -> Page | None:
            for target in self._pages():
                if address_contains in target["url"]:
                    page = Page(self, target["targetId"], self._attach(target["targetId"]))
                    if page.is_in_front():
                        return page
            return None

        found = wait_for(
            in_front,
            bool,
            self._timeout if timeout is None else timeout,
            f"no tab shows {address_contains!r}",
        )
        assert found is not None
        return found

    def _attach(self, target: str) -> str:
        """The session with a tab; one serves for as long as we are attached to the browser."""
        if target not in self._sessions:
            answer = self.send("Target.attachToTarget", targetId=target, flatten=True)
            self._sessions[target] = answer["sessionId"]
        return self._sessions[target]

    def _pages(self) -> list[dict[str, Any]]:
        targets = self.send("Target.getTargets")["targetInfos"]
        return [target for target in targets if target["type"] == "page"]


_GONE_MEANWHILE = (
    "Could not find node",
    "No node",
    "Could not compute box model",
    "detached",
    "was not answered",
)
"""How DevTools says that what it was asked about went with the page that was there before."""


@dataclass(frozen=True)
class Page:
    """One tab."""

    browser: Browser
    target: str
    session: str

    def address(self) -> str:
        """The address in the tab."""
        return str(self._evaluate("location.href"))

    def is_in_front(self) -> bool:
        """Whether this is the tab that its window shows."""
        return bool(self._evaluate("document.visibilityState") == "visible")

    def title(self) -> str:
        """The tab's title."""
        return str(self._evaluate("document.title"))

    def text(self) -> str:
        """What a reader sees on the page."""
        return str(self._evaluate("document.body ? document.body.innerText : ''"))

    def wait_for_text(self, wanted: str, *, timeout: float = APPEAR_TIMEOUT) -> str:
        """The page's text, as soon as ``wanted`` is in it."""
        return wait_for(
            self.text, lambda text: wanted in text, timeout, f"the page does not say {wanted!r}"
        )

    def press(self, name: str, *, role: str = "button", timeout: float = APPEAR_TIMEOUT) -> None:
        """Click, with the mouse, the control of this role and accessible name."""
        centre = wait_for(lambda: self._centre_of(role, name), bool, timeout, f"no {role} {name!r}")
        assert centre is not None
        x, y = centre
        for kind in ("mousePressed", "mouseReleased"):
            self._send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def names(self, role: str) -> list[str]:
        """The accessible names of everything on the page that has this role."""
        return [
            node.get("name", {}).get("value", "") for node in self._accessible_nodes(role, None)
        ]

    def show_as(self, width: int, height: int, ratio: int, *, scheme: str) -> None:
        """Lay the page out for a window of this size in CSS pixels, each ``ratio`` pixels wide.

        ``scheme`` is ``light`` or ``dark``.
        """
        self._send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=ratio,
            mobile=False,
        )
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self._send("Emulation.setEmulatedMedia", features=[feature])

    def show_as_it_is(self) -> None:
        """Lay the page out for the window that it is in."""
        self._send("Emulation.clearDeviceMetricsOverride")

    def screenshot(self, path: Path) -> None:
        """Write what the tab shows to ``path`` as a PNG."""
        picture = self._send("Page.captureScreenshot", format="png")["data"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(picture))

    def _centre_of(self, role: str, name: str) -> tuple[float, float] | None:
        """Where the control is in the tab; None while there is none, or the page gives way."""
        try:
            nodes = self._accessible_nodes(role, name)
            if not nodes:
                return None
            node = nodes[0]["backendDOMNodeId"]
            self._send("DOM.scrollIntoViewIfNeeded", backendNodeId=node)
            corners = self._send("DOM.getBoxModel", backendNodeId=node)["model"]["border"]
        except BrowserError as error:
            if any(words in str(error) for words in _GONE_MEANWHILE):
                return None
            raise
        return sum(corners[0::2]) / 4, sum(corners[1::2]) / 4

    def _accessible_nodes(self, role: str, name: str | None) -> list[dict[str, Any]]:
        root = self._send("DOM.getDocument", depth=0)["root"]["nodeId"]
        wanted = {} if name is None else {"accessibleName": name}
        found = self._send("Accessibility.queryAXTree", nodeId=root, role=role, **wanted)["nodes"]
        return [node for node in found if not node.get("ignored")]

    def _evaluate(self, expression: str) -> Any:
        answer = self._send("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer["result"].get("value", "")

    def _send(self, method: str, **params: Any) -> dict[str, Any]:
        return self.browser.send(method, session=self.session, **params)
