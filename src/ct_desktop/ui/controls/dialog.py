"""A dialog inside its window: a title strip over content, the screen behind in disabled colours.

It is a child of the window and not a window of its own: it looks and behaves the same under every
window manager, can't be lost behind anything and needs no translucency for its corners.
"""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import (
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from ct_desktop.ui.controls.buttons import IconButton
from ct_desktop.ui.controls.focus_frame import QUIETLY
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.theme import Theme

STRIP_HEIGHT = 36


class Dialog(QDialog):
    """Open it with ``open()``; it ends with ``finished``. Escape and the cross reject it.

    ``content`` is the layout for what stands below the title strip. Its height is what the content
    asks for, and never more than the window less its margins.
    """

    def __init__(self, theme: Theme, window: QMainWindow, title: str, *, width: int) -> None:
        super().__init__(window)
        # Only afterwards: the constructor takes "no window" for "not said" and makes it one.
        self.setWindowFlags(Qt.WindowType.Widget)
        self._theme = theme
        self._host = window
        self._focus_before: QWidget | None = None
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._width = width
        self.setFixedWidth(width)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # What the content leaves open must not fall through to the screen behind.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        close = IconButton(theme, IconName.CLOSE, "Close", size=28, icon_size=measures.ICON_SMALL)
        close.clicked.connect(self.reject)
        strip = QWidget()
        strip.setFixedHeight(STRIP_HEIGHT)
        row = QHBoxLayout(strip)
        row.setContentsMargins(16, 0, 7, 0)
        row.addWidget(Text(theme, title, TextRole.LABEL, "text2"), 1)
        row.addWidget(close)
        self.content = QVBoxLayout()
        self.content.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(strip)
        column.addLayout(self.content, 1)
        theme.changed.connect(self.update)
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        self._focus_before = self._host.focusWidget()
        self._host.installEventFilter(self)
        behind = self._host.centralWidget()
        if behind is not None:
            behind.setEnabled(False)
        self.place()
        super().showEvent(event)
        self.raise_()
        self.setFocus(QUIETLY)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # Minimising the window hides nothing here; only closing the dialog does.
        if event.spontaneous():
            return
        self._host.removeEventFilter(self)
        behind = self._host.centralWidget()
        if behind is not None:
            behind.setEnabled(True)
        # Qt has passed the keyboard on to whatever comes next; it belongs where it was.
        before, self._focus_before = self._focus_before, None
        (before if before is not None and before.isVisible() else self._host).setFocus(QUIETLY)

    def place(self) -> None:
        """Stand in the middle of the window, as high as the content or as the window allows."""
        layout = self.layout()
        width = min(self._width, self._host.width())
        wanted = self.sizeHint().height()
        if layout is not None and layout.hasHeightForWidth():
            wanted = layout.totalHeightForWidth(width)
        room = self._host.height() - 2 * measures.DIALOG_MARGIN
        self.setFixedWidth(width)
        self.resize(width, min(wanted, room))
        self.move(
            (self._host.width() - self.width()) // 2, (self._host.height() - self.height()) // 2
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() is QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - edges need the whole
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = measures.RADIUS_PANEL - 0.5
        shape = QPainterPath()
        shape.addRoundedRect(frame, radius, radius)
        painter.fillPath(shape, palette.surface)
        painter.setClipRect(0, 0, self.width(), STRIP_HEIGHT)
        painter.fillPath(shape, palette.raised)
        painter.setClipping(False)
        painter.fillRect(1, STRIP_HEIGHT, self.width() - 2, 1, palette.border)
        painter.setPen(QPen(palette.border_strong, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, radius, radius)
