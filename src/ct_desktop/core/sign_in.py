"""Signing in: the steps that the window and the command line both render, and what came of them.

Source: the design, section 4; the discovery sequence of CrossTrade's authentication page.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Problem
from ct_desktop.core.scopes import Scope


class SignInStage(StrEnum):
    """The eight stages of a sign-in, in order."""

    DISCOVER = "discover"
    LISTEN = "listen"
    REGISTER = "register"
    OPEN_BROWSER = "open_browser"
    WAIT = "wait"
    EXCHANGE = "exchange"
    VERIFY = "verify"
    STORE = "store"


class StepState(StrEnum):
    """How far one stage is. ``WARNING``: done, with something the trader should know."""

    RUNNING = "running"
    DONE = "done"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SignInStep:
    """One change of one stage.

    ``duration`` is in seconds. ``authorization_url`` and ``deadline`` come with the wait;
    ``problem`` with a failure or a warning. ``registrations_lately`` comes with a new registration:
    how many this computer asked for in the last hour. ``may_register_again`` comes with a failure
    that a registration which CrossTrade has dropped would explain. Nothing here is secret but the
    URL's ``state``, which the trader may need to copy, so it stays out of the representation.
    """

    stage: SignInStage
    state: StepState
    at: Moment
    duration: float | None = None
    port: int | None = None
    registration_reused: bool | None = None
    registrations_lately: int | None = None
    browser_opened: bool | None = None
    authorization_url: str | None = field(default=None, repr=False)
    deadline: Moment | None = None
    granted_scope: Scope | None = None
    may_register_again: bool = False
    problem: Problem | None = None


class SignInState(StrEnum):
    """Whether there is a sign-in, and if not, why not."""

    UNREAD = "unread"
    SIGNED_OUT = "signed_out"
    SIGNED_IN = "signed_in"
    ENDED = "ended"
    KEYCHAIN_TROUBLE = "keychain_trouble"
    CHANGING_SCOPE = "changing_scope"
    """The trader is changing the scope: the old sign-in goes, the new one is not there yet."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """The state of one profile's sign-in, without its secrets.

    ``kept_in`` says where the tokens lie, ``client_id_tail`` is the last four characters of the
    client ID, ``client_name`` is what CrossTrade shows on its AI Clients page. ``offline``: there
    is a sign-in, but CrossTrade could not be reached with it, or to renew it, when last tried.
    """

    state: SignInState
    scope: Scope | None = None
    signed_in_since: datetime | None = None
    renews_at: datetime | None = None
    renewed_at: datetime | None = None
    kept_in: str = ""
    persistent: bool = True
    client_id_tail: str = ""
    client_name: str = ""
    offline: bool = False
    problem: Problem | None = None


class RevocationOutcome(StrEnum):
    """What became of the grant at the server when the trader signed out (RFC 7009)."""

    REVOKED = "revoked"
    NOTHING_TO_REVOKE = "nothing_to_revoke"
    UNSUPPORTED = "unsupported"
    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"
    """What to revoke could not be read from the keychain."""
