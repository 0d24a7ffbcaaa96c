"""Moments in every format that the server uses.

Source: the CrossTrade reference, section 3.5. A stamp without a zone is local to the machine that
NT8 runs on, which need not be this one, so it is worth nothing unless its field says UTC.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from ct_desktop.crosstrade.parsing.record import Names, Record, finite_number

_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)[T ]"
    r"(?P<hour>\d\d):(?P<minute>\d\d)(:(?P<second>\d\d)(\.(?P<fraction>\d{1,12}))?)?"
    r"\s?(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?",
    re.ASCII | re.IGNORECASE,
)
_US = re.compile(
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})\s"
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(:(?P<second>\d\d))?(\s?(?P<half>[AP]M))?",
    re.IGNORECASE,
)

_MILLISECONDS_FROM = 1e11
"""Epochs from here on are milliseconds: as seconds they would lie in the year 5138."""

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
"""NT8 writes year 1 and year 2099 for "never"; nothing real lies outside these."""


def read_time(record: Record, field: Names) -> datetime | None:
    """The first of the field's values that names an instant, in UTC, or ``None``.

    A name that ends in ``utc`` promises UTC, so a stamp there needs no zone.
    """
    for name in field:
        for value in record.values((name,)):
            instant = parse_time(value, naive_is_utc=name.endswith("utc"))
            if instant is not None:
                return instant
    return None


def parse_time(value: object, *, naive_is_utc: bool = False) -> datetime | None:
    """An epoch in seconds or milliseconds, or a stamp with a zone, as an aware time in UTC.

    ``None`` for what is neither, for a stamp without a zone (unless ``naive_is_utc``) and for a
    year that NT8 uses to say "never".
    """
    epoch = finite_number(value)
    try:
        if epoch is not None:
            seconds = epoch / 1000 if abs(epoch) >= _MILLISECONDS_FROM else epoch
            instant = datetime.fromtimestamp(seconds, UTC)
        elif isinstance(value, str):
            local = _parse_stamp(value.strip())
            if local is None or (local.tzinfo is None and not naive_is_utc):
                return None
            instant = local.replace(tzinfo=local.tzinfo or UTC).astimezone(UTC)
        else:
            return None
    except (ValueError, OverflowError, OSError):
        return None
    return instant if _FIRST_YEAR <= instant.year < _LAST_YEAR else None


def _parse_stamp(text: str) -> datetime | None:
    iso, us = _ISO.fullmatch(text), _US.fullmatch(text)
    if iso is not None:
        # Seven digits of a second are usual, and Python keeps six.
        fraction = (iso["fraction"] or "")[:6].ljust(6, "0")
        return datetime(
            int(iso["year"]),
            int(iso["month"]),
            int(iso["day"]),
            int(iso["hour"]),
            int(iso["minute"]),
            int(iso["second"] or 0),
            int(fraction),
            tzinfo=_zone(iso["zone"]),
        )
    if us is not None:
        hour = int(us["hour"])
        if us["half"]:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if us["half"].upper() == "PM" else 0)
        return datetime(  # noqa: DTZ001 - its zone is not in the text
            int(us["year"]),
            int(us["month"]),
            int(us["day"]),
            hour,
            int(us["minute"]),
            int(us["second"] or 0),
        )
    return None


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text.upper() in ("Z", "UTC"):
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)
