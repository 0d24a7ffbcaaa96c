"""Scroll areas: their bars take room only where needed, and never leave a screen reader."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.shell.scroll_room import ScrollRoom
from ct_desktop.ui.theme.style import dress
from ct_desktop.ui.theme.theme import Theme

MakeArea = Callable[[QWidget], QScrollArea]


@pytest.fixture(params=[ScrollColumn, ScrollRoom])
def area(request: pytest.FixtureRequest, qtbot: QtBot) -> QScrollArea:
    """One with a content that needs 300 by 400 pixels."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    dress(application, Theme())
    make: MakeArea = request.param
    content = QWidget()
    content.setMinimumSize(300, 400)
    area = make(content)
    qtbot.addWidget(area)
    area.resize(500, 200)
    with qtbot.waitExposed(area):
        area.show()
    return area


def parts(area: QScrollArea) -> int:
    return QAccessible.queryAccessibleInterface(area).childCount()


def test_a_screen_readers_last_part_is_still_there_when_nothing_is_left_to_scroll(
    area: QScrollArea, qtbot: QtBot
) -> None:
    assert area.verticalScrollBar().maximum() > 0
    last = parts(area) - 1
    area.resize(500, 600)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    # Asking Qt for a part that is not there any more would end this process.
    assert parts(area) - 1 == last
    assert QAccessible.queryAccessibleInterface(area).child(last).isValid()


def test_a_bar_takes_room_only_while_something_is_out_of_sight(
    area: QScrollArea, qtbot: QtBot
) -> None:
    assert area.viewport().width() < 500
    area.resize(500, 600)
    qtbot.waitUntil(lambda: area.viewport().width() == 500)
    assert area.viewport().height() == 600
    area.resize(500, 200)
    qtbot.waitUntil(lambda: area.viewport().width() < 500)
