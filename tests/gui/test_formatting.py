"""Numbers, ages and times as a trader reads them."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.ui.controls import formatting

amounts = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (282697.04, "282,697.04"),
        (-96.84, "−96.84"),
        (0.0, "0.00"),
        (-0.0, "0.00"),
        (-0.001, "0.00"),
        (None, "—"),
    ],
)
def test_money(amount: float | None, written: str) -> None:
    assert formatting.money(amount) == written


@pytest.mark.parametrize(
    ("amount", "written", "sign"),
    [
        (412.6, "+412.60", 1),
        (-96.84, "−96.84", -1),
        (1777.16, "+1,777.16", 1),
        (0.0, "0.00", 0),
        (0.004, "0.00", 0),
        (-0.004, "0.00", 0),
        (None, "—", 0),
    ],
)
def test_profit_and_loss_carry_their_sign(amount: float | None, written: str, sign: int) -> None:
    assert formatting.pnl(amount) == written
    assert formatting.pnl_sign(amount) == sign


@given(amounts)
def test_the_sign_written_is_the_sign_drawn(amount: float) -> None:
    written = formatting.pnl(amount)
    expected = {1: "+", -1: "−"}.get(formatting.pnl_sign(amount), "")
    assert re.fullmatch(r"[+−]?\d{1,3}(,\d{3})*\.\d\d", written)
    assert written.startswith(expected)
    assert (written[0] in "+−") == bool(expected)


@pytest.mark.parametrize(
    ("price", "written"),
    [
        (7006.75, "7,006.75"),
        (4316.2, "4,316.2"),
        (26099.0, "26,099"),
        (0.0065435, "0.0065435"),
        (110.515625, "110.515625"),
        (-37.63, "−37.63"),
        (26098.333333333332, "26,098.3333"),
        (None, "—"),
    ],
)
def test_prices_have_the_decimals_they_carry(price: float | None, written: str) -> None:
    assert formatting.price(price) == written


def test_the_prices_of_one_instrument_line_up() -> None:
    prices = [26099.0, 26118.5, None, 26072.25]
    decimals = formatting.price_decimals(prices)
    assert [formatting.price(price, decimals) for price in prices] == [
        "26,099.00",
        "26,118.50",
        "—",
        "26,072.25",
    ]


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 s"),
        (2.9, "2 s"),
        (99, "99 s"),
        (100, "1 min"),
        (1390, "23 min"),
        (3 * 3600, "3 h"),
        (50 * 3600, "2 d"),
    ],
)
def test_ages_fit_a_column(seconds: float, written: str) -> None:
    assert formatting.age(seconds) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(22, "22 s"), (82.4, "1 min 22 s"), (3600 * 3 + 300, "3 h 5 min")],
)
def test_what_goes_on_is_counted_in_full(seconds: float, written: str) -> None:
    assert formatting.elapsed(seconds) == written


@pytest.mark.parametrize(
    ("seconds", "written"), [(0.41, "0.4 s"), (9.96, "10 s"), (82, "1 min 22 s")]
)
def test_what_was_quick_is_shown_in_tenths(seconds: float, written: str) -> None:
    assert formatting.took(seconds) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(218, "3:38"), (300.00000001, "5:00"), (0.2, "0:01"), (0, "0:00"), (-3, "0:00")],
)
def test_a_countdown_reaches_nought_only_when_it_is_over(seconds: float, written: str) -> None:
    assert formatting.countdown(seconds) == written


def test_times_are_the_traders_own() -> None:
    instant = datetime(2026, 11, 3, 8, 51, 7, tzinfo=UTC)
    elsewhere = instant.astimezone(timezone(timedelta(hours=9)))

    assert formatting.clock_time(elsewhere) == f"{instant.astimezone():%H:%M:%S}"
    assert re.fullmatch(r"\d Nov 2026, \d\d:51", formatting.date_time(elsewhere))


def test_counts_are_separated() -> None:
    assert formatting.count(2000) == "2,000"
    assert formatting.count(None) == "—"
