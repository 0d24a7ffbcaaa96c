"""How to watch and how to write, as the settings keep it: within bounds, tolerant of nonsense."""

from pathlib import Path

import pytest

from ct_desktop.core.notation import ClockForm, NumberForm, TimesIn
from ct_desktop.core.pace import LEAST_BUDGET, OWN_BUDGET, WatchingRules
from ct_desktop.profiles import ProfileSettings, SettingsChanges, SettingsStore
from ct_desktop.ui.watching_rules import watching_rules
from support.unfit_settings import assert_left_out_and_said_so

CHOICES = SettingsChanges(
    calls_a_minute=12,
    slower_unwatched=False,
    positions_stale_after=60,
    balances_stale_after=600,
    number_form=NumberForm.SPACE_COMMA,
    clock_form=ClockForm.HOURS_12,
    times_in=TimesIn.EXCHANGE,
)


def test_a_fresh_profile_watches_by_the_whole_budget() -> None:
    assert watching_rules(ProfileSettings()) == WatchingRules()


def test_choices_come_back_and_are_what_is_watched_by(tmp_path: Path) -> None:
    SettingsStore(tmp_path).update(**CHOICES)
    settings = SettingsStore(tmp_path).load().settings
    assert settings == ProfileSettings(**CHOICES)
    assert watching_rules(settings) == WatchingRules(
        calls_a_minute=12,
        slower_unwatched=False,
        positions_stale_after=60,
        balances_stale_after=600,
    )


UNFIT: dict[str, list[object]] = {
    "calls_a_minute": [LEAST_BUDGET - 1, OWN_BUDGET + 1, 180, 0, -1, 12.5, "12", True, None],
    "slower_unwatched": [1, "true", None],
    "positions_stale_after": [0, 4, 3601, 15.5, "15", True, [15]],
    "balances_stale_after": [-1, 1e9, {}],
    "number_form": ["1,234.56", "", 3, None],
    "clock_form": ["25h", 24, None],
    "times_in": ["Chicago", None],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in UNFIT.items() for value in values]
)
def test_b38_a_value_out_of_bounds_is_left_out_and_said_so(
    tmp_path: Path, name: str, value: object
) -> None:
    assert_left_out_and_said_so(tmp_path, name, value)
