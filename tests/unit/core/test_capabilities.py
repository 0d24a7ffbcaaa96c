"""Versions compared by number, and what an add-on's answer lacks."""

import pytest

from ct_desktop.core.capabilities import Capabilities, SelfTest, version_numbers


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("1.13.9", (1, 13, 9)),
        ("v1.13.9", (1, 13, 9)),
        ("8.1.8.1", (8, 1, 8, 1)),
        ("", None),
        ("unknown", None),
        (None, None),
    ],
)
def test_a_version_is_its_numbers(version: str | None, numbers: tuple[int, ...] | None) -> None:
    assert version_numbers(version) == numbers


@pytest.mark.parametrize(
    ("version", "outdated"),
    [
        ("1.9.9", True),
        ("1.12.99", True),
        ("1.13.0", False),
        ("1.13", False),
        ("1.13.0.1", False),
        ("1.100.0", False),
        ("2", False),
        ("1", True),
    ],
)
def test_an_addon_before_1_13_0_is_outdated(version: str, outdated: bool) -> None:
    assert Capabilities(version).addon_is_outdated is outdated


def test_an_addon_without_a_version_is_known_by_its_features() -> None:
    assert Capabilities(features=("compile",)).addon_is_outdated
    assert not Capabilities(features=("compile", "backtest")).addon_is_outdated
    assert not Capabilities().addon_is_outdated


def test_capabilities_are_empty_when_nothing_came_from_the_addon() -> None:
    assert Capabilities(warnings=("is NT8 open?",)).is_empty
    for some in (Capabilities("1.13.0"), Capabilities(None, "8.1"), Capabilities(features=("x",))):
        assert not some.is_empty


def test_what_is_neither_ok_nor_skipped_is_unavailable() -> None:
    states = {
        "a": "ok",
        "b": "OK",
        "c": "passed",
        "d": "skipped",
        "e": "unavailable",
        "f": "fail",
    }
    assert SelfTest(categories=tuple(states.items())).unavailable == ("e", "f")
