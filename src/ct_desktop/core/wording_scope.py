"""All wording about changing the scope, for the window and the command line alike.

At most two sentences each; no jargon without a word of explanation, no blame.
"""

from collections.abc import Sequence
from dataclasses import replace

from ct_desktop.core.problems import Problem, ProblemKind
from ct_desktop.core.scope_change import ScopeChangeEnd, ScopeChangeStage, Standing
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import RevocationOutcome
from ct_desktop.core.wording import SCOPE_TITLES, problem

_READS = ("Read accounts, positions, orders", "Check connections and versions")
_TRADES = ("Place, change or cancel orders", "Flatten, close or reverse positions")

SCOPE_LINES: dict[Scope, tuple[tuple[str, bool], ...]] = {
    scope: (*((line, True) for line in _READS), *((line, scope is Scope.TRADE) for line in _TRADES))
    for scope in Scope
}
"""What a scope allows: the same four lines for each, and whether it is allowed."""

SCOPE_CHANGE_TITLES = {
    Scope.TRADE: "From read-only to trade scope",
    Scope.READ: "From trade scope to read-only",
}
"""The headline, by the scope that is asked for."""

WHAT_THIS_APP_DOES = {
    Scope.TRADE: (
        "This app will still only read and never places an order. What changes is what its "
        "sign-in could do if someone else got hold of it."
    ),
    Scope.READ: (
        "This app only reads, so it loses nothing. Its sign-in can then place no orders, whoever "
        "gets hold of it."
    ),
}
"""What the app will and will not do, by the scope that is asked for."""

ONE_SCOPE_AT_A_TIME = (
    "CrossTrade gives a sign-in one scope, so the present one is revoked first. "
    "Then you choose Allow once more in your browser."
)

IF_STOPPED_HALF_WAY = (
    "If you stop half-way, nothing is signed in and the last numbers stay, marked with their age. "
    "Connecting again, read-only, brings them back to life."
)

IF_STOPPED_HALF_WAY_HERE = (
    "If you stop half-way, nothing is signed in. Signing in once more, read-only, leads back."
)
"""The same for the command line, which has no numbers on screen."""

I_UNDERSTAND = "I understand that this sign-in could place orders"

SCOPE_CHANGE_STAGE_TITLES = {
    ScopeChangeStage.REVOKE: "Revoke",
    ScopeChangeStage.FORGET: "Forget",
    ScopeChangeStage.CONSENT: "Consent",
    ScopeChangeStage.VERIFY: "Verify",
    ScopeChangeStage.STORE: "Store",
}

SCOPE_CHANGE_STAGE_NOTES = {
    ScopeChangeStage.REVOKE: "The present sign-in ends",
    ScopeChangeStage.FORGET: "Removed from the keychain",
    ScopeChangeStage.CONSENT: "You choose Allow in the browser",
    ScopeChangeStage.VERIFY: "One read, with the new scope",
    ScopeChangeStage.STORE: "Kept in the keychain",
}
"""What each stage does, before it begins."""

SCOPE_CHANGE_STAGE_OUTCOMES = {
    **SCOPE_CHANGE_STAGE_NOTES,
    ScopeChangeStage.REVOKE: "The old sign-in ended",
    ScopeChangeStage.CONSENT: "You chose Allow in the browser",
}
"""What each stage did, where it tells nothing more exact."""

REVOKED_WORDS = {
    RevocationOutcome.REVOKED: "CrossTrade revoked it",
    RevocationOutcome.NOTHING_TO_REVOKE: "There was nothing left to revoke",
    RevocationOutcome.UNSUPPORTED: "This server cannot revoke: remove it on the AI Clients page",
    RevocationOutcome.UNREACHABLE: "No answer from CrossTrade",
    RevocationOutcome.UNREADABLE: "It could not be read: remove it on the AI Clients page",
}
"""What became of the old sign-in at CrossTrade, in a few words."""

WAY_BACK_COMMAND = "ct-desktop login --scope mcp:read"
"""What to type where a change stopped half-way."""

_COUNTS = ("", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_NAMED_AT_MOST = 6

_FIRMS_RULES = (
    "Some firms close accounts for automated trading access. Check their rules before you go on."
)

_GO_BACK = "Connect again, read-only, to go on as before."

_MAY_LIVE_ON = "CrossTrade may still honour the old sign-in: remove it on the AI Clients page."


def funded_warning(accounts: Sequence[str]) -> tuple[str, str]:
    """A headline and two sentences on the funded accounts, which are named as they are given.

    For a change to ``mcp:trade``; there is at least one account.
    """
    count = len(accounts)
    number = _COUNTS[count] if count < len(_COUNTS) else str(count)
    headline = f"{number} funded account{' is' if count == 1 else 's are'} connected"
    named = _enumeration(accounts)
    return headline, f"{named}: {_FIRMS_RULES[0].lower()}{_FIRMS_RULES[1:]}"


FUNDED_UNKNOWN = ("Whether funded accounts are connected could not be checked", _FIRMS_RULES)
"""Instead of the warning where the accounts cannot be read now."""


def end_words(end: ScopeChangeEnd, asked: Scope) -> tuple[str, str]:
    """What holds now: a headline, and at most two sentences. ``asked`` is the scope wanted."""
    held = "" if end.scope is None else SCOPE_TITLES[end.scope]
    match end.standing:
        case Standing.CHANGED:
            said = f"{held}, as CrossTrade granted it."
            return "The scope is changed", _with_doubt(said, end)
        case Standing.OTHER_SCOPE:
            given = f"granted “{held}”, and that counts" if held else "did not name what it granted"
            said = f"You chose “{SCOPE_TITLES[asked]}”; CrossTrade {given}."
            return "Signed in with another scope", _with_doubt(said, end)
        case Standing.UNCHANGED if end.old_in_doubt:
            said = (
                "CrossTrade did not say whether it revoked the present sign-in, which is kept. "
                "If it did, this app says so with its next question."
            )
            return "Nothing is changed here", said
        case Standing.UNCHANGED:
            kept = f"You are still signed in: {held.lower()}." if held else "All is as it was."
            return "Nothing is changed", kept
        case Standing.SIGNED_OUT:
            said = f"The old sign-in is gone, and there is no new one. {_GO_BACK}"
            return "Nothing is signed in now", said
        case Standing.OLD_MAY_LIVE_ON:
            return "Nothing is signed in here", f"{_MAY_LIVE_ON} {_GO_BACK}"


def scope_change_stopped() -> Problem:
    """Why nothing is signed in after a change of scope that did not come to its end."""
    return replace(
        problem(ProblemKind.NOT_SIGNED_IN),
        cause="The change of scope stopped half-way, after the old sign-in was given up.",
        fix=_GO_BACK,
    )


def _with_doubt(said: str, end: ScopeChangeEnd) -> str:
    return f"{said} {_MAY_LIVE_ON}" if end.old_in_doubt else said


def _enumeration(names: Sequence[str]) -> str:
    """``A, B and C``; of many the rest is counted."""
    shown = list(names[:_NAMED_AT_MOST])
    if len(names) > len(shown):
        shown.append(f"{len(names) - len(shown)} more")
    *first, last = shown
    return f"{', '.join(first)} and {last}" if first else last
