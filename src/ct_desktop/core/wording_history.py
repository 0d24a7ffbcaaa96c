"""The wording of the history as a thing that can be deleted."""

HISTORY = "History"
HISTORY_WORDS = "What happened, link times and equity lines, kept on this computer alone"
DELETE_HISTORY = "Delete history…"
SIZE_NAME = "Size of the history"
SIZE_NOT_READ = "Size not known"
DELETED = "Deleted; {size} left"
NOT_DELETED = "The history was not deleted. {reason}"

TITLE = "Delete history"
QUESTION = "Delete what happened so far?"
CONSEQUENCES = (
    (
        "Gone for good: all entries of Activity, how long each link was fine, the equity lines, "
        "and damaged files of an earlier history."
    ),
    (
        "The highest balances stay, because drawdown rules follow them. So does what is going on: "
        "since when the app runs, and faults that are not over."
    ),
    "Settings, sign-in and log stay as they are, and nothing changes at your broker.",
)
KEEP = "Keep it"
DELETE = "Delete"


def size_words(size: int) -> str:
    """``48 KB`` or ``12.4 MB``, of 1000 and of a million bytes; what there is is never 0."""
    if size < 1_000_000:
        return f"{-(-size // 1000)} KB"
    return f"{size / 1_000_000:.1f} MB"
