"""Privacy mode in the window: its one owner, which all that writes a figure or a name asks.

There is one for the process and not one handed from widget to widget: so no screen, dialog or tool
tip can be built that does not know of it. Figures are masked where they become text
(:mod:`ct_desktop.ui.controls.formatting`), and so in what is yet to be built too.
"""

from PySide6.QtCore import QObject, Signal

from ct_desktop.core.privacy import PrivacyLevel


class Privacy(QObject):
    """Owns how much is hidden now."""

    changed = Signal(object)
    """The :class:`PrivacyLevel`. What keeps texts with figures or names writes them anew."""

    def __init__(self) -> None:
        super().__init__()
        self._level = PrivacyLevel.OFF

    @property
    def level(self) -> PrivacyLevel:
        """How much is hidden."""
        return self._level

    @property
    def hides_amounts(self) -> bool:
        """Whether money, profit and loss, prices and quantities are masked."""
        return self._level.hides_amounts

    @property
    def hides_names(self) -> bool:
        """Whether names of accounts are masked."""
        return self._level.hides_names

    def set_level(self, level: PrivacyLevel) -> None:
        """Hide so much from now on."""
        if level is not self._level:
            self._level = level
            self.changed.emit(level)

    def write_anew(self) -> None:
        """Have all texts written anew at the same level: figures are written otherwise now."""
        self.changed.emit(self._level)


PRIVACY = Privacy()
"""The process's one owner of privacy mode."""
