"""The wording of the second-screen view and of its settings."""

TITLE = "Second screen"

# What the figures are called
OPEN_PNL = "Open P/L"
REALIZED = "Realized today"
NET_LIQUIDATION = "Net liquidation"
LEAST_ROOM = "Least drawdown room, estimated"
OPEN_POSITIONS = "Open positions"
WORKING_ORDERS = "Working orders"
APART = "Apart"
APART_HEADINGS = ("Realized", "Open P/L")
POSITION_HEADINGS = ("Position", "Side", "Last, average", "Open P/L", "Age")

# What stands there instead of figures: a title, and what to do
NOT_SIGNED_IN = (
    "Not signed in",
    "Press F11 to go back to the main window and connect there.",
)
SIGN_IN_UNREAD = (
    "Looking for your sign-in",
    "If your system asks for the keychain’s password, answer it there.",
)
READING = ("Reading your accounts", "The first figures appear in a few seconds.")
NOTHING_READ = ("No figures yet", "They appear here when the connection works again.")

NO_POSITIONS = ("No open positions", "A position appears here when it is opened.")
NO_POSITIONS_YET = (
    "No positions read yet",
    "They appear here when the connection works again.",
)
READING_POSITIONS = ("Reading your positions", "They appear in a few seconds.")

# The hints at its lower edge
HINT = "F11 or Esc: back  ·  Hold L: lock  ·  Right-click: more"
HINT_LOCKED = "Locked. Hold L, or the lock sign, for a second to unlock."
HOLD_ON_TO_LOCK = "Keep holding to lock"
HOLD_ON_TO_UNLOCK = "Keep holding to unlock"
NOW_LOCKED = "Locked. Keys and clicks change nothing until you hold L for a second."
NOW_UNLOCKED = "Unlocked"
NOT_KEPT_AWAKE = "This desktop does not let apps keep the display awake."

LOCKED_NAME = "Locked"
UNLOCKED_NAME = "Not locked"

# Its menu
MENU_BACK = "Back to the main window"
MENU_FILL = "Fill the screen"
MENU_ALWAYS_ON_TOP = "Always on top"
MENU_SCREEN = "Show it on"
MENU_LOCK = "Lock"
MENU_CHECK = "Check now"
MENU_QUIT = "Quit"

NO_ALWAYS_ON_TOP = (
    "Wayland leaves this to you: use the window’s menu of your desktop (often Alt+Space)."
)

# Settings
OPEN = "Open"
OPEN_NOW = "Open it now"
OPEN_WORDS = "or press F11. F11 or Esc leads back."
SCREEN = "Screen"
SCREEN_HINT = "For these monitors"
ALWAYS_ON_TOP = "Always on top"
ALWAYS_ON_TOP_WORDS = "Other windows cannot cover it"
ALONE = "Main window"
ALONE_WORDS = "Hide it while the second screen is open"
LOCK = "Lock"
LOCK_WORDS = "Keys and clicks change nothing until L is held for a second"
AWAKE = "Display"
AWAKE_WORDS = "Keep it awake while the second screen is open"
DIM = "Dim at night"
DIM_HINT = "Troubles stay bright"
DIM_FROM, DIM_TO = "From", "to"


def more_positions(number: int) -> str:
    """How many positions there was no room for."""
    return "and 1 more position" if number == 1 else f"and {number:,} more positions"


def more_totals(number: int) -> str:
    """How many groups of money there was no room for."""
    return f"and {number:,} more on the Monitor screen"
