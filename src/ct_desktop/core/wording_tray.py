"""Wording of the tray icon, of closing into it, and of starting in it."""

APP = "CrossTrade Desktop"

# The menu
OPEN = "Open"
SECOND_SCREEN = "Second screen"
HIDE_VALUES = "Hide values"
CHECK_NOW = "Check now"
QUIT = "Quit"

# The state
SIGNED_OUT = "Signed out"
STARTING = "Starting"
NO_FIGURES = "No figures yet"

# The first close
CLOSE_TITLE = "Close the window"
CLOSE_QUESTION = "Keep watching in the tray?"
CLOSE_CHOICES = (
    "In the tray the app goes on watching, more slowly, and tells you when a link breaks.",
    "Its icon there shows the state and opens the window again.",
    "Your answer is kept; Settings can change it. Ctrl+Q always quits.",
)
KEEP_WATCHING = "Keep watching in the tray"

# Settings
START_AT_LOGIN = "Start at login"
START_AT_LOGIN_WORDS = "In the tray, or minimized where there is none"
START_AT_LOGIN_PLACE = "{words}. Kept in {place}"
START_AT_LOGIN_NOT_IN_DEMO = "Not for the demo"
START_AT_LOGIN_NOT_IN_FLATPAK = "For a Flatpak, the desktop’s own settings do this"
START_AT_LOGIN_NOT_MOVED = (
    "Not while CT_DESKTOP_HOME moves this app’s files: the system would start it without that"
)
START_AT_LOGIN_BY_WINDOWS = "Windows switches this: Settings, Apps, Startup"
CLOSING = "Closing the window"
CLOSING_CHOICES: tuple[tuple[bool | None, str], ...] = (
    (None, "Ask"),
    (True, KEEP_WATCHING),
    (False, "Quit"),
)
CLOSING_WORDS = "Where the desktop has a tray; without one, closing quits"
