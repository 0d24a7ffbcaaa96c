"""Turns changes of the sign-in into entries."""

from datetime import datetime

from ct_desktop.core.activity import ActivityEntry
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.history import sign_in_entries


class SignInWatch:
    """Owns the last state of the sign-in. ``started`` is when the watch began.

    A sign-in that was there before is no event, however late the keychain gives it out. A change of
    scope is one event, told at its end.
    """

    def __init__(self, sign_in: SignIn, started: datetime) -> None:
        self._started = started
        self._last = sign_in
        self._held = sign_in if sign_in.state is SignInState.SIGNED_IN else None
        self._changing_scope = False

    def look(self, sign_in: SignIn, at: datetime) -> ActivityEntry | None:
        """What happened with the change to ``sign_in``, if anything."""
        if sign_in.state is SignInState.CHANGING_SCOPE:
            self._changing_scope = True
            return None
        last, held, changed_scope = self._last, self._held, self._changing_scope
        self._last = sign_in
        self._changing_scope = False
        if sign_in.state is SignInState.SIGNED_IN:
            self._held = sign_in
            if self._is_new(sign_in, held):
                return _begun(sign_in, held.scope if held is not None else None, at)
        if changed_scope:
            return sign_in_entries.scope_change_failed(sign_in, at)
        if sign_in.state is SignInState.SIGNED_IN:
            renewed = last.state is SignInState.SIGNED_IN and _is_renewed(last, sign_in)
            return sign_in_entries.sign_in_renewed(sign_in, at) if renewed else None
        if held is None or last.state is sign_in.state:
            return None
        return _over(sign_in, last, held, at)

    def _is_new(self, sign_in: SignIn, held: SignIn | None) -> bool:
        since = sign_in.signed_in_since
        if since is None or since < self._started:
            return False
        return held is None or held.signed_in_since != since


def _begun(sign_in: SignIn, before: Scope | None, at: datetime) -> ActivityEntry:
    if before is not None and before is not sign_in.scope:
        return sign_in_entries.scope_changed(before, sign_in, at)
    return sign_in_entries.signed_in(sign_in, at)


def _over(sign_in: SignIn, last: SignIn, held: SignIn, at: datetime) -> ActivityEntry | None:
    if sign_in.state is SignInState.SIGNED_OUT:
        return sign_in_entries.signed_out(held, at)
    if sign_in.state is SignInState.ENDED and last.state is SignInState.SIGNED_IN:
        return sign_in_entries.sign_in_ended(held, sign_in.problem, at)
    return None


def _is_renewed(last: SignIn, sign_in: SignIn) -> bool:
    return sign_in.renewed_at is not None and sign_in.renewed_at != last.renewed_at
