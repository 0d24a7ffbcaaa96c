"""Shows what would be written into a client's file, before anything is."""

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat
from PySide6.QtWidgets import QHBoxLayout, QMainWindow

from ct_desktop.clients.applying import ApplyPlan
from ct_desktop.core.wording_clients import BACKUP_HOLDS_SECRET
from ct_desktop.core.wording_clients_screen import (
    ADD_ENTRY,
    BACKUP_IS_KEPT,
    DIFFERENCE,
    KEEP_AS_IT_IS,
    NEW_FILE_IS_REMOVED,
    NEW_FILE_QUESTION,
    WRITE_IT,
    WRITE_QUESTION,
)
from ct_desktop.ui.clients.private_text import private
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.focus_frame import QUIETLY
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.diagnostics.report_view import ReportView
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import SCOPE_DIALOG_WIDTH
from ct_desktop.ui.theme.theme import Theme

_PADDING = 24


class ApplyDialog(Dialog):
    """Accepted where the trader has ``plan`` carried out."""

    def __init__(self, theme: Theme, window: QMainWindow, plan: ApplyPlan) -> None:
        super().__init__(theme, window, ADD_ENTRY.rstrip("…"), width=SCOPE_DIALOG_WIDTH)
        self.plan = plan
        self.difference = ReportView(theme)
        self.difference.text.setAccessibleName(DIFFERENCE)
        self._colours = _Colours(theme, self.difference)
        self.difference.show_text(private(plan.difference.rstrip("\n")))
        self.keep = Button(theme, KEEP_AS_IT_IS)
        self.write = Button(theme, WRITE_IT, kind=ButtonKind.PRIMARY)
        self.keep.clicked.connect(self.reject)
        self.write.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        buttons.addWidget(self.write)
        question = NEW_FILE_QUESTION if plan.is_new else WRITE_QUESTION
        way_back = NEW_FILE_IS_REMOVED if plan.is_new else BACKUP_IS_KEPT
        column = self.content
        column.setContentsMargins(_PADDING, 20, _PADDING, 20)
        name = private(plan.path.name)
        column.addWidget(Text(theme, question.format(name), TextRole.DIALOG_TITLE))
        column.addSpacing(4)
        path = private(str(plan.path))
        column.addWidget(Text(theme, path, TextRole.LABEL, "text2", code=True))
        column.addSpacing(12)
        column.addWidget(self.difference, 1)
        column.addSpacing(12)
        column.addWidget(Text(theme, way_back, color="text2", wrap=True))
        if plan.backup_holds_secret:
            column.addSpacing(4)
            column.addWidget(Text(theme, BACKUP_HOLDS_SECRET, color="warn", wrap=True))
        column.addSpacing(16)
        column.addLayout(buttons)

    def open(self) -> None:
        super().open()
        self.write.setFocus(QUIETLY)


class _Colours(QSyntaxHighlighter):
    """Lines that go in the colour of what is broken, lines that come in that of what is fine; the
    sign before each says it too."""

    def __init__(self, theme: Theme, view: ReportView) -> None:
        super().__init__(view.text.document())
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        palette = self._theme.palette
        if text.startswith(("---", "+++", "@@")):
            self._paint(text, palette.text3)
        elif text.startswith("+"):
            self._paint(text, palette.ok)
        elif text.startswith("-"):
            self._paint(text, palette.broken)

    def _paint(self, text: str, color: QColor) -> None:
        form = QTextCharFormat()
        form.setForeground(color)
        self.setFormat(0, len(text), form)
