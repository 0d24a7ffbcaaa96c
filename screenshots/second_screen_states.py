"""The second-screen view's states, each by the name of its picture."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from ct_desktop.core.account_rules import AccountRule, AccountRules, DrawdownKind
from ct_desktop.core.chain import build_chain
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.core.wording_second_screen import HINT_LOCKED
from ct_desktop.ui.second_screen.view import SecondScreenView
from support.market_samples import at, large_snapshot, market_state, mock_up_snapshot

_RULES = AccountRules.of(
    [
        AccountRule(
            "EVAL7801",
            drawdown=DrawdownKind.STATIC,
            drawdown_amount=2500.0,
            starting_balance=52460.30,
        )
    ]
)
_ALL_DAY = ("00:00", "23:59")


def _show(
    view: SecondScreenView,
    state: MonitorState,
    now: Moment = at(2),  # noqa: B008 - a value that never changes
    *,
    locked: bool = False,
    dimmed: bool = False,
) -> None:
    view.use_rules(_RULES, None)
    view.set_locked(locked=locked)
    view.set_dim_hours(_ALL_DAY if dimmed else None)
    view.hint.hide()
    view.show_state(state, now)
    if locked:
        view.hint.say(HINT_LOCKED)


def _without_figures(sign_in: SignInState) -> MonitorState:
    return MonitorState(Snapshot(), build_chain({}), SignIn(sign_in))


_MOCK_UP = mock_up_snapshot()
_OFFLINE = market_state(_MOCK_UP, ProblemKind.ADDON_OFFLINE, found_at=at(20), next_check_at=at(80))

STATES: dict[str, Callable[[SecondScreenView], None]] = {
    "second-screen": partial(_show, state=market_state(_MOCK_UP)),
    "second-screen-stale": partial(_show, state=_OFFLINE, now=at(62)),
    "second-screen-warning": partial(
        _show, state=market_state(_MOCK_UP, ProblemKind.PRICE_FEED_LOST)
    ),
    "second-screen-locked": partial(_show, state=market_state(_MOCK_UP), locked=True),
    "second-screen-dimmed": partial(_show, state=market_state(_MOCK_UP), dimmed=True),
    "second-screen-dimmed-stale": partial(_show, state=_OFFLINE, now=at(62), dimmed=True),
    "second-screen-one-account": partial(_show, state=market_state(large_snapshot(1, 1))),
    "second-screen-20-accounts": partial(_show, state=market_state(large_snapshot(20, 13))),
    "second-screen-200-accounts": partial(_show, state=market_state(large_snapshot())),
    "second-screen-no-positions": partial(
        _show, state=market_state(replace(_MOCK_UP, positions=Dated((), at(0))))
    ),
    "second-screen-reading": partial(_show, state=_without_figures(SignInState.SIGNED_IN)),
    "second-screen-signed-out": partial(_show, state=_without_figures(SignInState.SIGNED_OUT)),
    "second-screen-offline": partial(
        _show, state=market_state(Snapshot(), ProblemKind.NAME_NOT_RESOLVED)
    ),
}
"""What brings the view into each state. It can be done again, at another size."""
