"""The scope of the sign-in beside the chain: it only says, pressing it does nothing."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from ct_desktop.core.scopes import Scope
from ct_desktop.core.wording import SCOPE_TITLES
from ct_desktop.ui.second_screen.scaled_part import ScaledPart
from ct_desktop.ui.second_screen.units import Type
from ct_desktop.ui.theme.icons import IconName, paint_icon

_WORDS = Type(1.3, 500)
_PADDING = 1.0
_ICON = 1.5
_GAP = 0.6
HEIGHT = 2.6
"""In units."""


class ScopeMark(ScaledPart):
    """Read-only, quietly; trade scope in the colour of a warning; nothing without a sign-in."""

    _scope: Scope | None = None

    def show_scope(self, scope: Scope | None) -> None:
        """Show ``scope``, or nothing without one."""
        self._scope = scope
        self.setText(SCOPE_TITLES[scope] if scope else "")
        self.setAccessibleName(f"Scope: {SCOPE_TITLES[scope]}" if scope else "")
        self.update()

    @property
    def needed_width(self) -> float:
        """In pixels; nothing without a scope."""
        units = self._units
        if self._scope is None:
            return 0.0
        return units.px(2 * _PADDING + _ICON + _GAP) + units.width(self.text(), _WORDS)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        if self._scope is None:
            return
        palette, units = self._theme.palette, self._units
        trade = self._scope is Scope.TRADE
        ink = palette.warn if trade else palette.text
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.warn if trade else palette.border_strong, 1))
        if trade:
            painter.setBrush(palette.warn_soft)
        corner = units.px(0.45)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
        size = round(units.px(_ICON))
        icon = QRectF(units.px(_PADDING), (self.height() - size) / 2, size, size)
        paint_icon(painter, IconName.TRADE if trade else IconName.EYE, icon, ink)
        painter.setPen(ink)
        units.draw(painter, self.text(), _WORDS, icon.right() + units.px(_GAP), self.height() / 2)
