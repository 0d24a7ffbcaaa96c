"""The real app tells the trader, on a desktop with notifications, that a limit comes near."""

import re
from pathlib import Path

import pytest

from ct_desktop.core.account_rules import AccountRule, DrawdownKind
from ct_desktop.core.accounts import AccountClass
from ct_desktop.profiles import DEFAULT_PROFILE, AppFolders, SettingsStore
from support.command_line import CommandLine, sign_in
from support.demo_process import DemoProcess
from support.notification_service import NotificationService
from support.secret_watch import SecretWatch
from support.trader_desktop import TraderDesktop

PATIENCE = 45.0
LOSER = "TPT-E121"
"""The account of the simulated CrossTrade that begins its day with a loss of 304.60."""

FUNDED = "APEX1234"

TITLE = f"{LOSER}: 10 % or less left to the daily loss limit"


def signed_in_with_rules(desktop: TraderDesktop) -> CommandLine:
    environment = {**desktop.session.environment, "CT_DESKTOP_HOME": str(desktop.home)}
    commands = CommandLine(environment, desktop.demo.server_url, desktop.home)
    sign_in(commands, SecretWatch())
    folders = AppFolders.from_environment({"CT_DESKTOP_HOME": str(desktop.home)})
    SettingsStore(folders.profile(DEFAULT_PROFILE).settings).update(
        account_rules=(
            AccountRule(LOSER, AccountClass.FUNDED, daily_loss_limit=310.0),
            AccountRule(FUNDED, drawdown=DrawdownKind.TRAILING_INTRADAY, drawdown_amount=50_000.0),
        )
    )
    return commands


def test_an_alert_is_told_once_stands_over_the_screens_and_can_be_put_away(
    desktop: TraderDesktop, demo: DemoProcess, tmp_path: Path
) -> None:
    demo.pause_market()
    commands = signed_in_with_rules(desktop)
    with (
        NotificationService(desktop.session.environment, tmp_path) as service,
        desktop.app() as app,
    ):
        said = service.wait_for(re.escape(TITLE), PATIENCE)
        assert "About 5.40 USD left" in said
        assert "Estimate" in said
        app.window.find("label", TITLE, timeout=PATIENCE)
        app.window.find("push button", "Dismiss").press()
        app.window.wait_until_gone("label", TITLE, timeout=PATIENCE)
        assert service.shown() == 1
        app.terminate()
        app.wait_for_clean_end()
    accounts = {row["name"]: row for row in commands.run_json("accounts")["accounts"]}
    assert accounts[LOSER]["class"] == "funded"
    assert accounts[LOSER]["room_to_loss_limit"]["amount"] == pytest.approx(5.4)
    room = accounts[FUNDED]["room_to_drawdown"]
    assert room["estimate"] is True
    assert room["peak"] >= accounts[FUNDED]["net_liquidation"], "the window's peak is kept"
    assert accounts["Sim101"]["room_to_drawdown"] is None
