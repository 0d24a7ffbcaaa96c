"""A calendar day where the trader is, as a stretch of time; it has 23 to 25 hours."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def day_bounds(day: date, zone: tzinfo | None = None) -> tuple[datetime, datetime]:
    """Where ``day`` begins and where the next does, in UTC. Without ``zone``, the system's."""
    return _midnight(day, zone), _midnight(day + timedelta(days=1), zone)


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    if zone is None:
        # A time without a zone is taken for the system's, with the offset of that day.
        return datetime.combine(day, time.min).astimezone(UTC)
    return datetime.combine(day, time.min, zone).astimezone(UTC)
