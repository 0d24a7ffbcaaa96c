"""Amounts and percentages as a person writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.core.amounts import parse_amount, parse_percentages

MOST = 1_000_000_000.0


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1100", 1100.0),
        ("1,100.50", 1100.5),
        (" $2 500 ", 2500.0),
        ("1'000'000", 1_000_000.0),
        ("50,000 USD", 50_000.0),
        (".5", 0.5),
        ("1000.", 1000.0),
        ("", None),
        ("   ", None),
    ],
)
def test_amounts_are_read_as_they_are_written(text: str, amount: float | None) -> None:
    assert parse_amount(text, at_most=MOST) == amount


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "1100,50",
        "1,10",
        "-5",
        "0",
        "0.00",
        "1e5",
        "1.2.3",
        "$",
        "10 %",
        "٣",
        "9" * 20,
        "nan",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_amount(text, at_most=MOST)


@given(st.integers(1, 10**10))
def test_what_the_app_writes_it_reads_again(cents: int) -> None:
    amount = cents / 100
    assert parse_amount(f"{amount:,.2f}", at_most=MOST) == amount


@pytest.mark.parametrize(
    ("text", "levels"),
    [("50, 25, 10", (50, 25, 10)), ("10 50%", (50, 10)), ("5;5;7", (7, 5)), ("", ())],
)
def test_percentages_come_highest_first(text: str, levels: tuple[int, ...]) -> None:
    assert parse_percentages(text, at_most=5) == levels


@pytest.mark.parametrize("text", ["0", "100", "ten", "-5", "1 2 3 4 5 6", "12.5", "٣"])
def test_what_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_percentages(text, at_most=5)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (
        lambda: parse_amount(text, at_most=MOST),
        lambda: parse_percentages(text, at_most=5),
    ):
        try:
            parse()
        except ValueError:
            continue
