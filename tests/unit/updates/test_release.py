"""What becomes of a release document, whatever its server wrote."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.updates import Release, UnfitAnswerError, parse_version
from ct_desktop.updates.release import LONGEST_CHANGE
from ct_desktop.updates.release_document import MOST_CHANGES, as_document, parse_release

ASKED = "https://crosstrade.io/desktop/releases.json"
PAGE = "https://crosstrade.io/desktop/releases/1.4.0"


def document(**changes: Any) -> str:
    return json.dumps({"version": "1.4.0", "page": PAGE, "changes": ["Faster"], **changes})


def test_version_page_and_changes_are_read() -> None:
    answer = document(changes=["Faster start", "A second screen"], published="2026-11-01")
    assert parse_release(answer, ASKED) == Release(
        parse_version("1.4.0"), PAGE, ("Faster start", "A second screen")
    )


@pytest.mark.parametrize(
    "changes",
    ["Faster start\nA second screen", "- Faster start\r\n* A second screen\n\n"],
)
def test_changes_may_come_as_one_text(changes: str) -> None:
    read = parse_release(document(changes=changes), ASKED)
    assert read.changes == ("Faster start", "A second screen")


@pytest.mark.parametrize("changes", [None, 7, {"a": 1}, [], [3, None, [], " "]])
def test_changes_that_are_none_cost_nothing_but_themselves(changes: object) -> None:
    assert parse_release(document(changes=changes), ASKED).changes == ()


def test_changes_are_clipped_and_rid_of_what_could_disguise_them() -> None:
    hidden = "Pay\u202e no\x1b[31m\u200bw\x00\tor\u2028lose"
    changes = [hidden, "x" * 5000, *("more" for _ in range(500))]
    read = parse_release(document(changes=changes), ASKED).changes
    assert read[0] == "Pay no [31m w or lose"
    assert read[1] == "x" * (LONGEST_CHANGE - 1) + "…"
    assert len(read) == MOST_CHANGES


@pytest.mark.parametrize(
    "page",
    [
        "http://crosstrade.io/desktop",
        "https://crosstrade.io.example.com/desktop",
        "https://example.com/desktop",
        "https://crosstrade.io:8443/desktop",
        "https://trader@crosstrade.io/desktop",
        "https://crosstrade.io@example.com/",
        "https://crosstrade.io\\@example.com/",
        "//crosstrade.io/desktop",
        "/desktop",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://crosstrade.io/\u202egnp",
        "https://crosstrade.io/a b",
        "https://crosstrade.io:port/",
        "https://[crosstrade.io/",
        "https://crosstrade.io/" + "a" * 500,
        "",
    ],
)
def test_a_page_anywhere_but_at_the_address_asked_spoils_the_answer(page: str) -> None:
    with pytest.raises(UnfitAnswerError, match="page"):
        parse_release(document(page=page), ASKED)


def test_a_page_on_this_computer_goes_with_an_address_on_this_computer_alone() -> None:
    local = "http://127.0.0.1:8123/desktop"
    assert parse_release(document(page=local), f"{local}/releases.json").page == local
    with pytest.raises(UnfitAnswerError):
        parse_release(document(page=local), ASKED)
    with pytest.raises(UnfitAnswerError):
        parse_release(document(page=local), "http://127.0.0.1:8124/desktop/releases.json")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        '"1.4.0"',
        "<!doctype html><title>Sign in</title>",
        b"\xff\xfe\x00",
        '{"version": "1.4.0"}',
        f'{{"page": "{PAGE}"}}',
        document(version=1.4),
        document(version=None),
        document(version="latest"),
        document(version="1.4.0 <img src=x>"),
        document(page=["x"]),
        "[" * 100_000,
        '{"version": "\\ud800", "page": "x"}',
    ],
)
def test_what_is_no_release_document_is_refused(body: str | bytes) -> None:
    with pytest.raises(UnfitAnswerError) as refused:
        parse_release(body, ASKED)
    assert "<" not in str(refused.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
        max_leaves=8,
    )
)
def test_no_value_in_any_place_does_more_than_be_refused(value: Any) -> None:
    for name in ("version", "page", "changes"):
        try:
            release = parse_release(document(**{name: value}), ASKED)
        except UnfitAnswerError:
            continue
        assert release.page == PAGE
        assert all(
            line and line.isprintable() and len(line) <= LONGEST_CHANGE for line in release.changes
        )


@given(st.lists(st.text(max_size=300), max_size=20))
def test_a_release_that_was_kept_is_the_same_release(changes: list[str]) -> None:
    release = parse_release(document(changes=changes), ASKED)
    assert parse_release(as_document(release), ASKED) == release
