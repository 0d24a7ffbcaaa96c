"""Changing the scope: the steps that the window and the command line both render, and the end.

CrossTrade grants one scope a token (the CrossTrade reference, section 2.2), so the old sign-in is
revoked before the new one is asked for. Source: the design, section 4.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ct_desktop.core.account_rules import NO_RULES, AccountRules
from ct_desktop.core.accounts import Account, AccountClass
from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Problem
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import (
    RevocationOutcome,
    SignIn,
    SignInState,
    SignInStep,
    StepState,
)


class ScopeChangeStage(StrEnum):
    """The five stages of a scope change, in order."""

    REVOKE = "revoke"
    FORGET = "forget"
    CONSENT = "consent"
    VERIFY = "verify"
    STORE = "store"


@dataclass(frozen=True, slots=True)
class ScopeChangeStep:
    """One change of one stage.

    ``sign_in_step`` is the step of the sign-in beneath, with the address, the deadline and the
    port: while it gets ready, before anything is revoked, and again from the consent on.
    ``outcome`` comes with the end of the revocation, ``problem`` with a failure or a warning.
    ``detail`` says more in a few words.
    """

    stage: ScopeChangeStage
    state: StepState
    at: Moment
    detail: str = ""
    sign_in_step: SignInStep | None = None
    outcome: RevocationOutcome | None = None
    problem: Problem | None = None


class Standing(StrEnum):
    """What holds once a scope change has ended, in whatever way."""

    CHANGED = "changed"
    """Signed in with the scope that was asked for."""
    UNCHANGED = "unchanged"
    """The old sign-in still holds."""
    SIGNED_OUT = "signed_out"
    """Nothing is signed in: the old access is revoked, no new one was given."""
    OTHER_SCOPE = "other_scope"
    """Signed in, with another scope than was asked for."""
    OLD_MAY_LIVE_ON = "old_may_live_on"
    """Nothing is signed in here, and CrossTrade may still honour the old access."""


@dataclass(frozen=True, slots=True)
class ScopeChangeEnd:
    """What holds now. ``scope`` is the one held, ``None`` where nothing is, or it was not named.

    ``problem`` is what interrupted the change, or what the trader should know of a finished one;
    ``None`` where the trader gave it up. ``old_in_doubt``: CrossTrade did not say what became of
    the old sign-in. Where that is kept it may be revoked, else it may live on.
    """

    standing: Standing
    scope: Scope | None
    problem: Problem | None = None
    old_in_doubt: bool = False


def funded_accounts(accounts: Iterable[Account], rules: AccountRules = NO_RULES) -> tuple[str, ...]:
    """The names of the accounts that a prop firm funds, by ``rules`` or most likely, in order.

    Their firms may not allow what ``mcp:trade`` allows, so a change to it warns of them.
    """
    return tuple(
        account.name for account in accounts if rules.class_of(account) is AccountClass.FUNDED
    )


def return_due(sign_in: SignIn, minutes: int | None, now: datetime) -> bool:
    """Whether to ask the trader, who holds ``mcp:trade``, for the return to read-only.

    ``minutes`` are counted from the sign-in; ``None`` never asks. ``now`` is an aware time. A clock
    set back asks later, never at once.
    """
    if minutes is None or sign_in.state is not SignInState.SIGNED_IN:
        return False
    if sign_in.scope is not Scope.TRADE or sign_in.signed_in_since is None:
        return False
    return now - sign_in.signed_in_since >= timedelta(minutes=minutes)
