"""What goes wrong in the course of the day, and what the figures do meanwhile."""

from dataclasses import dataclass
from enum import Enum, auto


class Figures(Enum):
    """What becomes of the figures while a scenario lasts."""

    COME = auto()
    """They come, if slowly, as others, or as the same ones again."""
    STAY_AWAY = auto()
    """None comes: whatever is on the screen is old before long."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One scenario. ``needs_trader``: the app is well again only once somebody signs in."""

    scenario: str
    figures: Figures
    needs_trader: bool = False


EPISODES = (
    Episode("server-down", Figures.STAY_AWAY),
    Episode("nt8-frozen", Figures.STAY_AWAY),
    Episode("token-revoked", Figures.STAY_AWAY, needs_trader=True),
    Episode("garbage", Figures.STAY_AWAY),
    Episode("addon-offline", Figures.STAY_AWAY),
    Episode("broker-dropping", Figures.COME),
    Episode("token-expiring", Figures.COME),
    Episode("rate-limited", Figures.STAY_AWAY),
    Episode("slow", Figures.COME),
    Episode("not-elite", Figures.STAY_AWAY),
    Episode("no-broker", Figures.COME),
    Episode("captive-portal", Figures.STAY_AWAY),
    Episode("frozen-prices", Figures.COME),
    Episode("wrong-clock", Figures.STAY_AWAY),
    Episode("many-accounts", Figures.COME),
    Episode("addon-outdated", Figures.COME),
    Episode("registrations-exhausted", Figures.COME),
)
"""All scenarios but healthy, which stands between any two of them."""

FEW_EPISODES = EPISODES[:4]
"""Those of the short form."""
