"""A trader deletes the history in the window while the app watches, with a fault going on."""

import re
import sqlite3
from contextlib import closing

from support.command_line import CommandLine, sign_in
from support.demo_process import DemoProcess
from support.secret_watch import SecretWatch
from support.trader_desktop import TraderDesktop
from support.waiting import wait_for

_BUTTON = "push button"
_PATIENCE = 45.0
"""Seconds, on a busy machine."""


def test_the_history_goes_and_the_fault_goes_on(desktop: TraderDesktop, demo: DemoProcess) -> None:
    environment = {**desktop.session.environment, "CT_DESKTOP_HOME": str(desktop.home)}
    sign_in(CommandLine(environment, demo.server_url, desktop.home), SecretWatch())

    def kept() -> list[str]:
        """The kinds of all entries, as they stand in the file."""
        found = list(desktop.home.rglob("history.sqlite3"))
        if not found:
            return []
        with closing(sqlite3.connect(f"file:{found[0]}?mode=ro", uri=True, timeout=5)) as file:
            return [kind for (kind,) in file.execute("SELECT kind FROM entries ORDER BY id")]

    with desktop.app() as app:
        app.window.find(_BUTTON, re.compile("All 8 links fine"), timeout=_PATIENCE)
        wait_for(kept, lambda now: "app_started" in now, _PATIENCE, "nothing was recorded")
        demo.set_scenario("addon-offline")
        try:
            wait_for(kept, lambda now: "fault" in now, _PATIENCE, "no fault was recorded")
            app.window.find("check box", "Settings").press()
            app.window.find(_BUTTON, "Delete history…").press()
            app.window.find(_BUTTON, "Delete").press()
            app.window.find("label", re.compile(r"^Size of the history$"))
            wait_for(
                kept,
                lambda now: now == ["app_started", "fault"],
                _PATIENCE,
                "the history was not deleted",
            )
        finally:
            demo.set_scenario("healthy")
        wait_for(kept, lambda now: "recovery" in now, 2 * _PATIENCE, "no recovery was recorded")
        app.close()
        app.wait_for_clean_end()
    told = kept()
    assert told[:3] == ["app_started", "fault", "recovery"]
    assert told[-1] == "app_quit"
