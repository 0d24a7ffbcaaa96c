"""The words about newer versions of the app itself."""

from collections.abc import Sequence

# Settings
NEW_VERSIONS, NEW_VERSIONS_NAME = "New versions", "Tell me about new versions"
NEW_VERSIONS_WORDS = (
    "Tell me about new versions: the app asks {host} at most once a day which is the newest. That "
    "says which version you have and the name of your system, and as any web request your internet "
    "address. Nothing is downloaded or installed."
)
UPDATED_BY = "This app came as a package that {name} updates, so it asks nobody itself"
UPDATED_BY_SYSTEM = "your system"
ASKED = "Last asked"
ASK_NOW, ASKING = "Ask now", "Asking…"
NOT_ASKED = "Not yet"
NO_ANSWER = "{when}, no answer"
ANSWERED = "{when}"
NEWEST = "Newest version"
CHANGE = "• {change}"
NEWEST_UNKNOWN = "Not known"
NEWEST_IS_OWN = "The one you have"
NEWEST_SKIPPED = "{version}, which you skipped"

# The line over the screens
IS_OUT = "CrossTrade Desktop {version} is out"
YOU_HAVE = "You have {version}."
OPEN_PAGE = "See what is new"
LATER = "Later"
SKIP = "Skip this version"
LATER_NAME = "Later: say it again at the next start"

_SUMMARY_LENGTH = 200


def changes_summary(changes: Sequence[str]) -> str:
    """The first of ``changes``, as many as fit into two lines: ``One. Two. And 3 more changes.``"""
    told: list[str] = []
    length = 0
    for change in changes:
        length += len(change) + 2
        if told and length > _SUMMARY_LENGTH:
            break
        told.append(change if change.endswith((".", "!", "?", "…")) else f"{change}.")
    left = len(changes) - len(told)
    if left:
        told.append(f"And {left} more {'change' if left == 1 else 'changes'}.")
    return " ".join(told)
