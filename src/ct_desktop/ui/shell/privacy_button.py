"""The eye at the right of the top line: what is hidden, and one step further with each press."""

from PySide6.QtWidgets import QWidget

from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.core.wording_privacy import SAID, button_name
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.buttons import IconButton
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.shell.shortcuts import PRIVACY_KEYS
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.theme import Theme


def hide_more(widget: QWidget) -> None:
    """Go on to the next level, and have a screen reader at ``widget`` say which that is."""
    PRIVACY.set_level(PRIVACY.level.following)
    announce(widget, SAID[PRIVACY.level])


class PrivacyButton(IconButton):
    """An open eye while all is shown; one struck through, in the accent, while something is not."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, IconName.EYE, "", parent=parent)
        self.clicked.connect(lambda: hide_more(self))
        PRIVACY.changed.connect(self._show_level)
        self._show_level(PRIVACY.level)

    def _show_level(self, level: PrivacyLevel) -> None:
        name = button_name(level)
        icon = IconName.EYE if level is PrivacyLevel.OFF else IconName.EYE_OFF
        self.set_look(icon, name, stands_out=level is not PrivacyLevel.OFF)
        self.setToolTip(f"{name} ({PRIVACY_KEYS})")
