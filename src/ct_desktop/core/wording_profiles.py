"""Wording of profiles: which one a window shows, and what can be done with the others."""

from ct_desktop.core.sign_in import RevocationOutcome
from ct_desktop.core.wording import ACCESS_MAY_LIVE_ON, SCOPE_TITLES

PROFILES = "Profiles"
BUTTON_NAME = "Profile: {name}"
BUTTON_TIP = "Profiles: several CrossTrade logins side by side ({keys})"

# States, as last recorded
SIGNED_OUT = "signed out"
SIGNED_IN = "signed in"
IN_ANOTHER_WINDOW = "open in another window"
IN_A_WINDOW = "open in a window"

WITH_STATE = "{name}, {state}"

# The menu
THIS_WINDOW = "{name} (this window)"
SWITCH_TO = "Switch to {name}"
SHOW = "Show {name}"
SECOND_WINDOW = "Open in a second window"
NEW = "New profile…"
RENAME = "Rename {name}…"
REMOVE = "Remove"
REMOVE_ONE = "{name}…"

# A new name
NEW_TITLE = "New profile"
NEW_WORDS = (
    "Each profile is a CrossTrade login of its own, with its own settings and history. "
    "Nothing of one is seen or used by another."
)
RENAME_TITLE = "Rename profile"
RENAME_WORDS = "Its sign-in, settings and history stay as they are."
NAME = "Name"
NAME_WANTED = "Type a name first."
NAME_HINT = "For example the firm’s name"
CANCEL = "Cancel"
OPEN_HERE = "Switch to it"
OPEN_APART = "Open in a second window"
RENAME_IT = "Rename"

# Removing one
REMOVE_TITLE = "Remove profile"
REMOVE_QUESTION = "Remove {name}?"
REMOVE_CONSEQUENCES = (
    "It is signed out first: CrossTrade is asked to revoke its access.",
    "Then its settings, history, account rules and keychain entries are deleted for good.",
    "Other profiles are not touched, and nothing changes at your broker.",
)
KEEP_IT = "Keep it"
REMOVE_IT = "Remove"
REMOVING = "Removing"
CLOSE = "Close"
REMOVED = "{name} was removed."
REMOVED_AND_REVOKED = "{name} was removed, and CrossTrade has revoked its access."
REMOVED_BUT_LIVES_ON = {
    RevocationOutcome.UNSUPPORTED: (
        "{name} was removed from this computer, but this server offers no way to revoke access, so "
        "the access may live on there. Remove this computer on the AI Clients page."
    ),
    RevocationOutcome.UNREACHABLE: (
        "{name} was removed from this computer, but CrossTrade could not be reached, so the access "
        "may live on there. Remove this computer on the AI Clients page."
    ),
    RevocationOutcome.UNREADABLE: (
        "{name} was removed from this computer, but what the keychain held could not be read, so "
        "the access may live on at CrossTrade. Remove this computer on the AI Clients page."
    ),
}
NOT_REMOVED = "The profile was not removed: {why}"
NOT_REMOVED_OPEN = (
    "The profile is open in another window, so it was not removed. Close that window first."
)
REMOVED_IN_PART = (
    "The profile is signed out, but some of its files could not be deleted ({why}). Check your "
    "rights there, and remove it again."
)

# Signing out all of them
WITH_OUTCOME = "{name}: {words}"
NOT_SIGNED_OUT = "{name}: Not signed out. {why}"
NOTHING_TO_SIGN_OUT = "There are no profiles on this computer."

# Trouble
SEE_THE_LOG = "something went wrong inside the app; the log says what."
NOT_LISTED = "The profiles could not be read: {why}"
NOT_STARTED = (
    "A second window could not be started. Start the app once more with: "
    'ct-desktop --profile "{name}"'
)


def sign_in_state(scope: str | None, *, signed_in: bool) -> str:
    """``read-only``, or that there is no sign-in."""
    if not signed_in:
        return SIGNED_OUT
    titles = {each.value: title.lower() for each, title in SCOPE_TITLES.items()}
    return titles.get(scope or "", SIGNED_IN)


def removal_words(name: str, outcome: RevocationOutcome) -> str:
    """What came of removing the profile ``name``."""
    if outcome in ACCESS_MAY_LIVE_ON:
        return REMOVED_BUT_LIVES_ON[outcome].format(name=name)
    words = REMOVED_AND_REVOKED if outcome is RevocationOutcome.REVOKED else REMOVED
    return words.format(name=name)
