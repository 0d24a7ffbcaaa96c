"""When this machine asked to be registered: CrossTrade allows ten registrations an hour.

Blocking; call it in a thread where an event loop runs.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from ct_desktop.profiles.json_file import JsonFile, JsonObject, Reading

_LIST = "attempts"
_PERIOD = timedelta(hours=1)


class RegistrationAttempts:
    """The attempts noted in ``path``, for every profile: the server counts by address."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path)

    def note(self, issuer: str, at: datetime) -> None:
        """Note an attempt at ``issuer``; those older than an hour are dropped.

        Raises ``ProfileError``.
        """

        def add(reading: Reading) -> JsonObject:
            recent = [
                {"issuer": other, "at": time.isoformat()}
                for other, time in _attempts(reading)
                if _is_recent(time, at)
            ]
            attempt = {"issuer": issuer, "at": at.astimezone(UTC).isoformat()}
            return {_LIST: [*recent, attempt]}

        self._file.update(add)

    def in_the_last_hour(self, issuer: str, now: datetime) -> tuple[datetime, ...]:
        """The times (UTC) of the attempts at ``issuer``, oldest first. Raises ``ProfileError``."""
        return tuple(
            sorted(
                time
                for other, time in _attempts(self._file.read())
                if other == issuer and _is_recent(time, now)
            )
        )


def _attempts(reading: Reading) -> list[tuple[str, datetime]]:
    entries = reading.content.get(_LIST)
    attempts = []
    for entry in entries if isinstance(entries, list) else []:
        try:
            time = datetime.fromisoformat(entry["at"]).astimezone(UTC)
            attempts.append((str(entry["issuer"]), time))
        except (KeyError, TypeError, ValueError, OverflowError):
            continue  # not one of ours; an attempt forgotten costs less than a sign-in refused
    return attempts


def _is_recent(time: datetime, now: datetime) -> bool:
    # Either way round: a clock that was set back must not free the allowance.
    return abs(now - time) < _PERIOD
