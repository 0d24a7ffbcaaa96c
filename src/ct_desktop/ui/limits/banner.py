"""The line over every screen while an account is near a limit; the trader can put it away."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.core.limit_alerts import REACHED, LimitAlert, LimitKind
from ct_desktop.core.wording_limits import DISMISS, others_words
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.buttons import Button, ButtonSize
from ct_desktop.ui.controls.panel import Surface
from ct_desktop.ui.controls.state_shape import StateShape, StateShapeView
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.limits.words import text_of, title_of
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.palette import Token
from ct_desktop.ui.theme.theme import Theme

_LOOKS: tuple[tuple[StateShape, Token, Token], ...] = (
    (StateShape.BROKEN, "broken_soft", "broken"),
    (StateShape.WARNING, "warn_soft", "warn"),
    (StateShape.OK, "ok_soft", "ok"),
)


def _urgency(alert: LimitAlert) -> int:
    """The place in the order of urgency, and in the looks: a target that is reached is good."""
    if alert.kind is LimitKind.PROFIT_TARGET:
        return 2
    return 0 if alert.level == REACHED else 1


class LimitBanner(QWidget):
    """The most urgent alert, and how many others there are. Hidden while there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: LimitAlert | None = None
        self._put_away: frozenset[tuple[object, int]] = frozenset()
        self._alerts: tuple[LimitAlert, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._surface = Surface(theme)
        self._shape = StateShapeView(theme, StateShape.WARNING, size=measures.SHAPE_BANNER)
        self._title = Text(theme, role=TextRole.NAME)
        self._words = Text(theme, color="text2", wrap=True)
        self.dismiss = Button(theme, DISMISS, size=ButtonSize.SMALL)
        self.dismiss.clicked.connect(self._dismiss)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._words)
        row = QHBoxLayout(self._surface)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(column, 1)
        row.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignVCenter)
        self._around = QVBoxLayout(self)
        self._around.addWidget(self._surface)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now, empty while it is hidden."""
        return "" if self.isHidden() else f"{self._title.text()}. {self._words.text()}"

    def show_alerts(self, alerts: Sequence[LimitAlert]) -> None:
        """Show those of ``alerts``, all that stand now, that were not put away."""
        self._put_away &= {(alert.key, alert.level) for alert in alerts}
        self._alerts = tuple(alerts)
        wanted = [alert for alert in alerts if (alert.key, alert.level) not in self._put_away]
        if not wanted:
            self._shown = None
            self.hide()
            return
        first = min(wanted, key=lambda alert: (_urgency(alert), alert.level))
        shape, ground, edge = _LOOKS[_urgency(first)]
        self._shape.set_shape(shape)
        self._surface.set_colors(ground=ground, edge=edge)
        self._title.setText(title_of(first))
        self._words.setText(f"{text_of(first)}{others_words(len(wanted) - 1)}")
        self.setAccessibleName(self._title.text())
        self.show()
        before, self._shown = self._shown, first
        if before is None or (before.key, before.level) != (first.key, first.level):
            announce(self, f"{self._title.text()}. {self._words.text()}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Its edges are those of the screens' panels.
        small = self.window().width() < measures.SMALL_WINDOW_BELOW
        side = measures.WINDOW_PADDING_SMALL if small else measures.WINDOW_PADDING
        self._around.setContentsMargins(side, side, side, 0)

    def _dismiss(self) -> None:
        self._put_away = frozenset((alert.key, alert.level) for alert in self._alerts)
        self.show_alerts(self._alerts)
