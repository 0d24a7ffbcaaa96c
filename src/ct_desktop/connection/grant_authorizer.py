"""Lends the grant's access token to the MCP client, and renews it when the server refuses it."""

import httpx

from ct_desktop.connection.errors import GrantEndedError, RenewalUnavailableError
from ct_desktop.connection.grant import Grant
from ct_desktop.connection.grant_keeper import GrantKeeper
from ct_desktop.mcp import Credentials, HttpRefusal
from ct_desktop.oauth.challenge import asks_for_another_proof
from ct_desktop.oauth.dpop import DpopProofs
from ct_desktop.oauth.presentation import authorization_headers, presents


class GrantAuthorizer:
    """The :class:`~ct_desktop.mcp.Authorizer` of a signed-in connection.

    ``last_trouble`` is why the last refused token could not be replaced, ``None`` if it was.
    """

    def __init__(self, keeper: GrantKeeper) -> None:
        self._keeper = keeper
        self.last_trouble: GrantEndedError | RenewalUnavailableError | None = None

    async def credentials(self, method: str, url: str) -> Credentials:
        """The newest access token, with a proof of possession where it is bound to a key."""
        grant = self._keeper.grant
        if grant is None:
            return Credentials()
        return Credentials(authorization_headers(grant.tokens, self._keeper.proofs, method, url))

    def note_answer(self, url: str, headers: httpx.Headers) -> None:
        """What the next proof must hold."""
        self._keeper.proofs.note_answer(url, headers)

    async def on_refusal(self, refusal: HttpRefusal, used: Credentials) -> bool:
        """Whether another token or proof is worth one more try: after 401, never after 403."""
        grant = self._keeper.grant
        self.last_trouble = None
        if refusal.status != 401 or grant is None:
            return False
        if _minds_the_proof(refusal) or not presents(used.headers, grant.tokens):
            # The token is good, or was replaced while its request was on the way.
            return True
        try:
            await self._keeper.renew_refused(grant)
        except (GrantEndedError, RenewalUnavailableError) as trouble:
            self.last_trouble = trouble
            return False
        return True


class FixedAuthorizer:
    """Lends one grant's access token, and has no other to offer when it is refused."""

    def __init__(self, grant: Grant, proofs: DpopProofs) -> None:
        self._tokens = grant.tokens
        self._proofs = proofs

    async def credentials(self, method: str, url: str) -> Credentials:
        """The grant's access token, with a proof of possession where it is bound to a key."""
        return Credentials(authorization_headers(self._tokens, self._proofs, method, url))

    def note_answer(self, url: str, headers: httpx.Headers) -> None:
        """What the next proof must hold."""
        self._proofs.note_answer(url, headers)

    async def on_refusal(
        self,
        refusal: HttpRefusal,
        used: Credentials,  # noqa: ARG002 - as its protocol has it
    ) -> bool:
        """Another try only where the proof was at fault."""
        return refusal.status == 401 and _minds_the_proof(refusal)


def _minds_the_proof(refusal: HttpRefusal) -> bool:
    return asks_for_another_proof(refusal.headers.get_list("WWW-Authenticate"))
