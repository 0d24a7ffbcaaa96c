"""The window of the second-screen view: without frame, filling a screen or of the trader's size."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHoverEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QMoveEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from ct_desktop.core.wording_second_screen import (
    HINT,
    HINT_LOCKED,
    HOLD_ON_TO_LOCK,
    HOLD_ON_TO_UNLOCK,
    MENU_ALWAYS_ON_TOP,
    MENU_BACK,
    MENU_CHECK,
    MENU_FILL,
    MENU_LOCK,
    MENU_QUIT,
    MENU_SCREEN,
    NO_ALWAYS_ON_TOP,
    NOW_LOCKED,
    NOW_UNLOCKED,
)
from ct_desktop.ui.second_screen.connected_monitors import (
    always_on_top_allowed,
    connected_monitors,
    screen_named,
)
from ct_desktop.ui.second_screen.hold import Hold
from ct_desktop.ui.second_screen.monitor_layout import LEAST_HEIGHT, LEAST_WIDTH
from ct_desktop.ui.second_screen.view import SecondScreenView
from ct_desktop.ui.shell.privacy_button import hide_more
from ct_desktop.ui.shell.shortcuts import PRIVACY_KEYS
from ct_desktop.ui.theme.theme import Theme

_GRIP = 12
"""Pixels from an edge within which a press resizes the window."""

_MOVED_MILLISECONDS = 400
"""A window that is being moved or resized is remembered when it has come to rest."""


class SecondScreenWindow(QWidget):
    """Shows the view, takes keys and clicks, and says what the trader wants.

    While it is locked no key and no click changes anything but the lock itself, which wants the key
    L or its sign held for a second.
    """

    back_requested = Signal()
    quit_requested = Signal()
    check_requested = Signal()
    lock_changed = Signal(bool)
    always_on_top_changed = Signal(bool)
    fill_changed = Signal(bool)
    screen_chosen = Signal(str)
    """The name of the monitor to stand on."""
    moved = Signal()
    """The trader moved or resized it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._locked = False
        self._on_top = False
        self._fills = True
        self._placing = False
        self._menu: QMenu | None = None
        self._grip: QPointF | None = None
        self.view = SecondScreenView(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._hold = Hold(self)
        self._hold.progressed.connect(self._show_hold)
        self._hold.completed.connect(self._toggle_lock)
        self.view.lock_pressed.connect(self._hold.begin)
        self.view.lock_released.connect(self._hold.let_go)
        self._rests = QTimer(self)
        self._rests.setSingleShot(True)
        self._rests.setInterval(_MOVED_MILLISECONDS)
        self._rests.timeout.connect(self.moved)
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # What holds

    @property
    def is_locked(self) -> bool:
        """Whether keys and clicks change nothing."""
        return self._locked

    @property
    def is_on_top(self) -> bool:
        """Whether it asks to be above other windows."""
        return self._on_top

    def set_locked(self, *, locked: bool) -> None:
        """Take keys and clicks, or none."""
        self._locked = locked
        self.view.set_locked(locked=locked)
        if locked and self._menu is not None:
            self._menu.close()

    def stand(self, screen: str, area: QRect, *, fills: bool, on_top: bool) -> None:
        """Show it on the monitor called ``screen``: filling it, or at ``area`` without a frame."""
        self._placing = True
        try:
            self._stand(screen, area, fills=fills, on_top=on_top and always_on_top_allowed())
        finally:
            self._placing = False
        self._rests.stop()

    def _stand(self, screen: str, area: QRect, *, fills: bool, on_top: bool) -> None:
        self._fills = fills
        if on_top != self._on_top:
            self._on_top = on_top
            # This makes the window anew and hides it, so it is shown below in any case.
            self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on_top)
        target = screen_named(screen) or self.screen()
        if self.isVisible() and self.isFullScreen() and not (fills and self.screen() is target):
            # A full screen keeps to its monitor and its size until it is none.
            self.showNormal()
        self.setScreen(target)
        self.setGeometry(area)
        if fills:
            self.showFullScreen()
        else:
            self.showNormal()

    def say_how(self) -> None:
        """Say, for a while, how to get back or how to unlock."""
        self.view.hint.say(HINT_LOCKED if self._locked else HINT)

    # The lock

    def _show_hold(self, share: float) -> None:
        if self._hold.is_held:
            words = HOLD_ON_TO_UNLOCK if self._locked else HOLD_ON_TO_LOCK
            self.view.hint.say(words, share=share)
        else:
            self.say_how()

    def _toggle_lock(self) -> None:
        self.set_locked(locked=not self._locked)
        self.view.hint.say(NOW_LOCKED if self._locked else NOW_UNLOCKED)
        self.lock_changed.emit(self._locked)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if event.key() == Qt.Key.Key_L and not event.modifiers():
            if not event.isAutoRepeat() and not self._hold.is_held:
                self._hold.begin()
        elif self._locked:
            if not event.isAutoRepeat():
                self.say_how()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.back_requested.emit()
        elif event.key() == Qt.Key.Key_F5:
            self.check_requested.emit()
        elif (
            event.key() == Qt.Key.Key_Q and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            self.quit_requested.emit()
        elif QKeySequence(event.keyCombination()) == QKeySequence(PRIVACY_KEYS):
            hide_more(self)
        elif event.key() == Qt.Key.Key_Menu:
            self._open_menu(self.rect().center())

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if event.key() == Qt.Key.Key_L and not event.isAutoRepeat():
            self._hold.let_go()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # The key may be let go where nobody tells.
        self._hold.let_go()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._locked:
            self.say_how()
        elif event.button() is Qt.MouseButton.LeftButton and not self._fills:
            self._grip = event.position()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHoverEvent) and event.type() is QEvent.Type.HoverMove:
            self._show_cursor(self._edges_at(event.position()))
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - from where it began
        handle = self.windowHandle()
        if self._grip is None or handle is None:
            return
        edges = self._edges_at(self._grip)
        self._grip = None
        if edges:
            handle.startSystemResize(edges)
        else:
            handle.startSystemMove()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._grip = None

    def _edges_at(self, at: QPointF) -> Qt.Edge:
        edges = Qt.Edge(0)
        if self._fills or self._locked:
            return edges
        if at.x() < _GRIP:
            edges |= Qt.Edge.LeftEdge
        elif at.x() >= self.width() - _GRIP:
            edges |= Qt.Edge.RightEdge
        if at.y() < _GRIP:
            edges |= Qt.Edge.TopEdge
        elif at.y() >= self.height() - _GRIP:
            edges |= Qt.Edge.BottomEdge
        return edges

    def _show_cursor(self, edges: Qt.Edge) -> None:
        diagonal = {
            Qt.Edge.LeftEdge | Qt.Edge.TopEdge: Qt.CursorShape.SizeFDiagCursor,
            Qt.Edge.RightEdge | Qt.Edge.BottomEdge: Qt.CursorShape.SizeFDiagCursor,
            Qt.Edge.RightEdge | Qt.Edge.TopEdge: Qt.CursorShape.SizeBDiagCursor,
            Qt.Edge.LeftEdge | Qt.Edge.BottomEdge: Qt.CursorShape.SizeBDiagCursor,
        }
        if edges in diagonal:
            self.setCursor(diagonal[edges])
        elif edges & (Qt.Edge.LeftEdge | Qt.Edge.RightEdge):
            self.setCursor(Qt.CursorShape.SizeHorCursor)
        elif edges:
            self.setCursor(Qt.CursorShape.SizeVerCursor)
        else:
            self.unsetCursor()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._note_moved()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._note_moved()

    def _note_moved(self) -> None:
        if self.isVisible() and not self._placing and not self._fills:
            self._rests.start()

    # The menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()
        if self._locked:
            self.say_how()
        else:
            self._open_menu(event.pos())

    def _open_menu(self, at: QPoint) -> None:
        if self._menu is not None:
            self._menu.deleteLater()
        menu = self._menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.addAction(MENU_BACK).triggered.connect(self.back_requested)
        menu.addAction(MENU_CHECK).triggered.connect(self.check_requested)
        menu.addSeparator()
        fill = _switch(menu, MENU_FILL, on=self._fills)
        fill.triggered.connect(self.fill_changed)
        top = _switch(menu, MENU_ALWAYS_ON_TOP, on=self._on_top)
        top.triggered.connect(self.always_on_top_changed)
        if not always_on_top_allowed():
            top.setEnabled(False)
            top.setToolTip(NO_ALWAYS_ON_TOP)
        self._add_screens(menu)
        menu.addSeparator()
        menu.addAction(MENU_LOCK).triggered.connect(self._toggle_lock)
        menu.addSeparator()
        menu.addAction(MENU_QUIT).triggered.connect(self.quit_requested)
        menu.popup(self.mapToGlobal(at))

    def _add_screens(self, menu: QMenu) -> None:
        monitors = connected_monitors()
        if len(monitors) < 2:
            return
        screens = menu.addMenu(MENU_SCREEN)
        group = QActionGroup(screens)
        for monitor in monitors:
            words = f"{monitor.name}, {monitor.width} × {monitor.height}"
            action = _switch(screens, words, on=monitor.name == self.screen().name())
            group.addAction(action)
            action.triggered.connect(lambda _on, name=monitor.name: self.screen_chosen.emit(name))

    # The end

    def closeEvent(self, event: QCloseEvent) -> None:
        # Nobody but the system may close it while it is locked; a session that ends must be let.
        saving = isinstance(app := QGuiApplication.instance(), QGuiApplication) and (
            app.isSavingSession()
        )
        event.ignore()
        if saving:
            event.accept()
        elif self._locked:
            self.say_how()
        else:
            self.back_requested.emit()


def _switch(menu: QMenu, words: str, *, on: bool) -> QAction:
    action = menu.addAction(words)
    action.setCheckable(True)
    action.setChecked(on)
    return action
