"""CrossTrade's own test of its transport and of what the add-on can do."""

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.core.capabilities import SelfTest
from ct_desktop.core.chain_staleness import stale_links
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.sign_in import SignInState
from ct_desktop.ui.controls.age_label import NOT_BELIEVED, AgeLabel
from ct_desktop.ui.controls.busy_button import BusyButton
from ct_desktop.ui.controls.buttons import ButtonSize
from ct_desktop.ui.controls.panel import Line, Panel
from ct_desktop.ui.controls.state_shape import StateShape, StateShapeView
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import PANEL_PADDING_READING, SHAPE_CELL, TABLE_ROW_HEIGHT
from ct_desktop.ui.theme.theme import Theme

NEVER_RUN = (
    "Not run yet. CrossTrade tests its own connection and what the add-on can do; "
    "nothing in NinjaTrader 8 is changed."
)

_COLUMNS = 3


class SelfTestCard(Panel):
    """The newest self-test, with its age; it is run at connect and by the button, never by itself.

    Below it, quietly, what the add-on says that it can do.
    """

    check_requested = Signal()
    """Run it again."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            "Self-test",
            title_role=TextRole.SECTION_TITLE,
            padding=PANEL_PADDING_READING,
            parent=parent,
        )
        self._theme = theme
        self._self_test: SelfTest | None = None
        self._state: MonitorState | None = None
        self._believed = True
        self.transport_shape = StateShapeView(theme, size=SHAPE_CELL)
        self.transport = Text(theme, role=TextRole.LABEL, color="text2")
        self.age = AgeLabel(theme, with_clock=True)
        self.run_again = BusyButton(theme, "Run again", size=ButtonSize.SMALL)
        self.run_again.requested.connect(self.check_requested)
        outcome = QHBoxLayout()
        outcome.setSpacing(6)
        outcome.addWidget(self.transport_shape, 0, Qt.AlignmentFlag.AlignVCenter)
        outcome.addWidget(self.transport)
        self.head.addLayout(outcome)
        self.head.addWidget(self.age)
        self.head.addStretch(1)
        self.head.addWidget(self.run_again)
        self.never_run = Text(theme, NEVER_RUN, color="text2", wrap=True)
        self._results = QWidget()
        self._grid = QGridLayout(self._results)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(0)
        for place in range(_COLUMNS):
            self._grid.setColumnStretch(place, 1)
        self.counters = Text(theme, color="text2")
        self._notes = QVBoxLayout()
        self._notes.setSpacing(4)
        self.features = Text(theme, role=TextRole.LABEL, color="text3", wrap=True)
        self.categories: list[CategoryCell] = []
        self.warnings: list[WarningNote] = []
        column = QVBoxLayout()
        column.setContentsMargins(PANEL_PADDING_READING, 6, PANEL_PADDING_READING, 14)
        column.setSpacing(8)
        column.addWidget(self.never_run)
        column.addWidget(self._results)
        column.addWidget(self.counters)
        column.addLayout(self._notes)
        column.addWidget(self.features)
        self.body.addLayout(column)
        for widget in (self.transport_shape, self.transport, self._results, self.features):
            widget.hide()
        self.counters.hide()
        self.run_again.set_idle_text("Run")

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Show the self-test and the add-on's features of ``state``."""
        self._state = state
        capabilities = state.snapshot.capabilities
        features = capabilities.value.features if capabilities else ()
        self.features.setText(f"The add-on offers {', '.join(features)}" if features else "")
        self.features.setVisible(bool(features))
        self.run_again.set_busy(state.checking)
        self.run_again.setEnabled(state.sign_in.state is SignInState.SIGNED_IN)
        self.tick(now)

    def tick(self, now: Moment) -> None:
        """Let the age go on.

        The self-test runs on no timer, so no age is too old while the add-on is there.
        """
        if self._state is None:
            return
        dated = self._state.snapshot.self_test
        believed = _is_believed(self._state, now)
        self._show_self_test(dated.value if dated else None, believed=believed)
        self.age.show_age(
            dated.fetched_at if dated else None, math.inf if believed else NOT_BELIEVED, now
        )

    def _show_self_test(self, self_test: SelfTest | None, *, believed: bool) -> None:
        if (self_test, believed) == (self._self_test, self._believed):
            return
        self._self_test, self._believed = self_test, believed
        self.never_run.setVisible(self_test is None)
        self.run_again.set_idle_text("Run" if self_test is None else "Run again")
        self._show_transport(self_test)
        self._show_categories(self_test)
        self._show_counters(self_test)
        self._show_warnings(self_test)

    def _show_transport(self, self_test: SelfTest | None) -> None:
        transport = self_test.transport if self_test else None
        for widget in (self.transport_shape, self.transport):
            widget.setVisible(transport is not None)
        if transport is not None:
            shape = result_shape(transport) if self._believed else StateShape.UNKNOWN
            self.transport_shape.set_shape(shape)
            self.transport.setText(f"transport {transport}")

    def _show_categories(self, self_test: SelfTest | None) -> None:
        for cell in self.categories:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        results = self_test.categories if self_test else ()
        self.categories = [
            CategoryCell(self._theme, name, state, believed=self._believed)
            for name, state in results
        ]
        for place, cell in enumerate(self.categories):
            self._grid.addWidget(cell, place // _COLUMNS, place % _COLUMNS)
        self._results.setVisible(bool(results))

    def _show_counters(self, self_test: SelfTest | None) -> None:
        counted = (
            (
                ("passed", self_test.passed),
                ("failed", self_test.failed),
                ("skipped", self_test.skipped),
            )
            if self_test
            else ()
        )
        words = [f"{count} {name}" for name, count in counted if count is not None]
        if self_test is not None and not words and not self_test.categories:
            words = ["The self-test came back without results"]
        self.counters.setText(", ".join(words))
        self.counters.set_color("warn" if self_test and self_test.failed else "text2")
        self.counters.setVisible(bool(words))

    def _show_warnings(self, self_test: SelfTest | None) -> None:
        for note in self.warnings:
            self._notes.removeWidget(note)
            note.hide()
            note.deleteLater()
        self.warnings = [
            WarningNote(self._theme, text) for text in (self_test.warnings if self_test else ())
        ]
        for note in self.warnings:
            self._notes.addWidget(note)


def _is_believed(state: MonitorState, now: Moment) -> bool:
    """Whether what was tested still says something: the add-on was there all the while."""
    addon = state.chain[LinkName.ADDON]
    gone = addon.state in (LinkState.BROKEN, LinkState.UNKNOWN)
    return not gone and addon.name not in stale_links(state.chain, state.snapshot.age_limits, now)


class CategoryCell(QWidget):
    """One category: its shape, its name and the server's word for it."""

    def __init__(self, theme: Theme, name: str, result: str, *, believed: bool) -> None:
        super().__init__()
        shape = result_shape(result) if believed else StateShape.UNKNOWN
        self.shape = StateShapeView(theme, shape, size=SHAPE_CELL)
        trouble = shape is StateShape.WARNING
        word = Text(theme, result, TextRole.LABEL_STRONG if trouble else TextRole.LABEL, "text3")
        word.set_color("warn" if trouble else "text3")
        self.setAccessibleName(f"{name}: {result}")
        self.setFixedHeight(TABLE_ROW_HEIGHT)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.shape, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Text(theme, name, color="text" if believed else "text3"), 1)
        row.addWidget(word)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(Line(theme))


class WarningNote(QWidget):
    """One warning, in the server's words."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self.words = Text(theme, text, color="warn", wrap=True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        shape = StateShapeView(theme, StateShape.WARNING, size=SHAPE_CELL)
        row.addWidget(shape, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)


def result_shape(result: str) -> StateShape:
    """The shape for a word that the self-test uses; what is not known to be fine is a warning."""
    word = result.lower()
    if word in ("ok", "pass", "passed"):
        return StateShape.OK
    return StateShape.OFF if word in ("skip", "skipped") else StateShape.WARNING
