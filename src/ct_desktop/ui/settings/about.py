"""About: which version this is, and whether the trader wants to hear of newer ones."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ct_desktop import __version__
from ct_desktop.core import wording_about
from ct_desktop.core import wording_updates as words
from ct_desktop.core.sign_in import SignIn
from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.busy_button import BusyButton
from ct_desktop.ui.controls.buttons import Button
from ct_desktop.ui.controls.switch import Switch
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.settings.section import Section
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.updates import UpdateState


class AboutSection(Section):
    """``asked_of`` is the host that is asked for newer versions.

    ``updated_by`` is who keeps the app up to date in the trader's place, if anybody: then there is
    nothing to choose or to ask.
    """

    title = wording_about.SECTION
    names = ("update_notice",)

    about_requested = Signal()
    """Show the whole of what the app says about itself."""
    question_requested = Signal()
    """Ask for the newest version now; what came of it is told by :meth:`show_updates`."""
    page_requested = Signal(object)
    """Open the page about this :class:`~ct_desktop.updates.Release` in the browser."""

    def __init__(self, theme: Theme, *, asked_of: str, updated_by: str | None) -> None:
        super().__init__(theme)
        self._state = UpdateState()
        self.about = Button(theme, wording_about.ABOUT)
        self.about.setAccessibleName(wording_about.TITLE)
        self.about.clicked.connect(self.about_requested)
        self.new_versions = Switch(theme, words.NEW_VERSIONS_NAME)
        self.new_versions.clicked.connect(lambda on: self.change({"update_notice": on}))
        self.ask = BusyButton(theme, words.ASK_NOW, busy_text=words.ASKING)
        self.ask.requested.connect(self.question_requested)
        self.asked = self.words(words.NOT_ASKED)
        self.newest = self.words(words.NEWEST_UNKNOWN)
        self.page = Button(theme, words.OPEN_PAGE, icon=IconName.EXTERNAL)
        self.page.clicked.connect(self._request_page)
        self.page.hide()
        self.changes = _Changes(theme)
        version = self.words(f"{wording_about.APP} {__version__}")
        self.add_row(wording_about.VERSION, version, self.about)
        if updated_by is not None:
            name = updated_by or words.UPDATED_BY_SYSTEM
            said = words.UPDATED_BY.format(name=name)
            self.add_row(words.NEW_VERSIONS, self.explanation(said))
            return
        explained = self.explanation(words.NEW_VERSIONS_WORDS.format(host=asked_of))
        self.add_row(words.NEW_VERSIONS, self.new_versions, explained)
        self.add_row(words.NEWEST, self.newest, self.page, self.changes)
        self.add_row(words.ASKED, self.ask, self.asked)

    def show_settings(
        self,
        settings: ProfileSettings,
        sign_in: SignIn,  # noqa: ARG002 - all alike
    ) -> None:
        self.new_versions.setChecked(settings.update_notice)
        # Times may be written otherwise now.
        self.show_updates(self._state)

    def show_updates(self, state: UpdateState) -> None:
        """Show when it was asked, and what is known since."""
        self._state = state
        self.ask.set_busy(state.asking)
        self.asked.setText(_asked_words(state))
        self.newest.setText(_newest_words(state))
        self.page.setVisible(state.newer is not None)
        self.changes.show_changes(state.newer.changes if state.newer is not None else ())

    def _request_page(self) -> None:
        if self._state.newer is not None:
            self.page_requested.emit(self._state.newer)


class _Changes(QWidget):
    """What a newer version changes, a line or more each."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._changes: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_changes(self, changes: tuple[str, ...]) -> None:
        """Show ``changes`` in the place of those before."""
        if changes == self._changes:
            return
        self._changes = changes
        while (item := self._column.takeAt(0)) is not None:
            line = item.widget()
            if line is not None:
                line.deleteLater()
        for change in changes:
            said = words.CHANGE.format(change=change)
            self._column.addWidget(Text(self._theme, said, color="text2", wrap=True))


def _asked_words(state: UpdateState) -> str:
    if state.asked_at is None:
        return words.NOT_ASKED
    form = words.ANSWERED if state.answered or state.asking else words.NO_ANSWER
    return form.format(when=formatting.date_time(state.asked_at))


def _newest_words(state: UpdateState) -> str:
    if state.newer is not None:
        version = str(state.newer.version)
        return words.NEWEST_SKIPPED.format(version=version) if state.is_skipped else version
    return words.NEWEST_IS_OWN if state.answered else words.NEWEST_UNKNOWN
