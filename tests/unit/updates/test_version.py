"""Which of two versions is the newer one, and what is no version at all."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop import __version__
from ct_desktop.updates import Version, parse_version

# From older to newer: Semantic Versioning, item 11, and PEP 440, "Summary of permitted suffixes".
ORDERED = [
    "0.1.0.dev3",
    "0.1.0-alpha.1",
    "0.1.0a2",
    "0.1.0-beta",
    "0.1.0b11",
    "0.1.0rc1",
    "0.1.0-rc.2",
    "0.1.0",
    "0.1.1",
    "0.2",
    "0.10.0",
    "v1.0",
    "1.0.0.1",
    "2026.11.22",
]

numbers = st.lists(st.integers(0, 999_999_999), min_size=1, max_size=4).map(tuple)
stages = st.sampled_from(["dev", "a", "b", "rc"])
versions = st.builds(Version, numbers) | st.builds(Version, numbers, stages, st.integers(0, 999))


@pytest.mark.parametrize(("older", "newer"), list(pairwise(ORDERED)))
def test_numbers_and_stages_decide(older: str, newer: str) -> None:
    assert parse_version(older) < parse_version(newer)
    assert not parse_version(newer) < parse_version(older)


@pytest.mark.parametrize(
    ("one", "same"),
    [("1.4", "1.4.0"), ("v1.4.0", "1.4.0"), ("1.4.0+build.7", "1.4.0"), ("1.4.0-RC.2", "1.4rc2")],
)
def test_spellings_of_one_version_are_equal(one: str, same: str) -> None:
    assert parse_version(one) == parse_version(same)
    assert hash(parse_version(one)) == hash(parse_version(same))
    assert not parse_version(one) < parse_version(same)


@pytest.mark.parametrize(
    "text",
    [
        *("", "newest", "1.", ".1", "1.2.3.4.5", "1..2", "-1", "1.0 <b>", "1.0\n", "9" * 10),
        *("1.0.0-rc.1.2", "1.0.post1", "1.2.3/../..", "1.0+" + "a" * 60),
        "\N{ARABIC-INDIC DIGIT ONE}.\N{ARABIC-INDIC DIGIT ZERO}",
    ],
)
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a version number"):
        parse_version(text)


@given(versions)
def test_a_version_is_read_back_as_it_is_written(version: Version) -> None:
    assert parse_version(str(version)) == version


@given(versions, versions, versions)
def test_versions_stand_in_one_order(one: Version, two: Version, three: Version) -> None:
    assert (one < two) + (two < one) + (one == two) == 1
    if one <= two <= three:
        assert one <= three


@given(st.text(max_size=60))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        version = parse_version(text)
    except ValueError:
        return
    assert str(version).isascii()
    assert str(version).isprintable()


def test_the_apps_own_version_can_be_compared() -> None:
    assert parse_version(__version__) == parse_version(__version__)
    assert str(parse_version(__version__)) == __version__
