"""The line over every screen while an account is near a limit; the trader can put it away."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ct_desktop.core.limit_alerts import REACHED, LimitAlert, LimitKind
from ct_desktop.core.wording_limits import DISMISS, others_words
from ct_desktop.ui.controls.buttons import Button, ButtonSize
from ct_desktop.ui.controls.screen_banner import ScreenBanner
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.limits.words import text_of, title_of
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


class LimitBanner(ScreenBanner):
    """The most urgent alert, and how many others there are. Hidden while there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self.dismiss = Button(theme, DISMISS, size=ButtonSize.SMALL)
        super().__init__(theme, self.dismiss, parent=parent)
        self._shown: LimitAlert | None = None
        self._put_away: frozenset[tuple[object, int]] = frozenset()
        self._alerts: tuple[LimitAlert, ...] = ()
        self.dismiss.clicked.connect(self._dismiss)

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
        before, self._shown = self._shown, first
        self._say(
            title_of(first),
            f"{text_of(first)}{others_words(len(wanted) - 1)}",
            look=_LOOKS[_urgency(first)],
            aloud=before is None or (before.key, before.level) != (first.key, first.level),
        )

    def _dismiss(self) -> None:
        self._put_away = frozenset((alert.key, alert.level) for alert in self._alerts)
        self.show_alerts(self._alerts)
