"""The scope of the sign-in, always on screen."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from ct_desktop.core.scopes import Scope
from ct_desktop.core.wording import SCOPE_TITLES
from ct_desktop.ui.controls.focus_frame import ShowsFocus
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
        _show(self, scope)

    def sizeHint(self) -> QSize:
        return _size(self.font(), self.text())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        _paint(self, self._theme, self._scope, self.text())


class ScopeButton(ShowsFocus, QPushButton):
    """The badge where pressing it leads to the other scope."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scope: Scope | None = None
        self.setFont(text_font(TextRole.HEADING))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.set_scope(None)

    def set_scope(self, scope: Scope | None) -> None:
        """Show ``scope``, or hide without one."""
        self._scope = scope
        _show(self, scope)
        if scope is not None:
            self.setToolTip(f"{self.toolTip()} Press to change it.")
            self.setAccessibleDescription("Change the scope")

    def sizeHint(self) -> QSize:
        return _size(self.font(), self.text())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        _paint(self, self._theme, self._scope, self.text(), hovered=self.underMouse())


def _show(face: QLabel | QPushButton, scope: Scope | None) -> None:
    """Put the words for ``scope`` on ``face``, or hide it."""
    face.setText(SCOPE_TITLES[scope] if scope else "")
    face.setToolTip(f"This sign-in’s scope is {scope.value}." if scope else "")
    face.setAccessibleName(f"Scope: {SCOPE_TITLES[scope]}" if scope else "")
    face.setVisible(scope is not None)
    face.updateGeometry()


def _size(font: QFont, text: str) -> QSize:
    width = math.ceil(QFontMetricsF(font).horizontalAdvance(text))
    return QSize(2 * _PADDING + ICON_SMALL + _GAP + width, SCOPE_BADGE_HEIGHT)


def _paint(
    widget: QWidget, theme: Theme, scope: Scope | None, words: str, *, hovered: bool = False
) -> None:
    palette = theme.palette
    trade = scope is Scope.TRADE
    ink = palette.warn if trade else palette.text
    edge = palette.warn if trade else palette.border_strong
    if not widget.isEnabled():
        ink = edge = palette.disabled
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    if trade:
        painter.setBrush(palette.warn_soft)
    elif hovered and widget.isEnabled():
        painter.setBrush(palette.hover)
    frame = QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(frame, RADIUS_CONTROL - 0.5, RADIUS_CONTROL - 0.5)
    top = (widget.height() - ICON_SMALL) / 2
    icon = IconName.TRADE if trade else IconName.EYE
    paint_icon(painter, icon, QRectF(_PADDING, top, ICON_SMALL, ICON_SMALL), ink)
    painter.setPen(ink)
    painter.setFont(widget.font())
    text = QRectF(widget.rect()).adjusted(_PADDING + ICON_SMALL + _GAP, 0, 0, 0)
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, words)
