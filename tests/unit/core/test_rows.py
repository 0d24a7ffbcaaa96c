"""Accounts as rows, and totals that never mix kinds of money or currencies."""

from datetime import UTC, datetime, timedelta
from math import fsum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_desktop.core.account_rules import AccountRule, AccountRules
from ct_desktop.core.accounts import Account, AccountClass, AccountGroup, Balance
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.rows import AccountRow, Total, account_rows, oldest, totals
from ct_desktop.core.snapshot import Snapshot


def at(seconds: float) -> Moment:
    return Moment(datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=seconds), seconds)


def position(account: str, instrument: str, pnl: float | None) -> Position:
    return Position(account, instrument, MarketPosition.LONG, 1.0, unrealized_pnl=pnl)


LIVE = Account("4711", "4711", provider="Tradovate")
FUNDED = Account("APEX1", "APEX1", provider="Rithmic")
SIM = Account("Sim101", "Sim101", provider="Simulator")
BACKTEST = Account("Backtest", "Backtest", provider="Simulator")


def snapshot(
    accounts: tuple[Account, ...] = (LIVE, FUNDED, SIM, BACKTEST),
    positions: tuple[Position, ...] | None = (),
    **balances: Dated[Balance],
) -> Snapshot:
    return Snapshot(
        accounts=Dated(accounts, at(1)),
        positions=None if positions is None else Dated(positions, at(10)),
        balances={balance.value.account: balance for balance in balances.values()},
    )


def test_without_a_list_of_accounts_there_are_no_rows() -> None:
    assert account_rows(Snapshot()) == ()


def test_rows_keep_the_servers_order_and_hide_nt8s_own_accounts() -> None:
    assert [row.account for row in account_rows(snapshot())] == [LIVE, FUNDED, SIM]
    assert len(account_rows(snapshot(), include_built_in=True)) == 4


def test_the_traders_own_class_overrules_the_guess() -> None:
    rules = AccountRules.of([AccountRule("4711", AccountClass.EVALUATION)])
    rows = account_rows(snapshot(), rules=rules)
    assert [row.account_class for row in rows] == [
        AccountClass.EVALUATION,
        AccountClass.FUNDED,
        AccountClass.SIMULATED,
    ]


def test_open_pnl_is_the_sum_over_the_positions_and_as_old_as_they_are() -> None:
    positions = (position("sim101", "ES", 100.0), position("SIM101", "NQ", -30.5))
    balance = Dated(Balance("Sim101", unrealized_pnl=1.0), at(5))
    (row,) = account_rows(snapshot((SIM,), positions, sim=balance))
    assert (row.open_pnl, row.open_pnl_at, row.positions) == (69.5, at(10), 2)
    assert row.balance_at == at(5)


@pytest.mark.parametrize("positions", [None, (position("Sim101", "ES", None),)])
def test_open_pnl_falls_back_to_the_accounts_own_figure(
    positions: tuple[Position, ...] | None,
) -> None:
    balance = Dated(Balance("Sim101", unrealized_pnl=1.0), at(5))
    (row,) = account_rows(snapshot((SIM,), positions, sim=balance))
    assert (row.open_pnl, row.open_pnl_at) == (1.0, at(5))


def test_a_figure_that_was_never_supplied_is_none_and_never_zero() -> None:
    (row,) = account_rows(snapshot((SIM,), None))
    assert (row.open_pnl, row.open_pnl_at, row.positions, row.balance, row.currency) == (
        None,
        None,
        None,
        None,
        None,
    )


def money(account: str, cash: float, currency: str | None, seconds: float = 5) -> Dated[Balance]:
    return Dated(Balance(account, currency, cash_value=cash), at(seconds))


def test_three_kinds_of_money_are_never_added_together() -> None:
    rows = account_rows(
        snapshot(
            a=money("4711", 1.0, "USD"),
            b=money("APEX1", 2.0, "USD", 3),
            c=money("Sim101", 4.0, "USD"),
        )
    )
    sums = totals(rows)
    assert [(total.group, total.cash_value) for total in sums] == [
        (AccountGroup.LIVE_AND_FUNDED, 3.0),
        (AccountGroup.SIMULATED, 4.0),
    ]
    assert sums[0].balances_at == at(3)
    assert sums[0].accounts == 2


def test_currencies_are_never_added_together() -> None:
    rows = account_rows(
        snapshot((LIVE, FUNDED), a=money("4711", 1.0, "USD"), b=money("APEX1", 2.0, "EUR"))
    )
    assert [(total.currency, total.cash_value) for total in totals(rows)] == [
        ("EUR", 2.0),
        ("USD", 1.0),
    ]


def test_an_account_that_is_still_unread_counts_with_its_groups_only_currency() -> None:
    rows = account_rows(snapshot((LIVE, FUNDED), a=money("4711", 1.0, "USD")))
    (total,) = totals(rows)
    assert (total.currency, total.accounts, total.unread) == ("USD", 2, 1)
    assert total.cash_value is None, "a total with a hole is no total"


figures = st.none() | st.floats(-1e9, 1e9)


@st.composite
def some_rows(draw: st.DrawFn) -> list[AccountRow]:
    return [
        AccountRow(
            account=Account(str(number), str(number)),
            account_class=draw(st.sampled_from(AccountClass)),
            balance=draw(
                st.none()
                | st.builds(
                    Balance,
                    st.just(str(number)),
                    st.none() | st.sampled_from(["USD", "EUR"]),
                    figures,
                    realized_pnl=figures,
                )
            ),
            balance_at=draw(st.none() | st.integers(0, 99).map(at)),
            open_pnl=draw(figures),
            open_pnl_at=draw(st.none() | st.integers(0, 99).map(at)),
            positions=draw(st.none() | st.integers(0, 5)),
        )
        for number in range(draw(st.integers(0, 8)))
    ]


@given(some_rows())
@settings(max_examples=50, deadline=None)
def test_every_row_counts_in_exactly_one_total(rows: list[AccountRow]) -> None:
    sums: tuple[Total, ...] = totals(rows)
    assert sum(total.accounts for total in sums) == len(rows)
    assert len({(total.group, total.currency) for total in sums}) == len(sums)
    complete = [row.open_pnl for row in rows if row.open_pnl is not None]
    if len(complete) == len(rows):
        added = fsum(total.open_pnl for total in sums if total.open_pnl is not None)
        assert added == pytest.approx(fsum(complete), abs=1e-3)
    for total in sums:
        if total.open_pnl is None:
            assert any(row.open_pnl is None for row in rows if row.group is total.group)


def test_the_oldest_of_no_moments_is_none() -> None:
    assert oldest([]) is None
    assert oldest([None, at(2), at(1)]) == at(1)
