"""Whether a refused request is worth asking the person once more, and for which scope.

Source: MCP 2026-07-28, authorization, "Step-Up Authorization Flow".
"""

from dataclasses import dataclass, replace

from ct_desktop.oauth.challenge import Challenge

MAX_AUTHORIZATIONS = 3
"""Authorizations in a row, without a request accepted in between, before it is given up."""


@dataclass(frozen=True, slots=True)
class StepUp:
    """What has been asked for so far at one resource.

    ``requested_scope`` is the scope last requested, which an authorization for more includes.
    ``authorizations`` counts those since a request was last accepted.

    Operations are not told apart. A scope, once requested, is part of every later request, so a
    refusal that names no new one cannot be mended by asking again, whichever operation meets it.
    """

    requested_scope: str | None = None
    authorizations: int = 0

    def is_worthwhile(self, status: int, challenge: Challenge | None) -> bool:
        """Whether another authorization may mend a refusal with HTTP ``status`` 401 or 403.

        A 401 says that the token is missing, has ended or was taken back; but not when it meets a
        token that is new (B-36). Beyond that only a scope that was not requested before gives hope.
        """
        if self.authorizations >= MAX_AUTHORIZATIONS:
            return False
        if status == 401 and self.authorizations == 0:
            return True
        challenged = set((challenge.scope or "").split()) if challenge else set()
        return bool(challenged - set((self.requested_scope or "").split()))

    def after_authorization(self, requested_scope: str | None) -> "StepUp":
        """The state after the person was asked for ``requested_scope`` and agreed."""
        return StepUp(requested_scope, self.authorizations + 1)

    def after_acceptance(self) -> "StepUp":
        """The state after the resource accepted the token."""
        return replace(self, authorizations=0)
