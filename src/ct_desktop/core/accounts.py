"""Trading accounts and their balances.

Source: the CrossTrade reference, sections 2.3 to 2.5 and 3.2. Amounts are floats because the server
sends doubles; they are rounded for display only. ``None`` always means "not supplied", never zero.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ct_desktop.core.feeds import FeedStatus


class AccountClass(StrEnum):
    """Whose money an account holds."""

    LIVE = "live"
    FUNDED = "funded"
    EVALUATION = "evaluation"
    SIMULATED = "simulated"


class AccountGroup(StrEnum):
    """The three groups whose money is never added together."""

    LIVE_AND_FUNDED = "live_and_funded"
    EVALUATION = "evaluation"
    SIMULATED = "simulated"


_GROUPS = {
    AccountClass.LIVE: AccountGroup.LIVE_AND_FUNDED,
    AccountClass.FUNDED: AccountGroup.LIVE_AND_FUNDED,
    AccountClass.EVALUATION: AccountGroup.EVALUATION,
    AccountClass.SIMULATED: AccountGroup.SIMULATED,
}

BUILT_IN_ACCOUNTS = frozenset({"backtest", "playback101"})
"""NT8's own accounts, lower case: they hold nobody's money and are hidden unless asked for."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account as NT8 lists it, without its money.

    ``name`` identifies it in calls; ``display_name`` is what the trader named it.
    ``connection_name`` is known in one of the server's two dialects only.
    """

    name: str
    display_name: str
    provider: str | None = None
    connection_name: str | None = None
    connection_status: FeedStatus | None = None
    status: str | None = None

    @property
    def is_built_in(self) -> bool:
        """Whether this is NT8's own Backtest or Playback account."""
        return self.name.lower() in BUILT_IN_ACCOUNTS


@dataclass(frozen=True, slots=True)
class Balance:
    """An account's money, in ``currency`` (ISO 4217)."""

    account: str
    currency: str | None = None
    cash_value: float | None = None
    net_liquidation: float | None = None
    buying_power: float | None = None
    realized_pnl: float | None = None
    unrealized_pnl: float | None = None


# Firms that sell evaluations name their accounts after themselves; the marks of an evaluation or a
# funded account stand in the name. A guess that the trader will be able to overrule.
_SIMULATED_PROVIDERS = frozenset({"simulator", "simulation", "sim", "playback"})
_SIMULATED_NAME = re.compile(r"^(sim|demo|playback|backtest|paper)", re.IGNORECASE)
_EVALUATION_NAME = re.compile(r"(eval|challenge|combine|-E\d|^E\d)", re.IGNORECASE)
_FUNDED_NAME = re.compile(
    r"(APEX|^PA[-_ ]|^PA\d|TPT|TOPSTEP|TST|MFFU|TRADEIFY|LEELOO|UPROFIT|BULENOX|EARN2TRADE|ELITE"
    r"|TAKEPROFIT|FUNDED|PRA-)",
    re.IGNORECASE,
)


def guess_class(account: Account) -> AccountClass:
    """The class an account most likely has, from its provider and names.

    The server supplies no class. Live is what remains: an account nobody recognises as simulated,
    evaluation or funded must be treated as the trader's own money.
    """
    return _guess_class(account.provider or "", account.name, account.display_name)


@lru_cache(maxsize=4096)
def _guess_class(provider: str, *names: str) -> AccountClass:
    if provider.lower() in _SIMULATED_PROVIDERS:
        return AccountClass.SIMULATED
    if any(_SIMULATED_NAME.search(name) for name in names):
        return AccountClass.SIMULATED
    if any(_EVALUATION_NAME.search(name) for name in names):
        return AccountClass.EVALUATION
    if any(_FUNDED_NAME.search(name) for name in names):
        return AccountClass.FUNDED
    return AccountClass.LIVE


def group_of(account_class: AccountClass) -> AccountGroup:
    """The group in whose totals an account of this class counts."""
    return _GROUPS[account_class]
