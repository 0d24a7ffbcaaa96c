"""What privacy mode hides at each level, and how entries of the history read then."""

import pytest

from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.core.masked_activity import masked_entry
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.core.wording_activity import (
    last_seen,
    now_holds,
    position_changed,
    position_closed,
    position_opened,
)
from support.activity_samples import at

HELD = Position("7801", "6E 12-26", MarketPosition.SHORT, 2.5, 1.08455, 1.0841, -1304.6)
MORE = Position("7801", "6E 12-26", MarketPosition.SHORT, 4, 1.08455, 1.0841, -1304.6)


def test_the_levels_follow_one_another_and_begin_again() -> None:
    level, seen = PrivacyLevel.OFF, []
    for _ in PrivacyLevel:
        level = level.following
        seen.append((level.hides_amounts, level.hides_names))
    assert seen == [(True, False), (True, True), (False, False)]


@pytest.mark.parametrize(
    ("title", "masked"),
    [
        (position_opened("7801", HELD), "7801 opened short ••••• 6E 12-26 at •••••"),
        (position_closed("7801", HELD), "7801 closed short ••••• 6E 12-26"),
        (position_changed("7801", HELD, MORE), "7801 sold ••••• 6E 12-26"),
    ],
)
def test_numbers_of_trading_go_and_contracts_stay(title: str, masked: str) -> None:
    entry = ActivityEntry(1, ActivityKind.POSITION_OPENED, at("10:00:00"), title, "")
    assert masked_entry(entry, PrivacyLevel.OFF, ()) is entry
    assert masked_entry(entry, PrivacyLevel.AMOUNTS, ()).title == masked
    hidden = masked_entry(entry, PrivacyLevel.NAMES_AND_AMOUNTS, ()).title
    assert hidden == f"7••••1{masked.removeprefix('7801')}"


@pytest.mark.parametrize("detail", [last_seen(HELD), now_holds(HELD)])
def test_no_digit_is_left_in_the_detail_of_a_trade(detail: str) -> None:
    entry = ActivityEntry(1, ActivityKind.POSITION_CLOSED, at("10:00:00"), "", detail)
    masked = masked_entry(entry, PrivacyLevel.AMOUNTS, ()).detail
    assert any(character.isdigit() for character in detail)
    assert not any(character.isdigit() for character in masked)


def test_a_fault_keeps_its_times_and_codes_and_loses_names() -> None:
    entry = ActivityEntry(
        1, ActivityKind.FAULT, at("10:00:00"), "Add-on offline", "HTTP 408 for APEX1234 at 10:41"
    )
    assert masked_entry(entry, PrivacyLevel.AMOUNTS, {"APEX1234"}) == entry
    hidden = masked_entry(entry, PrivacyLevel.NAMES_AND_AMOUNTS, {"APEX1234"})
    assert hidden.detail == "HTTP 408 for AP••••34 at 10:41"
