"""What is said of one alert."""

from ct_desktop.core import wording_limits as words
from ct_desktop.core.limit_alerts import REACHED, LimitAlert, LimitKind
from ct_desktop.ui.controls import formatting

_LIMITS = {LimitKind.LOSS_LIMIT: words.LOSS_LIMIT, LimitKind.DRAWDOWN: words.DRAWDOWN}


def title_of(alert: LimitAlert) -> str:
    """``APEX1234: 25 % or less left to the drawdown``."""
    name = formatting.account_name(alert.display_name)
    if alert.kind is LimitKind.PROFIT_TARGET:
        return words.target_title(name)
    return words.alert_title(name, _LIMITS[alert.kind], alert.level)


def text_of(alert: LimitAlert) -> str:
    """How much is left, where the limit lies, and that it is an estimate."""
    threshold = _money(formatting.money(alert.threshold), alert)
    if alert.kind is LimitKind.PROFIT_TARGET:
        return words.target_text(_money(formatting.pnl(alert.amount), alert), threshold)
    if alert.level == REACHED:
        return words.reached_text(threshold)
    return words.alert_text(_money(formatting.money(alert.amount), alert), threshold)


def _money(figure: str, alert: LimitAlert) -> str:
    return f"{figure} {alert.currency}" if alert.currency else figure
