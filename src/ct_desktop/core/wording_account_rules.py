"""The wording of the account rules in Settings."""

from ct_desktop.core.accounts import AccountClass

TITLE = "Account rules"
FILTER = "Filter accounts"
ACCOUNTS = "Accounts"
NO_ACCOUNTS = "No account was read yet"
NO_ACCOUNTS_WORDS = "They appear here once CrossTrade answers."
NO_MATCH = "No account matches the filter"
COLUMNS = ("Account", "Class", "Loss limit", "Drawdown", "Amount")
GUESS = "Guess"
CLASS_TITLES = {
    AccountClass.LIVE: "Live",
    AccountClass.FUNDED: "Funded",
    AccountClass.EVALUATION: "Evaluation",
    AccountClass.SIMULATED: "Simulated",
}
NONE_CHOSEN = "Choose an account above"
CLASS = "Class"
CLASS_WORDS = "Whose money it is; CrossTrade does not say"
AMOUNT_TITLES = {
    "daily_loss_limit": "Daily loss limit",
    "daily_profit_target": "Daily profit target",
    "drawdown_amount": "Drawdown amount",
    "starting_balance": "Starting balance",
    "locks_at": "Floor stops rising at",
    "highest_balance": "Highest balance",
}
AMOUNT_WORDS = {
    "daily_loss_limit": "What it may lose from 18:00 to 18:00 in New York",
    "daily_profit_target": "Tells you once when the day has reached it",
    "drawdown_amount": "How far it may fall from its peak, or from its start",
    "starting_balance": "What your firm opened it with",
    "locks_at": "Often the starting balance; empty: it goes on rising",
    "highest_balance": "By your firm’s books, where this app was not there to see it",
}
DRAWDOWN = "Drawdown"
PEAK = "Peak that counts"
START_OVER = "Start over"
START_OVER_WORDS = "After your firm has reset the account: what was before no longer counts"
NO_PEAK = "None known yet"
AMOUNT_WRONG = "Write an amount like 1,100.50, or leave it empty."
ALERTS = "Alerts"
ALERTS_WORDS = "Tell me when little room is left before a limit"
LEVELS = "Tell me at"
LEVELS_WORDS = "percent of the room left, and when the limit is reached"
LEVELS_WRONG = "Write up to five whole numbers from 1 to 99, like 50, 25, 10."
SOUND = "Sound"
SOUND_WORDS = "With the system’s alert sound; never in quiet hours"


def account_heading(name: str) -> str:
    """The account that the fields below belong to."""
    return f"Rules of {name}"


def guessed(account_class: AccountClass) -> str:
    """A class that the trader has not set."""
    return f"{CLASS_TITLES[account_class]} (guess)"
