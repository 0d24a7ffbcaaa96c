"""The trader's settings about watching, as the rules they stand for."""

from ct_desktop.core.pace import WatchingRules
from ct_desktop.profiles import ProfileSettings


def watching_rules(settings: ProfileSettings) -> WatchingRules:
    """What ``settings`` say about how to watch."""
    return WatchingRules(
        settings.calls_a_minute,
        settings.slower_unwatched,
        settings.positions_stale_after,
        settings.balances_stale_after,
    )
