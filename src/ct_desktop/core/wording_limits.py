"""The wording of limits, the room left before them, and the alerts about it."""

from ct_desktop.core.account_rules import DrawdownKind
from ct_desktop.core.peaks import PeakSource

ESTIMATE = "Estimate from NinjaTrader 8’s figures. Your firm’s own books decide."

DRAWDOWN_TITLES = {
    None: "No drawdown",
    DrawdownKind.TRAILING_INTRADAY: "Trailing, every new high",
    DrawdownKind.TRAILING_END_OF_DAY: "Trailing, end of day",
    DrawdownKind.TRAILING_SESSION: "Trailing, within the session",
    DrawdownKind.STATIC: "Static",
}

PEAK_SOURCES = {
    PeakSource.CROSSTRADE: "from CrossTrade",
    PeakSource.SEEN: "seen by this app",
    PeakSource.TRADER: "set by you",
}

LOSS_LIMIT = "daily loss limit"
DRAWDOWN = "drawdown"

NO_LOSS_LIMIT = "No daily loss limit is set for this account. Settings has its rules."
NO_DRAWDOWN = "No drawdown is set for this account. Settings has its rules."
ROOM_NOT_KNOWN = "Not known yet: a balance, or the peak that the drawdown follows, is missing."


def room_left(left: str, whole: str) -> str:
    """What is left of how much, as the first thing to know of it."""
    return f"About {left} left of {whole}"


def loss_limit_words(threshold: str) -> str:
    """The rule of a day's loss limit, and where it ends the day."""
    return f"Daily loss limit: reached at {threshold} today"


def drawdown_words(kind: str, threshold: str) -> str:
    """The rule of a drawdown, and where it ends the account."""
    return f"Drawdown ({kind.lower()}): reached at a balance of {threshold}"


def peak_words(balance: str, time: str, source: str) -> str:
    """The peak that it follows; ``time`` is empty where nobody knows it."""
    return f"Follows the peak of {balance}{f' on {time}' if time else ''}, {source}"


def alert_title(account: str, what: str, percent: int) -> str:
    """``APEX1234: 25 % left to the drawdown``; at 0 the limit is reached."""
    if percent == 0:
        return f"{account}: {what} reached"
    return f"{account}: {percent} % or less left to the {what}"


def alert_text(left: str, threshold: str) -> str:
    """What is left and where the limit lies, with the word that it is an estimate."""
    return f"About {left} left, limit at {threshold}. {ESTIMATE}"


def reached_text(threshold: str) -> str:
    """The limit was reached."""
    return f"The limit lies at {threshold}. {ESTIMATE}"


def target_title(account: str) -> str:
    """The day's profit target was reached."""
    return f"{account}: daily profit target reached"


def target_text(result: str, target: str) -> str:
    """How far the day has come."""
    return f"Today {result}, target {target}. {ESTIMATE}"


DISMISS = "Dismiss"


def others_words(count: int) -> str:
    """How many other limits are near."""
    if count == 0:
        return ""
    return " And one other limit." if count == 1 else f" And {count} other limits."
