"""What an answer proves of the links it passed, and what the sign-in says of itself."""

from datetime import UTC, datetime

import pytest

from ct_desktop.core.answer_findings import (
    CARRIERS,
    FORWARDED,
    Wire,
    carrier_findings,
    duration_text,
    durations_text,
    problem_finding,
    sign_in_finding,
)
from ct_desktop.core.chain import Finding, build_chain
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.wording import clock_problem, clock_words, link_trouble, problem

NOW = Moment(datetime(2026, 11, 22, 10, 0, tzinfo=UTC), 0.0)
SIGNED_IN = SignIn(SignInState.SIGNED_IN, Scope.READ)


def test_an_answer_proves_the_links_it_passed() -> None:
    wire = Wire("app.crosstrade.io", 200, [0.212])
    found = carrier_findings(wire, SIGNED_IN, dict.fromkeys(CARRIERS, NOW))
    assert tuple(found) == CARRIERS
    assert all(finding.problem is None for finding in found.values())
    assert found[LinkName.NETWORK].evidence == "app.crosstrade.io answers"
    assert found[LinkName.CROSSTRADE].evidence == "HTTP 200 in 212 ms"
    assert found[LinkName.SIGN_IN].evidence == "Read-only, granted to this computer"


@pytest.mark.parametrize(
    ("durations", "slow"),
    [
        ([0.2, 3.0, 3.0, 3.1], True),
        ([2.0, 2.0, 2.0], True),
        # One quick answer among them, or too few: a heavy question, not a slow way.
        ([3.0, 3.0, 0.2], False),
        ([3.0, 0.2, 3.0], False),
        ([3.0, 3.0], False),
        ([0.2, 0.2, 0.2], False),
    ],
)
def test_several_slow_answers_in_a_row_are_a_warning_on_crosstrade(
    durations: list[float], slow: bool
) -> None:
    wire = Wire("app.crosstrade.io", 200, durations)
    found = carrier_findings(wire, SIGNED_IN, dict.fromkeys(CARRIERS, NOW))[LinkName.CROSSTRADE]
    assert (found.problem is not None) is slow
    if found.problem is not None:
        assert found.problem.kind is ProblemKind.ANSWERS_SLOW
        link = build_chain({LinkName.CROSSTRADE: found})[LinkName.CROSSTRADE]
        assert link.state is LinkState.WARNING


def test_a_link_that_no_answer_proved_has_no_finding() -> None:
    found = carrier_findings(Wire("app.crosstrade.io"), SIGNED_IN, {LinkName.NETWORK: NOW})
    assert tuple(found) == (LinkName.NETWORK,)


def test_an_answer_of_nt8_proves_all_links_up_to_it() -> None:
    order = list(LinkName)
    assert list(FORWARDED) == order[: order.index(LinkName.BROKERS)]


def test_a_sign_in_tells_when_it_renews() -> None:
    renews = datetime(2026, 11, 22, 11, 41, tzinfo=UTC)
    renewed = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
    finding = sign_in_finding(
        SignIn(SignInState.SIGNED_IN, Scope.TRADE, renews_at=renews, renewed_at=renewed), NOW
    )
    assert finding.evidence == "Trade scope, granted to this computer"
    assert finding.detail == (
        f"Renews by itself at {renews.astimezone():%H:%M}, "
        f"last renewed {renewed.astimezone():%H:%M}"
    )


def test_a_sign_in_with_a_warning_keeps_it() -> None:
    warning = problem(ProblemKind.KEYCHAIN_MISSING)
    signed_in = SignIn(SignInState.SIGNED_IN, Scope.READ, problem=warning)
    assert sign_in_finding(signed_in, NOW).problem is warning


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (SignInState.SIGNED_OUT, None),
        (SignInState.ENDED, ProblemKind.SIGN_IN_ENDED),
        (SignInState.KEYCHAIN_TROUBLE, ProblemKind.KEYCHAIN_LOCKED),
    ],
)
def test_without_a_sign_in_its_link_is_in_trouble(
    state: SignInState, kind: ProblemKind | None
) -> None:
    trouble = problem(kind) if kind else None
    finding = sign_in_finding(SignIn(state, problem=trouble), NOW)
    assert finding.problem is not None
    assert finding.problem.kind is (kind or ProblemKind.NOT_SIGNED_IN)
    assert finding.evidence == finding.problem.title


def test_a_problem_is_its_own_evidence_unless_there_is_better() -> None:
    trouble = problem(ProblemKind.NO_ANSWER)
    assert problem_finding(trouble, NOW).evidence == trouble.title
    assert problem_finding(trouble, NOW, "HTTP 200 so far").evidence == "HTTP 200 so far"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.0, "0 ms"), (0.2124, "212 ms"), (1.0, "1.0 s"), (12.34, "12.3 s")]
)
def test_a_duration_is_told_in_its_own_unit(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_a_spread_needs_five_answers() -> None:
    assert durations_text([0.1] * 4) == ""
    assert durations_text([0.1, 0.2, 0.3, 0.4, 2.0]) == (
        "Median of the last 5 answers 300 ms, slowest 2.0 s"
    )


def test_a_sign_in_that_cannot_be_checked_still_says_that_it_stands() -> None:
    lost = Finding("", NOW, problem(ProblemKind.CANNOT_CONNECT))
    signed_in = SignIn(SignInState.SIGNED_IN, offline=True)

    chain = build_chain({LinkName.NETWORK: lost, LinkName.SIGN_IN: sign_in_finding(signed_in, NOW)})

    assert chain[LinkName.SIGN_IN].state is LinkState.UNKNOWN
    assert chain[LinkName.SIGN_IN].evidence == "Signed in, offline"


def test_an_ended_sign_in_below_a_lost_network_claims_nothing() -> None:
    lost = Finding("", NOW, problem(ProblemKind.CANNOT_CONNECT))
    ended = SignIn(SignInState.ENDED, problem=problem(ProblemKind.SIGN_IN_ENDED))

    chain = build_chain({LinkName.NETWORK: lost, LinkName.SIGN_IN: sign_in_finding(ended, NOW)})

    assert chain[LinkName.SIGN_IN].evidence == ""


def test_the_states_of_a_sign_in_are_told_apart_in_the_line() -> None:
    def line(sign_in: SignIn) -> str:
        return link_trouble(
            build_chain({LinkName.SIGN_IN: sign_in_finding(sign_in, NOW)})[LinkName.SIGN_IN]
        )

    expired, revoked = (
        SignIn(SignInState.ENDED, problem=problem(kind))
        for kind in (ProblemKind.SIGN_IN_ENDED, ProblemKind.TOKEN_REJECTED)
    )
    assert line(SignIn(SignInState.SIGNED_IN)) == "Sign-in"
    assert line(expired) == "Sign-in: expired"
    assert line(revoked) == "Sign-in: revoked"


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (7300.0, "2 hours ahead of CrossTrade’s"),
        (-46_800.0, "13 hours behind CrossTrade’s"),
        (130.0, "2 minutes ahead of CrossTrade’s"),
        (-86_400.0, "1 day behind CrossTrade’s"),
        (-0.2, "0 seconds behind CrossTrade’s"),
    ],
)
def test_b39_a_wrong_clock_is_told_with_its_amount_and_direction(ahead: float, words: str) -> None:
    assert clock_words(ahead) == words
    assert words in clock_problem(ahead).cause
    found = carrier_findings(
        Wire("host", 200, clock_wrong_by=ahead),
        SignIn(SignInState.SIGNED_IN),
        {LinkName.CROSSTRADE: NOW},
    )
    assert found[LinkName.CROSSTRADE].detail == f"This computer’s clock is {words}"
