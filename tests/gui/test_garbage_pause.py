"""The collector rests while the window starts, and comes back by itself."""

import gc
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ct_desktop.ui import garbage_pause


@pytest.fixture(autouse=True)
def _collector_as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_the_collector_rests_until_the_start_is_over(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage_pause, "_START_MILLISECONDS", 0)
    garbage_pause.pause_garbage_collection()
    assert not gc.isenabled()

    garbage_pause.resume_garbage_collection_after_start()
    qtbot.waitUntil(gc.isenabled)
    assert gc.get_freeze_count() > 0
