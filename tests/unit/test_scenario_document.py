"""``docs/scenarios.md`` says what the matrix of scenarios asserts, and the matrix is whole."""

from ct_desktop.core.links import LinkState
from ct_desktop.core.problems import Severity
from ct_desktop.demo.scenarios import SCENARIOS
from support.scenario_document import DOCUMENT, README, document, readme
from support.scenario_matrix import MATRIX

REMEDY = "write it anew: PYTHONPATH=tests python -m support.scenario_document"


def test_the_document_is_the_matrix() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), REMEDY


def test_the_readme_shows_the_matrix() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == readme(text), REMEDY
    assert all(f"| `{row.name}` |" in text for row in MATRIX)


def test_every_scenario_of_the_simulated_crosstrade_has_a_row() -> None:
    assert set(SCENARIOS) <= {fault for row in MATRIX for fault in row.faults}


def test_each_row_has_a_name_of_its_own_and_says_how_its_fault_is_made() -> None:
    names = [row.name for row in MATRIX]
    assert len(names) == len(set(names))
    assert all(row.faults or row.made_by for row in MATRIX)


def test_a_row_agrees_with_the_words_for_its_problem() -> None:
    states = {Severity.BROKEN: LinkState.BROKEN, Severity.WARNING: LinkState.WARNING}
    for row in MATRIX:
        if row.problem is not None:
            assert row.link is row.problem.link, row.name
            assert row.state is states[row.problem.severity], row.name
