"""Alerts about limits in the window: what is shown, told, heard and put away."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ct_desktop.core.account_rules import AccountRule
from ct_desktop.core.limit_alerts import LimitAlert, LimitKind
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.notices import Notice, NoticeRules, QuietHours
from ct_desktop.listeners import Listeners
from ct_desktop.profiles import ProfileSettings
from ct_desktop.services import Services
from ct_desktop.ui.limits.banner import LimitBanner
from ct_desktop.ui.limits.limits import Limits
from ct_desktop.ui.notifications.notifier import Notifier
from ct_desktop.ui.theme.theme import Theme
from support.market_samples import at, market_state, mock_up_snapshot
from support.ui_states import colors_in

NEAR = LimitAlert("APEX1234", "APEX1234", LimitKind.DRAWDOWN, 25, 620.0, 49_500.0, "USD")
REACHED = LimitAlert("TPT-1", "Mine", LimitKind.LOSS_LIMIT, 0, -20.0, -1000.0, "USD")
TARGET = LimitAlert("Sim101", "Sim101", LimitKind.PROFIT_TARGET, 0, 512.5, 500.0, None)


@pytest.fixture
def banner(qtbot: QtBot, theme: Theme) -> LimitBanner:
    banner = LimitBanner(theme)
    qtbot.addWidget(banner)
    banner.resize(900, 70)
    return banner


def test_the_banner_says_which_account_how_much_and_that_it_is_an_estimate(
    banner: LimitBanner,
) -> None:
    banner.show_alerts([NEAR])
    assert banner.isVisible()
    assert banner.text == (
        "APEX1234: 25 % or less left to the drawdown. About 620.00 USD left, limit at "
        "49,500.00 USD. Estimate from NinjaTrader 8’s figures. Your firm’s own books decide."
    )
    assert banner.accessibleName().startswith("APEX1234")


def test_the_most_urgent_stands_first_in_its_colour(banner: LimitBanner, theme: Theme) -> None:
    banner.show_alerts([TARGET, NEAR, REACHED])
    assert "Mine: daily loss limit reached" in banner.text
    assert banner.text.endswith("And 2 other limits.")
    assert theme.palette.broken_soft.name() in colors_in(banner)
    banner.show_alerts([TARGET])
    assert "daily profit target reached" in banner.text
    assert "+512.50" in banner.text
    assert theme.palette.ok_soft.name() in colors_in(banner)


def test_what_was_put_away_stays_away_until_something_new_is_near(
    qtbot: QtBot, banner: LimitBanner
) -> None:
    banner.show_alerts([NEAR])
    banner.dismiss.setFocus()
    qtbot.keyClick(banner.dismiss, Qt.Key.Key_Space)
    assert banner.isHidden()
    banner.show_alerts([replace(NEAR, amount=600.0)])
    assert banner.isHidden()
    banner.show_alerts([replace(NEAR, level=10)])
    assert banner.isVisible()
    banner.show_alerts([])
    assert banner.isHidden()
    banner.show_alerts([NEAR])
    assert banner.isVisible()


class Channel:
    def __init__(self) -> None:
        self.shown: list[Notice] = []

    def show(self, notice: Notice) -> None:
        self.shown.append(notice)

    async def run(self) -> None:
        raise NotImplementedError


class Kept:
    """The services' side: nothing kept of earlier runs."""

    def __init__(self) -> None:
        self.peaks: dict[str, object] = {}
        self.changed: Listeners[object] = Listeners()

    def set_rules(self, rules: object) -> None:
        self.rules = rules


class FewServices:
    def __init__(self) -> None:
        self.peaks = Kept()
        self.equity = Kept()


class Day:
    """The limits of one account of the samples, whose day turns for the worse."""

    def __init__(self, settings: ProfileSettings, rules: NoticeRules) -> None:
        self.channel = Channel()
        self.beeps = 0
        self.standing: Sequence[LimitAlert] = ()
        self.notifier = Notifier(self.channel, rules)
        self.limits = Limits(
            cast("Services", FewServices()),
            self.notifier,
            settings=settings,
            show=self.show,
            beep=self.beep,
        )

    def show(self, alerts: Sequence[LimitAlert]) -> None:
        self.standing = alerts

    def beep(self) -> None:
        self.beeps += 1

    def loses(self, amount: float, seconds: float) -> None:
        self.limits.see(losing(amount, at(seconds)), at(seconds))


def losing(amount: float, now: Moment) -> MonitorState:
    snapshot = mock_up_snapshot()
    balance = replace(snapshot.balances["APEX1236"].value, realized_pnl=-amount, unrealized_pnl=0.0)
    changed = snapshot.with_balances({"APEX1236": Dated(balance, now)})
    return market_state(changed)


SETTINGS = ProfileSettings(account_rules=(AccountRule("APEX1236", daily_loss_limit=1000.0),))


def test_an_alert_is_shown_told_and_heard_once() -> None:
    day = Day(SETTINGS, NoticeRules())
    day.loses(100.0, 1)
    assert (day.channel.shown, day.beeps) == ([], 0)
    day.loses(760.0, 2)
    day.loses(770.0, 3)
    (notice,) = day.channel.shown
    assert notice.title == "APEX1236: 25 % or less left to the daily loss limit"
    assert notice.about == ("APEX1236", LimitKind.LOSS_LIMIT)
    assert notice.sounds
    assert day.beeps == 1
    assert [alert.amount for alert in day.standing] == [230.0]


def test_without_sound_it_is_told_in_silence() -> None:
    day = Day(replace(SETTINGS, limit_alert_sound=False), NoticeRules())
    day.loses(760.0, 1)
    (notice,) = day.channel.shown
    assert not notice.sounds
    assert day.beeps == 0


def test_alerts_can_be_switched_off() -> None:
    day = Day(replace(SETTINGS, limit_alerts=False), NoticeRules())
    day.loses(2000.0, 1)
    assert (day.channel.shown, day.beeps, day.standing) == ([], 0, ())


def test_what_comes_in_quiet_hours_is_shown_and_told_when_they_end() -> None:
    local = at(0).utc.astimezone()
    minute = local.replace(second=0, microsecond=0)
    quiet = QuietHours(minute.time(), minute.replace(minute=(minute.minute + 1) % 60).time())
    day = Day(SETTINGS, NoticeRules(quiet_hours=quiet))
    day.loses(760.0, 1)
    assert (day.channel.shown, day.beeps) == ([], 0)
    assert len(day.standing) == 1
    day.notifier.set_rules(NoticeRules())
    day.loses(765.0, 2)
    assert [notice.title[:8] for notice in day.channel.shown] == ["APEX1236"]
    assert day.beeps == 1
