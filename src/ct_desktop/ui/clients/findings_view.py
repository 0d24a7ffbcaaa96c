"""What a check found: the worst first, each with its line in the trader's file and what to do."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ct_desktop.clients.checking import Finding
from ct_desktop.clients.checks.found import Severity
from ct_desktop.core.wording_clients import SEVERITY_WORDS
from ct_desktop.core.wording_clients_screen import (
    LINE,
    MORE_FINDINGS,
    RESULT,
    WHAT,
    in_screen_words,
)
from ct_desktop.ui.clients.private_text import private
from ct_desktop.ui.controls.panel import Line
from ct_desktop.ui.controls.state_shape import StateShape, StateShapeView
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import (
    PANEL_PADDING_READING,
    SHAPE_CELL,
    TABLE_HEADING_HEIGHT,
)
from ct_desktop.ui.theme.theme import Theme

SEVERITY_SHAPES = {
    Severity.PROBLEM: StateShape.BROKEN,
    Severity.WARNING: StateShape.WARNING,
    Severity.NOTE: StateShape.TO_DO,
    Severity.FINE: StateShape.OK,
}

_RESULT_WIDTH = 96
_LINE_WIDTH = 56
_MOST = 100
"""Rows: a file with more than that is not mended line by line."""


class FindingsView(QWidget):
    """The findings of one check, of the client ``client_id``."""

    def __init__(self, theme: Theme, findings: Sequence[Finding], client_id: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_Heading(theme))
        for finding in findings[:_MOST]:
            column.addWidget(Line(theme))
            column.addWidget(_Row(theme, finding, client_id))
        if len(findings) > _MOST:
            column.addWidget(Line(theme))
            left = MORE_FINDINGS.format(len(findings) - _MOST)
            words = Text(theme, left, color="text2", wrap=True)
            words.setContentsMargins(PANEL_PADDING_READING, 0, PANEL_PADDING_READING, 0)
            column.addWidget(words)


class _Heading(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(TABLE_HEADING_HEIGHT)
        row = _row(self)
        for words, width in ((RESULT, _RESULT_WIDTH), (LINE, _LINE_WIDTH)):
            cell = Text(theme, words, TextRole.HEADING, "text3", align_right=words == LINE)
            cell.setFixedWidth(width)
            row.addWidget(cell)
        row.addWidget(Text(theme, WHAT, TextRole.HEADING, "text3"), 1)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.palette.raised)


class _Row(QWidget):
    """One finding: its silhouette and word, its line, and what it is with its mend."""

    def __init__(self, theme: Theme, finding: Finding, client_id: str) -> None:
        super().__init__()
        word = SEVERITY_WORDS[finding.severity.value]
        place = str(finding.line or "")
        if finding.line is not None and finding.severity is Severity.PROBLEM and finding.column:
            place = f"{finding.line}:{finding.column}"
        title = private(in_screen_words(finding.title, client_id))
        more = f"{finding.cause} {finding.mend}".strip()
        more = private(in_screen_words(more, client_id))
        where = f", line {finding.line}" if finding.line is not None else ""
        self.setAccessibleName(f"{word}{where}: {title}. {more}".strip())
        row = _row(self)
        row.setContentsMargins(PANEL_PADDING_READING, 5, PANEL_PADDING_READING, 5)
        result = QWidget()
        result.setFixedWidth(_RESULT_WIDTH)
        cells = QHBoxLayout(result)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setSpacing(8)
        cells.addWidget(StateShapeView(theme, SEVERITY_SHAPES[finding.severity], size=SHAPE_CELL))
        cells.addWidget(Text(theme, word), 1)
        line = Text(theme, place, align_right=True)
        line.setFixedWidth(_LINE_WIDTH)
        words = QVBoxLayout()
        words.setSpacing(0)
        role = TextRole.BODY if finding.severity is Severity.FINE else TextRole.NAME
        words.addWidget(Text(theme, title, role, wrap=True))
        if more:
            words.addWidget(Text(theme, more, TextRole.LABEL, "text2", wrap=True))
        row.addWidget(result, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(line, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)


def _row(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(widget)
    row.setContentsMargins(PANEL_PADDING_READING, 0, PANEL_PADDING_READING, 0)
    row.setSpacing(24)
    return row
