"""Where the app is run from outside: a desktop, one for the tests of a file, or a terminal."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.command_line import CommandLine, command_line_in
from support.demo_process import DemoProcess
from support.desktop_session import DesktopSession
from support.display import VirtualDisplay
from support.secret_service import SecretService
from support.trader_desktop import TraderDesktop


@pytest.fixture(scope="session", autouse=True)
def _programs_can_be_interrupted() -> None:
    """Tests that run in the background of a shell would have the app ignore Ctrl+C as they do."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module")
def session() -> Iterator[DesktopSession]:
    with VirtualDisplay() as display, DesktopSession(display) as session:
        yield session


@pytest.fixture(scope="module")
def desktop(
    session: DesktopSession, demo: DemoProcess, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TraderDesktop]:
    with SecretService(session.environment) as keychain:
        yield TraderDesktop(session, keychain, demo, tmp_path_factory.mktemp("home") / "app")


@pytest.fixture
def keychain() -> Iterator[SecretService]:
    """A keychain in a session that has nothing else, for the command line alone."""
    with SecretService() as keychain:
        yield keychain


@pytest.fixture
def command_line(demo: DemoProcess, keychain: SecretService, tmp_path: Path) -> CommandLine:
    """The commands there, signed out."""
    return command_line_in(keychain.env, demo.server_url, tmp_path / "home")
