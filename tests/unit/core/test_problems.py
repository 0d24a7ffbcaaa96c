"""What a refusal means, and that every problem can be told to a trader."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_desktop.core.links import LinkName
from ct_desktop.core.problem_words import PROBLEM_WORDS
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
        (Refusal(401, error="invalid_client"), ProblemKind.CLIENT_UNKNOWN),
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


SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
UNEXPLAINED = re.compile(
    r"\b(OAuth|PKCE|token|JSON|RPC|HTTP(?!://)|TLS|DNS|API|endpoint|payload|bearer|refresh|DCR|MCP|SDK"
    r"|handshake|authentication|time-?out|client|null|exception)\b",
    re.IGNORECASE,
)
BLAME = re.compile(
    r"\b(your fault|you (failed|forgot|must|should)|invalid|illegal|wrongly)\b", re.I
)
EXPLAINED = {
    "proxy": ProblemKind.PROXY_FAILED,
    "keychain, the system’s safe": ProblemKind.KEYCHAIN_MISSING,
    "port, its door": ProblemKind.PORT_UNAVAILABLE,
    "the scope": ProblemKind.INSUFFICIENT_SCOPE,
}


@pytest.mark.parametrize("kind", ProblemKind)
def test_first_aid_is_two_sentences_without_jargon_or_blame(kind: ProblemKind) -> None:
    told = problem(kind)
    words = f"{told.cause} {told.fix}"
    assert len(SENTENCE_END.findall(words)) == 2, words
    assert len(words) <= 240, "what is read in a hurry is short"
    assert len(told.title) <= 46
    assert not told.title.endswith(".")
    for text in (told.title, told.cause, told.fix, PROBLEM_WORDS[kind].short):
        assert not UNEXPLAINED.search(text), text
        assert not BLAME.search(text), text
    assert len(PROBLEM_WORDS[kind].short) <= 22
    assert PROBLEM_WORDS[kind].short == PROBLEM_WORDS[kind].short.lower()


@pytest.mark.parametrize(("word", "kind"), EXPLAINED.items())
def test_a_word_of_the_trade_is_explained_where_it_is_the_cause(
    word: str, kind: ProblemKind
) -> None:
    assert word in problem(kind).cause


def test_every_kind_has_its_words_and_every_action_its_label() -> None:
    assert set(PROBLEM_WORDS) == set(ProblemKind)
    assert set(ACTION_LABELS) == set(Action)


@pytest.mark.parametrize("action", [action for action in Action if "open_" in action])
def test_every_action_that_opens_a_page_has_one(action: Action) -> None:
    assert action in ACTION_PAGES


@pytest.mark.parametrize("action", ACTION_PAGES)
def test_pages_are_opened_over_https_but_for_the_one_that_a_network_must_be_able_to_replace(
    action: Action,
) -> None:
    scheme = "http://" if action is Action.OPEN_NETWORK_LOGIN else "https://"
    assert ACTION_PAGES[action].startswith(scheme)
