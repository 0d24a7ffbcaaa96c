"""Which answers belong to an authorization request, and which change nothing."""

from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.oauth.authorization import AuthorizationAttempt, AuthorizationRequest
from ct_desktop.oauth.errors import AuthorizationDenied, CallbackReason, CallbackRejected
from support.oauth_values import ISSUER, REDIRECT_URI, authorization_request

CODE = "a-code-that-nobody-could-guess"


def state_of(request: AuthorizationRequest) -> str:
    return request.state.get_secret_value()


def answer(request: AuthorizationRequest, **changes: str | None) -> str:
    """The query of the true answer, with ``changes``; ``None`` leaves a parameter out."""
    fields = {"code": CODE, "state": state_of(request), **changes}
    return urlencode({name: value for name, value in fields.items() if value is not None})


def rejection(attempt: AuthorizationAttempt, query: str) -> CallbackReason:
    with pytest.raises(CallbackRejected) as caught:
        attempt.accept_redirect(query)
    return caught.value.reason


def paste_rejection(attempt: AuthorizationAttempt, text: str) -> CallbackReason:
    with pytest.raises(CallbackRejected) as caught:
        attempt.accept_pasted(text)
    return caught.value.reason


def test_the_url_carries_what_the_standards_ask_for() -> None:
    request = authorization_request()
    parts = urlsplit(request.url)
    query = parse_qs(parts.query)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{ISSUER}/authorize"
    assert query.pop("state") == [state_of(request)]
    assert len(query.pop("code_challenge")[0]) == 43
    assert query == {
        "response_type": ["code"],
        "client_id": ["a-client-id"],
        "redirect_uri": [REDIRECT_URI],
        "code_challenge_method": ["S256"],
        "resource": [f"{ISSUER}/mcp"],
        "scope": ["mcp:read"],
    }


def test_b11_without_a_scope_the_parameter_is_left_out() -> None:
    assert "scope=" not in authorization_request(scope=None).url


def test_the_endpoints_own_query_stays() -> None:
    request = authorization_request(authorization_endpoint=f"{ISSUER}/authorize?tenant=a&x=")
    assert parse_qs(urlsplit(request.url).query, keep_blank_values=True)["tenant"] == ["a"]


def test_b06_b07_verifier_and_state_are_fresh_for_each_attempt() -> None:
    first, second = authorization_request(), authorization_request()
    assert state_of(first) != state_of(second)
    assert first.code_verifier.get_secret_value() != second.code_verifier.get_secret_value()


def test_b08_the_issuer_is_recorded_beside_verifier_and_state() -> None:
    assert authorization_request().issuer == ISSUER


def test_b31_no_secret_shows_in_the_representation() -> None:
    request = authorization_request()
    for secret in (state_of(request), request.code_verifier.get_secret_value()):
        assert secret not in repr(request)
        assert secret not in str(request)


def test_the_true_answer_gives_its_code_once() -> None:
    request = authorization_request()
    attempt = AuthorizationAttempt(request)
    assert attempt.accept_redirect(answer(request)).get_secret_value() == CODE
    assert attempt.answered
    assert rejection(attempt, answer(request)) is CallbackReason.ALREADY_ANSWERED
    assert rejection(attempt, answer(request, code="another")) is CallbackReason.ALREADY_ANSWERED
    assert paste_rejection(attempt, CODE) is CallbackReason.ALREADY_ANSWERED


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"state": None}, CallbackReason.STATE_MISSING),
        ({"state": ""}, CallbackReason.STATE_MISSING),
        ({"state": "another-flows-state"}, CallbackReason.STATE_MISMATCH),
        ({"state": "é"}, CallbackReason.STATE_MISMATCH),
        ({"code": None}, CallbackReason.CODE_MISSING),
        ({"code": ""}, CallbackReason.CODE_MISSING),
        ({"code": "line\nbreak"}, CallbackReason.CODE_MISSING),
        ({"code": "x" * 9000}, CallbackReason.MALFORMED),
    ],
)
def test_b07_an_answer_that_is_not_ours_changes_nothing(
    changes: dict[str, str | None], reason: CallbackReason
) -> None:
    request = authorization_request()
    attempt = AuthorizationAttempt(request)
    assert rejection(attempt, answer(request, **changes)) is reason
    assert rejection(AuthorizationAttempt(request), f"&{answer(request, **changes)}") is reason
    assert not attempt.answered
    assert attempt.accept_redirect(answer(request)).get_secret_value() == CODE


@pytest.mark.parametrize("name", ["code", "state", "iss", "error"])
def test_a_repeated_parameter_is_refused(name: str) -> None:
    request = authorization_request()
    query = f"{answer(request, iss=ISSUER)}&error=x&{name}=again"
    assert rejection(AuthorizationAttempt(request), query) is CallbackReason.MALFORMED


@pytest.mark.parametrize("query", ["%ff=%ff", "a=b&" * 100])
def test_what_cannot_be_read_is_refused(query: str) -> None:
    attempt = AuthorizationAttempt(authorization_request())
    assert rejection(attempt, query) in (CallbackReason.MALFORMED, CallbackReason.STATE_MISSING)


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize(
    "wrong",
    [f"{ISSUER}/", ISSUER.upper(), "https://evil.example.com", f"{ISSUER}:443", f"{ISSUER} "],
)
def test_b09_a_wrong_issuer_is_refused_even_if_it_differs_by_normalization_alone(
    declared: bool, wrong: str
) -> None:
    request = authorization_request(sends_issuer=declared)
    attempt = AuthorizationAttempt(request)
    assert rejection(attempt, answer(request, iss=wrong)) is CallbackReason.ISSUER_MISMATCH
    assert attempt.accept_redirect(answer(request, iss=ISSUER)).get_secret_value() == CODE


def test_b09_a_missing_issuer_is_refused_where_it_is_declared_and_else_passes() -> None:
    declared = authorization_request(sends_issuer=True)
    silent = authorization_request()
    reason = rejection(AuthorizationAttempt(declared), answer(declared))
    assert reason is CallbackReason.ISSUER_MISSING
    code = AuthorizationAttempt(silent).accept_redirect(answer(silent))
    assert code.get_secret_value() == CODE


def test_the_servers_own_error_ends_the_attempt() -> None:
    request = authorization_request()
    attempt = AuthorizationAttempt(request)
    with pytest.raises(AuthorizationDenied) as caught:
        attempt.accept_redirect(answer(request, code=None, error="access_denied"))
    assert caught.value.by_the_person
    assert attempt.answered


def test_hostile_error_text_is_cut_and_kept_out_of_the_message() -> None:
    request = authorization_request()
    query = answer(
        request,
        code=None,
        error="<script>alert(1)</script>",
        error_description="Call\u202e 555\n" + "x" * 900,
    )
    with pytest.raises(AuthorizationDenied) as caught:
        AuthorizationAttempt(request).accept_redirect(query)
    assert caught.value.error == "unknown_error"
    assert len(caught.value.description) == 200
    assert "\u202e" not in caught.value.description
    assert "555" not in str(caught.value)


@pytest.mark.parametrize("issuer", ["https://evil.example.com", None])
def test_b09_an_error_answer_of_another_issuer_is_not_acted_on(issuer: str | None) -> None:
    request = authorization_request(sends_issuer=True)
    attempt = AuthorizationAttempt(request)
    query = answer(request, code=None, error="access_denied", iss=issuer)
    assert rejection(attempt, query) in (
        CallbackReason.ISSUER_MISMATCH,
        CallbackReason.ISSUER_MISSING,
    )
    assert not attempt.answered


@pytest.mark.parametrize(
    "form",
    [
        "{uri}?{query}",
        "  {uri}?{query}\n",
        "<{uri}?{query}>",
        '"{uri}?{query}"',
        "{uri}?{query}#",
        "127.0.0.1:51731/callback?{query}",
        "?{query}",
        "{query}",
    ],
)
def test_a_pasted_address_is_taken_however_it_was_copied(form: str) -> None:
    request = authorization_request(sends_issuer=True)
    text = form.format(uri=REDIRECT_URI, query=answer(request, iss=ISSUER))
    code = AuthorizationAttempt(request).accept_pasted(text)
    assert code.get_secret_value() == CODE


def test_a_pasted_address_that_was_broken_into_lines_is_taken() -> None:
    request = authorization_request()
    text = f"{REDIRECT_URI}?{answer(request)}"
    broken = "\r\n".join(text[at : at + 40] for at in range(0, len(text), 40))
    assert AuthorizationAttempt(request).accept_pasted(broken).get_secret_value() == CODE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", CallbackReason.NOTHING_RECOGNISED),
        ("I do not know what to paste", CallbackReason.NOTHING_RECOGNISED),
        ("app.example.com", CallbackReason.NOTHING_RECOGNISED),
        ("https://app.example.com/sign-in", CallbackReason.NOTHING_RECOGNISED),
        ("http://127.0.0.1:51731/callback", CallbackReason.NOTHING_RECOGNISED),
        ("hunter2", CallbackReason.NOTHING_RECOGNISED),
        ("https://www.example.com/search?q=oauth", CallbackReason.OTHER_ADDRESS),
        ("http://127.0.0.1:51732/callback?code=x&state=y", CallbackReason.OTHER_ADDRESS),
        ("http://localhost:51731/callback?code=x&state=y", CallbackReason.OTHER_ADDRESS),
        ("x" * 20_000, CallbackReason.MALFORMED),
        (f"{REDIRECT_URI}?code=x", CallbackReason.STATE_MISSING),
        (f"{REDIRECT_URI}?code=x&state=another", CallbackReason.STATE_MISMATCH),
    ],
)
def test_b07_pasted_nonsense_is_named_and_changes_nothing(
    text: str, reason: CallbackReason
) -> None:
    request = authorization_request()
    attempt = AuthorizationAttempt(request)
    assert paste_rejection(attempt, text) is reason
    assert attempt.accept_redirect(answer(request)).get_secret_value() == CODE


def test_the_sign_in_link_itself_is_recognised_when_pasted() -> None:
    request = authorization_request()
    attempt = AuthorizationAttempt(request)
    assert paste_rejection(attempt, request.url) is CallbackReason.SIGN_IN_LINK
    login = f"https://login.example.com/?next={quote(request.url)}&code_challenge=x"
    assert paste_rejection(attempt, login) is CallbackReason.SIGN_IN_LINK


def test_a_pasted_error_answer_ends_the_attempt() -> None:
    request = authorization_request()
    query = answer(request, code=None, error="access_denied")
    with pytest.raises(AuthorizationDenied):
        AuthorizationAttempt(request).accept_pasted(f"{REDIRECT_URI}?{query}")


def test_a_bare_code_is_taken_from_a_server_that_does_not_name_itself() -> None:
    attempt = AuthorizationAttempt(authorization_request())
    assert attempt.accept_pasted(f" {CODE}\n").get_secret_value() == CODE


def test_b09_a_bare_code_is_refused_where_the_server_always_names_itself() -> None:
    attempt = AuthorizationAttempt(authorization_request(sends_issuer=True))
    assert paste_rejection(attempt, CODE) is CallbackReason.ISSUER_MISSING
    assert not attempt.answered


@given(st.text(max_size=300))
def test_b07_no_text_without_the_state_is_taken(text: str) -> None:
    request = authorization_request(sends_issuer=True)
    attempt = AuthorizationAttempt(request)
    with pytest.raises(CallbackRejected):
        attempt.accept_redirect(text)
    with pytest.raises(CallbackRejected):
        attempt.accept_pasted(text)
    assert not attempt.answered
