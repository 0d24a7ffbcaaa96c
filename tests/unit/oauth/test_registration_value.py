"""A client registration as it is kept."""

from datetime import timedelta
from typing import Any

import pytest

from ct_desktop.core.secret import SecretStr
from ct_desktop.oauth.client_authentication import ClientAuthMethod
from ct_desktop.oauth.registration import ClientRegistration
from support.oauth_values import NOW, REDIRECT_URI, registration

CONFIDENTIAL: dict[str, Any] = {
    "token_endpoint_auth_method": ClientAuthMethod.CLIENT_SECRET_BASIC,
    "client_secret": SecretStr("the-client-secret"),
    "client_secret_expires_at": NOW + timedelta(days=1),
}


@pytest.mark.parametrize("changes", [{}, CONFIDENTIAL])
def test_what_was_revealed_reads_back_the_same(changes: dict[str, Any]) -> None:
    kept = registration(**changes)
    assert ClientRegistration.read(kept.reveal()) == kept


def test_b31_the_secret_is_left_out_of_what_goes_on_disk_and_of_the_representation() -> None:
    kept = registration(**CONFIDENTIAL)
    assert "the-client-secret" not in str(kept.as_json())
    assert "the-client-secret" not in repr(kept)
    read = ClientRegistration.read(kept.as_json())
    assert not read.is_usable(NOW)


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "text",
        {},
        {**registration().as_json(), "client_id": 5},
        {**registration().as_json(), "redirect_uris": 5},
        {**registration().as_json(), "registered_at": "yesterday"},
        {**registration().as_json(), "source": "thin air"},
        {**registration().as_json(), "client_secret": ["the-client-secret"]},
    ],
)
def test_anything_else_is_refused_without_quoting_it(document: object) -> None:
    with pytest.raises(ValueError, match=r"^not a client registration$"):
        ClientRegistration.read(document)


def test_a_registration_covers_its_own_redirect_uris_alone() -> None:
    assert registration().covers(REDIRECT_URI)
    assert not registration().covers("http://127.0.0.1:51732/callback")


def test_a_secret_that_has_ended_is_of_no_use() -> None:
    kept = registration(**CONFIDENTIAL)
    assert kept.is_usable(NOW)
    assert not kept.is_usable(NOW + timedelta(days=2))
    assert registration().is_usable(NOW)
