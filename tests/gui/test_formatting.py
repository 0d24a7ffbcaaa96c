"""Numbers, ages and times as a trader reads them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from ct_desktop.core.amounts import parse_amount
from ct_desktop.core.notation import ClockForm, NumberForm, TimesIn, form_of
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.notation import NOTATION, Notation
from ct_desktop.ui.privacy import PRIVACY

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


# In the form that the trader chose


@pytest.fixture
def notation(qapp: object) -> Iterator[Notation]:
    yield NOTATION
    NOTATION.set_forms(NumberForm.COMMA_POINT, ClockForm.HOURS_24, TimesIn.LOCAL)


def write_so(
    number: NumberForm = NumberForm.COMMA_POINT,
    clock: ClockForm = ClockForm.HOURS_24,
    times_in: TimesIn = TimesIn.LOCAL,
) -> None:
    NOTATION.set_forms(number, clock, times_in)


@pytest.mark.parametrize(
    ("form", "money", "count", "price"),
    [
        (NumberForm.COMMA_POINT, "−1,234,567.80", "2,000", "26,098.25"),
        (NumberForm.POINT_COMMA, "−1.234.567,80", "2.000", "26.098,25"),
        (NumberForm.SPACE_COMMA, "−1\u202f234\u202f567,80", "2\u202f000", "26\u202f098,25"),
        (NumberForm.APOSTROPHE_POINT, "−1’234’567.80", "2’000", "26’098.25"),
    ],
)
@pytest.mark.usefixtures("notation")
def test_every_figure_is_written_in_the_form_chosen(
    form: NumberForm, money: str, count: str, price: str
) -> None:
    write_so(form)
    assert formatting.money(-1234567.8) == money
    assert formatting.pnl(1234567.8) == money.replace("−", "+")
    assert formatting.count(2000) == count
    assert formatting.price(26098.25) == price
    assert formatting.pnl(0.0) == f"0{money[-3]}00"
    assert formatting.money(None) == "—"


@given(st.sampled_from(NumberForm), st.floats(0.01, 1e9).map(lambda x: round(x, 2)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("notation")
def test_what_is_written_can_be_typed_back(form: NumberForm, amount: float) -> None:
    write_so(form)
    typed = formatting.typed_number(formatting.money(amount))
    assert parse_amount(typed, at_most=1e12) == amount


@pytest.mark.usefixtures("notation")
def test_a_number_of_another_form_is_refused_rather_than_misread() -> None:
    write_so(NumberForm.POINT_COMMA)
    with pytest.raises(ValueError, match="amount"):
        parse_amount(formatting.typed_number("1,234.56"), at_most=1e12)


@pytest.mark.parametrize(
    ("group", "decimal", "form"),
    [
        (",", ".", NumberForm.COMMA_POINT),
        (".", ",", NumberForm.POINT_COMMA),
        ("\u202f", ",", NumberForm.SPACE_COMMA),
        ("\xa0", ",", NumberForm.SPACE_COMMA),
        ("’", ".", NumberForm.APOSTROPHE_POINT),
        ("'", ".", NumberForm.APOSTROPHE_POINT),
        ("\u066c", "\u066b", NumberForm.COMMA_POINT),
        ("", "", NumberForm.COMMA_POINT),
    ],
)
def test_the_systems_form_is_the_nearest_there_is(
    group: str, decimal: str, form: NumberForm
) -> None:
    assert form_of(group, decimal) is form


SUMMER = datetime(2026, 7, 15, 18, 5, 7, tzinfo=UTC)
WINTER = datetime(2026, 11, 22, 5, 0, 9, tzinfo=UTC)


@pytest.mark.usefixtures("notation")
def test_times_are_new_yorks_where_the_trader_wants_so_and_say_it() -> None:
    write_so(times_in=TimesIn.EXCHANGE)
    assert formatting.clock_time(SUMMER) == "14:05:07 ET"
    assert formatting.clock_time(WINTER) == "00:00:09 ET"
    assert formatting.date_time(WINTER) == "22 Nov 2026, 00:00 ET"
    late = WINTER - timedelta(minutes=1)
    assert not formatting.is_same_day(late, WINTER)
    assert formatting.since(late, WINTER) == "21 Nov, 23:59 ET"


@pytest.mark.usefixtures("notation")
def test_the_twelve_hour_clock_has_no_hour_nought() -> None:
    write_so(clock=ClockForm.HOURS_12, times_in=TimesIn.EXCHANGE)
    assert formatting.clock_time(SUMMER) == "2:05:07 pm ET"
    assert formatting.clock_time(WINTER) == "12:00:09 am ET"
    assert formatting.short_time(WINTER + timedelta(hours=12)) == "12:00 pm ET"


@pytest.mark.parametrize("clock", ClockForm)
@pytest.mark.parametrize("times_in", TimesIn)
@pytest.mark.usefixtures("notation")
def test_no_time_is_longer_than_the_widest(clock: ClockForm, times_in: TimesIn) -> None:
    write_so(clock=clock, times_in=times_in)
    longest = len(formatting.widest_clock_time())
    for hours in range(24):
        assert len(formatting.clock_time(SUMMER + timedelta(hours=hours))) <= longest


def test_a_change_of_form_has_all_texts_written_anew_once(qtbot: QtBot, notation: Notation) -> None:
    with qtbot.waitSignal(PRIVACY.changed):
        write_so(NumberForm.POINT_COMMA)
    with qtbot.assertNotEmitted(PRIVACY.changed):
        write_so(NumberForm.POINT_COMMA)
    assert notation.translation is not None
