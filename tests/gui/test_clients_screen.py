"""The AI clients screen: cards, recipes, and traders' own files checked, changed and given back."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.clients.errors import ClientDescriptionError
from ct_desktop.clients.library import all_clients
from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.profiles import CROSSTRADE_SERVER_URL
from ct_desktop.ui.clients import file_work
from ct_desktop.ui.clients.apply_dialog import ApplyDialog
from ct_desktop.ui.clients.card import ClientCard
from ct_desktop.ui.clients.code_block import CodeBlock
from ct_desktop.ui.clients.file_work import ClientFiles, FileAct, FileWish
from ct_desktop.ui.clients.screen import ClientsScreen
from ct_desktop.ui.controls.copy_button import COPIED
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme
from support.client_file_samples import (
    BROKEN_YAML,
    FINE_YAML,
    FLAWED_YAML,
    OTHER_SERVERS_YAML,
    TOKEN,
)

SMALL, USUAL = (960, 600), (1440, 900)


class Trader:
    """Uses the screen, whose wishes are fulfilled with real files beneath ``folder``."""

    def __init__(self, qtbot: QtBot, theme: Theme, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.window = MainWindow(theme)
        self.screen = ClientsScreen(theme, CROSSTRADE_SERVER_URL)
        self.window.add_screen(Screen.CLIENTS, lambda: self.screen)
        self.window.set_screen(Screen.CLIENTS)
        self.window.resize(*USUAL)
        qtbot.addWidget(self.window)
        self.wishes: list[FileWish] = []
        self.screen.wished.connect(self.wishes.append)
        self.files = ClientFiles(
            folder / "data",
            show_clients=self.screen.show_clients,
            show_failure=self.screen.show_failure,
            show_answer=self.screen.show_answer,
        )
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    def load(self) -> None:
        asyncio.run(self.files.load())
        self.settle()

    def settle(self) -> None:
        """Fulfil every wish, those too that come of an answer."""
        while self.wishes:
            asyncio.run(self.files.fulfil(self.wishes.pop(0)))
        QApplication.processEvents()

    def resize(self, size: tuple[int, int]) -> None:
        self.window.resize(*size)
        self.qtbot.waitUntil(lambda: self.window.size().toTuple() == size)
        QApplication.processEvents()

    def press(self, words: str, inside: QWidget | None = None) -> None:
        for button in (inside or self.window).findChildren(QAbstractButton):
            if button.isVisible() and words in (button.text(), button.accessibleName()):
                self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
                self.settle()
                return
        raise AssertionError(f"no button {words!r}")

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        focused = self.window.focusWidget() or self.window
        self.qtbot.keyClick(focused, key, modifier or Qt.KeyboardModifier.NoModifier)
        self.settle()

    def card(self, name: str) -> ClientCard:
        return next(card for card in self.cards if card.client.name == name)

    @property
    def cards(self) -> list[ClientCard]:
        return [card for card in self.screen.findChildren(ClientCard) if card.isVisible()]

    def file(self, text: str, name: str = "librechat.yaml") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode())
        return path

    def wish(self, act: FileAct, path: Path) -> None:
        """As after the file was chosen in the system's dialog."""
        self.screen.client.file.wished.emit(act, path)
        self.settle()

    def dialog(self) -> ApplyDialog:
        (dialog,) = [each for each in self.window.findChildren(ApplyDialog) if each.isVisible()]
        return dialog

    def says(self, inside: QWidget | None = None) -> str:
        """All texts that can be seen or scrolled to."""
        labels = (inside or self.screen.client).findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())


@pytest.fixture
def unloaded(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Trader:
    return Trader(qtbot, theme, tmp_path)


@pytest.fixture
def trader(unloaded: Trader) -> Trader:
    unloaded.load()
    return unloaded


@pytest.fixture
def names_hidden() -> Iterator[None]:
    PRIVACY.set_level(PrivacyLevel.NAMES_AND_AMOUNTS)
    yield
    PRIVACY.set_level(PrivacyLevel.OFF)


# The cards


def test_until_the_clients_are_read_the_screen_says_so(unloaded: Trader) -> None:
    assert "Reading what is known" in unloaded.says(unloaded.screen)
    unloaded.load()
    assert "Reading what is known" not in unloaded.says(unloaded.screen)


def test_every_client_has_a_card_with_one_line_of_truth(trader: Trader) -> None:
    assert [card.client for card in trader.cards] == list(all_clients())
    assert trader.card("LibreChat").truth == "Config file"
    assert trader.card("ChatGPT app").truth == "In its settings"
    assert trader.card("OpenAI API").truth == "In your program, token"


def test_descriptions_that_cannot_be_read_are_told(
    unloaded: Trader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ClientDescriptionError("The app's file x cannot be read. Install the app again.")

    monkeypatch.setattr(file_work, "all_clients", fail)
    unloaded.load()
    assert "Install the app again." in unloaded.says(unloaded.screen)
    assert not unloaded.cards


def test_the_first_client_is_open_where_there_is_room(trader: Trader) -> None:
    assert trader.card("LibreChat").isChecked()
    assert "Open librechat.yaml" in trader.says()


def test_arrows_go_among_the_cards_and_enter_opens(trader: Trader) -> None:
    trader.card("LibreChat").setFocus()
    trader.key(Qt.Key.Key_Right)
    trader.key(Qt.Key.Key_Down)
    focused = trader.window.focusWidget()
    assert focused is trader.cards[3]
    assert trader.screen.client.name.text() == "LibreChat"
    trader.key(Qt.Key.Key_Return)
    assert trader.screen.client.name.text().startswith(trader.cards[3].client.name)
    assert [card.isChecked() for card in trader.cards].count(True) == 1
    trader.key(Qt.Key.Key_Home)
    assert trader.window.focusWidget() is trader.cards[0]
    trader.key(Qt.Key.Key_Up)
    assert trader.window.focusWidget() is trader.cards[0]


def test_tab_stops_at_one_card_only(trader: Trader) -> None:
    taking = [c for c in trader.cards if c.focusPolicy() is Qt.FocusPolicy.StrongFocus]
    assert taking == [trader.card("LibreChat")]


def test_tab_goes_from_the_box_to_the_cards_and_down_the_opened_client(trader: Trader) -> None:
    trader.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    names = []
    for _ in range(8):
        trader.key(Qt.Key.Key_Tab)
        focused = trader.window.focusWidget()
        names.append(focused.accessibleName() or focused.text())
    assert names == [
        *("LibreChat", "Read-only", "LibreChat"),
        *("Copy the text of step 2", "Copy the text of step 3"),
        *("Check my file…", "Add the entry…", "Which file"),
    ]


def test_the_cards_of_a_row_are_of_one_width(trader: Trader) -> None:
    assert (
        max(card.width() for card in trader.cards) - min(card.width() for card in trader.cards) <= 1
    )


def test_a_client_is_found_by_any_of_its_names(trader: Trader) -> None:
    trader.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    trader.qtbot.keyClicks(trader.window.focusWidget(), "custom connector")
    assert [card.client.id for card in trader.cards] == ["chatgpt-app"]
    trader.qtbot.keyClicks(trader.window.focusWidget(), " zebra")
    assert not trader.cards
    assert "No client matches" in trader.says(trader.screen)
    trader.press("Show all")
    assert len(trader.cards) == len(all_clients())


def test_in_a_small_window_the_opened_client_takes_the_cards_place(trader: Trader) -> None:
    trader.resize(SMALL)
    trader.press("Back to the clients")
    assert not trader.screen.client.isVisible()
    assert len({card.x() for card in trader.cards}) == 1
    assert trader.window.focusWidget() is trader.card("LibreChat")
    trader.key(Qt.Key.Key_Down)
    trader.key(Qt.Key.Key_Return)
    assert not trader.screen.cards.isVisible()
    trader.key(Qt.Key.Key_Escape)
    assert trader.screen.cards.isVisible()
    assert trader.window.focusWidget() is trader.cards[1]


# The recipe


def test_the_snippet_is_copied_as_it_stands_and_the_button_says_so(trader: Trader) -> None:
    trader.press("Copy the text of step 2")
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("mcpServers:\n  crosstrade:\n    type: streamable-http\n")
    assert CROSSTRADE_SERVER_URL in copied
    buttons = [block.copy.text() for block in trader.screen.findChildren(CodeBlock)]
    assert buttons[0] == COPIED
    trader.qtbot.waitUntil(
        lambda: trader.screen.findChildren(CodeBlock)[0].copy.text() == "Copy", timeout=4000
    )


def test_another_scope_changes_what_is_pasted_and_what_is_said_of_it(trader: Trader) -> None:
    assert "scope: mcp:read" in trader.says()
    assert "It does not allow to: place" in trader.says()
    trader.press("Trade scope")
    assert "scope: mcp:trade" in trader.says()
    assert "It does not allow to" not in trader.says()
    trader.card("Cursor").click()
    trader.settle()
    assert "mcp:trade allows to" not in trader.says()


def test_every_recipe_tells_all_that_a_trader_needs(trader: Trader) -> None:
    for card in trader.cards:
        card.click()
        trader.settle()
        client, said = card.client, trader.says()
        assert client.credential.advice in said, client.name
        assert "GetMcpCapabilities" in said, client.name
        assert client.sources[0].where in said, client.name
        assert all(limit in said for limit in client.limits if "<" not in limit), client.name
        assert trader.screen.client.file.isVisible() is (client.file is not None)


def test_a_long_line_goes_on_below_and_nothing_is_cut(trader: Trader) -> None:
    block = CodeBlock(trader.screen._theme, "word " * 60, "Copy", numbered=True)
    assert block.heightForWidth(300) > block.heightForWidth(4000)


# Checking a file


def test_a_check_tells_the_worst_first_with_line_cause_and_mend(trader: Trader) -> None:
    trader.wish(FileAct.CHECK, trader.file(FLAWED_YAML))
    said = trader.says(trader.screen.client.file)
    assert said.index("The address ends in a slash") < said.index("too short")
    assert said.index("too short") < said.index("The server is named crosstrade")
    assert "5:10" in said
    assert "without the slash" in said
    assert TOKEN not in trader.says(trader.screen)
    assert "problem" in trader.card("LibreChat").truth
    rows = [w.accessibleName() for w in trader.screen.client.file.findChildren(QWidget)]
    assert any(name.startswith("Problem, line 5: The address ends") for name in rows)


def test_a_mended_file_is_fine_when_checked_again(trader: Trader) -> None:
    trader.wish(FileAct.CHECK, trader.file(FLAWED_YAML))
    trader.file(FINE_YAML)
    trader.press("Check again")
    assert trader.card("LibreChat").truth.startswith("All fine, ")
    assert "The address ends in a slash" not in trader.says()


def test_a_broken_file_tells_line_and_column(trader: Trader) -> None:
    path = trader.file(BROKEN_YAML)
    trader.wish(FileAct.CHECK, path)
    said = trader.says(trader.screen.client.file)
    assert "The file is broken" in said
    assert "5:4" in said
    trader.press("Add the entry…")
    assert "nothing was changed" in trader.says(trader.screen.client.file)
    assert path.read_text() == BROKEN_YAML


def test_a_missing_file_is_told_in_the_screens_own_words(trader: Trader) -> None:
    trader.wish(FileAct.CHECK, trader.folder / "librechat.yaml")
    said = trader.says(trader.screen.client.file)
    assert "There is no librechat.yaml" in said
    assert "ct-desktop" not in said
    assert "--file" not in said


def test_a_file_that_cannot_be_read_is_told(trader: Trader) -> None:
    path = trader.folder / "librechat.yaml"
    path.mkdir()
    trader.wish(FileAct.CHECK, path)
    assert trader.screen.client.file.notice.isVisible()
    assert str(path) in trader.says(trader.screen.client.file.notice)


def test_a_huge_file_is_read_or_refused_with_words(trader: Trader) -> None:
    path = trader.file("# filler\n" * 1_300_000)
    trader.wish(FileAct.CHECK, path)
    assert not trader.screen.client.file.check._busy
    said = trader.says(trader.screen.client.file)
    assert "There is no mcpServers" in said or "large" in said


def test_an_unexpected_fault_ends_the_wait_and_says_so(
    trader: Trader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(file_work, "check_file", fail)
    with pytest.raises(RuntimeError, match="unforeseen"):
        trader.wish(FileAct.CHECK, trader.file(FINE_YAML))
    assert not trader.screen.client.file.check._busy
    assert "nothing was changed" in trader.says(trader.screen.client.file.notice)


# Adding the entry


def test_nothing_is_written_before_the_difference_was_shown_and_agreed_to(trader: Trader) -> None:
    path = trader.file(OTHER_SERVERS_YAML)
    trader.wish(FileAct.PLAN, path)
    shown = trader.dialog().difference.text.toPlainText()
    assert "+  crosstrade:" in shown
    assert path.read_text(encoding="utf-8") == OTHER_SERVERS_YAML
    trader.key(Qt.Key.Key_Escape)
    assert path.read_text(encoding="utf-8") == OTHER_SERVERS_YAML
    assert list(trader.folder.glob("librechat*")) == [path]


def test_the_entry_is_written_with_a_backup_and_undo_gives_the_file_back(trader: Trader) -> None:
    path = trader.file(OTHER_SERVERS_YAML)
    trader.wish(FileAct.PLAN, path)
    trader.press("Write it", trader.dialog())
    written = path.read_text(encoding="utf-8")
    assert "crosstrade:" in written
    assert "# Für die Bücher" in written
    (backup,) = [each for each in trader.folder.glob("librechat*") if each != path]
    assert backup.read_text(encoding="utf-8") == OTHER_SERVERS_YAML
    assert str(backup) in trader.says(trader.screen.client.file.notice)
    assert trader.card("LibreChat").truth.startswith("All fine, ")
    trader.press("Undo")
    assert path.read_text(encoding="utf-8") == OTHER_SERVERS_YAML
    assert not trader.screen.client.file.undo.isVisible()


def test_a_right_entry_is_not_written_again(trader: Trader) -> None:
    trader.wish(FileAct.PLAN, trader.file(FINE_YAML))
    assert not trader.window.findChildren(ApplyDialog)
    assert "Nothing was written" in trader.says(trader.screen.client.file.notice)


def test_a_token_in_the_file_is_shown_nowhere_and_its_backup_is_warned_of(trader: Trader) -> None:
    trader.wish(FileAct.PLAN, trader.file(FLAWED_YAML))
    dialog = trader.dialog()
    assert TOKEN not in dialog.difference.text.toPlainText()
    assert "its copy still does" in trader.says(dialog)
    trader.press("Write it", dialog)
    assert "its copy still does" in trader.says(trader.screen.client.file.notice)
    assert TOKEN not in trader.says(trader.screen)


def test_a_file_that_changed_meanwhile_is_left_as_it_is(trader: Trader) -> None:
    path = trader.file(OTHER_SERVERS_YAML)
    trader.wish(FileAct.PLAN, path)
    trader.file(FINE_YAML)
    trader.press("Write it", trader.dialog())
    assert path.read_text() == FINE_YAML
    assert trader.screen.client.file.notice.isVisible()


def test_with_names_hidden_no_path_tells_the_users_name(
    trader: Trader, monkeypatch: pytest.MonkeyPatch, names_hidden: None
) -> None:
    del names_hidden
    monkeypatch.setattr(Path, "home", lambda: trader.folder)
    trader.wish(FileAct.PLAN, trader.file(OTHER_SERVERS_YAML))
    dialog = trader.dialog()
    assert str(trader.folder) not in dialog.difference.text.toPlainText()
    trader.press("Write it", dialog)
    said = trader.says(trader.screen)
    assert str(trader.folder) not in said
    assert "~/librechat.yaml" in said


def test_a_file_is_held_to_the_place_that_the_trader_says_it_is_of(trader: Trader) -> None:
    path = trader.file(FINE_YAML.replace("30000", "${LIMIT}"))
    trader.wish(FileAct.CHECK, path)
    before = trader.says(trader.screen.client.file)
    box = trader.screen.client.file.place
    box.setFocus()
    trader.key(Qt.Key.Key_Down)
    assert "own screen" in box.currentText()
    trader.wish(FileAct.CHECK, path)
    assert trader.says(trader.screen.client.file) != before
    assert "own screen" in box.currentText()


def test_names_hidden_later_are_masked_in_what_is_shown_already(
    trader: Trader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: trader.folder)
    trader.wish(FileAct.CHECK, trader.file(FLAWED_YAML))
    assert str(trader.folder) in trader.says(trader.screen)
    PRIVACY.set_level(PrivacyLevel.NAMES_AND_AMOUNTS)
    try:
        assert str(trader.folder) not in trader.says(trader.screen)
    finally:
        PRIVACY.set_level(PrivacyLevel.OFF)
    assert str(trader.folder) in trader.says(trader.screen)
