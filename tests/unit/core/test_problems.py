"""What a refusal means, and that every problem can be told to a trader."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_desktop.core.links import LinkName
from ct_desktop.core.problems import Action, ProblemKind, Refusal, TransportFault, kind_of
from ct_desktop.core.wording import ACTION_LABELS, ACTION_PAGES, problem

texts = st.none() | st.text(max_size=40)


@given(
    st.builds(
        Refusal,
        http_status=st.none() | st.integers(100, 599),
        rpc_code=st.none() | st.integers(-33_000, 600),
        error=texts,
        detail=texts,
        challenge_error=texts,
        fault=st.none() | st.sampled_from(TransportFault),
        forwarded=st.booleans(),
    )
)
@settings(max_examples=200, deadline=None)
def test_any_refusal_means_exactly_one_problem_with_words(refusal: Refusal) -> None:
    assert problem(kind_of(refusal)).title


@pytest.mark.parametrize("fault", TransportFault)
def test_a_fault_on_the_way_outweighs_any_words(fault: TransportFault) -> None:
    alone = kind_of(Refusal(fault=fault))
    assert kind_of(Refusal(403, error="invalid_token", fault=fault)) is alone


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        # Words weigh more than the status, machine words more than sentences.
        (Refusal(403, error="invalid_token"), ProblemKind.TOKEN_REJECTED),
        (
            Refusal(403, error="insufficient_scope", detail="Requires an Elite subscription"),
            ProblemKind.INSUFFICIENT_SCOPE,
        ),
        (Refusal(400, challenge_error="invalid_token"), ProblemKind.TOKEN_REJECTED),
        # Words count whole.
        (Refusal(400, error="invalid_client_metadata"), ProblemKind.REGISTRATION_REFUSED),
        (Refusal(500, error="observer_errors"), ProblemKind.SERVER_ERROR),
        # "timeout" from a gateway is not the add-on's.
        (Refusal(408, error="timeout"), ProblemKind.ADDON_OFFLINE),
        (Refusal(504, detail="upstream request timeout"), ProblemKind.SERVER_ERROR),
        # A 403 is about the plan only where it says so.
        (Refusal(403), ProblemKind.ACCESS_REFUSED),
        (Refusal(403, detail="Not in your plan"), ProblemKind.PLAN_REQUIRED),
        (Refusal(403, detail="The airplane left"), ProblemKind.ACCESS_REFUSED),
        (Refusal(200, detail="Not in your plan"), ProblemKind.UNEXPECTED),
        # A code in the place of a status.
        (Refusal(200, rpc_code=429), ProblemKind.RATE_LIMITED),
        (Refusal(404, rpc_code=-32601), ProblemKind.TOOLS_HIDDEN),
        (Refusal(401, rpc_code=-32000), ProblemKind.TOKEN_REJECTED),
        (Refusal(), ProblemKind.UNEXPECTED),
    ],
)
def test_what_weighs_more(refusal: Refusal, kind: ProblemKind) -> None:
    assert kind_of(refusal) is kind


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        (Refusal(403, challenge_error="insufficient_scope"), ProblemKind.INSUFFICIENT_SCOPE),
        (Refusal(403, error="insufficient_scope"), ProblemKind.INSUFFICIENT_SCOPE),
        (Refusal(403, error="subscription_required"), ProblemKind.PLAN_REQUIRED),
        (Refusal(403, detail="MCP requires an Elite subscription"), ProblemKind.PLAN_REQUIRED),
        (Refusal(403, detail="Blocked by the firewall"), ProblemKind.ACCESS_REFUSED),
        (Refusal(403), ProblemKind.ACCESS_REFUSED),
    ],
)
def test_b37_a_403_is_told_apart_by_its_body_and_its_header(
    refusal: Refusal, kind: ProblemKind
) -> None:
    assert kind_of(refusal) is kind


@pytest.mark.parametrize("kind", ProblemKind)
def test_every_problem_has_a_link_a_cause_a_fix_and_one_action(kind: ProblemKind) -> None:
    told = problem(kind, retry_after=3.0)
    assert told.kind is kind
    assert told.link in LinkName
    assert told.retry_after == 3.0
    assert ACTION_LABELS[told.action]
    for text in (told.cause, told.fix):
        assert text[0].isupper()
        assert text.endswith(".")
        # At most two sentences each.
        assert len(re.findall(r"[.!?](?= |$)", text)) <= 2


@pytest.mark.parametrize("action", [action for action in Action if "open_" in action])
def test_every_action_that_opens_a_page_has_one(action: Action) -> None:
    assert ACTION_PAGES[action].startswith("https://")
