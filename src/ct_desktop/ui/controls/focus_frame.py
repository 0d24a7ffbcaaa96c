"""The frame around the control that has the keyboard: two pixels, two pixels outside it.

One overlay a window moves from control to control, so that no layout has to keep room for it. A
click with the mouse shows none; the first key does.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ct_desktop.ui.theme.measures import FOCUS_GAP, FOCUS_WIDTH, RADIUS_CONTROL
from ct_desktop.ui.theme.theme import Theme

_OUTSET = FOCUS_GAP + FOCUS_WIDTH
QUIET_REASONS = (
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Reasons for the focus to come that show no frame."""

QUIETLY = Qt.FocusReason.PopupFocusReason
"""For ``setFocus``: put the keyboard there without a frame until the trader uses a key."""

_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.ZOrderChange)
_ENDS = (QEvent.Type.Hide, QEvent.Type.EnabledChange, QEvent.Type.FocusOut)


class FocusFrame(QWidget):
    """The overlay of one window."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self._control: QWidget | None = None
        self._radius = RADIUS_CONTROL
        self._watched: list[QObject] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        theme.changed.connect(self.update)

    @classmethod
    def of(cls, control: QWidget, theme: Theme) -> "FocusFrame":
        """The frame of the window in which ``control`` lies, made when first asked for."""
        window = control.window()
        frame = window.findChild(cls, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return frame if isinstance(frame, cls) else cls(window, theme)

    @property
    def control(self) -> QWidget | None:
        """The control that is framed now."""
        return self._control

    def surround(self, control: QWidget, radius: int) -> None:
        """Frame ``control``, whose corners have ``radius``, and follow it."""
        self.release()
        self._control = control
        self._radius = radius
        widget: QWidget | None = control
        while widget is not None and widget is not self.window():
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._place()
        self.show()

    def release(self) -> None:
        """Frame nothing."""
        for watched in self._watched:
            watched.removeEventFilter(self)
        self._watched.clear()
        self._control = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        if event.type() in _MOVES:
            self._place()
        elif event.type() is QEvent.Type.DeferredDelete or (
            event.type() in _ENDS and not self._still_wanted()
        ):
            self.release()
        return False

    def _still_wanted(self) -> bool:
        control = self._control
        return (
            control is not None
            and control.isVisible()
            and control.isEnabled()
            and control.hasFocus()
        )

    def _place(self) -> None:
        if self._control is None:
            return
        window = self.window()
        corner = self._control.mapTo(window, QPoint(0, 0))
        outset = _OUTSET
        rect = QRect(corner, self._control.size()).adjusted(-outset, -outset, outset, outset)
        self.setGeometry(rect)
        clip = self._clip(window)
        if clip is None or clip.contains(rect):
            self.clearMask()
        else:
            self.setMask(clip.translated(-rect.topLeft()))
        self.raise_()

    def _clip(self, window: QWidget) -> QRect | None:
        """The part of the window in which a scrolled control can be seen."""
        clip: QRect | None = None
        widget = self._control
        while widget is not None and widget is not window:
            parent = widget.parentWidget()
            if isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget:
                shown = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
                clip = shown if clip is None else clip.intersected(shown)
            widget = parent
        return clip

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.palette.accent, FOCUS_WIDTH))
        half = FOCUS_WIDTH / 2
        radius = self._radius + FOCUS_GAP + half
        frame = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(frame, radius, radius)


if TYPE_CHECKING:
    _Mixed = QWidget
else:
    # Qt's classes cannot share a base of two kinds at run time.
    _Mixed = object


class ShowsFocus(_Mixed):
    """Mixed into a control, before its Qt class: frames it while it has the keyboard."""

    _theme: Theme
    _focus_radius = RADIUS_CONTROL

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in QUIET_REASONS:
            FocusFrame.of(self, self._theme).surround(self, self._focus_radius)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        frame = FocusFrame.of(self, self._theme)
        if frame.control is self:
            frame.release()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        frame = FocusFrame.of(self, self._theme)
        if self.hasFocus() and frame.control is not self:
            frame.surround(self, self._focus_radius)
        super().keyPressEvent(event)
