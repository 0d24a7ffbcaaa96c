"""All wording about other AI clients that is not a client's own, for the window and the command
line alike."""

from ct_desktop.core.scopes import Scope
from ct_desktop.core.wording_scope import SCOPE_LINES

SHARING_WORDS = {
    "per_user": "each user has their own",
    "per_connection": "all users of the connection",
    "global": "everyone who uses it",
    "unknown": "not established",
}
"""Who shares a client's credential, in a few words."""

STANDING_WORDS = {
    "verified": "Seen in its own documentation or program",
    "reported": "Reported, not seen there",
    "disputed": "Sources differ",
    "unknown": "Not known",
}
"""How well a fact about a client is established."""


def scope_sentence(scope: Scope) -> str:
    """What the scope allows and what it does not."""
    allowed = [line for line, is_allowed in SCOPE_LINES[scope] if is_allowed]
    denied = [line for line, is_allowed in SCOPE_LINES[scope] if not is_allowed]
    sentence = f"{scope.value} allows to: {'; '.join(line.lower() for line in allowed)}."
    if denied:
        sentence += f" It does not allow to: {'; '.join(line.lower() for line in denied)}."
    return sentence
