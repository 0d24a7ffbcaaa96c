"""All wording about other AI clients that is not a client's own, for the window and the command
line alike."""

from ct_desktop.core.scopes import Scope
from ct_desktop.core.wording import AI_CLIENTS_PAGE
from ct_desktop.core.wording_scope import SCOPE_LINES

SHARING_WORDS = {
    "per_user": "each user has their own",
    "per_connection": "all users of the connection",
    "global": "everyone who uses it",
    "unknown": "not established",
}
"""Who shares a client's credential, in a few words."""

SEVERITY_WORDS = {"problem": "Problem", "warning": "Warning", "note": "Note", "fine": "Fine"}
"""What a finding is called."""

APPLY_QUESTION = "Write this? [y/N] "

NOTHING_TO_WRITE = "The entry is as it should be. Nothing was written."

NOTHING_WRITTEN = "Nothing was written."

BACKUP_HOLDS_SECRET = (
    "The file held something like a token, and its copy still does. If it is CrossTrade’s, revoke "
    f"it on {AI_CLIENTS_PAGE}; delete the copy once you need it no longer."
)
"""After a change that leaves a token in the backup."""

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


def written_text(path: str, backup: str | None, name: str) -> str:
    """What was written, and the way back."""
    kept = f"What it held before is in {backup}" if backup else "The file is new"
    return f"Written: {path}\n{kept}; 'ct-desktop clients undo {name}' gives it back."


def undone_text(path: str, *, is_removed: bool) -> str:
    """What was taken back."""
    if is_removed:
        return f"Removed: {path}, which was new."
    return f"Given back: {path} holds what it held before."
