"""What every part of the second-screen view is: painted in units, with words to be said aloud."""

from PySide6.QtWidgets import QLabel, QWidget

from ct_desktop.ui.second_screen.units import Units
from ct_desktop.ui.theme.theme import Theme


class ScaledPart(QLabel):
    """A label that paints itself; its accessible name says what it shows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._units = Units(8.0)
        theme.changed.connect(self.update)

    def set_units(self, units: Units) -> None:
        """Paint in ``units`` from now on."""
        if units != self._units:
            self._units = units
            self.update()
