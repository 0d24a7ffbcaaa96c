"""The collector rests while the window starts, and comes back by itself."""

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ct_desktop.ui import garbage_pause


@pytest.fixture(autouse=True)
def _collector_as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


WATCHED_START = """
import gc, sys

def watch(event, values):
    if event == "import" and values[0] == "PySide6":
        print(gc.isenabled())

sys.addaudithook(watch)
from ct_desktop.cli.main import main
print(main(["--server", "http://crosstrade.example/mcp"]))
"""
"""It ends before the window, since the address is not one to send a token to."""


def test_the_collector_rests_before_anything_of_qt_is_loaded() -> None:
    done = subprocess.run(
        (sys.executable, "-c", WATCHED_START),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.split() == ["False", "2"]


def test_the_collector_rests_until_the_start_is_over(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage_pause, "_START_MILLISECONDS", 0)
    gc.disable()
    garbage_pause.resume_garbage_collection_after_start()
    qtbot.waitUntil(gc.isenabled)
    assert gc.get_freeze_count() > 0
