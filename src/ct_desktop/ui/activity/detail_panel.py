"""The panel of the chosen entry: when, why, what ended it, and its steps."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ct_desktop.core.activity import ActivityEntry
from ct_desktop.core.moment import Moment
from ct_desktop.ui.activity.details_text import details_text
from ct_desktop.ui.activity.entry_facts import entry_facts
from ct_desktop.ui.activity.step_list import StepList
from ct_desktop.ui.controls.buttons import ButtonSize, IconButton
from ct_desktop.ui.controls.copy_button import CopyButton
from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.controls.panel import Line, Panel
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.measures import (
    BUTTON_HEIGHT_SMALL,
    ICON_BUTTON,
    PANEL_PADDING_READING,
    RADIUS_PANEL,
)
from ct_desktop.ui.theme.theme import Theme

NOTHING_CHOSEN = "Choose an entry to read how it went."

_NARROWEST = 380
_NAME_WIDTH = 84


class DetailPanel(Panel):
    """Shows one entry after another."""

    back_requested = Signal()
    """The trader wants the timeline again, where the detail stands in its place."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Detail", padding=PANEL_PADDING_READING, parent=parent)
        self._entry: ActivityEntry | None = None
        self._now: Moment | None = None
        self._account_names: frozenset[str] = frozenset()
        self.back = IconButton(
            theme,
            IconName.ARROW_LEFT,
            "Back to the timeline",
            size=BUTTON_HEIGHT_SMALL,
            icon_size=ICON_BUTTON,
        )
        self.back.setToolTip("Back to the timeline (Esc)")
        self.back.clicked.connect(self.back_requested)
        self.back.hide()
        self.copy = CopyButton(theme, "Copy details", self._text_to_copy, size=ButtonSize.SMALL)
        self.head.insertWidget(0, self.back, 0, Qt.AlignmentFlag.AlignVCenter)
        self.head.setStretchFactor(self.title, 1)
        self.head.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignVCenter)
        self.facts = _Facts(theme)
        self.steps = StepList(theme)
        self.nothing = _NothingChosen(theme)
        self._line = Line(theme)
        self.reading = _ReadingColumn(theme, self._build_content())
        self.body.setContentsMargins(0, 0, 0, RADIUS_PANEL)
        self.body.addWidget(self.reading, 1)
        self.setMinimumWidth(_NARROWEST)
        self.show_none(hint=False)

    def _build_content(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.nothing, self.facts, self._line, self.steps):
            column.addWidget(widget)
            if widget is not self._line:
                margin = PANEL_PADDING_READING
                widget.setContentsMargins(margin, 16, margin, 16)
        column.addStretch(1)
        return content

    def set_account_names(self, names: Iterable[str]) -> None:
        """Say which names to mask in what is copied."""
        self._account_names = frozenset(names)

    def set_in_place(self, in_place: bool) -> None:
        """Whether the panel stands in the timeline's place, and needs a way back."""
        self.back.setVisible(in_place)

    def show_entry(self, entry: ActivityEntry | None, now: Moment) -> None:
        """Show ``entry``."""
        self._show(entry, now)

    def show_none(self, *, hint: bool) -> None:
        """Show no entry; with ``hint``, that one can be chosen."""
        self._show(None, None)
        self.nothing.setVisible(hint)

    def _show(self, entry: ActivityEntry | None, now: Moment | None) -> None:
        before, self._entry, self._now = self._entry, entry, now
        title = "Detail" if entry is None else entry.title
        self.title.setText(title)
        self.setAccessibleName(title)
        self.copy.setVisible(entry is not None)
        self.nothing.hide()
        self.facts.setVisible(entry is not None)
        steps = () if entry is None else entry.steps
        self._line.setVisible(bool(steps))
        self.steps.show_steps(steps)
        self._show_facts()
        self.reading.settle()
        if entry is None or before is None or entry.id != before.id:
            self.reading.verticalScrollBar().setValue(0)

    def tick(self, now: Moment) -> None:
        """Let the time of an open fault go on."""
        self._now = now
        if self._entry is not None and self._entry.is_open:
            self._show_facts()

    def _show_facts(self) -> None:
        if self._entry is not None and self._now is not None:
            self.facts.show_facts(entry_facts(self._entry, self._now.utc))

    def _text_to_copy(self) -> str:
        if self._entry is None or self._now is None:
            return ""
        return details_text(self._entry, self._now.utc, self._account_names)


class _NothingChosen(QWidget):
    """What stands in the panel while there is nothing to detail."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Text(theme, NOTHING_CHOSEN, color="text2", wrap=True))


class _Facts(QWidget):
    """Names at the left, texts that wrap at the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._texts: dict[str, Text] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, _NAME_WIDTH)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Show ``facts`` as (name, text)."""
        if [name for name, _ in facts] != list(self._texts):
            self._rebuild([name for name, _ in facts])
        for name, text in facts:
            label = self._texts[name]
            if label.text() != text:
                label.setText(text)
                label.setAccessibleName(f"{name}: {text}")
                label.updateGeometry()

    def _rebuild(self, names: list[str]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._texts = {}
        for row, name in enumerate(names):
            label = Text(self._theme, name, color="text2")
            self._texts[name] = Text(self._theme, wrap=True)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(self._texts[name], row, 1)
            label.show()
            self._texts[name].show()


class _ReadingColumn(ShowsFocus, ScrollColumn):
    """Scrolls by the arrow keys too: nothing in it takes the keyboard."""

    def __init__(self, theme: Theme, content: QWidget) -> None:
        super().__init__(content)
        self._theme = theme
        self._content = content
        self.setAccessibleName("Detail")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def settle(self) -> None:
        """Give new content its height at once: else it is seen squeezed until the next event."""
        layout = self._content.layout()
        if layout is not None:
            layout.activate()
        QCoreApplication.sendEvent(self._content, QEvent(QEvent.Type.LayoutRequest))
