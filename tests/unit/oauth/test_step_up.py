"""Whether a refusal is worth another authorization, and that it never goes on for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.oauth.challenge import Challenge
from ct_desktop.oauth.scopes import ScopePolicy
from ct_desktop.oauth.step_up import MAX_AUTHORIZATIONS, StepUp

SCOPES = st.lists(st.sampled_from("abcdefg"), max_size=4).map(" ".join)


def test_a_401_to_a_client_that_never_asked_is_worth_an_authorization() -> None:
    assert StepUp().is_worthwhile(401, None)
    assert StepUp().is_worthwhile(401, Challenge())


def test_b36_a_401_to_a_new_token_is_not_worth_the_same_authorization_again() -> None:
    signed_in = StepUp().after_authorization("mcp:read")
    assert not signed_in.is_worthwhile(401, Challenge(scope="mcp:read"))
    assert not signed_in.is_worthwhile(401, None)


def test_a_401_to_a_token_that_was_accepted_before_is_worth_another() -> None:
    signed_in = StepUp().after_authorization("mcp:read").after_acceptance()
    assert signed_in.is_worthwhile(401, None)


def test_b12_a_403_is_worth_another_only_where_it_names_a_scope_not_yet_requested() -> None:
    signed_in = StepUp().after_authorization("mcp:basic").after_acceptance()
    assert signed_in.is_worthwhile(403, Challenge(scope="mcp:write"))
    assert signed_in.is_worthwhile(403, Challenge(scope="mcp:basic mcp:write"))
    assert not signed_in.is_worthwhile(403, Challenge(scope="mcp:basic"))
    assert not signed_in.is_worthwhile(403, Challenge(error="insufficient_scope"))
    assert not signed_in.is_worthwhile(403, None)


def test_b12_a_scope_requested_in_vain_is_not_requested_again_for_any_operation() -> None:
    stepped_up = StepUp().after_authorization("read").after_authorization("read write")
    # Another operation goes through, the first one still wants what asking did not bring.
    accepted = stepped_up.after_acceptance()
    assert not accepted.is_worthwhile(403, Challenge(scope="write"))


@pytest.mark.parametrize("status", [401, 403])
def test_b12_a_server_that_always_wants_one_scope_more_is_given_up(status: int) -> None:
    step_up = StepUp()
    asked = 0
    for number in range(20):
        challenge = Challenge(scope=f"scope-{number}")
        if not step_up.is_worthwhile(status, challenge):
            break
        step_up = step_up.after_authorization(f"{step_up.requested_scope or ''} {challenge.scope}")
        asked += 1
    assert asked == MAX_AUTHORIZATIONS


@given(challenges=st.lists(SCOPES, max_size=30))
def test_b12_what_was_requested_once_is_part_of_every_later_request(challenges: list[str]) -> None:
    policy, step_up = ScopePolicy(), StepUp()
    for scope in challenges:
        challenge = Challenge(scope=scope or None)
        if not step_up.is_worthwhile(403, challenge):
            continue
        requested = policy.select(
            challenged=challenge.scope, supported=None, previous=step_up.requested_scope
        )
        assert requested is not None
        assert set((step_up.requested_scope or "").split()) <= set(requested.split())
        assert set(scope.split()) <= set(requested.split())
        step_up = step_up.after_authorization(requested).after_acceptance()
