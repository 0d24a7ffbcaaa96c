"""The several ways CrossTrade writes a time (the CrossTrade reference, section 3.5)."""

from datetime import datetime, timedelta, timezone

MACHINE_ZONE = timezone(timedelta(hours=-5))
"""The simulated NinjaTrader machine stands in New York, in winter."""


def utc_7(at: datetime) -> str:
    """``2026-03-18T20:46:29.0248280Z``: UTC, seven fractional digits."""
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}0Z"


def local_7(at: datetime) -> str:
    """``2026-03-18T15:46:29.0248280``: the machine's time, seven digits, no zone."""
    return f"{at.astimezone(MACHINE_ZONE):%Y-%m-%dT%H:%M:%S.%f}0"


def local_offset(at: datetime) -> str:
    """``2026-03-18T15:46:29.0248280-05:00``: the machine's time with its offset."""
    return f"{local_7(at)}-05:00"


def utc_seconds(at: datetime) -> str:
    """``2026-03-18T20:46:29Z``."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def quote_local(at: datetime) -> str:
    """``03/18/2026 03:46:29 PM``: the machine's time."""
    return f"{at.astimezone(MACHINE_ZONE):%m/%d/%Y %I:%M:%S %p}"


def quote_utc(at: datetime) -> str:
    """``2026-03-18 20:46:29``: UTC, and nothing says so."""
    return f"{at:%Y-%m-%d %H:%M:%S}"


def epoch_ms(at: datetime) -> int:
    """Milliseconds since 1970."""
    return round(at.timestamp() * 1000)
