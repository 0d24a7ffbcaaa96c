"""Masks hide at least half, have one width, and tell two apart where that is possible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.core.masking import (
    MASK,
    mask_account_name,
    mask_account_names,
    mask_login,
)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("APEX-12345-07", "AP••••07"),
        ("Sim101", "S••••01"),
        ("Sim1", "S••••1"),
        ("abc", "••••"),
        (" Playback101 ", "Pl••••01"),
        ("", ""),
    ],
)
def test_account_names(name: str, masked: str) -> None:
    assert mask_account_name(name) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("APEX-12345-07 bought 2", "AP••••07 bought 2"),
        ("APEX-12345-07-B and APEX-12345-07", "AP••••-B and AP••••07"),
        ("Sim101, Sim1010, MySim101", "S••••01, Sim1010, MySim101"),
        ("(Konto 東京)", "(Ko••••東京)"),
        ("a.c is not abc", "•••• is not abc"),
        ("nothing to mask", "nothing to mask"),
        ("", ""),
    ],
)
def test_account_names_within_a_text(text: str, masked: str) -> None:
    names = ["APEX-12345-07", "APEX-12345-07-B", "Sim101", " Konto 東京 ", "a.c", "", " "]
    assert mask_account_names(text, names) == masked
    assert mask_account_names(text, []) == text


@pytest.mark.parametrize(
    ("login", "masked"),
    [
        ("trader.jane@example.com", "tr••••ne@e••••.com"),
        ("jd@example.co.uk", "••••@e••••.uk"),
        ("jane@localhost", "j••••e@••••"),
        ("janedoe42", "ja••••42"),
        ("@example", "@e••••le"),
        ("  ", ""),
    ],
)
def test_logins(login: str, masked: str) -> None:
    assert mask_login(login) == masked


def test_two_accounts_of_one_series_stay_apart() -> None:
    assert mask_account_name("APEX-12345-07") != mask_account_name("APEX-12345-08")


@given(st.text(min_size=1).filter(lambda text: text.strip() and MASK[0] not in text))
def test_at_least_half_of_an_account_name_is_hidden(name: str) -> None:
    shown = mask_account_name(name).replace(MASK, "")
    assert len(shown) <= len(name.strip()) / 2
    assert mask_account_name(name).count(MASK) == 1


@given(st.text(st.characters(categories=["L", "N"]), min_size=9, max_size=60))
def test_a_masks_width_tells_nothing_of_the_length(name: str) -> None:
    assert len(mask_account_name(name)) == len(MASK) + 4
