"""When to ask for the return to read-only, and what is said of a change of scope."""

from datetime import UTC, datetime, timedelta

import pytest

from ct_desktop.core.scope_change import ScopeChangeEnd, Standing, return_due
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.wording_scope import (
    FUNDED_UNKNOWN,
    IF_STOPPED_HALF_WAY,
    ONE_SCOPE_AT_A_TIME,
    SCOPE_LINES,
    WHAT_THIS_APP_DOES,
    end_words,
    funded_warning,
    scope_change_stopped,
)

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def held(scope: Scope | None, *, minutes: float, state: str = "signed_in") -> SignIn:
    since = NOW - timedelta(minutes=minutes)
    return SignIn(SignInState(state), scope=scope, signed_in_since=since)


@pytest.mark.parametrize(
    ("sign_in", "minutes", "due"),
    [
        (held(Scope.TRADE, minutes=30), 30, True),
        (held(Scope.TRADE, minutes=29.9), 30, False),
        (held(Scope.TRADE, minutes=600), None, False),
        (held(Scope.READ, minutes=600), 30, False),
        (held(None, minutes=600), 30, False),
        (held(Scope.TRADE, minutes=600, state="changing_scope"), 30, False),
        (held(Scope.TRADE, minutes=600, state="ended"), 30, False),
        (held(Scope.TRADE, minutes=-60), 30, False),
        (SignIn(SignInState.SIGNED_IN, scope=Scope.TRADE), 30, False),
    ],
)
def test_the_return_is_due_only_while_the_trade_scope_is_held(
    sign_in: SignIn, minutes: int | None, due: bool
) -> None:
    assert return_due(sign_in, minutes, NOW) is due


def sentences(text: str) -> int:
    return text.count(". ") + text.endswith(".")


ENDS = [
    ScopeChangeEnd(standing, scope, old_in_doubt=doubt)
    for standing in Standing
    for scope in (*Scope, None)
    for doubt in (False, True)
]


@pytest.mark.parametrize("end", ENDS)
def test_what_holds_is_said_in_two_sentences_at_most(end: ScopeChangeEnd) -> None:
    headline, said = end_words(end, Scope.TRADE)
    assert headline
    assert 1 <= sentences(said) <= 2
    if end.standing is Standing.OLD_MAY_LIVE_ON:
        assert "AI Clients page" in said
    if end.standing in (Standing.SIGNED_OUT, Standing.OLD_MAY_LIVE_ON):
        assert "read-only" in said
    if end.old_in_doubt and end.standing in (Standing.CHANGED, Standing.OTHER_SCOPE):
        assert "AI Clients page" in said


def test_each_standing_has_words_of_its_own() -> None:
    said = {end_words(ScopeChangeEnd(standing, Scope.READ), Scope.TRADE) for standing in Standing}
    assert len(said) == len(Standing)


def test_both_scopes_have_the_same_lines_and_only_one_may_trade() -> None:
    read, trade = SCOPE_LINES[Scope.READ], SCOPE_LINES[Scope.TRADE]
    assert [line for line, _ in read] == [line for line, _ in trade]
    assert [allowed for _, allowed in read] == [True, True, False, False]
    assert all(allowed for _, allowed in trade)


@pytest.mark.parametrize(
    ("accounts", "headline", "named"),
    [
        (["A"], "One funded account is connected", "A: some firms"),
        (["A", "B"], "Two funded accounts are connected", "A and B: some firms"),
        (["A", "B", "C"], "Three funded accounts are connected", "A, B and C: some firms"),
        (list("ABCDEFGH"), "Eight funded accounts are connected", "A, B, C, D, E, F and 2 more:"),
        (list("ABCDEFGHIJKL"), "12 funded accounts are connected", "F and 6 more:"),
    ],
)
def test_funded_accounts_are_named(accounts: list[str], headline: str, named: str) -> None:
    said = funded_warning(accounts)
    assert said[0] == headline
    assert named in said[1]
    assert sentences(said[1]) == 2


@pytest.mark.parametrize(
    "text",
    [ONE_SCOPE_AT_A_TIME, IF_STOPPED_HALF_WAY, FUNDED_UNKNOWN[1], *WHAT_THIS_APP_DOES.values()],
)
def test_every_explanation_has_two_sentences_at_most(text: str) -> None:
    assert 1 <= sentences(text) <= 2


def test_a_change_that_stopped_says_why_nothing_is_signed_in() -> None:
    stopped = scope_change_stopped()
    assert "scope" in stopped.cause
    assert "read-only" in stopped.fix
