"""What the trader says of each account, in the settings file: bounded, and checked when read."""

import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ct_desktop.core.account_rules import AccountRule, DrawdownKind
from ct_desktop.core.accounts import AccountClass

MOST_RULES = 1000
"""Accounts in one file; more are left out."""

LARGEST_AMOUNT = 1_000_000_000.0
"""In any currency. Beyond it lies a slip of the keyboard."""

_LONGEST_NAME = 200

AMOUNTS = (
    "daily_loss_limit",
    "daily_profit_target",
    "drawdown_amount",
    "starting_balance",
    "locks_at",
    "highest_balance",
)
"""The fields of a rule that are amounts, each more than zero."""


def parse_account_rules(value: object) -> tuple[AccountRule, ...]:
    """The rules in a JSON list. Raises ``ValueError`` for a value that is no list of rules."""
    if not isinstance(value, list):
        raise ValueError("not a list")  # noqa: TRY004 - the file's fault, not the caller's
    return tuple(_rule(each) for each in value[:MOST_RULES])


def account_rules_as_json(rules: Iterable[AccountRule]) -> list[dict[str, Any]]:
    """The JSON list that :func:`parse_account_rules` reads; rules that say nothing are left out."""
    return [_as_json(rule) for rule in rules if not rule.is_empty]


def with_rule(rules: Iterable[AccountRule], rule: AccountRule) -> tuple[AccountRule, ...]:
    """``rules`` with ``rule`` in place of what was said of its account."""
    others = tuple(other for other in rules if other.account != rule.account)
    return others if rule.is_empty else (*others, rule)


def _as_json(rule: AccountRule) -> dict[str, Any]:
    content: dict[str, Any] = {
        "account": rule.account,
        "class": rule.account_class and rule.account_class.value,
        "drawdown": rule.drawdown and rule.drawdown.value,
        "peaks_since": rule.peaks_since and rule.peaks_since.isoformat(),
    }
    content |= {name: getattr(rule, name) for name in AMOUNTS}
    return {name: value for name, value in content.items() if value is not None}


def _rule(value: object) -> AccountRule:
    if not isinstance(value, Mapping):
        raise ValueError("a rule that is no object")  # noqa: TRY004 - the file's fault
    account = value.get("account")
    if not isinstance(account, str) or not 0 < len(account) <= _LONGEST_NAME:
        raise ValueError("a rule without its account")
    kind, drawdown, since = (value.get(name) for name in ("class", "drawdown", "peaks_since"))
    return AccountRule(
        account=account,
        account_class=None if kind is None else AccountClass(kind),
        drawdown=None if drawdown is None else DrawdownKind(drawdown),
        peaks_since=None if since is None else _time(since),
        **{name: _amount(value.get(name)) for name in AMOUNTS},
    )


def _amount(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("not an amount")  # noqa: TRY004 - the file's fault
    if not (math.isfinite(value) and 0 < value <= LARGEST_AMOUNT):
        raise ValueError("an amount out of bounds")
    return float(value)


def _time(value: object) -> datetime:
    if not isinstance(value, str):
        raise ValueError("not a time")  # noqa: TRY004 - the file's fault
    time = datetime.fromisoformat(value)
    if time.tzinfo is None:
        raise ValueError("a time without its zone")
    return time
