"""The desktop in which the app is run from outside; one session for the tests of a file."""

from collections.abc import Iterator

import pytest

from support.demo_process import DemoProcess
from support.desktop_session import DesktopSession
from support.display import VirtualDisplay
from support.secret_service import SecretService
from support.trader_desktop import TraderDesktop


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
