"""The owner of the current palette: follows the system's colour scheme or keeps to one."""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QStyleHints

from ct_desktop.ui.theme.palette import DARK, LIGHT, Palette
from ct_desktop.ui.theme.pnl_colours import PnlColours, with_pnl_colours


class ColourScheme(StrEnum):
    """What the trader chose."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class Theme(QObject):
    """The current palette. Every widget takes the theme and repaints on :attr:`changed`.

    ``system`` says what the system's scheme is; the application's own hints unless given.
    """

    changed = Signal(Palette)
    """The new palette, when it is another one."""

    def __init__(
        self,
        scheme: ColourScheme = ColourScheme.SYSTEM,
        *,
        system: QStyleHints | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._scheme = scheme
        self._pnl_colours = PnlColours.GREEN_RED
        self._system = system or QGuiApplication.styleHints()
        self._palette = self._wanted()
        self._system.colorSchemeChanged.connect(self._update)

    @property
    def palette(self) -> Palette:
        """The palette in use."""
        return self._palette

    @property
    def scheme(self) -> ColourScheme:
        """What was chosen, which may be to follow the system."""
        return self._scheme

    def set_scheme(self, scheme: ColourScheme) -> None:
        """Follow the system, or keep to dark or light."""
        self._scheme = scheme
        self._update()

    def set_pnl_colours(self, colours: PnlColours) -> None:
        """Use this pair of colours for profit and loss."""
        self._pnl_colours = colours
        self._update()

    def _wanted(self) -> Palette:
        return with_pnl_colours(self._ground(), self._pnl_colours)

    def _ground(self) -> Palette:
        if self._scheme is ColourScheme.DARK:
            return DARK
        if self._scheme is ColourScheme.LIGHT:
            return LIGHT
        is_light = self._system.colorScheme() is Qt.ColorScheme.Light
        # Where the system does not say, dark: the app is watched all day beside charts.
        return LIGHT if is_light else DARK

    def _update(self) -> None:
        wanted = self._wanted()
        if wanted is not self._palette:
            self._palette = wanted
            self.changed.emit(wanted)
