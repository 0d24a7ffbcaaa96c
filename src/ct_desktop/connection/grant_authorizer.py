"""Lends the grant's access token to the MCP client, and renews it when the server refuses it."""

from ct_desktop.connection.grant import Grant
from ct_desktop.connection.grant_keeper import (
    GrantEndedError,
    GrantKeeper,
    RenewalUnavailableError,
)
from ct_desktop.mcp import Credentials, HttpRefusal


class GrantAuthorizer:
    """The :class:`~ct_desktop.mcp.Authorizer` of a signed-in connection.

    ``last_trouble`` is why the last refused token could not be replaced, ``None`` if it was.
    """

    def __init__(self, keeper: GrantKeeper) -> None:
        self._keeper = keeper
        self.last_trouble: GrantEndedError | RenewalUnavailableError | None = None

    async def credentials(self, method: str, url: str) -> Credentials:  # noqa: ARG002 - protocol's
        """The newest access token as a bearer (RFC 6750, section 2.1)."""
        grant = self._keeper.grant
        return Credentials() if grant is None else _bearer(grant)

    async def on_refusal(self, refusal: HttpRefusal, used: Credentials) -> bool:
        """Whether another token is worth one more try: only after 401, never after 403."""
        grant = self._keeper.grant
        if refusal.status != 401 or grant is None:
            return False
        if used != _bearer(grant):
            # The refused token was replaced while its request was on the way.
            return True
        try:
            await self._keeper.renew_rejected(grant)
        except (GrantEndedError, RenewalUnavailableError) as trouble:
            self.last_trouble = trouble
            return False
        self.last_trouble = None
        return True


class FixedAuthorizer:
    """Lends one grant's access token and takes no refusal for anything but one."""

    def __init__(self, grant: Grant) -> None:
        self._credentials = _bearer(grant)

    async def credentials(self, method: str, url: str) -> Credentials:  # noqa: ARG002 - protocol's
        """The grant's access token as a bearer."""
        return self._credentials

    async def on_refusal(self, refusal: HttpRefusal, used: Credentials) -> bool:  # noqa: ARG002
        """No other token, so no other try."""
        return False


def _bearer(grant: Grant) -> Credentials:
    return Credentials.bearer(grant.tokens.access_token.get_secret_value())
