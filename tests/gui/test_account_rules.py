"""Account rules in Settings: chosen in a table, typed below it, checked, and kept at once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.account_rules import AccountRule, DrawdownKind
from ct_desktop.core.accounts import Account, AccountClass
from ct_desktop.core.notation import ClockForm, NumberForm, TimesIn
from ct_desktop.core.peaks import observe_balance
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.profiles import ProfileSettings, SettingsStore
from ct_desktop.ui.controls.buttons import LinkButton
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.notation import NOTATION
from ct_desktop.ui.settings.account_rules import AccountRulesSection
from ct_desktop.ui.settings.checked_input import CheckedInput
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.active_window import show_active
from support.ui_states import moment

SIGNED_IN = SignIn(SignInState.SIGNED_IN)
ACCOUNTS = (
    Account("APEX1234", "APEX1234", provider="Rithmic"),
    Account("Sim101", "Übung – 1", provider="Simulator"),
    Account("Backtest", "Backtest", provider="Simulator"),
)
NOW = moment(0)


class Page:
    """The section in a window, with the settings that its changes add up to."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.store = SettingsStore(folder)
        self.section = AccountRulesSection(Theme(ColourScheme.DARK))
        self.section.changed.connect(self.keep)
        self.window = QMainWindow()
        self.window.resize(700, 900)
        self.window.setCentralWidget(ScrollColumn(self.section))
        qtbot.addWidget(self.window)
        show_active(qtbot, self.window)
        self.section.show_settings(ProfileSettings(), SIGNED_IN)
        self.section.show_accounts(ACCOUNTS, {}, NOW)

    def keep(self, changes: object) -> None:
        settings = self.store.update(**changes).settings
        self.section.show_settings(settings, SIGNED_IN)

    @property
    def rules(self) -> tuple[AccountRule, ...]:
        return self.store.load().settings.account_rules


@pytest.fixture
def page(qtbot: QtBot, qapp: object, tmp_path: Path) -> Page:
    return Page(qtbot, tmp_path)


def choose(qtbot: QtBot, page: Page, row: int) -> None:
    """Choose an account with the keyboard."""
    page.section.accounts.setFocus()
    qtbot.keyClick(page.section.accounts, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _ in range(row):
        qtbot.keyClick(page.section.accounts, Qt.Key.Key_Down)


def enter(qtbot: QtBot, field: CheckedInput, text: str) -> None:
    field.input.setFocus()
    field.input.selectAll()
    qtbot.keyClick(field.input, Qt.Key.Key_Backspace)
    qtbot.keyClicks(field.input, text)
    qtbot.keyClick(field.input, Qt.Key.Key_Return)


def cell(page: Page, row: int, column: int) -> str:
    model = page.section.accounts.model()
    return str(model.index(row, column).data())


def test_accounts_are_listed_with_the_guess_and_nt8_s_own_are_not(page: Page) -> None:
    assert page.section.accounts.model().rowCount() == 2
    assert cell(page, 0, 1) == "Funded (guess)"
    assert cell(page, 1, 0) == "Übung – 1 (Sim101)"
    assert [cell(page, 0, column) for column in (2, 3, 4)] == ["—", "—", "—"]
    assert page.section.count.text() == "2"


def test_a_firm_s_rule_is_set_by_keyboard_alone_and_kept(qtbot: QtBot, page: Page) -> None:
    section = page.section
    choose(qtbot, page, 0)
    assert section.heading.text() == "Rules of APEX1234"
    section.account_class.setFocus()
    for _ in range(3):
        qtbot.keyClick(section.account_class, Qt.Key.Key_Down)
    enter(qtbot, section.amounts["daily_loss_limit"], "$1,100.50")
    section.drawdown.setFocus()
    qtbot.keyClick(section.drawdown, Qt.Key.Key_Down)
    enter(qtbot, section.amounts["drawdown_amount"], "2500")
    enter(qtbot, section.amounts["starting_balance"], "50 000")
    enter(qtbot, section.amounts["locks_at"], "50100")
    assert page.rules == (
        AccountRule(
            "APEX1234",
            AccountClass.EVALUATION,
            daily_loss_limit=1100.5,
            drawdown=DrawdownKind.TRAILING_INTRADAY,
            drawdown_amount=2500.0,
            starting_balance=50_000.0,
            locks_at=50_100.0,
        ),
    )
    assert [cell(page, 0, column) for column in range(1, 5)] == [
        "Evaluation",
        "1,100.50",
        "Trailing, every new high",
        "2,500.00",
    ]


@pytest.mark.parametrize("text", ["abc", "1100,50", "-5", "0", "1e9999"])
def test_what_is_no_amount_is_said_so_and_not_kept(qtbot: QtBot, page: Page, text: str) -> None:
    choose(qtbot, page, 0)
    field = page.section.amounts["daily_loss_limit"]
    enter(qtbot, field, text)
    assert field.is_wrong
    assert "1,100.50" in field.words.text()
    assert field.input.text() == text
    assert page.rules == ()
    enter(qtbot, field, "900")
    assert not field.is_wrong
    assert page.rules == (AccountRule("APEX1234", daily_loss_limit=900.0),)
    enter(qtbot, field, "")
    assert page.rules == ()


def test_what_is_being_typed_outlives_the_next_figures(qtbot: QtBot, page: Page) -> None:
    choose(qtbot, page, 0)
    field = page.section.amounts["daily_loss_limit"]
    field.input.setFocus()
    qtbot.keyClicks(field.input, "12")
    page.section.show_settings(page.store.load().settings, SIGNED_IN)
    page.section.show_accounts((*ACCOUNTS, Account("New", "New")), {}, NOW)
    qtbot.keyClicks(field.input, "00")
    qtbot.keyClick(field.input, Qt.Key.Key_Return)
    assert page.rules == (AccountRule("APEX1234", daily_loss_limit=1200.0),)


def test_only_the_amounts_that_count_can_be_typed(qtbot: QtBot, page: Page) -> None:
    section = page.section
    assert not any(field.isEnabled() for field in section.amounts.values())
    choose(qtbot, page, 0)
    assert section.amounts["daily_loss_limit"].isEnabled()
    assert not section.amounts["drawdown_amount"].isEnabled()
    section.drawdown.setFocus()
    for _ in range(4):
        qtbot.keyClick(section.drawdown, Qt.Key.Key_Down)
    assert page.rules[0].drawdown is DrawdownKind.STATIC
    assert section.amounts["starting_balance"].isEnabled()
    assert not section.amounts["locks_at"].isEnabled()
    assert not section.start_over.isEnabled()


def test_the_peak_that_counts_is_shown_with_source_and_time_and_can_be_forgotten(
    qtbot: QtBot, page: Page
) -> None:
    rule = AccountRule(
        "APEX1234", drawdown=DrawdownKind.TRAILING_INTRADAY, starting_balance=50_000.0
    )
    page.keep({"account_rules": (rule,)})
    choose(qtbot, page, 0)
    assert page.section.peak.text() == "50,000.00, set by you"
    seen = observe_balance(None, "APEX1234", 52_310.2, datetime(2026, 11, 20, 15, 0, tzinfo=UTC))
    page.section.show_accounts(ACCOUNTS, {"APEX1234": seen}, NOW)
    assert page.section.peak.text().startswith("52,310.20, seen by this app, 20 Nov 2026, ")
    qtbot.mouseClick(page.section.start_over, Qt.MouseButton.LeftButton)
    assert page.rules[0].peaks_since == NOW.utc
    assert page.section.peak.text() == "50,000.00, set by you"


def test_two_hundred_accounts_are_filtered_and_the_choice_stays(qtbot: QtBot, page: Page) -> None:
    many = tuple(Account(f"EVAL{number:03}", f"EVAL{number:03}") for number in range(200))
    page.section.show_accounts(many, {}, NOW)
    page.section.filter_box.setFocus()
    qtbot.keyClicks(page.section.filter_box, "eval17")
    assert page.section.count.text() == "10 of 200"
    choose(qtbot, page, 3)
    enter(qtbot, page.section.amounts["daily_profit_target"], "300")
    assert page.rules == (AccountRule("EVAL173", daily_profit_target=300.0),)
    qtbot.keyClick(page.section.filter_box, Qt.Key.Key_Escape)
    assert page.section.count.text() == "200"
    assert page.section.heading.text() == "Rules of EVAL173"


def test_an_empty_list_says_why_and_leads_back(qtbot: QtBot, page: Page) -> None:
    empty = page.section.accounts.empty_words
    assert empty.title == ""
    qtbot.keyClicks(page.section.filter_box, "nobody")
    assert empty.title == "No account matches the filter"
    (show_all,) = empty.findChildren(LinkButton)
    qtbot.mouseClick(show_all, Qt.MouseButton.LeftButton)
    assert (empty.title, page.section.count.text()) == ("", "2")
    page.section.show_accounts((), {}, NOW)
    assert empty.title == "No account was read yet"
    assert not show_all.isVisible()
    assert empty.geometry() == page.section.accounts.viewport().geometry()


def test_a_rule_of_an_account_that_is_not_listed_can_still_be_changed(
    qtbot: QtBot, page: Page
) -> None:
    page.keep({"account_rules": (AccountRule("Gone", AccountClass.LIVE),)})
    page.section.show_accounts((), {}, NOW)
    assert page.section.accounts.model().rowCount() == 1
    choose(qtbot, page, 0)
    page.section.account_class.setFocus()
    qtbot.keyClick(page.section.account_class, Qt.Key.Key_Up)
    assert page.rules == ()


def test_alerts_levels_and_sound(qtbot: QtBot, page: Page) -> None:
    section = page.section
    assert section.levels.input.text() == "50, 25, 10"
    enter(qtbot, section.levels, "5 80")
    assert page.store.load().settings.limit_alert_levels == (80, 5)
    assert section.levels.input.text() == "80, 5"
    enter(qtbot, section.levels, "120")
    assert section.levels.is_wrong
    qtbot.mouseClick(section.sound, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(section.alerts, Qt.MouseButton.LeftButton)
    settings = page.store.load().settings
    assert (settings.limit_alerts, settings.limit_alert_sound) == (False, False)
    assert not section.sound.isEnabled()


def test_tab_leaves_the_table_and_every_control_has_a_name(qtbot: QtBot, page: Page) -> None:
    choose(qtbot, page, 0)
    qtbot.keyClick(page.section.accounts, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.section.account_class
    controls = [
        control
        for control in page.section.findChildren(QWidget)
        if control.isVisible() and control.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(controls) > 8
    for control in controls:
        interface = QAccessible.queryAccessibleInterface(control)
        assert interface is not None
        assert interface.text(QAccessible.Text.Name), control


def test_no_words_are_cut_where_there_is_little_room(qtbot: QtBot, page: Page) -> None:
    page.section.set_small(True)
    page.window.resize(640, 900)
    choose(qtbot, page, 1)
    QApplication.processEvents()
    for text in page.section.findChildren(Text):
        if text.isVisible() and text.text():
            text.grab()
            assert text.toolTip() == "", text.text()


def test_an_amount_is_typed_as_it_is_written(qtbot: QtBot, page: Page) -> None:
    NOTATION.set_forms(NumberForm.POINT_COMMA, ClockForm.HOURS_24, TimesIn.LOCAL)
    try:
        choose(qtbot, page, 0)
        field = page.section.amounts["daily_loss_limit"]
        enter(qtbot, field, "1,100.50")
        assert field.is_wrong
        enter(qtbot, field, "1.100,50")
        assert field.input.text() == "1.100,50"
        assert page.rules[0].daily_loss_limit == 1100.5
    finally:
        NOTATION.set_forms(NumberForm.COMMA_POINT, ClockForm.HOURS_24, TimesIn.LOCAL)
