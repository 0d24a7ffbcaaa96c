"""The Settings screen: one page that scrolls, with an index at the left that follows."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from ct_desktop import __version__
from ct_desktop.core.moment import Moment
from ct_desktop.core.request_budget import RequestBudget
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn
from ct_desktop.core.wording_settings import CHANGES_APPLY_AT_ONCE
from ct_desktop.profiles import ProfileSettings, SettingsChanges
from ct_desktop.ui.controls.notice import Notice
from ct_desktop.ui.controls.panel import Line, Surface
from ct_desktop.ui.controls.question_dialog import QuestionDialog
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.settings.about import AboutSection
from ct_desktop.ui.settings.account_rules import AccountRulesSection
from ct_desktop.ui.settings.advanced import AdvancedSection
from ct_desktop.ui.settings.appearance import AppearanceSection
from ct_desktop.ui.settings.delete_history_dialog import DeleteHistoryDialog
from ct_desktop.ui.settings.index import SettingsIndex
from ct_desktop.ui.settings.notation import NotationSection
from ct_desktop.ui.settings.notifications import NotificationsSection
from ct_desktop.ui.settings.privacy import PrivacySection
from ct_desktop.ui.settings.reset_dialog import ResetDialog
from ct_desktop.ui.settings.second_screen import SecondScreenSection
from ct_desktop.ui.settings.section import Section
from ct_desktop.ui.settings.sign_in import SignInSection
from ct_desktop.ui.settings.start_and_tray import StartAndTraySection
from ct_desktop.ui.settings.watching import WatchingSection
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.pnl_colours import PnlColours
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from ct_desktop.updates import RELEASES_URL

WIDEST = 1640
"""Index and page grow no wider: labels and their controls stay together on 4K."""

_REACHED = 48
"""Pixels before its top within which a section counts as where the page stands."""


class SettingsScreen(QWidget):
    """Shows the settings; every choice is a signal and applies at once.

    A section is a class of its own: another one joins by standing in ``sections``.
    """

    changed = Signal(object)
    """A :class:`SettingsChanges` that the trader made. The theme has been put on already."""
    scope_change_requested = Signal(Scope)
    """Change to this scope, once the trader has decided it in the dialog."""
    history_deletion_requested = Signal()
    """Delete the history: the trader has decided it in the dialog."""
    second_screen_requested = Signal()
    """Open the second-screen view."""

    def __init__(
        self,
        theme: Theme,
        *,
        data_folder: Path,
        log_folder: Path,
        server_url: str,
        updates_url: str = RELEASES_URL,
        updated_by: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dialog: QuestionDialog | None = None
        self.appearance = AppearanceSection(theme)
        self.notation = NotationSection(theme)
        self.sign_in = SignInSection(theme)
        self.watching = WatchingSection(theme)
        self.privacy = PrivacySection(theme)
        self.notifications = NotificationsSection(theme)
        self.second_screen = SecondScreenSection(theme)
        self.account_rules = AccountRulesSection(theme)
        self.start_and_tray = StartAndTraySection(theme)
        self.advanced = AdvancedSection(
            theme, data_folder=data_folder, log_folder=log_folder, server_url=server_url
        )
        self.about = AboutSection(
            theme, asked_of=urlsplit(updates_url).netloc, updated_by=updated_by
        )
        self.sections: tuple[Section, ...] = (
            self.appearance,
            self.notation,
            self.sign_in,
            self.watching,
            self.privacy,
            self.notifications,
            self.second_screen,
            self.account_rules,
            self.start_and_tray,
            self.advanced,
            self.about,
        )
        self.index = SettingsIndex(theme, [section.title for section in self.sections])
        self.notice = Notice(theme)
        self._scroll = ScrollColumn(self._build_page(theme))
        self._build(theme)
        for section in self.sections:
            section.changed.connect(self._apply)
        self.sign_in.scope_change_requested.connect(self.scope_change_requested)
        self.second_screen.open_requested.connect(self.second_screen_requested)
        self.privacy.delete_history_pressed.connect(
            lambda: self._ask(DeleteHistoryDialog, self.history_deletion_requested.emit)
        )
        self.advanced.reset_pressed.connect(
            lambda: self._ask(ResetDialog, lambda: self._apply(self._defaults()))
        )
        self.index.chosen.connect(self._go_to)
        self._scroll.verticalScrollBar().valueChanged.connect(self._follow)

    def _build_page(self, theme: Theme) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for place, section in enumerate(self.sections):
            if place:
                column.addWidget(Line(theme))
            column.addWidget(section)
        column.addStretch(1)
        return page

    def _build(self, theme: Theme) -> None:
        foot = QHBoxLayout()
        side = measures.PANEL_PADDING_READING + 4
        foot.setContentsMargins(side, 12, side, 12)
        foot.addWidget(Text(theme, CHANGES_APPLY_AT_ONCE, TextRole.LABEL, "text3"), 1)
        version = f"CrossTrade Desktop {__version__}"
        foot.addWidget(Text(theme, version, TextRole.LABEL, "text3"))
        panel = Surface(theme)
        column = QVBoxLayout(panel)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(Line(theme))
        column.addLayout(foot)
        right = QVBoxLayout()
        right.addWidget(self.notice)
        right.addWidget(panel, 1)
        columns = QWidget()
        columns.setMaximumWidth(WIDEST)
        self._columns = QHBoxLayout(columns)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.addWidget(self.index)
        self._columns.addLayout(right, 1)
        self._gaps = right
        # The stretches take only what the columns' greatest size leaves over.
        across = QHBoxLayout()
        across.addStretch()
        across.addWidget(columns, 1)
        across.addStretch()
        self._margins = QVBoxLayout(self)
        self._margins.addLayout(across, 1)
        self._margins.addStretch()
        self._arrange(self.width())

    def show_settings(self, settings: ProfileSettings, sign_in: SignIn) -> None:
        """Show what holds now."""
        for section in self.sections:
            section.show_settings(settings, sign_in)

    def show_budget(self, budget: RequestBudget, now: Moment) -> None:
        """Show what was asked lately, and what the choices about it come to."""
        self.watching.show_budget(budget, now)

    def tick(self, now: Moment) -> None:
        """Let the clock and the last minute go on."""
        self.notation.tick(now)
        self.watching.tick(now)

    def show_failure(self, words: str) -> None:
        """Say over the page that a choice could not be kept, or nothing with ``""``."""
        self.notice.show_text(words, warning=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def _arrange(self, width: int) -> None:
        small = width < measures.SMALL_WINDOW_BELOW - measures.RAIL_WIDTH
        side = measures.WINDOW_PADDING_SMALL if small else measures.WINDOW_PADDING
        gap = measures.PANEL_GAP_SMALL if small else measures.PANEL_GAP
        self._margins.setContentsMargins(side, side, side, side)
        self._columns.setSpacing(gap)
        self._gaps.setSpacing(gap)
        self.index.set_small(small)
        for section in self.sections:
            section.set_small(small)

    def _apply(self, changes: SettingsChanges) -> None:
        if "theme" in changes:
            self._theme.set_scheme(ColourScheme(changes["theme"].value))
        if "pnl_colours" in changes:
            self._theme.set_pnl_colours(PnlColours(changes["pnl_colours"].value))
        self.changed.emit(changes)

    # The index

    def show_section(self, section: Section) -> None:
        """Have the page stand at ``section``."""
        self._go_to(self.sections.index(section))

    def _go_to(self, place: int) -> None:
        self._scroll.verticalScrollBar().setValue(self.sections[place].y())
        # Also where the page is too short for it to reach the top.
        self.index.mark(place)

    def _follow(self, value: int) -> None:
        bar = self._scroll.verticalScrollBar()
        reached = [
            place for place, section in enumerate(self.sections) if section.y() <= value + _REACHED
        ]
        at_end = value == bar.maximum() and value > bar.minimum()
        self.index.mark(len(self.sections) - 1 if at_end else max(reached, default=0))

    # What is asked about first

    def _ask(
        self, question: Callable[[Theme, QMainWindow], QuestionDialog], on_yes: Callable[[], None]
    ) -> None:
        window = self.window()
        if self._dialog is not None or not isinstance(window, QMainWindow):
            return
        self._dialog = question(self._theme, window)
        self._dialog.finished.connect(partial(self._on_answered, on_yes))
        self._dialog.open()

    def _on_answered(self, on_yes: Callable[[], None], result: int) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted:
            on_yes()

    def _defaults(self) -> SettingsChanges:
        first = ProfileSettings()
        names = [name for section in self.sections for name in section.names]
        defaults = SettingsChanges()
        defaults.update({name: getattr(first, name) for name in names})  # type: ignore[typeddict-item]
        return defaults
