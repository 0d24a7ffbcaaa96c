"""The wording of the Settings screen."""

CHANGES_APPLY_AT_ONCE = "Changes apply at once."

# Appearance
THEME = "Theme"
THEME_CHOICES = (("system", "Follow the system"), ("dark", "Dark"), ("light", "Light"))
PNL_COLOURS = "Profit and loss colours"
PNL_COLOURS_HINT = "The sign always stays"
PNL_CHOICES = (
    ("green_red", "Green and red"),
    ("blue_orange", "Blue and orange"),
    ("no_colour", "No colour"),
)
INTERFACE_SCALE = "Size of text"
INTERFACE_SCALE_CHOICES = tuple(
    (str(percent), f"{percent} %") for percent in (100, 125, 150, 175, 200)
)
INTERFACE_SCALE_HINT = "All else grows with it"
INTERFACE_SCALE_LATER = "From the next start"
ROW_HEIGHT = "Row height"
ROW_HEIGHT_CHOICES = (
    ("automatic", "By the window"),
    ("compact", "Compact 26"),
    ("normal", "Normal 28"),
    ("roomy", "Roomy 32"),
)
FLASH_CHANGES = "Changed figures"
FLASH_CHANGES_WORDS = (
    "Light up a cell for a moment when its figure moves, unless the system asks for less motion"
)

# Sign-in
SCOPE = "Scope"
NOT_SIGNED_IN = "Nothing is signed in"
SCOPE_NOT_NAMED = "Not named by CrossTrade"
SCOPE_CHANGES = "Being changed"
CHANGE_SCOPE = "Change scope…"
RETURN_TO_READ_ONLY = "Back to read-only"
RETURN_HINT = "While trade scope is held"
RETURN_WORDS = "Nothing changes without your click."

# Notifications
LINK_BREAKS = "A link breaks"
NOTIFY_AFTER = "Notify after"
NOTIFY_AFTER_WORDS = "unless it is back by then"
LINKS = "Which links"
RECOVERY = "It recovers"
RECOVERY_WORDS = "Notify again when a link that was reported is back"
QUIET_HOURS = "Quiet hours"
QUIET_HOURS_HINT = "By this computer’s clock"
QUIET_FROM, QUIET_TO = "No notification from", "to"

# Advanced
SERVER = "Server"
DATA_FOLDER = "Data folder"
LOG_FOLDER = "Log folder"
OPEN_FOLDER = "Open folder"
FOLDER_NOT_OPENED = "This folder could not be opened. Copy its path and open it yourself."
COPY, COPIED = "Copy", "Copied"
RESET = "Reset settings…"
RESET_TITLE = "Reset settings"
RESET_WORDS = "Everything on this page as it was at first; the sign-in stays"
RESET_QUESTION = "Set everything on this page back?"
RESET_CONSEQUENCES = (
    "Every choice on this page becomes what it was when the app was new.",
    "The sign-in, its scope and what happened so far stay as they are.",
)
KEEP_SETTINGS = "Keep my settings"
RESET_NOW = "Reset"


def waiting_words(seconds: int) -> str:
    """``0 s``, ``10 s``, ``5 min``."""
    whole_minutes = seconds > 0 and seconds % 60 == 0
    return f"{seconds // 60} min" if whole_minutes else f"{seconds} s"


def reminder_words(minutes: int | None) -> str:
    """``Never ask``, ``Ask after 15 min``, ``Ask after 4 h``."""
    if minutes is None:
        return "Never ask"
    return f"Ask after {minutes // 60} h" if minutes % 60 == 0 else f"Ask after {minutes} min"
