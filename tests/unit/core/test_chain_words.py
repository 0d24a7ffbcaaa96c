"""The chain in a few words, for a line."""

from datetime import UTC, datetime

import pytest

from ct_desktop.core.chain import Finding, build_chain
from ct_desktop.core.links import LinkName
from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.wording import LINK_SHORT_TITLES, chain_summary, link_trouble, problem

NOW = Moment(datetime(2026, 11, 22, 10, 41, 7, tzinfo=UTC), 100.0)


@pytest.mark.parametrize("kind", ProblemKind)
def test_every_problem_has_words_short_enough_for_the_chain_line(kind: ProblemKind) -> None:
    trouble = problem(kind)
    chain = build_chain({trouble.link: Finding("", NOW, trouble)})

    words = link_trouble(chain[trouble.link])

    assert words.startswith(f"{LINK_SHORT_TITLES[trouble.link]}: ")
    assert len(words) <= 34


def test_a_healthy_chain_is_one_quiet_sentence() -> None:
    assert chain_summary(build_chain({name: Finding("", NOW) for name in LinkName})) == (
        "All 8 links fine"
    )


def test_a_chain_in_trouble_counts_its_links_by_state() -> None:
    findings = {name: Finding("", NOW) for name in LinkName}
    findings[LinkName.ADDON] = Finding("", NOW, problem(ProblemKind.ADDON_OFFLINE))

    assert chain_summary(build_chain(findings)) == "4 fine, 1 broken, 3 unknown"


def test_a_warning_leaves_the_links_below_it_fine() -> None:
    findings = {name: Finding("", NOW) for name in LinkName}
    findings[LinkName.BROKERS] = Finding("", NOW, problem(ProblemKind.PRICE_FEED_LOST))

    assert chain_summary(build_chain(findings)) == "7 fine, 1 warning"
