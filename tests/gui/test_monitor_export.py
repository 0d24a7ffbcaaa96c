"""Rows leave the window by the clipboard and as CSV: what is seen, exactly, and nothing else."""

import csv
import io
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox, QTableView
from pytestqt.qtbot import QtBot

from ct_desktop.profiles.tables_view import TableLayout, TablesView
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.monitor.table_export import export_table
from ct_desktop.ui.monitor.table_view import TableView
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.market_samples import at, market_state, mock_up_snapshot


@pytest.fixture
def screen(qtbot: QtBot) -> MonitorScreen:
    screen = MonitorScreen(Theme(ColourScheme.DARK))
    qtbot.addWidget(screen)
    screen.resize(1440, 900)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.show_state(market_state(mock_up_snapshot()), at(2))
    return screen


def table(screen: MonitorScreen, name: str) -> TableView[object]:
    (found,) = (t for t in screen.findChildren(QTableView) if t.accessibleName() == name)
    assert isinstance(found, TableView)
    return found


def test_chosen_rows_are_copied_as_they_stand(qtbot: QtBot, screen: MonitorScreen) -> None:
    view = table(screen, "Positions")
    screen.show_tables(TablesView(layouts=(TableLayout("Positions", ("Open P/L", "Instrument")),)))
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "-220.0\tGC 02-27\n405.0\tNQ 12-26"


def test_nothing_chosen_leaves_the_clipboard_alone(qtbot: QtBot, screen: MonitorScreen) -> None:
    QApplication.clipboard().setText("kept")
    view = table(screen, "Positions")
    view.setFocus()
    view.clearSelection()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "kept"


def test_csv_has_exact_values_times_with_zone_and_what_tells_rows_apart(
    screen: MonitorScreen,
) -> None:
    rows = {
        name: list(csv.DictReader(io.StringIO(table(screen, name).as_csv())))
        for name in ("Accounts", "Positions", "Orders", "Fills")
    }
    account = rows["Accounts"][6]
    assert (account["Account"], account["NT8 name"]) == ("APEX7801", "EVAL7801")
    assert (account["Class"], account["Currency"]) == ("evaluation", "USD")
    assert account["As of"] == "2026-11-20T15:40:36+00:00"
    assert account["Realized"] == "-212.5"
    assert rows["Positions"][5]["Market position"] == "Short"
    assert rows["Positions"][5]["Quantity"] == "2"
    order = rows["Orders"][2]
    assert order["Placed"] == "2026-11-20T15:38:21+00:00"
    assert (order["Side"], order["Stop price"], order["Limit price"]) == ("Sell", "26072.0", "")
    assert rows["Fills"][0]["Time"] == "2026-11-20T15:41:02+00:00"


def save_as(qtbot: QtBot, screen: MonitorScreen, path: Path) -> None:
    export_table(table(screen, "Positions"))
    chooser = screen.window().findChild(QFileDialog)
    assert chooser is not None
    assert chooser.defaultSuffix() == "csv"
    chooser.fileSelected.emit(str(path))
    chooser.reject()


def test_the_table_is_written_whole_into_the_file(
    qtbot: QtBot, screen: MonitorScreen, tmp_path: Path
) -> None:
    path = tmp_path / "positions.csv"
    expected = table(screen, "Positions").as_csv()
    save_as(qtbot, screen, path)
    qtbot.waitUntil(path.exists)
    assert path.read_bytes().decode("utf-8") == expected


def test_a_file_that_cannot_be_written_is_said(
    qtbot: QtBot, screen: MonitorScreen, tmp_path: Path
) -> None:
    save_as(qtbot, screen, tmp_path / "missing" / "positions.csv")
    qtbot.waitUntil(lambda: screen.window().findChild(QMessageBox) is not None)
    box = screen.window().findChild(QMessageBox)
    assert box is not None
    assert box.text() == "Positions could not be saved"
    assert "No such file" in box.informativeText()
    box.close()


def test_the_menu_of_the_rows_offers_both(qtbot: QtBot, screen: MonitorScreen) -> None:
    view = table(screen, "Positions")
    view.selectRow(0)
    place = view.viewport().mapToGlobal(view.viewport().rect().center())
    view.menu_requested.emit(place)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()][:2] == ["Copy rows", "Export as CSV…"]
    assert all(action.isEnabled() for action in menu.actions()[:2])
    menu.close()
