"""The panel of broker connections: what NinjaTrader 8 reports, and what this app cannot do."""

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.ui.connection.broker_model import BrokerModel
from ct_desktop.ui.connection.broker_rows import BrokerRow, broker_rows
from ct_desktop.ui.connection.broker_table import BrokerTable
from ct_desktop.ui.connection.foot import PanelFoot
from ct_desktop.ui.controls.age_label import NOT_BELIEVED, AgeLabel
from ct_desktop.ui.controls.panel import Panel
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import PANEL_HEAD_HEIGHT, PANEL_PADDING_READING
from ct_desktop.ui.theme.theme import Theme

NEVER_ASKED = "NinjaTrader 8 has not reported its connections yet."
NONE_CONFIGURED = (
    "NinjaTrader 8 has no broker connection. Add one there under Control Center, Connections."
)
CANNOT_CONNECT = "This app cannot connect or disconnect a broker. Do that in NinjaTrader 8."

_EDGES = 3
"""The border, and the line under the head."""


class BrokerPanel(Panel):
    """Order and price feeds in two columns, because one can die alone."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            "Broker connections",
            title_role=TextRole.SECTION_TITLE,
            padding=PANEL_PADDING_READING,
            parent=parent,
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._state: MonitorState | None = None
        self._rows: tuple[BrokerRow, ...] = ()
        self._model = BrokerModel(self)
        self.table = BrokerTable(theme, self._model)
        self.age = AgeLabel(theme, with_clock=True)
        source = Text(theme, "as NinjaTrader 8 reports them", TextRole.LABEL, "text3")
        self.head.addWidget(source, 1)
        self.head.addWidget(self.age)
        self._message = Text(theme, NEVER_ASKED, color="text2", wrap=True)
        message = QWidget()
        column = QVBoxLayout(message)
        column.setContentsMargins(PANEL_PADDING_READING, 16, PANEL_PADDING_READING, 16)
        column.addWidget(self._message)
        column.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(message)
        self._stack.addWidget(self.table)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(PanelFoot(theme, Text(theme, CANNOT_CONNECT, TextRole.LABEL, "text3")))

    @property
    def message(self) -> str:
        """What stands in place of the table, or nothing while the table is shown."""
        return "" if self._stack.currentWidget() is self.table else self._message.text()

    @property
    def full_height(self) -> int:
        """Pixels in which no row has to scroll."""
        return 2 * PANEL_HEAD_HEIGHT + self.table.full_height + _EDGES

    def set_most_rows(self, rows: int) -> None:
        """Ask for room for no more than ``rows``."""
        self.table.set_most_rows(rows)

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Show the connections of ``state``."""
        self._state = state
        connections = state.snapshot.connections
        self._rows = broker_rows(state.snapshot, self._rows)
        self._model.show_rows(self._rows, now, believed=self._is_believed(now))
        self._message.setText(NEVER_ASKED if connections is None else NONE_CONFIGURED)
        self._stack.setCurrentIndex(1 if self._rows else 0)
        self._show_age(now)

    def tick(self, now: Moment) -> None:
        """Let ages go on."""
        self._model.tick(now, believed=self._is_believed(now))
        self._show_age(now)

    def _show_age(self, now: Moment) -> None:
        snapshot = self._state.snapshot if self._state else Snapshot()
        at = snapshot.connections.fetched_at if snapshot.connections else None
        believed = self._is_believed(now)
        limit = snapshot.age_limits.connections if believed else NOT_BELIEVED
        self.age.show_age(at, limit, now)

    def _is_believed(self, now: Moment) -> bool:
        """Whether the feeds may be shown as up: the chain reaches them and the answer is fresh."""
        state = self._state
        if state is None or state.snapshot.connections is None:
            return False
        age = now.seconds_since(state.snapshot.connections.fetched_at)
        reached = state.chain[LinkName.BROKERS].state is not LinkState.UNKNOWN
        return reached and age <= state.snapshot.age_limits.connections
