"""What the trader chooses on the Settings screen: kept on disk, within bounds, never a surprise."""

import json
from pathlib import Path
from typing import Any

import pytest

from ct_desktop.core.links import LinkName
from ct_desktop.core.notices import NOTICED_LINKS
from ct_desktop.profiles import NOTIFIED_LINKS, ProfileSettings, SettingsChanges, SettingsStore
from support.unfit_settings import assert_left_out_and_said_so

CHOICES = SettingsChanges(
    trade_reminder_minutes=60,
    notifications=False,
    notify_after_seconds=0,
    notify_links=("addon", "prices"),
    notify_recovery=False,
    quiet_hours=("22:00", "07:00"),
)


def test_a_fresh_profile_notifies_of_every_link_and_never_reminds() -> None:
    settings = ProfileSettings()
    assert settings.trade_reminder_minutes is None
    assert settings.notifications
    assert settings.notify_recovery
    assert settings.notify_after_seconds == 10
    assert settings.notify_links == NOTIFIED_LINKS == ("addon", "nt8", "brokers", "prices")
    assert settings.quiet_hours is None


def test_the_links_to_choose_from_are_those_that_there_are_notices_about() -> None:
    assert {LinkName(name) for name in NOTIFIED_LINKS} == NOTICED_LINKS


def test_choices_come_back(tmp_path: Path) -> None:
    SettingsStore(tmp_path).update(**CHOICES)
    assert SettingsStore(tmp_path).load().settings == ProfileSettings(**CHOICES)


def test_choices_taken_back_leave_the_file(tmp_path: Path) -> None:
    SettingsStore(tmp_path).update(**CHOICES)
    defaults = ProfileSettings()
    back: dict[str, Any] = {name: getattr(defaults, name) for name in CHOICES}
    SettingsStore(tmp_path).update(**back)
    assert json.loads((tmp_path / "settings.json").read_text()) == {}


def test_links_are_kept_in_the_order_of_the_chain_and_once_each(tmp_path: Path) -> None:
    SettingsStore(tmp_path).update(notify_links=("prices", "addon", "prices"))
    assert SettingsStore(tmp_path).load().settings.notify_links == ("addon", "prices")


def test_no_link_at_all_is_a_choice(tmp_path: Path) -> None:
    SettingsStore(tmp_path).update(notify_links=())
    assert SettingsStore(tmp_path).load().settings.notify_links == ()


UNFIT: dict[str, list[object]] = {
    "trade_reminder_minutes": [0, -5, 1441, 1.5, "60", True, [60]],
    "notifications": [0, 1, "true", None],
    "notify_after_seconds": [-1, 601, 2.5, "10", False, None],
    "notify_links": ["addon", ["network"], ["addon", 3], {}, None],
    "notify_recovery": [1, "false", None],
    "quiet_hours": [
        "22:00-07:00",
        ["22:00"],
        ["22:00", "24:00"],
        ["22:00", "7:00"],
        ["22:00", "07:60"],
        ["22:00", "22:00"],
        ["22:00", "07:00", "09:00"],
        ["22:00\n", "07:00"],
        ["\uff122:00", "07:00"],
        [22, 7],
    ],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in UNFIT.items() for value in values]
)
def test_a_value_out_of_bounds_is_left_out_and_said_so(
    tmp_path: Path, name: str, value: object
) -> None:
    assert_left_out_and_said_so(tmp_path, name, value)


def test_hours_across_midnight_and_within_a_day_both_fit(tmp_path: Path) -> None:
    for hours in (("22:00", "07:00"), ("12:30", "13:15"), ("23:59", "00:00")):
        SettingsStore(tmp_path).update(quiet_hours=hours)
        assert SettingsStore(tmp_path).load().settings.quiet_hours == hours


def test_a_change_out_of_bounds_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="notify_after_seconds"):
        SettingsStore(tmp_path).update(notify_after_seconds=-1)
    assert not (tmp_path / "settings.json").exists()
