"""Account rules: each account's class and its firm's limits, and when to be told of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt

from ct_desktop.core import wording_account_rules as words
from ct_desktop.core.account_rules import AccountRule, AccountRules, DrawdownKind
from ct_desktop.core.accounts import Account, AccountClass
from ct_desktop.core.amounts import parse_amount, parse_percentages
from ct_desktop.core.drawdown import Peaks, followed_peak
from ct_desktop.core.moment import Moment
from ct_desktop.core.sign_in import SignIn
from ct_desktop.core.wording_limits import DRAWDOWN_TITLES, ESTIMATE, PEAK_SOURCES
from ct_desktop.core.wording_privacy import AMOUNTS_NOT_EDITABLE
from ct_desktop.profiles import LARGEST_AMOUNT, ProfileSettings, with_rule
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.buttons import Button
from ct_desktop.ui.controls.choice_box import ChoiceBox
from ct_desktop.ui.controls.filter_box import FilterBox
from ct_desktop.ui.controls.switch import Switch
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.settings.account_list import AccountList, AccountListModel
from ct_desktop.ui.settings.checked_input import CheckedInput
from ct_desktop.ui.settings.section import Section
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme

_MOST_LEVELS = 5
_TRAILING = (DrawdownKind.TRAILING_INTRADAY, DrawdownKind.TRAILING_END_OF_DAY)
_NO_PEAKS: Peaks = {}


class AccountRulesSection(Section):
    """A table of the accounts, and below it the fields of the one that is chosen there."""

    title = words.TITLE
    names = ("account_rules", "limit_alerts", "limit_alert_levels", "limit_alert_sound")

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._rules: tuple[AccountRule, ...] = ()
        self._accounts: Sequence[Account] = ()
        self._peaks: Peaks | None = None
        self._now: Moment | None = None
        self._chosen: str | None = None
        self._names: list[str] = []
        self._model = AccountListModel()
        self._shown = QSortFilterProxyModel()
        self._shown.setSourceModel(self._model)
        self._shown.setFilterKeyColumn(0)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.filter_box = FilterBox(theme, words.FILTER)
        self.count = self.explanation("")
        self.accounts = AccountList(theme, self._shown)
        self.heading = Text(theme, words.NONE_CHOSEN, TextRole.NAME)
        self.account_class = ChoiceBox(
            theme, words.CLASS, (None, *AccountClass), self._describe_class
        )
        self.drawdown = ChoiceBox(theme, words.DRAWDOWN, tuple(DRAWDOWN_TITLES), _describe_kind)
        self.amounts = {name: self._amount_input(name) for name in words.AMOUNT_TITLES}
        self.peak = self.explanation(words.NO_PEAK)
        self.start_over = Button(theme, words.START_OVER)
        self.start_over.setToolTip(words.START_OVER_WORDS)
        self.alerts = Switch(theme, words.ALERTS_WORDS)
        self.levels = CheckedInput(
            theme,
            words.LEVELS,
            parse=partial(parse_percentages, at_most=_MOST_LEVELS),
            write=lambda levels: ", ".join(map(str, levels)),
            words=words.LEVELS_WORDS,
            wrong=words.LEVELS_WRONG,
        )
        self.sound = Switch(theme, words.SOUND_WORDS)
        self._add_rows()
        self._connect_parts()
        self._choose(None)
        self._say_count()

    def _amount_input(self, name: str) -> CheckedInput:
        return CheckedInput(
            self._theme,
            words.AMOUNT_TITLES[name],
            parse=_typed_amount,
            write=lambda amount: "" if amount is None else formatting.money(amount),
            words=words.AMOUNT_WORDS[name],
            wrong=words.AMOUNT_WRONG,
        )

    def _add_rows(self) -> None:
        self.add_row(words.ALERTS, self.alerts, self.explanation(words.ALERTS_WORDS))
        self.add_row(words.LEVELS, self.levels)
        self.add_row(words.SOUND, self.sound, self.explanation(words.SOUND_WORDS))
        self.add_row(words.ACCOUNTS, self.filter_box, self.count)
        self._grid.addWidget(self.accounts, self._grid.rowCount(), 0, 1, 2)
        self._grid.addWidget(self.heading, self._grid.rowCount(), 0, 1, 2)
        self._grid.setRowMinimumHeight(self._grid.rowCount() - 1, 40)
        self.add_row(words.CLASS, self.account_class, self.explanation(words.CLASS_WORDS))
        for name in ("daily_loss_limit", "daily_profit_target"):
            self.add_row(words.AMOUNT_TITLES[name], self.amounts[name])
        self.add_row(words.DRAWDOWN, self.drawdown, self.explanation(ESTIMATE))
        for name in ("drawdown_amount", "starting_balance", "locks_at", "highest_balance"):
            self.add_row(words.AMOUNT_TITLES[name], self.amounts[name])
        self.add_row(words.PEAK, self.start_over, self.peak)

    def _connect_parts(self) -> None:
        self.alerts.clicked.connect(lambda on: self.change({"limit_alerts": on}))
        self.sound.clicked.connect(lambda on: self.change({"limit_alert_sound": on}))
        self.levels.entered.connect(lambda levels: self.change({"limit_alert_levels": levels}))
        self.filter_box.textChanged.connect(self._filter)
        self.accounts.empty_words.show_all_requested.connect(self.filter_box.clear)
        self.accounts.selectionModel().currentRowChanged.connect(self._on_chosen)
        self.account_class.chosen.connect(lambda choice: self._change_rule(account_class=choice))
        self.drawdown.chosen.connect(lambda kind: self._change_rule(drawdown=kind))
        for name, field in self.amounts.items():
            field.entered.connect(lambda amount, name=name: self._change_rule(**{name: amount}))
        self.start_over.clicked.connect(self._start_over)
        PRIVACY.changed.connect(self._on_privacy)

    def show_settings(
        self,
        settings: ProfileSettings,
        sign_in: SignIn,  # noqa: ARG002 - all alike
    ) -> None:
        self.alerts.setChecked(settings.limit_alerts)
        self.levels.show_value(settings.limit_alert_levels)
        self.sound.setChecked(settings.limit_alert_sound)
        for control in (self.levels, self.sound):
            control.setEnabled(settings.limit_alerts)
        if settings.account_rules != self._rules:
            self._rules = settings.account_rules
            self._show_list()
            self._show_rule()

    def show_accounts(self, accounts: Sequence[Account], peaks: Peaks | None, now: Moment) -> None:
        """Offer these accounts, and those that have a rule without being listed now."""
        self._now = now
        listed = [account for account in accounts if not account.is_built_in]
        if peaks != self._peaks:
            self._peaks = None if peaks is None else dict(peaks)
            self._show_peak()
        if listed != self._accounts:
            self._accounts = listed
            self._show_list()

    # The list

    def _show_list(self) -> None:
        rules = AccountRules.of(self._rules)
        known = {account.name: account for account in self._accounts}
        for rule in self._rules:
            known.setdefault(rule.account, Account(rule.account, rule.account))
        self._names = list(known)
        self._model.show_rows(
            [
                (rules.of_account(name), account.display_name or name, rules.class_of(account))
                for name, account in known.items()
            ]
        )
        self._say_count()
        if self._chosen not in known:
            self._choose(None)
        elif self._chosen is not None:
            # A list that was made anew has forgotten which line it was.
            row = self._names.index(self._chosen)
            self.accounts.setCurrentIndex(self._shown.mapFromSource(self._model.index(row, 0)))

    def _filter(self, text: str) -> None:
        self._shown.setFilterFixedString(text.strip())
        self._say_count()

    def _say_count(self) -> None:
        there, shown = self._model.rowCount(), self._shown.rowCount()
        say = self.accounts.empty_words.show_words
        if not there:
            say(words.NO_ACCOUNTS, words.NO_ACCOUNTS_WORDS)
        else:
            say("" if shown else words.NO_MATCH, filtered=not shown)
        number = f"{shown} of {there}" if shown != there else f"{there}"
        self.count.setText(number if there else "")

    def _on_chosen(self, index: QModelIndex) -> None:
        row = self._shown.mapToSource(index).row()
        if 0 <= row < len(self._names):
            self._choose(self._names[row])

    # The rule of the account that is chosen

    def _choose(self, account: str | None) -> None:
        if account == self._chosen and account is not None:
            return
        self._chosen = account
        for field in self.amounts.values():
            field.input.setModified(False)
        self._show_rule()

    @property
    def _rule(self) -> AccountRule:
        return AccountRules.of(self._rules).of_account(self._chosen or "")

    def _show_rule(self) -> None:
        rule, chosen = self._rule, self._chosen is not None
        self.heading.setText(self._heading())
        self.account_class.choose(rule.account_class)
        self.drawdown.choose(rule.drawdown)
        for name, field in self.amounts.items():
            field.show_value(getattr(rule, name))
            # A mask is nothing to type over: what was there could be lost unseen.
            editable = not PRIVACY.hides_amounts
            field.setEnabled(chosen and editable and _applies(name, rule))
        for control in (self.account_class, self.drawdown):
            control.setEnabled(chosen)
        self.start_over.setEnabled(chosen and rule.drawdown not in (None, DrawdownKind.STATIC))
        self._show_peak()

    def _heading(self) -> str:
        if self._chosen is None:
            return words.NONE_CHOSEN
        heading = words.account_heading(formatting.account_name(self._chosen))
        return f"{heading}. {AMOUNTS_NOT_EDITABLE}" if PRIVACY.hides_amounts else heading

    def _on_privacy(self) -> None:
        for field in self.amounts.values():
            # What was being typed is an amount too.
            field.input.setModified(False)
        self._show_rule()

    def _show_peak(self) -> None:
        rule = self._rule
        peak = None
        if self._now is not None and rule.drawdown not in (None, DrawdownKind.STATIC):
            kept = (self._peaks or _NO_PEAKS).get(rule.account)
            peak = followed_peak(rule, kept, self._now.utc)
        if peak is None:
            self.peak.setText(words.NO_PEAK)
            return
        parts = [formatting.money(peak.balance), PEAK_SOURCES[peak.source]]
        if peak.at is not None:
            parts.append(formatting.date_time(peak.at))
        self.peak.setText(", ".join(parts))

    def _change_rule(self, **changes: Any) -> None:
        if self._chosen is None:
            return
        rule = replace(self._rule, **changes)
        self.change({"account_rules": with_rule(self._rules, rule)})

    def _start_over(self) -> None:
        if self._now is not None:
            self._change_rule(peaks_since=self._now.utc, highest_balance=None)

    def _describe_class(self, choice: AccountClass | None) -> str:
        return words.GUESS if choice is None else words.CLASS_TITLES[choice]


def _describe_kind(kind: DrawdownKind | None) -> str:
    return DRAWDOWN_TITLES[kind]


def _typed_amount(text: str) -> float | None:
    return parse_amount(formatting.typed_number(text), at_most=LARGEST_AMOUNT)


def _applies(name: str, rule: AccountRule) -> bool:
    """Whether the amount counts with the drawdown that is set."""
    needs: Mapping[str, bool] = {
        "drawdown_amount": rule.drawdown is not None,
        "starting_balance": rule.drawdown in (*_TRAILING, DrawdownKind.STATIC),
        "locks_at": rule.drawdown not in (None, DrawdownKind.STATIC),
        "highest_balance": rule.drawdown in _TRAILING,
    }
    return needs.get(name, True)
