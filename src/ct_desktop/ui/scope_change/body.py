"""The middle of the scope dialog: both scopes, the five steps, and what belongs to the phase."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ct_desktop.ui.controls.icon_view import IconView
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.scope_change.scope_panel import ScopePanel
from ct_desktop.ui.scope_change.step_row import StepRow
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.theme import Theme

SCROLL_BAR = 14
"""Kept free at the right, whether the scroll bar is there or not: no word is to move."""

_LEAST_HEIGHT = 160
_GAP = 20


class ScopeChangeBody(ScrollColumn):
    """Asks for all that its content needs at ``width``, and scrolls with less.

    In a low window the phase's own part comes before the steps, so that a warning is seen without
    scrolling, unless the steps are what goes on.
    """

    def __init__(
        self,
        theme: Theme,
        panels: tuple[ScopePanel, ScopePanel],
        steps: StepRow,
        phases: QStackedWidget,
        *,
        width: int,
    ) -> None:
        self._content = QWidget()
        super().__init__(self._content)
        self._steps = steps
        self._phases = phases
        self._steps_first = False
        self._keeps_to_end = False
        self._width = width + SCROLL_BAR
        self.setMinimumHeight(_LEAST_HEIGHT)
        scopes = QHBoxLayout()
        scopes.setSpacing(11)
        scopes.addWidget(panels[0], 1)
        arrow = IconView(theme, IconName.ARROW_RIGHT, "text2")
        scopes.addWidget(arrow, 0, Qt.AlignmentFlag.AlignVCenter)
        scopes.addWidget(panels[1], 1)
        self._column = QVBoxLayout(self._content)
        self._column.setSpacing(_GAP)
        self._column.addLayout(scopes)
        self._column.addWidget(steps)
        self._column.addWidget(phases, 1)
        self._column.setContentsMargins(0, 0, SCROLL_BAR, 0)
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._arrange())

    def sizeHint(self) -> QSize:
        return QSize(self._width, self._content.heightForWidth(self._width))

    def to_the_end(self) -> None:
        """Show the last of the content, in whatever height there will be."""
        self._keeps_to_end = True
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    def to_the_start(self) -> None:
        """Show the first of the content."""
        self._keeps_to_end = False
        self.verticalScrollBar().setValue(0)

    def put_steps_first(self, wanted: bool) -> None:
        """Keep the steps before the phase's own part in a low window too."""
        self._steps_first = wanted
        self._arrange()

    def _arrange(self) -> None:
        bar = self.verticalScrollBar()
        if self._keeps_to_end:
            bar.setValue(bar.maximum())
        is_low = bar.maximum() > 0
        self._column.setContentsMargins(0, 0, 0 if is_low else SCROLL_BAR, 0)
        steps_first = self._steps_first or not is_low
        parts = (self._steps, self._phases) if steps_first else (self._phases, self._steps)
        if self._column.indexOf(parts[0]) < self._column.indexOf(parts[1]):
            return
        for part in parts:
            self._column.removeWidget(part)
        for part in parts:
            self._column.addWidget(part, 1 if part is self._phases else 0)
        # The keyboard goes through them as they stand.
        QWidget.setTabOrder(*parts)
