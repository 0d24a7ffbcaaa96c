"""What the tables' menus and the filter of all tables say."""


class TableWords:
    """Texts by what they are for; ``{…}`` is filled in."""

    MENU = "{table}: columns and rows"
    RESET_COLUMNS = "Reset columns"
    MOVE_LEFT = "Move {column} left"
    MOVE_RIGHT = "Move {column} right"
    WIDER = "Widen {column}"
    NARROWER = "Narrow {column}"
    GROUP_BY = "Group by"
    ROWS = "Row height"
    HIDE_FLAT = "Hide what is flat"
    BUILT_IN = "Show Backtest and Playback101"
    COPY_ROWS = "Copy rows"
    EXPORT = "Export as CSV…"
    EXPORT_TITLE = "Export {table} as CSV"
    EXPORTED = "{table} were saved as {path}"
    EXPORT_FAILED = "{table} could not be saved"
    EXPORT_FAILED_WHY = (
        "{reason}. Choose another name or folder, or close the program that has it open."
    )
    FILTER_ALL = "Filter all tables"
    CLOSE_FILTER = "Close the filter of all tables"


GROUP_BY_WORDS = ("Nothing", "Broker", "Class of account", "Instrument")
"""In the order of the choices."""

ROW_HEIGHT_WORDS = ("By the window’s size", "Compact", "Normal", "Roomy")
"""In the order of the choices."""

NO_PLACED_TIME = "CrossTrade does not say when this order was placed."
OPENED = "This app saw it opened on {time}."
OPENED_BEFORE = (
    "It was open on {time}, when this app first saw it. CrossTrade does not say since when."
)
DAY_TOTAL_TOLD = "Realized and open profit or loss, both from the account’s newest balance."
DAY_TOTAL_ADDED = "Realized profit or loss, and the open one of the account’s positions."
