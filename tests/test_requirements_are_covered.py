"""Each requirement has a test that names it, and what ``docs/requirements.md`` says is so."""

import re

import pytest

from support.requirements_index import (
    DOCUMENT,
    KNOWN_BUGS,
    REQUIREMENTS,
    KnownBug,
    Requirement,
    all_tests,
    bug_row,
    naming_tests,
    numbers_named,
    places_by_requirement,
    requirement_row,
)

REMEDY = "write it anew: PYTHONPATH=tests python -m support.requirements_index"


def test_the_requirements_are_b_01_to_b_40() -> None:
    assert [one.name for one in REQUIREMENTS] == [f"B-{number:02}" for number in range(1, 41)]


def test_every_requirement_has_a_test_that_names_it() -> None:
    named = naming_tests()
    without = [one.name for one in REQUIREMENTS if one.number not in named]
    assert not without, "no test is called test_bNN_… for these"


def test_no_test_names_a_requirement_that_there_is_not() -> None:
    assert set(naming_tests()) <= {one.number for one in REQUIREMENTS}


@pytest.mark.parametrize("bug", KNOWN_BUGS, ids=range(1, len(KNOWN_BUGS) + 1))
def test_a_known_bug_of_others_has_tests_and_they_exist(bug: KnownBug) -> None:
    assert bug.tests
    assert set(bug.tests) <= set(all_tests())


def test_the_numbers_in_a_name_are_read() -> None:
    assert numbers_named("test_b06_b07_both_are_fresh") == {6, 7}
    assert numbers_named("test_a_b07_in_the_middle_is_none") == set()


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return DOCUMENT.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=[one.name for one in REQUIREMENTS])
def test_the_document_names_files_that_test_the_requirement(
    requirement: Requirement, lines: list[str]
) -> None:
    (line,) = (line for line in lines if line.startswith(f"| {requirement.name} |"))
    places = re.findall(r"`([^`]+\.py)`", line)
    assert line == requirement_row(requirement, places), REMEDY
    assert places
    # A newer one may be missing; one that is named must be there.
    assert set(places) <= set(places_by_requirement()[requirement.number]), REMEDY


def test_the_document_names_each_known_bug_with_its_tests(lines: list[str]) -> None:
    assert {bug_row(bug) for bug in KNOWN_BUGS} <= set(lines), REMEDY
