"""Watching: how often CrossTrade is asked, what that costs, and how old figures may grow."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker

from ct_desktop.core import wording_watching as words
from ct_desktop.core.moment import Moment
from ct_desktop.core.pace import (
    CALLS_ALLOWED,
    LEAST_BUDGET,
    OWN_BUDGET,
    WatchingRules,
    age_limits,
    watched_pace,
)
from ct_desktop.core.request_budget import RequestBudget
from ct_desktop.core.sign_in import SignIn
from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.controls.choice_box import ChoiceBox
from ct_desktop.ui.controls.slider import Slider
from ct_desktop.ui.controls.switch import Switch
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.request_budget import RequestBudgetLine
from ct_desktop.ui.settings.section import Section
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.ui.watching_rules import watching_rules

POSITION_AGES = (None, 15, 20, 30, 60, 120, 300)
BALANCE_AGES = (None, 30, 60, 90, 120, 300, 600, 1800, 3600)


class WatchingSection(Section):
    """Each choice shows what comes of it: how fresh figures are, and what was asked lately."""

    title = words.TITLE
    names = (
        "calls_a_minute",
        "slower_unwatched",
        "positions_stale_after",
        "balances_stale_after",
    )

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._rules = WatchingRules()
        self._budget = RequestBudget()
        self.requests = Slider(theme, words.REQUESTS, LEAST_BUDGET, OWN_BUDGET)
        self.count = Text(theme, str(OWN_BUDGET), TextRole.HEADING)
        self.positions_age = self._age_box(words.POSITIONS, POSITION_AGES)
        self.positions_effect = self.explanation("")
        self.balances_age = self._age_box(words.BALANCES, BALANCE_AGES)
        self.balances_effect = self.explanation("")
        self.slower = Switch(theme, words.SLOWER_WORDS)
        self.last_minute = RequestBudgetLine(theme, wrap=True)
        self._connect_parts()
        self._add_rows()
        self._show_effect()

    def _age_box(self, name: str, ages: Sequence[int | None]) -> ChoiceBox:
        return ChoiceBox(self._theme, f"{name}, {words.STALE_AFTER}", ages, words.age_words)

    def _connect_parts(self) -> None:
        self.requests.valueChanged.connect(lambda calls: self.change({"calls_a_minute": calls}))
        self.slower.clicked.connect(lambda on: self.change({"slower_unwatched": on}))
        self.positions_age.chosen.connect(
            lambda seconds: self.change({"positions_stale_after": seconds})
        )
        self.balances_age.chosen.connect(
            lambda seconds: self.change({"balances_stale_after": seconds})
        )

    def _add_rows(self) -> None:
        requests_words = words.REQUESTS_WORDS.format(most=OWN_BUDGET, shared=CALLS_ALLOWED)
        self.add_row(words.REQUESTS, self.requests, self.count, self.explanation(requests_words))
        for name, age, effect in (
            (words.POSITIONS, self.positions_age, self.positions_effect),
            (words.BALANCES, self.balances_age, self.balances_effect),
        ):
            self.add_row(name, self.words(words.STALE_AFTER), age, effect)
        self.add_row(words.SLOWER, self.slower, self.explanation(words.SLOWER_WORDS))
        self.add_row(words.LAST_MINUTE, self.last_minute)

    def show_settings(
        self,
        settings: ProfileSettings,
        sign_in: SignIn,  # noqa: ARG002 - all alike
    ) -> None:
        self._rules = watching_rules(settings)
        with QSignalBlocker(self.requests):
            self.requests.setValue(self._rules.calls_a_minute)
        self.slower.setChecked(self._rules.slower_unwatched)
        self._show_effect()

    def show_budget(self, budget: RequestBudget, now: Moment) -> None:
        """Show what was asked lately, and what the choices come to with the accounts there are."""
        self._budget = budget
        self.last_minute.show_budget(budget, now)
        self._show_effect()

    def tick(self, now: Moment) -> None:
        """Let the minute slide on."""
        self.last_minute.tick(now)

    def _show_effect(self) -> None:
        rules, calls = self._rules, self._budget.balance_round
        self.count.setText(str(rules.calls_a_minute))
        pace = watched_pace(rules, brokers=self._budget.all_at_once)
        by_pace = age_limits(pace, balance_round=calls)
        limits = age_limits(pace, balance_round=calls, rules=rules)
        for box, ages, least, chosen in (
            (self.positions_age, POSITION_AGES, by_pace.positions, rules.positions_stale_after),
            (self.balances_age, BALANCE_AGES, by_pace.balances, rules.balances_stale_after),
        ):
            box.offer([age for age in ages if age is None or age > least])
            box.choose(chosen if chosen is not None and chosen > least else None)
        asked = words.every(pace.positions)
        self.positions_effect.setText(words.effect(asked, limits.positions))
        asked = words.round_words(pace.balances, calls)
        self.balances_effect.setText(words.effect(asked, limits.balances))
