"""The equity window: what is shown, spoken and hidden of a session, and how it goes on."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ct_desktop.core.account_rules import NO_RULES
from ct_desktop.core.accounts import AccountGroup
from ct_desktop.core.equity import EquityOf, EquitySample, GroupTotal
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.core.trading_session import session_start
from ct_desktop.core.wording_equity import EquityWords
from ct_desktop.history import History
from ct_desktop.ui.controls.focus_frame import FocusFrame
from ct_desktop.ui.equity.chart import EquityChart
from ct_desktop.ui.equity.equity import Equity
from ct_desktop.ui.equity.window import EquityWindow
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.palette import DARK
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.market_samples import at, market_state, mock_up_snapshot
from support.readable_texts import readable_texts
from support.ui_states import colors_in

LIVE = GroupTotal(AccountGroup.LIVE_AND_FUNDED, "USD")
ACCOUNT = "APEX1234"
NOW = at(2)
BEGAN = session_start(NOW.utc)


class _Clock:
    def __init__(self, now: Callable[[], Moment]) -> None:
        self.now = now


class Bench:
    """A window on a history and a market that a test moves on."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.now = NOW
        self.snapshot = mock_up_snapshot()
        self.history = History(folder / "history.sqlite3", clock=_Clock(lambda: self.now))
        self.theme = Theme(ColourScheme.DARK)
        self.host = MainWindow(self.theme)
        qtbot.addWidget(self.host)
        self._asked: list[Coroutine[Any, Any, None]] = []
        self.equity = Equity(
            self.host,
            self.theme,
            self.history,
            state=lambda: (self.state, self.now),
            rules=lambda: NO_RULES,
            start=self._asked.append,
        )

    @property
    def state(self) -> MonitorState:
        return market_state(self.snapshot)

    def keep(self, *samples: EquitySample, of: EquityOf = ACCOUNT) -> None:
        """Have the history hold ``samples``."""

        async def save() -> None:
            for sample in samples:
                await self.history.save_equity({of: sample})
            await self.history.aclose()

        asyncio.run(save())

    def read(self) -> None:
        """Let what was asked of the history be read."""

        async def work() -> None:
            for one in self._asked:
                await one
            self._asked.clear()
            await self.history.aclose()

        asyncio.run(work())

    def pass_time(self, seconds: float, balance: float | None = None) -> None:
        """Go on; with a ``balance`` the account's figure is read anew."""
        self.now = Moment(self.now.utc + timedelta(seconds=seconds), self.now.steady + seconds)
        if balance is not None:
            held = self.snapshot.balances[ACCOUNT].value
            dated = Dated(replace(held, net_liquidation=balance), self.now)
            self.snapshot = self.snapshot.with_balances({ACCOUNT: dated})
            self.equity.show_state(self.state, self.now)
        else:
            self.equity.tick(self.now)

    @property
    def window(self) -> EquityWindow:
        return self.host.findChildren(EquityWindow)[-1]

    @property
    def chart(self) -> EquityChart:
        return self.window.chart

    def texts(self) -> str:
        return "\n".join(text for _, text in readable_texts(self.window))


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(qtbot, tmp_path)
    yield bench
    PRIVACY.set_level(PrivacyLevel.OFF)
    for left in bench._asked:
        left.close()
    bench.equity.close()


def activate(qtbot: QtBot, window: EquityWindow) -> None:
    """Give ``window`` the keyboard, which shortcuts and focus need."""
    with qtbot.waitActive(window):
        window.activateWindow()


def minutes_ago(minutes: float, balance: float) -> EquitySample:
    return EquitySample(NOW.utc - timedelta(minutes=minutes), balance)


def keep_a_morning(bench: Bench) -> None:
    """From 200 to 100 minutes ago, then nothing, then from 50 minutes ago until now."""
    minutes = (*range(200, 100, -1), *range(50, 0, -1))
    bench.keep(*(minutes_ago(minute, 52_000.0 + minute) for minute in minutes))


def test_the_session_so_far_is_shown_and_goes_on_with_each_figure(bench: Bench) -> None:
    bench.keep(minutes_ago(2, 52_000.0))
    bench.keep(minutes_ago(1, 52_500.0))
    bench.equity.open(ACCOUNT)
    assert "52,723.40" in bench.texts()
    bench.read()
    assert "Change since" in bench.texts()
    assert "+723.40" in bench.texts()
    assert "since" in bench.chart.accessibleDescription()
    bench.pass_time(60, balance=51_900.0)
    assert "−100.00" in bench.texts()
    assert "Low 51,900.00" in bench.texts()


def test_a_deleted_history_lets_the_line_begin_anew(bench: Bench) -> None:
    bench.keep(minutes_ago(2, 52_000.0))
    bench.equity.open(ACCOUNT)
    bench.read()
    assert "+723.40" in bench.texts()

    async def delete() -> None:
        await bench.history.delete()
        await bench.history.aclose()

    asyncio.run(delete())
    bench.read()
    assert "723.40" in bench.texts()
    assert "+723.40" not in bench.texts()
    assert "52,000" not in bench.texts()


def test_what_was_kept_before_the_session_began_is_none_of_it(bench: Bench) -> None:
    bench.keep(EquitySample(BEGAN - timedelta(minutes=5), 99.0))
    bench.equity.open(ACCOUNT)
    bench.read()
    assert "+52" not in bench.texts()
    assert "0.00" in bench.texts()


def test_a_late_beginning_is_said_and_left_empty(bench: Bench) -> None:
    keep_a_morning(bench)
    bench.equity.open(ACCOUNT)
    assert "Recorded from" not in bench.texts()
    bench.read()
    assert "and changes count from there" in bench.texts()
    assert DARK.hover.name() in colors_in(bench.chart)


def test_an_unbroken_session_has_no_gap(bench: Bench) -> None:
    minutes = round((NOW.utc - BEGAN) / timedelta(minutes=1))
    held = EquitySample(BEGAN + timedelta(minutes=1), 52_000.0, NOW.utc - timedelta(minutes=1))
    assert minutes > 500
    bench.keep(held)
    bench.equity.open(ACCOUNT)
    bench.read()
    assert DARK.hover.name() not in colors_in(bench.chart)
    assert "Recorded from" not in bench.texts()


def test_nothing_yet_says_so(bench: Bench) -> None:
    bench.snapshot = replace(bench.snapshot, balances={})
    bench.equity.open(ACCOUNT)
    assert bench.chart.words.title == EquityWords.LOADING
    bench.read()
    assert bench.chart.words.title == EquityWords.EMPTY
    assert "not supplied" in bench.texts()


def test_keys_go_from_figure_to_figure_and_speak_each(bench: Bench, qtbot: QtBot) -> None:
    keep_a_morning(bench)
    bench.equity.open(ACCOUNT)
    bench.read()
    chart = bench.chart
    activate(qtbot, bench.window)
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert "52,200.00 USD, change 0.00" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert "52,199.00 USD, change −1.00" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_PageDown)
    assert "52,139.00 USD" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_PageDown)
    # Over the gap, since nothing stands in it.
    assert "52,029.00 USD" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_End)
    assert "52,723.40 USD, change +523.40" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert "52,723.40 USD" in chart.accessibleDescription()
    bench.window.choice.setFocus()
    assert "Left and right arrows" in chart.accessibleDescription()


def move_to(chart: EquityChart, share: float) -> None:
    place = QPointF(chart.width() * share, chart.height() / 2)
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(
        chart,
        QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            QPointF(chart.mapToGlobal(place)),
            none,
            none,
            Qt.KeyboardModifier.NoModifier,
        ),
    )


def test_the_pointer_marks_a_figure_and_leaves_it_again(bench: Bench) -> None:
    keep_a_morning(bench)
    bench.equity.open(ACCOUNT)
    bench.read()
    assert DARK.accent.name() not in colors_in(bench.chart)
    move_to(bench.chart, 0.97)
    assert DARK.accent.name() in colors_in(bench.chart)
    move_to(bench.chart, 0.3)
    # Nothing is known there, and no figure is made up for it.
    assert DARK.accent.name() not in colors_in(bench.chart)
    assert DARK.raised.name() in colors_in(bench.chart)
    QApplication.sendEvent(bench.chart, QEvent(QEvent.Type.Leave))
    assert DARK.raised.name() not in colors_in(bench.chart)


def test_privacy_hides_figures_axis_line_and_point(bench: Bench, qtbot: QtBot) -> None:
    keep_a_morning(bench)
    bench.equity.open(ACCOUNT)
    bench.read()
    activate(qtbot, bench.window)
    qtbot.keyClick(bench.chart, Qt.Key.Key_End)
    qtbot.keyClick(
        bench.window,
        Qt.Key.Key_M,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    bench.equity.show_state(bench.state, bench.now)
    assert "52" not in bench.texts()
    assert ACCOUNT in bench.texts()
    assert DARK.accent.name() not in colors_in(bench.chart)
    assert bench.chart.words.title == EquityWords.HIDDEN
    qtbot.keyClick(bench.chart, Qt.Key.Key_Home)
    assert "52" not in bench.texts()
    PRIVACY.set_level(PrivacyLevel.NAMES_AND_AMOUNTS)
    bench.equity.show_state(bench.state, bench.now)
    assert ACCOUNT not in bench.texts()
    PRIVACY.set_level(PrivacyLevel.OFF)
    assert ACCOUNT in bench.texts()


def test_an_old_figure_takes_the_colour_away_and_says_as_of_when(bench: Bench) -> None:
    keep_a_morning(bench)
    bench.equity.open(ACCOUNT)
    bench.read()
    assert DARK.pos.name() in colors_in(bench.window)
    bench.pass_time(300)
    assert "as of" in bench.texts()
    assert DARK.pos.name() not in colors_in(bench.window)
    bench.pass_time(60, balance=52_724.0)
    assert DARK.pos.name() in colors_in(bench.window)


def test_groups_and_accounts_can_be_chosen(bench: Bench, qtbot: QtBot) -> None:
    bench.equity.open()
    bench.read()
    choice = bench.window.choice
    assert choice.choice == LIVE
    names = [choice.itemText(index) for index in range(choice.count())]
    assert names[:3] == ["Live and funded · USD", "Evaluation · USD", "Simulated · USD"]
    assert "APEX7801" in names
    assert "282,697.04" in bench.texts()
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_End)
    bench.read()
    assert bench.chart.accessibleName() == "Equity line of SimPractice"
    assert "25,000.00" in bench.texts()


def test_one_window_serves_all_and_goes_with_the_main_one(bench: Bench, qtbot: QtBot) -> None:
    bench.host.show()
    bench.equity.open(ACCOUNT)
    first = bench.window
    bench.equity.open("Sim101")
    assert bench.window is first
    assert first.choice.choice == "Sim101"
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert not first.isVisible()
    bench.equity.open(ACCOUNT)
    again = bench.window
    assert again.isVisible()
    bench.host.hide()
    assert not again.isVisible()


def test_without_accounts_there_is_nothing_to_open(bench: Bench) -> None:
    bench.snapshot = replace(bench.snapshot, accounts=None)
    bench.equity.open()
    assert not bench.host.findChildren(EquityWindow)


def test_a_history_that_cannot_be_read_is_said_and_the_line_goes_on(
    bench: Bench, tmp_path: Path
) -> None:
    (tmp_path / "history.sqlite3").mkdir()
    bench.equity.open(ACCOUNT)
    bench.read()
    assert "could not be read" in bench.texts()
    bench.pass_time(60, balance=52_733.40)
    assert "+10.00" in bench.texts()


def test_a_new_session_begins_a_new_line(bench: Bench) -> None:
    keep_a_morning(bench)
    bench.equity.open(ACCOUNT)
    bench.read()
    hours = (BEGAN + timedelta(days=1, minutes=1) - NOW.utc).total_seconds()
    bench.pass_time(hours, balance=50_000.0)
    bench.read()
    assert "0.00" in bench.texts()
    assert "52,200" not in bench.texts()


def test_every_control_is_reached_by_tab_and_shows_it(bench: Bench, qtbot: QtBot) -> None:
    bench.equity.open(ACCOUNT)
    activate(qtbot, bench.window)
    bench.window.choice.setFocus()
    reached = []
    for _ in range(3):
        focused = bench.window.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        now = bench.window.focusWidget()
        assert now is not None
        assert FocusFrame.of(now, bench.theme).control is now
        reached.append(now)
    names = [control.accessibleName() for control in reached]
    assert sorted(type(control).__name__ for control in reached) == [
        "ChoiceBox",
        "EquityChart",
        "PrivacyButton",
    ]
    assert all(names)


def test_screen_readers_take_the_chart_for_a_graphic(bench: Bench) -> None:
    bench.equity.open(ACCOUNT)
    found = QAccessible.queryAccessibleInterface(bench.chart)
    assert found.role() is QAccessible.Role.Graphic
    assert found.text(QAccessible.Text.Name) == "Equity line of APEX1234"


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        ((600, 400), ColourScheme.DARK),
        ((960, 600), ColourScheme.LIGHT),
        ((3840, 2160), ColourScheme.DARK),
    ],
)
def test_a_full_session_fills_a_window_of_any_size(
    bench: Bench, size: tuple[int, int], scheme: ColourScheme
) -> None:
    minutes = round((NOW.utc - BEGAN) / timedelta(minutes=1))
    bench.keep(*(minutes_ago(minute, 50_000.0 + minute % 97) for minute in range(0, minutes, 2)))
    bench.theme.set_scheme(scheme)
    bench.equity.open(ACCOUNT)
    bench.window.resize(*size)
    bench.read()
    assert bench.window.size().toTuple() == size
    assert bench.theme.palette.text.name() in colors_in(bench.chart)


def test_a_figure_a_second_is_drawn_only_now_and_then(bench: Bench) -> None:
    bench.equity.open(ACCOUNT)
    bench.read()
    drawn = bench.chart.pixmap().cacheKey()
    bench.pass_time(1, balance=52_999.0)
    assert "52,999.00" in bench.texts()
    assert bench.chart.pixmap().cacheKey() == drawn
    bench.pass_time(6, balance=53_000.0)
    assert bench.chart.pixmap().cacheKey() != drawn
