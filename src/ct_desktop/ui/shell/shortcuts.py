"""Every shortcut of the window: those who set them and the list under ``?`` read this."""

from dataclasses import dataclass

HELP_KEYS = ("F1", "?")
PRIVACY_KEYS = "Ctrl+Shift+M"
CHECK_KEYS = "F5"
SECOND_SCREEN_KEYS = "F11"
PROFILES_KEYS = "Ctrl+Shift+P"
QUIT_KEYS = "Ctrl+Q"
ABOUT_KEYS = "Ctrl+Shift+A"
FIND_KEYS = "Ctrl+F"
COPY_KEYS = "Ctrl+C"
EQUITY_KEYS = "Ctrl+E"
DAY_BEFORE_KEYS, DAY_AFTER_KEYS = "Alt+Left", "Alt+Right"


def screen_keys(number: int) -> str:
    """What shows the screen that is the ``number``-th in the rail, from 1."""
    return f"Ctrl+{number}"


@dataclass(frozen=True, slots=True)
class ShortcutGroup:
    """Shortcuts of one place: what is pressed, and what comes of it."""

    title: str
    rows: tuple[tuple[str, str], ...]


SHORTCUTS = (
    ShortcutGroup(
        "Everywhere",
        (
            (" or ".join(HELP_KEYS), "This list"),
            (f"{screen_keys(1)}, {screen_keys(2)}, …", "Go to a screen, as in the rail"),
            (CHECK_KEYS, "Ask for everything again now"),
            (PRIVACY_KEYS, "Hide amounts, then names too, then nothing"),
            (SECOND_SCREEN_KEYS, "Second-screen view and back"),
            (PROFILES_KEYS, "Profiles: switch, open, add, rename or remove one"),
            (ABOUT_KEYS, "About this app: version, folders, licences"),
            (QUIT_KEYS, "Quit"),
            ("Esc", "Close a dialog, changing nothing"),
        ),
    ),
    ShortcutGroup(
        "Monitor",
        (
            (FIND_KEYS, "Filter all tables"),
            (COPY_KEYS, "Copy the selected rows"),
            (EQUITY_KEYS, "Equity line of the selected account"),
        ),
    ),
    ShortcutGroup(
        "Activity",
        (
            (FIND_KEYS, "Filter what happened"),
            (f"{DAY_BEFORE_KEYS}, {DAY_AFTER_KEYS}", "The day before, the day after"),
        ),
    ),
    ShortcutGroup(
        "AI clients",
        (
            (FIND_KEYS, "Find a client"),
            ("Arrow keys, Enter", "Go among the clients, open one"),
            ("Esc", "Back to the clients"),
        ),
    ),
)
