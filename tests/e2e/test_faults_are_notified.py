"""The real app tells the trader of a fault and of its end, on a desktop with notifications."""

import re
from pathlib import Path

from support.command_line import CommandLine, sign_in
from support.demo_process import DemoProcess
from support.notification_service import NotificationService
from support.secret_watch import SecretWatch
from support.trader_desktop import TraderDesktop

_PATIENCE = 45.0
"""Seconds: ten until a fault is told, and what a busy machine takes."""


def signed_in(desktop: TraderDesktop) -> None:
    environment = {**desktop.session.environment, "CT_DESKTOP_HOME": str(desktop.home)}
    sign_in(CommandLine(environment, desktop.demo.server_url, desktop.home), SecretWatch())


def test_a_fault_and_its_end_are_each_told_once(
    desktop: TraderDesktop, demo: DemoProcess, tmp_path: Path
) -> None:
    signed_in(desktop)
    environment = desktop.session.environment
    with NotificationService(environment, tmp_path) as service, desktop.app() as app:
        chain = app.window.find("push button", re.compile("^Connection chain: "), timeout=_PATIENCE)
        chain.wait_for_name("All 8 links fine$", timeout=_PATIENCE)
        demo.set_scenario("addon-offline")
        said = service.wait_for("Add-on offline", _PATIENCE)
        assert "Start NinjaTrader 8" in said
        demo.set_scenario("healthy")
        service.wait_for("Add-on: fine again", _PATIENCE)
        # In its place, not beside it.
        assert service.shown() == 1
        app.terminate()
