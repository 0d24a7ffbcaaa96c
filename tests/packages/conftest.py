"""What is built once for all tests here, and the desktop that it is tried on."""

from collections.abc import Iterator

import pytest

from support.built_packages import BuiltPackages, build_packages
from support.desktop_session import DesktopSession
from support.display import VirtualDisplay


@pytest.fixture(scope="session")
def built() -> BuiltPackages:
    """All packages of Linux, from the source as it is."""
    return build_packages()


@pytest.fixture(scope="module")
def session() -> Iterator[DesktopSession]:
    with VirtualDisplay() as display, DesktopSession(display) as session:
        yield session
