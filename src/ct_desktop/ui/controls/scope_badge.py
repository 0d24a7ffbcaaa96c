"""The scope of the sign-in, always on screen."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ct_desktop.core.scopes import Scope
from ct_desktop.core.wording import SCOPE_TITLES
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.icons import IconName, paint_icon
from ct_desktop.ui.theme.measures import ICON_SMALL, RADIUS_CONTROL, SCOPE_BADGE_HEIGHT
from ct_desktop.ui.theme.theme import Theme

_PADDING = 9
_GAP = 6


class ScopeBadge(QLabel):
    """Read-only, quietly; trade scope in the colour of a warning; nothing without a sign-in."""

    def __init__(
        self, theme: Theme, scope: Scope | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scope: Scope | None = None
        self.setFont(text_font(TextRole.HEADING))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.set_scope(scope)

    def set_scope(self, scope: Scope | None) -> None:
        """Show ``scope``, or hide without one."""
        self._scope = scope
        self.setText(SCOPE_TITLES[scope] if scope else "")
        self.setToolTip(f"This sign-in’s scope is {scope.value}." if scope else "")
        self.setAccessibleName(f"Scope: {SCOPE_TITLES[scope]}" if scope else "")
        self.setVisible(scope is not None)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        text = math.ceil(QFontMetricsF(self.font()).horizontalAdvance(self.text()))
        return QSize(2 * _PADDING + ICON_SMALL + _GAP + text, SCOPE_BADGE_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        trade = self._scope is Scope.TRADE
        ink = palette.warn if trade else palette.text
        edge = palette.warn if trade else palette.border_strong
        if not self.isEnabled():
            ink = edge = palette.disabled
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(palette.warn_soft if trade else Qt.BrushStyle.NoBrush)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_CONTROL - 0.5, RADIUS_CONTROL - 0.5)
        top = (self.height() - ICON_SMALL) / 2
        icon = IconName.TRADE if trade else IconName.EYE
        paint_icon(painter, icon, QRectF(_PADDING, top, ICON_SMALL, ICON_SMALL), ink)
        painter.setPen(ink)
        painter.setFont(self.font())
        text = QRectF(self.rect()).adjusted(_PADDING + ICON_SMALL + _GAP, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())
