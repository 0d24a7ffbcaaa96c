"""The wording of how often to watch: the budget, what it costs, and how old figures may grow."""

TITLE = "Watching"
REQUESTS = "Requests a minute"
REQUESTS_WORDS = "of {most} at most. CrossTrade allows {shared} to you and your bots together."
POSITIONS = "Positions"
BALANCES = "Balances"
STALE_AFTER = "stale after"
SLOWER = "When hidden or closed"
SLOWER_WORDS = (
    "Ask about three times less often while no window is in sight or the market is closed"
)
LAST_MINUTE = "Last minute"
AS_THE_PACE = "as the pace gives"


def every(seconds: float) -> str:
    """``Asked every 4 s``, ``Asked every 2 min``."""
    return f"Asked every {_span(seconds)}"


def round_words(step: float, calls: int) -> str:
    """How balances are read: in one call, or one account after another and how long that takes."""
    if calls <= 1:
        return every(step)
    return f"{calls} accounts, one {every(step).lower()}, take {_span(step * calls)}"


def effect(asked: str, limit: float) -> str:
    """``Asked every 4 s; older than 13 s is stale``."""
    return f"{asked}; older than {_span(limit)} is stale"


def age_words(seconds: int | None) -> str:
    """A choice of age; ``None`` where the trader sets none."""
    return AS_THE_PACE if seconds is None else _span(seconds)


def _span(seconds: float) -> str:
    whole = round(seconds)
    if whole <= 120:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if rest and minutes < 10 else f"{round(whole / 60)} min"
