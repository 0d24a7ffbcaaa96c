"""Which profile the window shows, as a button that opens the menu of profiles."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ct_desktop.core.wording_profiles import BUTTON_NAME, BUTTON_TIP, PROFILES
from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.controls.text import elided, plain_tool_tip
from ct_desktop.ui.shell.shortcuts import PROFILES_KEYS
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.icons import IconName, paint_icon
from ct_desktop.ui.theme.theme import Theme

_PADDING = 9
_GAP = 6
_WIDEST_NAME = 240
_MENU_GAP = 4


class ProfileButton(ShowsFocus, QPushButton):
    """The profile's name in a frame: for the welcome, which has no rail."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFont(text_font(TextRole.HEADING))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.show_profile("")

    def show_profile(self, name: str) -> None:
        """Show ``name``; empty where there is one profile only."""
        self.setText(name)
        tip = BUTTON_TIP.format(keys=PROFILES_KEYS)
        self.setToolTip(plain_tool_tip(f"{name}. {tip}" if name else tip))
        self.setAccessibleName(BUTTON_NAME.format(name=name) if name else PROFILES)
        self.updateGeometry()
        self.update()

    def menu_place(self, size: QSize) -> QPoint:
        """Where on the screens a menu of ``size`` goes: here, below it."""
        corner = QPoint(self.width() - size.width(), self.height() + _MENU_GAP)
        return self.mapToGlobal(corner)

    def sizeHint(self) -> QSize:
        words = elided(self.text(), self.font(), _WIDEST_NAME)
        width = QFontMetricsF(self.font()).horizontalAdvance(words)
        room = 2 * (_PADDING + measures.ICON_SMALL + _GAP) + round(width + 0.5)
        return QSize(room, measures.SCOPE_BADGE_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, ink, quiet = palette.border_strong, palette.text, palette.text2
        if not self.isEnabled():
            edge = ink = quiet = palette.disabled
        painter.setPen(QPen(edge, 1))
        hot = self.isEnabled() and self.underMouse()
        painter.setBrush(palette.hover if hot else palette.surface)
        radius = measures.RADIUS_CONTROL - 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        side = measures.ICON_SMALL
        top = (self.height() - side) / 2
        paint_icon(painter, IconName.PROFILE, QRectF(_PADDING, top, side, side), quiet)
        right = self.width() - _PADDING - side
        paint_icon(painter, IconName.CHEVRON_DOWN, QRectF(right, top, side, side), quiet)
        painter.setFont(self.font())
        painter.setPen(ink)
        words = QRectF(self.rect()).adjusted(_PADDING + side + _GAP, 0, 0, 0)
        name = elided(self.text(), self.font(), _WIDEST_NAME)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, name)


class RailProfileButton(ProfileButton):
    """The profile at the foot of the rail: its first letter in a ring, its name below.

    A small window has the ring alone. Where there is one profile only, it says what it is for.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._small = False
        self.set_small(False)

    def set_small(self, small: bool) -> None:
        """Drop the name in a small window."""
        self._small = small
        self.setFixedSize(
            *(
                (measures.RAIL_ENTRY_WIDTH_SMALL, measures.RAIL_ENTRY_HEIGHT_SMALL)
                if small
                else (measures.RAIL_ENTRY_WIDTH, measures.RAIL_ENTRY_HEIGHT)
            )
        )

    def menu_place(self, size: QSize) -> QPoint:
        """Beside it, upwards: it stands near the window's foot."""
        return self.mapToGlobal(QPoint(self.width() + _MENU_GAP, self.height() - size.height()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled() and self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.hover)
            radius = measures.RADIUS_CONTROL
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        ink = palette.text2 if self.isEnabled() else palette.disabled
        side = measures.ICON_RAIL
        top = (self.height() - side) / 2 if self._small else 11
        icon = QRectF((self.width() - side) / 2, top, side, side)
        if self.text():
            painter.setPen(QPen(ink, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(icon.adjusted(0.75, 0.75, -0.75, -0.75))
            painter.setFont(text_font(TextRole.RAIL_CHOSEN))
            painter.drawText(icon, Qt.AlignmentFlag.AlignCenter, self.text()[0].upper())
        else:
            paint_icon(painter, IconName.PROFILE, icon, ink)
        if not self._small:
            font = text_font(TextRole.RAIL)
            painter.setFont(font)
            painter.setPen(ink)
            label = QRectF(2, icon.bottom() + 4, self.width() - 4, TextRole.RAIL.line_height)
            words = elided(self.text() or PROFILES, font, label.width())
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words)
