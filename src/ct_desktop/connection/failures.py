"""What a failed sign-in, renewal or keychain call means for the trader."""

from dataclasses import replace

from ct_desktop.connection.errors import (
    ClockWrongError,
    EndReason,
    RenewalUnavailableError,
    StorageError,
)
from ct_desktop.core.problems import Problem, ProblemKind, Severity
from ct_desktop.core.wording import clock_problem, held_in_memory, problem
from ct_desktop.file_lock import MachineLockError
from ct_desktop.oauth.errors import (
    AuthorizationDenied,
    AuthorizationServerUnavailable,
    AuthorizationTimedOut,
    CallbackReason,
    CallbackRejected,
    DiscoveryFailed,
    InsecureEndpoint,
    MetadataMismatch,
    OAuthError,
    PortUnavailable,
    RegistrationRefused,
    RegistrationUnusable,
    TokenRefused,
    UnavailableReason,
)
from ct_desktop.vault import VaultFault

_UNAVAILABLE = {
    UnavailableReason.NAME_NOT_RESOLVED: ProblemKind.NAME_NOT_RESOLVED,
    UnavailableReason.CANNOT_CONNECT: ProblemKind.CANNOT_CONNECT,
    UnavailableReason.TLS_FAILED: ProblemKind.TLS_FAILED,
    UnavailableReason.PROXY_FAILED: ProblemKind.PROXY_FAILED,
    UnavailableReason.TIMED_OUT: ProblemKind.NO_ANSWER,
    UnavailableReason.CONNECTION_LOST: ProblemKind.CANNOT_CONNECT,
    UnavailableReason.SERVER_ERROR: ProblemKind.SERVER_ERROR,
    UnavailableReason.RATE_LIMITED: ProblemKind.RATE_LIMITED,
    UnavailableReason.REDIRECTED: ProblemKind.UNEXPECTED_ANSWER,
    UnavailableReason.INVALID_ANSWER: ProblemKind.UNEXPECTED_ANSWER,
}

_SIMPLE: dict[type[OAuthError], ProblemKind] = {
    InsecureEndpoint: ProblemKind.INSECURE_SERVER,
    MetadataMismatch: ProblemKind.INSECURE_SERVER,
    DiscoveryFailed: ProblemKind.NOT_FOUND,
    RegistrationUnusable: ProblemKind.REGISTRATION_REFUSED,
    PortUnavailable: ProblemKind.PORT_UNAVAILABLE,
    AuthorizationTimedOut: ProblemKind.AUTHORIZATION_TIMED_OUT,
    AuthorizationDenied: ProblemKind.AUTHORIZATION_FAILED,
    CallbackRejected: ProblemKind.CALLBACK_REJECTED,
    TokenRefused: ProblemKind.CODE_REJECTED,
}

_PASTES = {
    CallbackReason.NOTHING_RECOGNISED: ProblemKind.PASTE_UNRECOGNISED,
    CallbackReason.MALFORMED: ProblemKind.PASTE_UNRECOGNISED,
    CallbackReason.SIGN_IN_LINK: ProblemKind.PASTE_SIGN_IN_LINK,
    CallbackReason.OTHER_ADDRESS: ProblemKind.PASTE_OTHER_SIGN_IN,
    CallbackReason.STATE_MISMATCH: ProblemKind.PASTE_OTHER_SIGN_IN,
    CallbackReason.ISSUER_MISMATCH: ProblemKind.PASTE_OTHER_SIGN_IN,
    CallbackReason.STATE_MISSING: ProblemKind.PASTE_INCOMPLETE,
    CallbackReason.ISSUER_MISSING: ProblemKind.PASTE_INCOMPLETE,
    CallbackReason.CODE_MISSING: ProblemKind.PASTE_INCOMPLETE,
    CallbackReason.ALREADY_ANSWERED: ProblemKind.PASTE_TOO_LATE,
    CallbackReason.NOT_WAITING: ProblemKind.PASTE_TOO_LATE,
}

_ENDS = {
    EndReason.EXPIRED: ProblemKind.SIGN_IN_ENDED,
    EndReason.REVOKED: ProblemKind.TOKEN_REJECTED,
    EndReason.LOST: ProblemKind.SIGN_IN_LOST,
    EndReason.CLIENT_UNKNOWN: ProblemKind.CLIENT_UNKNOWN,
    EndReason.SIGNED_OUT: ProblemKind.NOT_SIGNED_IN,
}

_KEYCHAIN = {
    VaultFault.MISSING: ProblemKind.KEYCHAIN_MISSING,
    VaultFault.LOCKED: ProblemKind.KEYCHAIN_LOCKED,
    VaultFault.DENIED: ProblemKind.KEYCHAIN_DENIED,
    VaultFault.HANGING: ProblemKind.KEYCHAIN_HANGING,
    VaultFault.BROKEN: ProblemKind.KEYCHAIN_BROKEN,
}


def problem_of_oauth(error: OAuthError) -> Problem:
    """What a failure while signing in or renewing means."""
    if isinstance(error, AuthorizationServerUnavailable):
        return problem(_UNAVAILABLE[error.reason], retry_after=error.retry_after)
    if isinstance(error, RegistrationRefused):
        limited = error.rate_limited
        kind = ProblemKind.REGISTRATION_LIMITED if limited else ProblemKind.REGISTRATION_REFUSED
        return problem(kind, retry_after=error.retry_after)
    if isinstance(error, AuthorizationDenied | TokenRefused) and error.client_unknown:
        return problem(ProblemKind.CLIENT_UNKNOWN)
    if isinstance(error, AuthorizationDenied) and error.by_the_person:
        return problem(ProblemKind.AUTHORIZATION_DENIED)
    return problem(_SIMPLE.get(type(error), ProblemKind.UNEXPECTED))


def problem_of_paste(rejected: CallbackRejected) -> Problem:
    """What was wrong with a pasted text, and what to paste instead."""
    return problem(_PASTES[rejected.reason])


def problem_of_renewal(unavailable: RenewalUnavailableError) -> Problem:
    """What stands between an expired access token and a new one. Nothing goes on without it."""
    cause = unavailable.cause
    if isinstance(cause, ClockWrongError):
        return clock_problem(cause.ahead)
    if not isinstance(cause, OAuthError):
        return problem_of_storage(cause)
    return replace(
        problem_of_oauth(cause), severity=Severity.BROKEN, retry_after=unavailable.retry_after
    )


def problem_of_end(reason: EndReason) -> Problem:
    """Why a sign-in is over that nobody here ended."""
    return problem(_ENDS[reason])


def problem_of_storage(error: StorageError, *, held: bool = False) -> Problem:
    """What keeps a sign-in from being read or stored.

    A warning where the sign-in is ``held`` in memory, so that all else goes on.
    """
    if isinstance(error, MachineLockError):
        trouble = problem(ProblemKind.SIGN_IN_BUSY)
    else:
        trouble = problem(_KEYCHAIN[error.kind])
    return held_in_memory(trouble) if held else replace(trouble, severity=Severity.BROKEN)
