"""Buttons: primary, plain, danger, link and bare icon. Enter and space both press them."""

from enum import Enum, StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.icons import IconName, paint_icon
from ct_desktop.ui.theme.theme import Theme


class ButtonKind(StrEnum):
    """``PRIMARY`` is filled, and at most one on a screen; ``DANGER`` is red and not filled."""

    PRIMARY = "primary"
    PLAIN = "plain"
    DANGER = "danger"


class ButtonSize(Enum):
    """As (height, padding, icon, role of the text)."""

    SMALL = (
        measures.BUTTON_HEIGHT_SMALL,
        measures.BUTTON_PADDING_SMALL,
        measures.ICON_SMALL,
        TextRole.NAME,
    )
    NORMAL = (
        measures.BUTTON_HEIGHT,
        measures.BUTTON_PADDING,
        measures.ICON_BUTTON,
        TextRole.NAME,
    )
    LARGE = (
        measures.BUTTON_HEIGHT_LARGE,
        measures.BUTTON_PADDING_LARGE,
        measures.ICON_BUTTON,
        TextRole.BUTTON_LARGE,
    )


_ICON_GAP = 8


class _PaintedButton(ShowsFocus, QPushButton):
    """A push button that paints itself and that Enter presses too."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    @property
    def _is_hot(self) -> bool:
        return self.isEnabled() and (self.underMouse() or self.isDown())


class Button(_PaintedButton):
    """A button with text, and an icon before it or, with ``icon_last``, behind it."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        kind: ButtonKind = ButtonKind.PLAIN,
        size: ButtonSize = ButtonSize.NORMAL,
        icon: IconName | None = None,
        icon_last: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, parent)
        self._kind = kind
        self._icon = icon
        self._icon_last = icon_last
        self._height, self._padding, self._icon_size, role = size.value
        weight = role if kind is ButtonKind.PLAIN or size is ButtonSize.LARGE else TextRole.TOTAL
        self.setFont(text_font(weight))

    def set_kind(self, kind: ButtonKind) -> None:
        """Fill the button, or take the fill away."""
        if kind is not self._kind:
            self._kind = kind
            self.update()

    @property
    def kind(self) -> ButtonKind:
        """Whether this is the primary button."""
        return self._kind

    def set_icon(self, icon: IconName | None) -> None:
        """Use another icon, or none."""
        if icon is not self._icon:
            self._icon = icon
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(2 * (self._padding + 1) + round(self._content_width() + 0.5), self._height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _content_width(self) -> float:
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return width + (self._icon_size + _ICON_GAP if self._icon else 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        ink = self._ink()
        metrics = QFontMetricsF(self.font())
        text_width = metrics.horizontalAdvance(self.text())
        left = round((self.width() - self._content_width()) / 2)
        icon_room = self._icon_size + _ICON_GAP if self._icon else 0
        text_left = left if self._icon_last else left + icon_room
        if self._icon:
            icon_left = left + text_width + _ICON_GAP if self._icon_last else left
            top = (self.height() - self._icon_size) / 2
            paint_icon(
                painter,
                self._icon,
                QRectF(round(icon_left), top, self._icon_size, self._icon_size),
                ink,
            )
        painter.setPen(ink)
        painter.setFont(self.font())
        painter.drawText(
            QRectF(text_left, 0, text_width + 1, self.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self.text(),
        )

    def _ink(self) -> QColor:
        palette = self._theme.palette
        if not self.isEnabled():
            return palette.disabled
        if self._kind is ButtonKind.PRIMARY:
            return palette.accent_text
        return palette.broken if self._kind is ButtonKind.DANGER else palette.text

    def _paint_ground(self, painter: QPainter) -> None:
        palette = self._theme.palette
        radius = measures.RADIUS_CONTROL
        if self._kind is ButtonKind.PRIMARY and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.accent_fill_hover if self._is_hot else palette.accent_fill)
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
            return
        filled_when_enabled = self._kind is ButtonKind.PRIMARY
        edge = palette.border_strong if self.isEnabled() else palette.border
        painter.setPen(QPen(edge, 1))
        if filled_when_enabled:
            painter.setBrush(palette.raised)
        elif self._is_hot:
            painter.setBrush(palette.hover)
        else:
            painter.setBrush(palette.surface)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5
        )


class LinkButton(_PaintedButton):
    """An underlined text that acts; for what must not rival the primary button."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, parent)
        self._focus_radius = measures.RADIUS_TAG
        self.setFont(text_font(TextRole.BODY))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return QSize(round(width + 0.5), TextRole.BODY.line_height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        painter = QPainter(self)
        palette = self._theme.palette
        ink = palette.accent if self.isEnabled() else palette.disabled
        if self._is_hot:
            ink = palette.text
        painter.setPen(ink)
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.fillRect(0, self.height() - 2, self.width(), 1, ink)


class IconButton(_PaintedButton):
    """A bare icon in a square; ``name`` says what it does, to screen readers and as a tool tip."""

    def __init__(
        self,
        theme: Theme,
        icon: IconName,
        name: str,
        *,
        size: int = measures.ICON_BUTTON_SIZE,
        icon_size: int = measures.ICON_BARE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "", parent)
        self._icon = icon
        self._icon_size = icon_size
        self._stands_out = False
        self.setFixedSize(size, size)
        self.set_look(icon, name)

    def set_look(self, icon: IconName, name: str, *, stands_out: bool = False) -> None:
        """Show another icon with another name; in the accent where it stands out."""
        self._icon = icon
        self._stands_out = stands_out
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        painter = QPainter(self)
        palette = self._theme.palette
        if self._is_hot:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.hover)
            radius = measures.RADIUS_CONTROL
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        ink = palette.accent if self._stands_out else palette.text2
        if not self.isEnabled():
            ink = palette.disabled
        margin = (self.width() - self._icon_size) / 2
        rect = QRectF(margin, margin, self._icon_size, self._icon_size)
        paint_icon(painter, self._icon, rect, ink)
