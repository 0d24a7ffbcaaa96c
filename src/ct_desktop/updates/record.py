"""What is remembered of the asking between runs, in one file for every profile's window.

One file, so that two profiles together ask no more often than one. Blocking; call it in a thread
where an event loop runs.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ct_desktop.profiles.json_file import JsonFile, JsonObject, Reading
from ct_desktop.updates.errors import UnfitAnswerError
from ct_desktop.updates.release import Release
from ct_desktop.updates.version import Version, parse_version

INTERVAL = timedelta(days=1)
"""Between two questions that no person asked for."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """``asked_at`` (UTC) is when the question last went out, and ``answered`` whether an answer
    came that could be read; ``newest`` is the last such answer. ``skipped`` is the version that
    the trader wants to hear no more of.
    """

    asked_at: datetime | None = None
    answered: bool = False
    newest: Release | None = None
    skipped: Version | None = None


class UpdateRecord:
    """The record in ``path`` of what was asked at ``url``. Raises ``ProfileError``."""

    def __init__(self, path: Path, url: str) -> None:
        self._file = JsonFile(path)
        self._url = url

    def read(self) -> Remembered:
        """What is remembered; what does not fit counts as not there."""
        return self._remembered(self._file.read().content)

    def claim(self, now: datetime) -> bool:
        """Note that the question goes out ``now``, unless it went out within the last day.

        Noted before anything is sent, so that neither another window nor a run that ends half-way
        asks twice.
        """
        claimed = False

        def change(reading: Reading) -> JsonObject:
            nonlocal claimed
            asked_at = _time(reading.content.get("asked_at"))
            # Either way round: a clock that was set back does not bring the next question nearer.
            claimed = asked_at is None or abs(now - asked_at) >= INTERVAL
            return _asked(reading.content, now) if claimed else reading.content

        self._file.update(change)
        return claimed

    def note_question(self, now: datetime) -> None:
        """Note that the question goes out ``now``, because the trader asked for it."""
        self._file.update(lambda reading: _asked(reading.content, now))

    def note_answer(self, newest: Release) -> None:
        """Note what was answered."""
        from ct_desktop.updates.release_document import as_document  # noqa: PLC0415 - see the module

        self._file.update(
            lambda reading: {**reading.content, "answered": True, "newest": as_document(newest)}
        )

    def skip(self, version: Version) -> None:
        """Note that the trader wants to hear no more of ``version``."""
        self._file.update(lambda reading: {**reading.content, "skipped": str(version)})

    def _remembered(self, content: dict[str, Any]) -> Remembered:
        return Remembered(
            asked_at=_time(content.get("asked_at")),
            answered=content.get("answered") is True,
            newest=self._release(content.get("newest")),
            skipped=_version(content.get("skipped")),
        )

    def _release(self, value: object) -> Release | None:
        if not isinstance(value, str):
            return None
        from ct_desktop.updates.release_document import (  # noqa: PLC0415 - see the module
            parse_release,
        )

        try:
            # As strictly as when it came: the file may be older than this app, or the demo's port.
            return parse_release(value, self._url)
        except UnfitAnswerError:
            return None


def _asked(content: JsonObject, now: datetime) -> JsonObject:
    return {**content, "asked_at": now.astimezone(UTC).isoformat(), "answered": False}


def _time(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _version(value: object) -> Version | None:
    try:
        return parse_version(str(value))
    except ValueError:
        return None
