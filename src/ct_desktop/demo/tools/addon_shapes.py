"""What the add-on says of itself, by its state (the CrossTrade reference, sections 1.1 and 1.2)."""

from typing import Any, Literal

from ct_desktop.demo.options import Dialect

Json = dict[str, Any]
AddonState = Literal["current", "outdated", "offline"]

VERSION = "1.13.9"
OUTDATED_VERSION = "1.12.4"
"""Below 1.13.0, the oldest that serves MCP fully."""

NT8_VERSION = "8.1.8.1"
ENGINE = "nt8_strategy_analyzer"

_FEATURES = [
    "compile",
    "strategy_state",
    "alert_relay",
    "backtest",
    "webhook_signals",
    "journal",
    "drawings",
]
_OUTDATED_FEATURES = ["compile", "strategy_state", "alert_relay"]
_CATEGORIES = ("accounts", "orders", "positions", "ninjascript", "backtest", "alerts")
_WARNING = "addon below recommended version"


def capabilities(state: AddonState, dialect: Dialect) -> Json:
    """Versions and features. Older add-ons say less and warn; an absent one says nothing."""
    if state == "offline":
        return {"addon_version": "", "nt8_version": "", "features": []}
    prefix = "" if dialect == "mcp" else "v"
    if state == "outdated":
        return {
            "addon_version": f"{prefix}{OUTDATED_VERSION}",
            "nt8_version": NT8_VERSION,
            "features": _OUTDATED_FEATURES,
            "warning": _WARNING,
        }
    return {
        "addon_version": f"{prefix}{VERSION}",
        "nt8_version": NT8_VERSION,
        "features": _FEATURES,
        "backtest_engine": {"available": True, "engine": ENGINE, "nt8_version": NT8_VERSION},
    }


def self_test(state: AddonState) -> Json:
    """Each group of tools; an outdated add-on lacks backtests."""
    categories = dict.fromkeys(_CATEGORIES, "ok")
    if state == "outdated":
        categories["backtest"] = "unavailable"
    return {
        "transport": "ok",
        "categories": categories,
        "warnings": [_WARNING] if state == "outdated" else [],
    }
