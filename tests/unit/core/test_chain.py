"""The chain: what is below a broken link is unknown, and a trouble keeps its beginning."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_desktop.core.chain import Finding, build_chain
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import ProblemKind, Severity
from ct_desktop.core.wording import problem


def at(seconds: float) -> Moment:
    return Moment(datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=seconds), seconds)


def finding(kind: ProblemKind | None = None, seconds: float = 0) -> Finding:
    return Finding("what came back", at(seconds), problem(kind) if kind else None)


ALL_FINE = {name: finding() for name in LinkName}
BROKEN = ProblemKind.ADDON_OFFLINE
WARNING = ProblemKind.RATE_LIMITED


def test_a_chain_has_all_links_in_order_and_knows_nothing_at_first() -> None:
    chain = build_chain({})
    assert [link.name for link in chain.links] == list(LinkName)
    assert {link.state for link in chain.links} == {LinkState.UNKNOWN}
    assert chain.first_broken is None
    assert chain.first_trouble is None


def test_a_link_keeps_its_evidence() -> None:
    link = build_chain({**ALL_FINE, LinkName.NT8: Finding("8.1.8.1", at(3), detail="quick")})[
        LinkName.NT8
    ]
    assert (link.state, link.evidence, link.detail) == (LinkState.OK, "8.1.8.1", "quick")
    assert link.checked_at == at(3)


def test_links_below_a_broken_one_are_unknown_and_show_no_old_evidence() -> None:
    chain = build_chain({**ALL_FINE, LinkName.ADDON: finding(BROKEN)})
    below = chain.links[list(LinkName).index(LinkName.ADDON) + 1 :]
    assert below
    for link in below:
        assert link.state is LinkState.UNKNOWN
        assert not link.evidence
    assert chain.first_broken is chain[LinkName.ADDON]


def test_links_below_a_warning_stand_on_their_own_evidence() -> None:
    chain = build_chain(
        {**ALL_FINE, LinkName.CROSSTRADE: finding(WARNING), LinkName.ADDON: finding(BROKEN)}
    )
    assert chain[LinkName.CROSSTRADE].state is LinkState.WARNING
    assert chain[LinkName.SIGN_IN].state is LinkState.OK
    assert chain.first_trouble is chain[LinkName.ADDON]


def test_a_link_under_examination_keeps_what_was_found_before() -> None:
    examined = frozenset({LinkName.NETWORK, LinkName.PLAN, LinkName.ADDON, LinkName.PRICES})
    findings = {LinkName.NETWORK: finding(), LinkName.ADDON: finding(BROKEN)}
    chain = build_chain(findings, examined=examined)
    assert [(link.state, link.is_checking) for link in chain.links if link.name in examined] == [
        (LinkState.OK, True),
        (LinkState.CHECKING, True),
        (LinkState.BROKEN, True),
        (LinkState.UNKNOWN, False),
    ]
    assert chain[LinkName.NETWORK].evidence == "what came back"
    assert not chain[LinkName.SIGN_IN].is_checking


def test_a_link_under_examination_says_so_unless_it_hangs_below_a_broken_one() -> None:
    checking = frozenset({LinkName.NETWORK, LinkName.PRICES})
    chain = build_chain({LinkName.ADDON: finding(BROKEN)}, checking=checking)
    assert chain[LinkName.NETWORK].state is LinkState.CHECKING
    assert chain[LinkName.PRICES].state is LinkState.UNKNOWN


@pytest.mark.parametrize(
    ("second", "since"), [(BROKEN, 0.0), (ProblemKind.ADDON_OUTDATED, 60.0), (None, None)]
)
def test_a_trouble_that_goes_on_keeps_its_beginning(
    second: ProblemKind | None, since: float | None
) -> None:
    first = build_chain({LinkName.ADDON: finding(BROKEN, 0)})
    link = build_chain({LinkName.ADDON: finding(second, 60)}, previous=first)[LinkName.ADDON]
    assert (link.since and link.since.steady) == since
    assert link.checked_at == at(60)


@given(
    st.dictionaries(st.sampled_from(LinkName), st.none() | st.sampled_from(ProblemKind)),
    st.frozensets(st.sampled_from(LinkName)),
)
@settings(deadline=None)
def test_nothing_below_the_first_broken_link_is_ever_ok(
    kinds: dict[LinkName, ProblemKind | None], checking: frozenset[LinkName]
) -> None:
    chain = build_chain({name: finding(kind) for name, kind in kinds.items()}, checking=checking)
    states = [link.state for link in chain.links]
    if LinkState.BROKEN in states:
        below = states[states.index(LinkState.BROKEN) + 1 :]
        assert set(below) <= {LinkState.UNKNOWN}
    for link in chain.links:
        is_trouble = link.state in (LinkState.BROKEN, LinkState.WARNING)
        assert (link.problem is not None) is is_trouble
        assert (link.since is not None) is is_trouble
        if link.problem is not None:
            assert (link.state is LinkState.BROKEN) is (link.problem.severity is Severity.BROKEN)
