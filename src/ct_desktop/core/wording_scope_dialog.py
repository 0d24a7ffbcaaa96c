"""Wording of the scope change that only the window needs: captions, buttons, what goes on."""

from ct_desktop.core.scope_change import ScopeChangeStage, Standing
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStage
from ct_desktop.core.wording import STAGE_HEADLINES

CHANGE_SCOPE = "Change scope"

KEEP_SCOPE = {Scope.READ: "Keep read-only", Scope.TRADE: "Keep trade scope"}
"""The button that changes nothing, by the scope held now."""

STOP = "Stop"
STOPPING = ("Stopping", "Asking CrossTrade no further. What holds now is said in a moment.")
STOPPED = "Stopped here"
"""Beside the step at which a change was given up."""

CLOSE = "Close"
BACK_TO_READ_ONLY = "Back to read-only"
SIGN_IN_READ_ONLY = "Connect read-only"

GRANTED_NOW, NEW, UNTIL_NOW = "Granted now", "New", "Until now"

PAGE_ASKS_ABOUT = "The page asks about “{client_name}”"

RUNNING_WORDS = {
    ScopeChangeStage.REVOKE: (
        "Giving up the present sign-in",
        "CrossTrade is asked to revoke it, so that nobody can use it any more.",
    ),
    ScopeChangeStage.FORGET: (
        "Giving up the present sign-in",
        "It is removed from this computer’s keychain.",
    ),
    ScopeChangeStage.CONSENT: STAGE_HEADLINES[SignInStage.DISCOVER],
    ScopeChangeStage.VERIFY: STAGE_HEADLINES[SignInStage.VERIFY],
    ScopeChangeStage.STORE: STAGE_HEADLINES[SignInStage.STORE],
}
"""What a scope change is doing at each stage: a headline and a sentence."""

_NOT_GRANTED = "Not granted"

END_CAPTIONS = {
    Standing.CHANGED: (UNTIL_NOW, GRANTED_NOW),
    Standing.UNCHANGED: (GRANTED_NOW, _NOT_GRANTED),
    Standing.SIGNED_OUT: (UNTIL_NOW, _NOT_GRANTED),
    Standing.OLD_MAY_LIVE_ON: ("May live on at CrossTrade", _NOT_GRANTED),
}
"""What the scope held before and the one asked for are at the end, where they tell it all."""


def other_scope_captions(asked: Scope, held: Scope | None) -> tuple[str, str]:
    """As above for a sign-in with another scope than was asked for, or with an unnamed one."""
    if held is None:
        return UNTIL_NOW, "Asked for, and not named"
    return (UNTIL_NOW, GRANTED_NOW) if held is asked else (GRANTED_NOW, _NOT_GRANTED)
