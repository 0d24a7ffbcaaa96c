"""The Monitor's states that depend on the accounts and their limits, by the name of its picture."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.ui.equity.sparkline import Sparkline
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme
from screenshots.equity_states import ALL_DAY, sampled
from screenshots.gallery import Gallery, Size
from support.market_samples import (
    at,
    large_snapshot,
    market_state,
    mock_up_rules,
    mock_up_snapshot,
    with_open_pnl_told,
)


class MonitorView:
    """The screen in a window of its own: its ages never go back, nor do its columns narrow."""

    def __init__(self, theme: Theme) -> None:
        self.screen = MonitorScreen(theme)
        self.window = MainWindow(theme)
        self.window.add_screen(Screen.MONITOR, lambda: self.screen)
        self.window.set_screen(Screen.MONITOR)


def _show(
    view: MonitorView,
    state: MonitorState,
    now: Moment = at(2),  # noqa: B008 - a value that never changes
    *,
    hidden: PrivacyLevel = PrivacyLevel.OFF,
) -> None:
    PRIVACY.set_level(hidden)
    view.screen.show_sessions(_SESSIONS)
    rules, peaks = mock_up_rules()
    view.screen.use_rules(rules, peaks)
    view.window.show_state(state, now)
    view.screen.show_state(state, now)


def _last_accounts(number: int) -> Snapshot:
    """The last ``number`` accounts of the mock-ups, which are simulated, and all that is theirs."""
    snapshot = mock_up_snapshot()
    assert snapshot.accounts is not None
    assert snapshot.positions is not None
    assert snapshot.orders is not None
    accounts = snapshot.accounts.value[len(snapshot.accounts.value) - number :]
    names = {account.name for account in accounts}
    return replace(
        snapshot,
        accounts=Dated(accounts, at(-20)),
        positions=Dated(tuple(p for p in snapshot.positions.value if p.account in names), at(0)),
        orders=Dated(tuple(o for o in snapshot.orders.value if o.account in names), at(-4)),
        fills={name: Dated((), at(-4)) for name in names},
    )


_MOCK_UP = with_open_pnl_told(mock_up_snapshot())
_OFFLINE = market_state(_MOCK_UP, ProblemKind.ADDON_OFFLINE, found_at=at(2), next_check_at=at(62))

_SESSIONS = {
    name: Sparkline(sampled(ALL_DAY, drift=drift, swing=swing))
    for name, drift, swing in (
        ("Live-48120", 0.5, 120.0),
        ("Live-48133", -0.4, 90.0),
        ("APEX1234", 0.6, 200.0),
        ("APEX1235", 0.6, 150.0),
        ("APEX1236", 0.1, 250.0),
        ("TPT-20917", 0.5, 90.0),
        ("EVAL7801", -0.6, 200.0),
        ("EVAL7802", 0.0, 0.0),
        ("TPT-E118", 0.2, 180.0),
        ("TPT-E121", -0.5, 140.0),
        ("Sim101", 0.3, 60.0),
        ("SimPractice", 0.0, 0.0),
    )
}
_FAULTS = {
    "garbage": ProblemKind.UNEXPECTED_ANSWER,
    "captive-portal": ProblemKind.NETWORK_SIGN_IN,
    "no-broker": ProblemKind.NO_BROKER,
    "wrong-clock": ProblemKind.CLOCK_SKEW,
    "rate-limited": ProblemKind.RATE_LIMITED,
}
"""By the demo's name for each: those that the way through the app does not lead to."""

STATES: dict[str, Callable[[MonitorView], None]] = {
    "monitor-limits": partial(_show, state=market_state(_MOCK_UP)),
    "monitor-limits-hidden": partial(
        _show, state=market_state(_MOCK_UP), hidden=PrivacyLevel.AMOUNTS
    ),
    "monitor-names-hidden": partial(
        _show, state=market_state(_MOCK_UP), hidden=PrivacyLevel.NAMES_AND_AMOUNTS
    ),
    "monitor-no-accounts": partial(_show, state=market_state(_last_accounts(0))),
    "monitor-one-account": partial(_show, state=market_state(_last_accounts(1))),
    "monitor-20-accounts": partial(_show, state=market_state(large_snapshot(20, 60))),
    "monitor-limits-stale": partial(_show, state=_OFFLINE, now=at(44)),
    "monitor-200-accounts-offline": partial(
        _show, state=market_state(large_snapshot(), ProblemKind.ADDON_OFFLINE), now=at(44)
    ),
    **{
        f"monitor-{fault}": partial(
            _show,
            state=market_state(_MOCK_UP, kind, found_at=at(2), next_check_at=at(62)),
            now=at(44),
        )
        for fault, kind in _FAULTS.items()
    },
}
"""What brings the screen into each state. It can be done again, at another size."""


async def take_monitor(theme: Theme, gallery: Gallery, sizes: Sequence[Size]) -> None:
    """The Monitor with limits, and with few and many accounts."""
    for name, bring_about in STATES.items():
        if not gallery.wants(name):
            continue
        view = MonitorView(theme)
        view.window.show()
        await gallery.take(view.window, name, refresh=partial(bring_about, view), sizes=sizes)
        view.window.close()
        view.window.deleteLater()
    PRIVACY.set_level(PrivacyLevel.OFF)
