"""Why a sign-in cannot be used, renewed or stored."""

from enum import StrEnum

from ct_desktop.core.problems import Problem
from ct_desktop.file_lock import MachineLockError
from ct_desktop.oauth.errors import OAuthError
from ct_desktop.vault import VaultError

StorageError = VaultError | MachineLockError
"""What keeps a grant from being read or stored on this machine."""


class EndReason(StrEnum):
    """Why a sign-in is over."""

    EXPIRED = "expired"
    """The server does not renew it any more."""
    REVOKED = "revoked"
    """The server refused an access token before its time."""
    LOST = "lost"
    """What a renewal brought never reached the keychain, and the old refresh token works once."""
    CLIENT_UNKNOWN = "client_unknown"
    """The server no longer knows this computer's registration."""
    SIGNED_OUT = "signed_out"
    """Somebody signed out, here or in another process."""


class GrantEndedError(Exception):
    """The sign-in is over; only a new one helps."""

    def __init__(self, reason: EndReason) -> None:
        super().__init__(f"the sign-in has ended: {reason}")
        self.reason = reason


class ClockWrongError(Exception):
    """The server refused, and this machine's clock is so wrong that it may be why.

    ``ahead`` is in seconds, negative where the clock is behind.
    """

    def __init__(self, ahead: float) -> None:
        super().__init__(f"this machine's clock is wrong by {ahead:.0f} s")
        self.ahead = ahead


class RenewalUnavailableError(Exception):
    """The sign-in stands, but cannot be renewed right now.

    ``retry_after`` is in seconds, where the server named a time before which it is not asked.
    """

    def __init__(
        self,
        cause: OAuthError | StorageError | ClockWrongError,
        *,
        retry_after: float | None = None,
    ) -> None:
        super().__init__("the sign-in cannot be renewed right now")
        self.cause = cause
        self.retry_after = retry_after


class StorageFailedError(Exception):
    """The sign-in could not be stored, or not be removed; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.title)
        self.problem = problem
