"""The steps of an entry's story, joined by a line."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.core.activity import ActivityStep
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import LINK_SHAPES, SHAPE_WORDS, StateShapeView
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import SHAPE_LINE
from ct_desktop.ui.theme.theme import Theme

_GAP = 12
_JOINT_MARGIN = 4
_SHAPE_TOP = 3
_WORDS_LEFT = SHAPE_LINE + 12


class StepList(QWidget):
    """One row a step, in the order in which they happened."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps: tuple[ActivityStep, ...] = ()
        self._rows: list[_StepRow] = []
        self.setAccessibleName("Steps")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_GAP)
        theme.changed.connect(self.update)

    def show_steps(self, steps: Sequence[ActivityStep]) -> None:
        """Show ``steps``; those that are there already stay as they are."""
        new = tuple(steps)
        common = 0
        while common < min(len(new), len(self._steps)) and new[common] == self._steps[common]:
            common += 1
        for row in self._rows[common:]:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        del self._rows[common:]
        for step in new[common:]:
            row = _StepRow(self._theme, step)
            self._rows.append(row)
            self._column.addWidget(row)
            # At once, and not with the next event, which would show it without its height.
            row.show()
        self._steps = new
        self.setVisible(bool(new))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the line needs the whole
        palette = self._theme.palette
        painter = QPainter(self)
        ink = palette.border_strong if self.isEnabled() else palette.border
        x = self.contentsRect().x() + SHAPE_LINE // 2
        for above, below in pairwise(self._rows):
            top = above.mapTo(self, QPoint(0, _SHAPE_TOP + SHAPE_LINE)).y() + _JOINT_MARGIN
            bottom = below.mapTo(self, QPoint(0, _SHAPE_TOP)).y() - _JOINT_MARGIN
            painter.fillRect(x, top, 1, bottom - top, ink)


class _StepRow(QWidget):
    """One step: what was learnt, when, and from what."""

    def __init__(self, theme: Theme, step: ActivityStep) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        at = formatting.clock_time(step.at)
        shape = LINK_SHAPES[step.state]
        said = (at, SHAPE_WORDS[shape], step.title, step.evidence)
        self.setAccessibleName(", ".join(part for part in said if part))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, _WORDS_LEFT)
        grid.setColumnStretch(1, 1)
        sign = QVBoxLayout()
        sign.setContentsMargins(0, _SHAPE_TOP, 0, 0)
        sign.addWidget(StateShapeView(theme, shape, size=SHAPE_LINE))
        top = Qt.AlignmentFlag.AlignTop
        grid.addLayout(sign, 0, 0, top)
        grid.addWidget(Text(theme, step.title, TextRole.NAME, wrap=True), 0, 1)
        time = Text(theme, at, TextRole.LABEL, "text3", align_right=True)
        time.setFixedHeight(TextRole.NAME.line_height)
        grid.addWidget(time, 0, 2, top)
        if step.evidence:
            evidence = Text(theme, step.evidence, TextRole.LABEL, "text2", wrap=True)
            grid.addWidget(evidence, 1, 1)
