"""Privacy mode in the real app, read from outside as a screen reader does, and after a restart."""

import re

from ct_desktop.core.privacy import AMOUNT_MASK
from support.command_line import CommandLine, sign_in
from support.demo_process import DemoProcess
from support.desktop_app import DesktopApp
from support.secret_watch import SecretWatch
from support.trader_desktop import TraderDesktop
from support.watched_window import WatchedWindow

BUTTON = "push button"


def secrets_of(commands: CommandLine) -> set[str]:
    """Every account's name, and its money as the window writes it."""
    found: set[str] = set()
    for account in commands.run_json("accounts")["accounts"]:
        found |= {account["name"], account["display_name"]}
        for figure in ("cash_value", "net_liquidation", "buying_power", "realized_pnl"):
            if account[figure]:
                found |= {f"{abs(account[figure]):,.2f}", f"{abs(account[figure])}"}
    return {text for text in found if len(text) >= 6}


def legible(app: DesktopApp, secrets: set[str]) -> set[str]:
    """What of ``secrets`` the window tells, hidden parts included."""
    told = "\n".join(app.window.texts())
    return {secret for secret in secrets if secret in told}


def test_nothing_is_told_of_names_and_amounts_and_a_restart_keeps_it_so(
    desktop: TraderDesktop, demo: DemoProcess
) -> None:
    demo.pause_market()
    environment = {**desktop.session.environment, "CT_DESKTOP_HOME": str(desktop.home)}
    commands = CommandLine(environment, desktop.demo.server_url, desktop.home)
    sign_in(commands, SecretWatch())
    secrets = secrets_of(commands)
    with desktop.app() as app:
        WatchedWindow(app)
        app.window.find("label", re.compile(r"^Net liquidation[^:]*: [\d,.]+ USD"), timeout=30)
        assert legible(app, secrets)
        app.window.find(BUTTON, re.compile("^All values are shown")).press()
        app.window.find(BUTTON, re.compile("^Amounts are hidden")).press()
        app.window.find(BUTTON, re.compile("^Account names and amounts are hidden"))
        app.window.find("label", re.compile(rf"^Net liquidation[^:]*: {AMOUNT_MASK}"))
        assert legible(app, secrets) == set()
        app.terminate()
        app.wait_for_clean_end()
    with desktop.app() as app:
        WatchedWindow(app)
        app.window.find("label", re.compile(rf"^Net liquidation[^:]*: {AMOUNT_MASK}"), timeout=30)
        assert legible(app, secrets) == set()
        app.terminate()
        app.wait_for_clean_end()
