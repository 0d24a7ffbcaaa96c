"""The history in the settings: its size in words, and deleting it while it is being recorded."""

import asyncio
from pathlib import Path

import pytest

from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.core.wording_history import size_words
from ct_desktop.ui.kept_history import KeptHistory
from support.connection_samples import NOW
from support.scripted_monitor import Recording, recording


class Shown:
    """A history in the settings, and what it told them."""

    def __init__(self, record: Recording) -> None:
        self.sizes: list[str] = []
        self.failures: list[str] = []
        self.kept = KeptHistory(
            record.history,
            record.recorder,
            show=self.sizes.append,
            show_failure=self.failures.append,
        )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


async def test_it_is_deleted_and_what_is_left_is_told(path: Path) -> None:
    async with recording(path) as record:
        shown = Shown(record)
        big = ActivityEntry(0, ActivityKind.SIGNED_IN, NOW.utc, "Signed in", "x" * 2_000_000)
        await record.history.record(big)
        await shown.kept.read()
        assert shown.sizes[0].endswith(" MB")
        await shown.kept.delete()
        assert shown.sizes[1].startswith("Deleted; ")
        assert shown.sizes[1].endswith(" KB left")
        assert shown.failures == [""]
        left = await record.history.entries(NOW.utc, NOW.utc.replace(year=NOW.utc.year + 1))
        assert [entry.kind for entry in left] == [ActivityKind.APP_STARTED]


async def test_what_could_not_be_deleted_is_said_with_the_reason(path: Path) -> None:
    await asyncio.to_thread(path.mkdir)
    async with recording(path, works=False) as record:
        shown = Shown(record)
        await shown.kept.delete()
        (said,) = shown.failures
        assert said.startswith("The history was not deleted. ")
        assert "cannot be written" in said
        assert shown.sizes == []


def test_sizes_are_written_for_people() -> None:
    words = [size_words(size) for size in (0, 1, 48_000, 999_999, 1_000_000, 12_440_000)]
    assert words == ["0 KB", "1 KB", "48 KB", "1000 KB", "1.0 MB", "12.4 MB"]
