"""How an access token goes to the resource: in the Authorization header, never in a URL."""

from collections.abc import Mapping

from ct_desktop.oauth.dpop import TOKEN_TYPE as DPOP
from ct_desktop.oauth.dpop import DpopProofs
from ct_desktop.oauth.tokens import TokenSet


def authorization_headers(
    tokens: TokenSet, proofs: DpopProofs, method: str, url: str
) -> dict[str, str]:
    """The header fields for one request with the HTTP ``method`` to ``url``.

    Source: RFC 6750, section 2.1; RFC 9449, section 7.1.
    """
    access_token = tokens.access_token.get_secret_value()
    if tokens.token_type != DPOP or tokens.dpop_key is None:
        return {"Authorization": f"Bearer {access_token}"}
    proof = proofs.proof(tokens.dpop_key, method, url, access_token=tokens.access_token)
    return {"Authorization": f"{DPOP} {access_token}", "DPoP": proof}


def presents(headers: Mapping[str, str], tokens: TokenSet) -> bool:
    """Whether ``headers``, as :func:`authorization_headers` gave them, hold this access token."""
    _, _, access_token = headers.get("Authorization", "").partition(" ")
    return access_token == tokens.access_token.get_secret_value()
