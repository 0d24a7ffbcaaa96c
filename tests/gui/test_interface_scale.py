"""The trader's own size of text: how Qt is told, and that nothing is lost where it is too large."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.profiles import DEFAULT_PROFILE, AppFolders, SettingsStore
from ct_desktop.ui.interface_scale import interface_scale
from ct_desktop.ui.shell.scroll_room import ScrollRoom

_PROGRAM = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ct_desktop.ui import application
from ct_desktop.ui.launch import Launch

def look():
    window = QApplication.topLevelWidgets()[0]
    print(QApplication.primaryScreen().devicePixelRatio(), os.environ.get("QT_SCALE_FACTOR"))
    window.close()

real = application._first_window
def first_window(*arguments, **options):
    QTimer.singleShot(0, look)
    return real(*arguments, **options)
application._first_window = first_window
sys.exit(application.run_window(Launch()))
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppFolders:
    monkeypatch.setenv("CT_DESKTOP_HOME", str(tmp_path))
    return AppFolders.from_environment()


@pytest.mark.parametrize(("percent", "ratio"), [(100, "1.0"), (150, "1.5"), (200, "2.0")])
def test_the_window_comes_at_the_size_that_the_trader_set(
    home: AppFolders, percent: int, ratio: str
) -> None:
    SettingsStore(home.profile(DEFAULT_PROFILE).settings).update(interface_scale=percent)

    done = subprocess.run(
        (sys.executable, "-c", _PROGRAM), capture_output=True, text=True, timeout=60, check=False
    )

    # Nothing is left for the programs that the app starts.
    assert done.stdout.split() == [ratio, "None"], done.stderr


def test_the_systems_own_factor_is_kept_and_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_SCALE_FACTOR", "1.5")

    with interface_scale(200):
        assert os.environ["QT_SCALE_FACTOR"] == "3.0"

    assert os.environ["QT_SCALE_FACTOR"] == "1.5"


def test_nonsense_in_the_systems_factor_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_SCALE_FACTOR", "large")

    with interface_scale(125):
        assert os.environ["QT_SCALE_FACTOR"] == "1.25"

    assert os.environ["QT_SCALE_FACTOR"] == "large"


def test_what_has_no_room_scrolls_and_what_has_does_not(qtbot: QtBot) -> None:
    content = QWidget()
    content.setMinimumSize(960, 600)
    room = ScrollRoom(content)
    qtbot.addWidget(room)
    room.resize(720, 450)
    room.show()
    qtbot.waitUntil(room.isVisible)

    qtbot.waitUntil(lambda: _can_scroll(room))
    assert content.size().expandedTo(QSize(960, 600)) == content.size()

    room.resize(1440, 900)
    qtbot.waitUntil(lambda: content.size() == QSize(1440, 900))
    qtbot.waitUntil(lambda: not _can_scroll(room))


def _can_scroll(area: QScrollArea) -> bool:
    return area.horizontalScrollBar().maximum() > 0 and area.verticalScrollBar().maximum() > 0
