"""A button that copies a text and says so for two seconds."""

from collections.abc import Callable

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QWidget

from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.buttons import Button, ButtonSize
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.theme import Theme

COPIED = "Copied"
COPIED_MILLISECONDS = 2000


class CopyButton(Button):
    """Asks ``text`` for what to copy, when pressed. Its width fits both of its words."""

    def __init__(
        self,
        theme: Theme,
        words: str,
        text: Callable[[], str],
        *,
        size: ButtonSize = ButtonSize.NORMAL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, words, size=size, icon=IconName.COPY, parent=parent)
        self._words = words
        self._text = text
        self._back = QTimer(self, singleShot=True, interval=COPIED_MILLISECONDS)
        self._back.timeout.connect(self._say_idle)
        self.clicked.connect(self._copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text())
        self.setText(COPIED)
        self.set_icon(IconName.CHECK)
        announce(self, COPIED)
        self._back.start()

    def _say_idle(self) -> None:
        self.setText(self._words)
        self.set_icon(IconName.COPY)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        words = max(self._words, COPIED, key=metrics.horizontalAdvance)
        spare = metrics.horizontalAdvance(words) - metrics.horizontalAdvance(self.text())
        return super().sizeHint() + QSize(round(spare), 0)
