"""The menu of profiles: where to go, and what can be done with each."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ct_desktop.core import wording_profiles as words


@dataclass(frozen=True, slots=True)
class ProfileEntry:
    """One profile in the menu. ``state`` is its sign-in in words, ``is_open`` elsewhere."""

    folder: str
    name: str
    state: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class ProfileChoices:
    """What the menu offers: this window's profile, and the others in their order.

    ``trouble`` is said where they could not be read. The demo's own profile keeps its name.
    """

    here: ProfileEntry
    others: Sequence[ProfileEntry] = ()
    in_demo: bool = False
    trouble: str = ""


class ProfileMenu(QMenu):
    """Each wish is a signal with the folder of the profile that is meant. Goes when closed."""

    switch_requested = Signal(str)
    second_window_requested = Signal(str)
    """Open it in a window of its own, or show the one that is open."""
    new_requested = Signal()
    rename_requested = Signal()
    remove_requested = Signal(str)

    def __init__(self, choices: ProfileChoices, parent: QWidget) -> None:
        super().__init__(words.PROFILES, parent)
        self.setAccessibleName(words.PROFILES)
        self.aboutToHide.connect(self.deleteLater)
        here = self.addAction(_plain(words.THIS_WINDOW.format(name=_with_state(choices.here))))
        here.setCheckable(True)
        here.setChecked(True)
        if choices.others or choices.trouble:
            self.addSeparator()
        for each in choices.others:
            self._add_way_to(each)
        if choices.trouble:
            # Not disabled: it is to be read.
            self.addAction(_plain(words.NOT_LISTED.format(why=choices.trouble)))
        closed = [each for each in choices.others if not each.is_open]
        if closed:
            menu = self._add_menu(words.SECOND_WINDOW)
            for each in closed:
                _add(menu, each.name, self.second_window_requested, each)
        self.addSeparator()
        self.addAction(words.NEW).triggered.connect(lambda _=False: self.new_requested.emit())
        if not choices.in_demo:
            rename = self.addAction(_plain(words.RENAME.format(name=choices.here.name)))
            rename.triggered.connect(lambda _=False: self.rename_requested.emit())
        if choices.others:
            menu = self._add_menu(words.REMOVE)
            for each in choices.others:
                # One that is open belongs to its own window.
                name = (
                    _with_state(each) if each.is_open else words.REMOVE_ONE.format(name=each.name)
                )
                _add(menu, name, self.remove_requested, each).setEnabled(not each.is_open)

    def _add_way_to(self, entry: ProfileEntry) -> None:
        if entry.is_open:
            way, wish = words.SHOW, self.second_window_requested
        else:
            way, wish = words.SWITCH_TO, self.switch_requested
        _add(self, way.format(name=_with_state(entry)), wish, entry)

    def _add_menu(self, title: str) -> QMenu:
        menu = self.addMenu(title)
        menu.setAccessibleName(title)
        return menu


def _add(menu: QMenu, text: str, wish: SignalInstance, entry: ProfileEntry) -> QAction:
    action = menu.addAction(_plain(text))
    action.triggered.connect(lambda _=False: wish.emit(entry.folder))
    return action


def _with_state(entry: ProfileEntry) -> str:
    state = words.IN_ANOTHER_WINDOW if entry.is_open else entry.state
    return words.WITH_STATE.format(name=entry.name, state=state)


def _plain(text: str) -> str:
    """``text`` without a key of its own: an ampersand would make one."""
    return text.replace("&", "&&")
