"""What every test has: a home of its own, a display where it shows windows, no skipping in CI."""

import logging
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from support.demo_process import DemoProcess
from support.display import VirtualDisplay, missing_programs
from support.secret_watch import SecretWatch
from support.session_bus import SessionBus

pytest_plugins = ["pytester"]

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


@pytest.fixture(autouse=True)
def _private_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the developer's own settings, or reaches another server."""
    monkeypatch.setenv("CT_DESKTOP_HOME", str(tmp_path / "ct-desktop-home"))
    monkeypatch.delenv("CT_DESKTOP_SERVER", raising=False)


@pytest.fixture(scope="session")
def virtual_display() -> Iterator[VirtualDisplay | None]:
    """The display that in-process windows go to; None where the system has one that serves."""
    if not sys.platform.startswith("linux"):
        yield None
        return
    if missing := missing_programs():
        pytest.skip(f"a virtual display needs {', '.join(missing)}")
    with VirtualDisplay() as display, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", display.name)
        patch.setenv("QT_QPA_PLATFORM", "xcb")
        # The developer's desktop must not decide on style, palette or fonts.
        for name in ("WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", "QT_QPA_PLATFORMTHEME"):
            patch.delenv(name, raising=False)
        yield display


@pytest.fixture(scope="session")
def qapp_args(virtual_display: VirtualDisplay | None) -> list[str]:
    """The arguments of pytest-qt's application, which so is made when there is a display."""
    return ["ct-desktop"]


@pytest.fixture(scope="module")
def demo(request: pytest.FixtureRequest) -> Iterator[DemoProcess]:
    """A simulated CrossTrade, one for all tests of a file: give back what you switch.

    A file that names ``DEMO_OPTIONS`` has it run with those (see :class:`DemoProcess`).
    """
    with DemoProcess(**getattr(request.module, "DEMO_OPTIONS", {})) as demo:
        yield demo


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[SessionBus]:
    """The session bus of this process, with nothing on it."""
    with SessionBus() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield bus


@pytest.fixture
def secret_watch(caplog: pytest.LogCaptureFixture) -> Iterator[SecretWatch]:
    """Collects secrets during a test; none of them may be in any log record at its end."""
    caplog.set_level(logging.DEBUG)
    watch = SecretWatch()
    yield watch
    for when in ("setup", "call"):
        for record in caplog.get_records(when):
            watch.assert_absent(caplog.handler.format(record), f"the log of {record.name}")


# In CI nothing is skipped: a test that would be has found an incomplete machine, which is a fault.


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report
