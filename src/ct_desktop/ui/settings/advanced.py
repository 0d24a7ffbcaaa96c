"""Advanced: where things lie, and everything back to how it was at first."""

from pathlib import Path

from PySide6.QtCore import Signal

from ct_desktop.core.sign_in import SignIn
from ct_desktop.core.wording_settings import (
    DATA_FOLDER,
    LOG_FOLDER,
    RESET,
    RESET_TITLE,
    RESET_WORDS,
    SERVER,
)
from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.controls.buttons import Button
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.settings.path_row import PathRow
from ct_desktop.ui.settings.section import Section
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme


class AdvancedSection(Section):
    """What a trader needs when asking for help."""

    title = "Advanced"

    reset_pressed = Signal()
    """Set everything back, once the trader has confirmed it."""

    def __init__(
        self, theme: Theme, *, data_folder: Path, log_folder: Path, server_url: str
    ) -> None:
        super().__init__(theme)
        self.server = Text(theme, server_url, TextRole.LABEL, "text2", code=True, wrap=True)
        self.data_folder = PathRow(theme, DATA_FOLDER, data_folder)
        self.log_folder = PathRow(theme, LOG_FOLDER, log_folder)
        self.reset = Button(theme, RESET)
        self.reset.clicked.connect(self.reset_pressed)
        self.add_row(SERVER, self.server)
        self.add_row(DATA_FOLDER, self.data_folder)
        self.add_row(LOG_FOLDER, self.log_folder)
        self.add_row(RESET_TITLE, self.reset, self.explanation(RESET_WORDS))

    def show_settings(self, settings: ProfileSettings, sign_in: SignIn) -> None:
        """Nothing here follows the settings: the folders and the server are this run's."""
