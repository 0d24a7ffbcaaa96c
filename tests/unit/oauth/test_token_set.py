"""Tokens as they are kept."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.oauth.tokens import TokenSet
from support.oauth_values import tokens


@pytest.mark.parametrize(
    "kept", [tokens(), tokens(refresh_token=None), tokens(scope=None)], ids=["all", "one", "bare"]
)
def test_what_was_revealed_reads_back_the_same(kept: TokenSet) -> None:
    assert TokenSet.read(kept.reveal()) == kept


def test_b31_no_token_shows_in_the_representation() -> None:
    assert "token'" not in repr(tokens())
    assert "old-" not in f"{tokens()!r} {tokens()}"


@pytest.mark.parametrize(
    ("given_life", "seconds"),
    [
        (3600, 3600.0),
        ("3600", 3600.0),
        (59.5, 59.5),
        (-5, 0.0),
        (10**400, None),
        (10**12, 10 * 366 * 86_400.0),
        ("soon", None),
        ("nan", None),
        (True, None),
        (None, None),
        ([], None),
    ],
)
def test_the_life_is_read_however_it_is_written(given_life: object, seconds: float | None) -> None:
    read = TokenSet.read({"access_token": "a", "expires_in": given_life})
    assert read.expires_in == seconds


@pytest.mark.parametrize(
    "document",
    [
        None,
        {},
        {"access_token": None},
        {"access_token": ""},
        {"access_token": "with space"},
        {"access_token": "line\r\nX-Injected: 1"},
        {"access_token": "a", "token_type": "mac"},
        {"access_token": "a", "token_type": 5},
    ],
)
def test_what_cannot_be_a_token_is_refused_without_quoting_it(document: object) -> None:
    with pytest.raises(ValueError, match=r"^not a set of tokens$"):
        TokenSet.read(document)


@given(
    st.dictionaries(
        st.sampled_from(["access_token", "refresh_token", "scope", "expires_in", "token_type"]),
        st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.lists(st.text()),
    )
)
def test_no_document_raises_anything_else(document: dict[str, Any]) -> None:
    with suppress(ValueError):
        TokenSet.read(document)
