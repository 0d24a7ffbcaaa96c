"""The authorization server as it lies in the vault, and what is refused when it is read back."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.oauth.discovery import AuthorizationServer

LITTLE = AuthorizationServer(
    issuer="https://auth.example",
    authorization_endpoint="https://auth.example/authorize",
    token_endpoint="https://auth.example/token",
    resource="https://mcp.example/v1",
)

FULL = replace(
    LITTLE,
    registration_endpoint="https://auth.example/register",
    revocation_endpoint="https://auth.example/revoke",
    scopes_supported=("mcp:read", "mcp:trade"),
    token_endpoint_auth_methods=(),
    dpop_signing_algorithms=("ES256",),
    sends_issuer=True,
    takes_client_metadata_url=True,
)

_REQUIRED = ("issuer", "authorization_endpoint", "token_endpoint", "resource")

LEAST = {field: getattr(LITTLE, field) for field in _REQUIRED}


@pytest.mark.parametrize("server", [LITTLE, FULL])
def test_what_was_kept_is_read_back(server: AuthorizationServer) -> None:
    assert AuthorizationServer.read(json.loads(json.dumps(server.as_json()))) == server


def test_a_document_of_an_older_or_newer_version_is_read() -> None:
    assert AuthorizationServer.read({**LEAST, "of_tomorrow": 1}) == LITTLE


def _with(**fields: object) -> dict[str, object]:
    return {**LEAST, **fields}


@pytest.mark.parametrize(
    "document",
    [
        *(_with(**{field: None}) for field in _REQUIRED),
        *(_with(**{field: 7}) for field in (*_REQUIRED, "registration_endpoint")),
        *(
            _with(**{field: wrong})
            for field in (
                "scopes_supported",
                "token_endpoint_auth_methods",
                "dpop_signing_algorithms",
            )
            for wrong in ("ES256", ["ES256", 7], {"ES256": 1})
        ),
        _with(sends_issuer="yes"),
        _with(takes_client_metadata_url=None),
        _with(token_endpoint="http://auth.example/token"),
        _with(revocation_endpoint="file:///etc/passwd"),
        [],
        None,
    ],
)
def test_a_damaged_document_is_a_value_error(document: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the kind is all that its reader goes by
        AuthorizationServer.read(document)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.sampled_from(sorted(FULL.as_json())), _JSON))
def test_garbage_is_a_value_error_and_never_another(changes: dict[str, object]) -> None:
    try:
        AuthorizationServer.read({**LEAST, **changes})
    except ValueError:
        return
