"""A trader's desktop: a session with a keychain, a browser and a CrossTrade to sign in to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.browser import Browser
from support.demo_process import DemoProcess
from support.desktop_app import DesktopApp
from support.desktop_session import DesktopSession
from support.secret_service import SecretService


@dataclass(frozen=True)
class TraderDesktop:
    """What is there when the app is started. ``home`` is where the app's files lie."""

    session: DesktopSession
    keychain: SecretService
    demo: DemoProcess
    home: Path

    @contextmanager
    def app(self, *arguments: str) -> Iterator[DesktopApp]:
        """The app on this desktop, pointed at the demo unless it brings its own."""
        server = () if "--demo" in arguments else ("--server", self.demo.server_url)
        with DesktopApp(self.session.environment, self.home, *server, *arguments) as app:
            yield app

    def browser(self) -> Browser:
        """The browser, once it runs."""
        return Browser(self.session.browser_profile)
