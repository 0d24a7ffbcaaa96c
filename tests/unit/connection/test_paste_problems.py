"""A refused paste says what was pasted and what to paste instead."""

import pytest

from ct_desktop.connection.failures import problem_of_paste
from ct_desktop.core.problems import ProblemKind
from ct_desktop.oauth.authorization import AuthorizationAttempt
from ct_desktop.oauth.errors import CallbackReason, CallbackRejected
from support.oauth_values import ISSUER, REDIRECT_URI, authorization_request

REQUEST = authorization_request(sends_issuer=True)
STATE = REQUEST.state.get_secret_value()


@pytest.mark.parametrize("reason", CallbackReason)
def test_every_reason_has_its_words(reason: CallbackReason) -> None:
    trouble = problem_of_paste(CallbackRejected(reason))
    assert trouble.title
    assert trouble.fix


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("what do I paste?", ProblemKind.PASTE_UNRECOGNISED),
        ("http://127.0.0.1:51731/", ProblemKind.PASTE_UNRECOGNISED),
        (REQUEST.url, ProblemKind.PASTE_SIGN_IN_LINK),
        (f"{REDIRECT_URI}?code=x&state=another&iss={ISSUER}", ProblemKind.PASTE_OTHER_SIGN_IN),
        (f"{REDIRECT_URI}?code=x&state={STATE}&iss=https://x", ProblemKind.PASTE_OTHER_SIGN_IN),
        ("http://127.0.0.1:6/callback?code=x&state=y", ProblemKind.PASTE_OTHER_SIGN_IN),
        (f"{REDIRECT_URI}?code=x", ProblemKind.PASTE_INCOMPLETE),
        (f"{REDIRECT_URI}?code=x&state={STATE}", ProblemKind.PASTE_INCOMPLETE),
        ("a-bare-code-of-some-length-0123", ProblemKind.PASTE_INCOMPLETE),
    ],
)
def test_what_was_pasted_is_told_apart(text: str, kind: ProblemKind) -> None:
    with pytest.raises(CallbackRejected) as caught:
        AuthorizationAttempt(REQUEST).accept_pasted(text)
    assert problem_of_paste(caught.value).kind is kind


def test_a_second_paste_after_the_answer_is_too_late() -> None:
    attempt = AuthorizationAttempt(REQUEST)
    address = f"{REDIRECT_URI}?code=x&state={STATE}&iss={ISSUER}"
    attempt.accept_pasted(address)
    with pytest.raises(CallbackRejected) as caught:
        attempt.accept_pasted(address)
    assert problem_of_paste(caught.value).kind is ProblemKind.PASTE_TOO_LATE
