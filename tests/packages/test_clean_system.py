"""The Debian package's whole life on a clean system, as a trader has it.

Of this project there is nothing in that system but the package; browser and keychain are its own.
The display, the buses and the person's home are the test's, and so is the server.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.browser import Browser
from support.built_packages import BuiltPackages
from support.clean_system import CleanSystem, why_not
from support.demo_process import DemoProcess
from support.desktop_app import DesktopApp
from support.desktop_session import DesktopSession
from support.packaged_app import (
    START_TIMEOUT,
    assert_comes_up_on_the_demo,
    assert_says_its_version,
)
from support.secret_service import SecretService
from support.sign_in_evidence import status_for_token, stored_tokens

COMMAND = "/usr/bin/ct-desktop"
BUTTON = "push button"
ALL_FINE = "Connection chain: All 8 links fine"


@pytest.fixture
def system(session: DesktopSession) -> Iterator[CleanSystem]:
    if reason := why_not():
        pytest.skip(reason)
    with CleanSystem(session.root) as system:
        yield system


def assert_nothing_is_missing(system: CleanSystem) -> None:
    """Every library that a part of the app is linked to is there."""
    script = (
        "find /usr/lib/ct-desktop -type f -exec ldd {} + 2>/dev/null | grep 'not found' || true"
    )
    assert system.run("sh", "-c", script) == ""


def assert_nothing_of_python_is_there(system: CleanSystem) -> None:
    """What the app runs on, it brought along."""
    packages = system.run("dpkg-query", "--show", "--showformat", "${Package}\\n").split()
    assert "ct-desktop" in packages
    assert not [name for name in packages if name.startswith(("python", "libpython", "libqt"))]


def sign_in(app: DesktopApp, session: DesktopSession, demo: DemoProcess) -> None:
    """From the welcome to the dashboard, in the browser that the app opens."""
    app.window.find(BUTTON, "Connect", timeout=START_TIMEOUT).press()
    with Browser(session.browser_profile) as browser:
        consent = browser.wait_for_tab(demo.origin)
        consent.press("Allow")
        consent.wait_for_text("Access granted")
    app.window.wait_until_gone("dialog", "Sign in to CrossTrade")
    app.window.find(BUTTON, ALL_FINE)


def end(app: DesktopApp) -> None:
    app.close()
    app.wait_for_clean_end()


def test_installed_started_signed_in_restarted_and_removed_without_a_trace(
    built: BuiltPackages, system: CleanSystem, session: DesktopSession, demo: DemoProcess
) -> None:
    package = str(built.debian)
    home = session.root / "app"

    def app() -> DesktopApp:
        return DesktopApp(
            session.environment,
            home,
            *("--server", demo.server_url),
            launcher=system.launcher,
            command=COMMAND,
        )

    # With what the package asks for, and nothing that a browser would bring.
    system.install(package)
    assert_nothing_of_python_is_there(system)
    assert_nothing_is_missing(system)
    assert_says_its_version(COMMAND, launcher=system.launcher)
    # The keychain is what the package recommends. It is there before the first start, or the bus
    # would start the test machine's own.
    with SecretService(session.environment, launcher=system.launcher) as keychain:
        assert_comes_up_on_the_demo(
            session.environment, session.root / "demo", COMMAND, launcher=system.launcher
        )

        system.run("apt-get", "purge", "--yes", "ct-desktop")
        system.install("chromium")
        before = system.files()
        system.install(package)
        assert {"usr/bin/ct-desktop", "usr/lib/ct-desktop/ct-desktop"} <= system.files() - before

        with app() as first:
            sign_in(first, session, demo)
            end(first)
        tokens = stored_tokens(keychain)
        assert set(tokens) == {"access_token", "refresh_token"}
        with app() as second:
            second.window.find(BUTTON, ALL_FINE, timeout=START_TIMEOUT)
            end(second)
        assert demo.state()["active_grants"] == 1

        # What the trader has made stays: settings, history, and the sign-in in the keychain.
        system.run("apt-get", "purge", "--yes", "ct-desktop")
        after = system.files()
        assert before - after == set()
        # The browser makes an empty folder beside itself at its first start.
        assert after - before <= {"usr/lib/chromium/extensions"}
        assert_data_is_kept(home)
        assert status_for_token(demo.server_url, tokens["access_token"]) == 200


def assert_data_is_kept(home: Path) -> None:
    """Settings, history and log lie in the person's home."""
    kept = {path.relative_to(home).parts[0] for path in home.rglob("*") if path.is_file()}
    assert kept == {"settings", "data", "logs"}
