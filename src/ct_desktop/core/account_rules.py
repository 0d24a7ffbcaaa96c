"""What a trader says of each account: whose money it is, and its firm's limits.

The server supplies none of this. Amounts are in the account's own currency; ``None`` is "not set",
which is never the same as zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from ct_desktop.core.accounts import Account, AccountClass, guess_class


class DrawdownKind(StrEnum):
    """How a firm's drawdown follows the account.

    ``TRAILING_INTRADAY`` follows every new high of the account's life, open profit included;
    ``TRAILING_SESSION`` those of one session, and begins anew with the next;
    ``TRAILING_END_OF_DAY`` only what the account holds when a session ends; ``STATIC`` never moves.
    """

    TRAILING_INTRADAY = "trailing_intraday"
    TRAILING_END_OF_DAY = "trailing_end_of_day"
    TRAILING_SESSION = "trailing_session"
    STATIC = "static"


@dataclass(frozen=True, slots=True)
class AccountRule:
    """One account's class and limits, by the name that identifies it in calls.

    ``starting_balance`` is what the firm opened it with, ``locks_at`` the balance beyond which a
    trailing floor rises no further (at many firms the starting balance). ``highest_balance`` is
    the highest so far by the firm's own books, where this app was not there to see it. Balances
    seen before ``peaks_since`` (aware) do not count, as after the firm has reset the account.
    """

    account: str
    account_class: AccountClass | None = None
    daily_loss_limit: float | None = None
    daily_profit_target: float | None = None
    drawdown: DrawdownKind | None = None
    drawdown_amount: float | None = None
    starting_balance: float | None = None
    locks_at: float | None = None
    highest_balance: float | None = None
    peaks_since: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is set, so that it need not be kept."""
        return self == AccountRule(self.account)

    @property
    def follows_highs(self) -> bool:
        """Whether a limit follows the highs within a session, which watermarks tell of."""
        return self.drawdown in (DrawdownKind.TRAILING_INTRADAY, DrawdownKind.TRAILING_SESSION)


_NO_RULES: Mapping[str, AccountRule] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class AccountRules:
    """The rules of all accounts, by account name."""

    by_account: Mapping[str, AccountRule] = field(default_factory=lambda: _NO_RULES)

    @classmethod
    def of(cls, rules: Iterable[AccountRule]) -> "AccountRules":
        """``rules``; of two for one account the later counts."""
        return cls(MappingProxyType({rule.account: rule for rule in rules}))

    def of_account(self, account: str) -> AccountRule:
        """The rule of ``account``, an empty one where none is set."""
        return self.by_account.get(account) or AccountRule(account)

    def class_of(self, account: Account) -> AccountClass:
        """Whose money ``account`` holds: what the trader said, else a guess.

        Everything that asks for an account's class asks here.
        """
        return self.of_account(account.name).account_class or guess_class(account)


NO_RULES = AccountRules()
