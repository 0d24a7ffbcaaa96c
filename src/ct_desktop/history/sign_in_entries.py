"""Entries about the sign-in. The window's recorder makes most of them by itself; the command line
and the dialogs make those of what only they see."""

from datetime import datetime

from ct_desktop.core import wording_activity as words
from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.core.problems import Problem, ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import RevocationOutcome, SignIn, SignInState
from ct_desktop.core.wording import REVOCATION_TEXTS, SCOPE_TITLES


def signed_in(sign_in: SignIn, at: datetime) -> ActivityEntry:
    """A new sign-in."""
    return _entry(ActivityKind.SIGNED_IN, at, words.SIGNED_IN, _who(sign_in))


def scope_changed(before: Scope, sign_in: SignIn, at: datetime) -> ActivityEntry:
    """A new sign-in at another scope than ``before``."""
    title = words.scope_changed(_scope(sign_in.scope))
    detail = words.scope_before(_scope(before), sign_in.client_id_tail)
    return _entry(ActivityKind.SCOPE_CHANGED, at, title, detail)


def signed_out(
    before: SignIn, at: datetime, outcome: RevocationOutcome | None = None
) -> ActivityEntry:
    """The trader's own sign-out of ``before``; ``outcome`` where whoever tells it knows."""
    detail = _who(before)
    if outcome is not None:
        detail = words.without_stop(REVOCATION_TEXTS[outcome].removeprefix("Signed out. "))
    return _entry(ActivityKind.SIGNED_OUT, at, words.SIGNED_OUT, detail)


def sign_in_renewed(sign_in: SignIn, at: datetime) -> ActivityEntry:
    """A renewal of the sign-in."""
    detail = words.renewed_until(_scope(sign_in.scope), sign_in.renews_at)
    return _entry(ActivityKind.SIGN_IN_RENEWED, at, words.SIGN_IN_RENEWED, detail)


def sign_in_ended(before: SignIn, trouble: Problem | None, at: datetime) -> ActivityEntry:
    """An end of ``before`` that the trader did not ask for."""
    detail = _who(before)
    if trouble is not None:
        detail = f"{trouble.title}; {detail[:1].lower()}{detail[1:]}"
    return _entry(ActivityKind.SIGN_IN_ENDED, at, words.SIGN_IN_ENDED, detail, trouble)


def sign_in_failed(trouble: Problem, at: datetime) -> ActivityEntry:
    """A sign-in that came to nothing."""
    return _entry(ActivityKind.SIGN_IN_FAILED, at, words.SIGN_IN_FAILED, trouble.title, trouble)


def scope_change_failed(
    sign_in: SignIn, at: datetime, trouble: Problem | None = None
) -> ActivityEntry:
    """A scope change that came to nothing; ``sign_in`` is what holds after it."""
    trouble = trouble or sign_in.problem
    holds = words.NOBODY_SIGNED_IN
    if sign_in.state is SignInState.SIGNED_IN:
        holds = words.still(_scope(sign_in.scope))
    detail = holds
    if trouble is not None and trouble.kind is not ProblemKind.NOT_SIGNED_IN:
        detail = f"{trouble.title}; {holds[:1].lower()}{holds[1:]}"
    return _entry(ActivityKind.SCOPE_CHANGE_FAILED, at, words.SCOPE_CHANGE_FAILED, detail, trouble)


def _entry(
    kind: ActivityKind, at: datetime, title: str, detail: str, trouble: Problem | None = None
) -> ActivityEntry:
    return ActivityEntry(
        id=0,
        kind=kind,
        at=at,
        title=title,
        detail=detail,
        problem_kind=None if trouble is None else trouble.kind.value,
        cause="" if trouble is None else words.without_stop(trouble.cause),
    )


def _who(sign_in: SignIn) -> str:
    return words.scope_and_client(_scope(sign_in.scope), sign_in.client_id_tail)


def _scope(scope: Scope | None) -> str:
    return words.SCOPE_NOT_NAMED if scope is None else SCOPE_TITLES[scope]
