"""One value, rendered in every documented shape, is read as that same value."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from ct_desktop.core.accounts import Account, Balance
from ct_desktop.core.capabilities import Capabilities, SelfTest, Watermarks
from ct_desktop.core.feeds import BrokerConnection
from ct_desktop.core.orders import Execution, Order
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.mcp.tools import ToolResult
from support.answer_shapes import (
    account_row,
    amounts,
    balances,
    connection_row,
    execution_row,
    feeds,
    instants,
    names,
    order_row,
    orders,
    position_row,
    position_tables,
    quantities,
    respelled,
    snapshot,
    summary,
    wrapped_object,
    wrapped_rows,
)
from support.scripted_session import ScriptedSession

thorough = settings(max_examples=35, deadline=None)

dialects = st.sampled_from(["rest", "mcp"])

accounts = st.builds(
    Account,
    name=names,
    display_name=names,
    provider=st.none() | names,
    connection_status=st.none() | feeds,
    status=st.sampled_from(["Enabled", "Disabled", "Sleeping"]),
)


def crosstrade(answer: ToolResult) -> CrossTrade:
    return CrossTrade(ScriptedSession(answer))


def _rows(data: st.DataObject, rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return [data.draw(respelled(row)) for row in rows]


@given(table=position_tables(), dialect=dialects, data=st.data())
@thorough
async def test_positions(table: list[Position], dialect: str, data: st.DataObject) -> None:
    rows = _rows(data, [position_row(position, dialect) for position in table])
    answer = data.draw(wrapped_rows("positions", rows))
    read = await crosstrade(answer).get_all_positions()
    assert read.rows == tuple(table)
    assert read.skipped == 0


@given(table=position_tables(1), dialect=dialects, data=st.data())
@thorough
async def test_positions_of_one_account_whose_rows_do_not_name_it(
    table: list[Position], dialect: str, data: st.DataObject
) -> None:
    mine = {position.instrument: replace(position, account="Sim101") for position in table}
    rows = [position_row(position, dialect) for position in mine.values()]
    for row in rows:
        del row["account"]
    answer = data.draw(wrapped_rows("positions", _rows(data, rows)))
    read = await crosstrade(answer).list_positions("Sim101")
    assert read.rows == tuple(mine.values())


@given(table=st.lists(accounts, max_size=5, unique_by=lambda account: account.name), data=st.data())
@thorough
async def test_accounts_of_the_rest_shape(table: list[Account], data: st.DataObject) -> None:
    rows = _rows(data, [account_row(account) for account in table])
    listed = await crosstrade(data.draw(wrapped_rows("accounts", rows))).list_accounts()
    assert listed.accounts == tuple(table)
    assert listed.balances == ()
    assert listed.skipped == 0


@given(
    table=st.lists(
        st.builds(
            Account,
            name=names,
            display_name=st.just(""),
            provider=names,
            connection_name=st.none() | names,
        ),
        max_size=5,
        unique_by=lambda account: account.name,
    ),
    data=st.data(),
)
@thorough
async def test_accounts_of_the_mcp_shape(table: list[Account], data: st.DataObject) -> None:
    table = [replace(account, display_name=account.name) for account in table]
    rows: list[dict[str, object]] = [
        {"name": account.name, "connection": account.connection_name, "broker": account.provider}
        for account in table
    ]
    answer = data.draw(wrapped_rows("accounts", _rows(data, rows)))
    assert (await crosstrade(answer).list_accounts()).accounts == tuple(table)


@given(account=accounts, balance=balances(), data=st.data())
@thorough
async def test_one_account_with_its_money(
    account: Account, balance: Balance, data: st.DataObject
) -> None:
    balance = replace(balance, account=account.name)
    row = data.draw(respelled(account_row(account, balance)))
    detail = await crosstrade(data.draw(wrapped_object(row))).get_account(account.name)
    assert detail.account == account
    assert detail.balance == balance


@given(balance=balances(), data=st.data())
@thorough
async def test_a_balance_of_the_mcp_shape(balance: Balance, data: st.DataObject) -> None:
    row = data.draw(respelled(summary(balance)))
    read = await crosstrade(data.draw(wrapped_object(row))).get_account_balance(balance.account)
    assert read == replace(balance, net_liquidation=None)


@given(
    entries=st.lists(
        st.tuples(accounts, balances(), position_tables()),
        min_size=1,
        max_size=4,
        unique_by=lambda entry: entry[0].name,
    ),
    at=instants,
    data=st.data(),
)
@thorough
async def test_the_summary_of_all_accounts_as_a_snapshot(
    entries: list[tuple[Account, Balance, list[Position]]], at: datetime, data: st.DataObject
) -> None:
    owned = [
        (
            account,
            replace(balance, account=account.name),
            list(
                {
                    position.instrument: replace(position, account=account.name)
                    for position in held
                }.values()
            ),
        )
        for account, balance, held in entries
    ]
    answer = data.draw(wrapped_object(snapshot(owned, at)))
    read = await crosstrade(answer).get_accounts_summary()
    assert read.accounts == tuple(account for account, _, _ in owned)
    assert read.balances == tuple(balance for _, balance, _ in owned)
    assert read.positions == tuple(position for _, _, held in owned for position in held)
    assert read.as_of == at
    assert read.skipped == 0


@given(
    table=st.lists(
        st.builds(
            BrokerConnection,
            name=names,
            provider=st.none() | names,
            orders=feeds,
            prices=st.none() | feeds,
            user=st.none() | names,
            established_at=st.none() | instants,
        ),
        max_size=5,
        unique_by=lambda connection: connection.name,
    ),
    data=st.data(),
)
@thorough
async def test_connections(table: list[BrokerConnection], data: st.DataObject) -> None:
    table = [
        connection if connection.established_at else replace(connection, user=None)
        for connection in table
    ]
    rows = _rows(data, [connection_row(connection) for connection in table])
    read = await crosstrade(data.draw(wrapped_rows("connections", rows))).get_connections()
    assert read.rows == tuple(table)


@given(
    table=st.lists(orders(), max_size=5, unique_by=lambda order: (order.account, order.order_id)),
    dialect=dialects,
    data=st.data(),
)
@thorough
async def test_orders(table: list[Order], dialect: str, data: st.DataObject) -> None:
    rows = _rows(data, [order_row(order, dialect) for order in table])
    read = await crosstrade(data.draw(wrapped_rows("orders", rows))).get_all_orders()
    assert read.rows == tuple(table)


@given(
    table=st.lists(
        st.builds(
            Execution,
            execution_id=names,
            account=names,
            instrument=names,
            order_id=st.none() | names,
            name=st.none() | names,
            quantity=quantities,
            price=st.none() | amounts,
            executed_at=instants,
        ),
        max_size=5,
        unique_by=lambda execution: (execution.account, execution.execution_id),
    ),
    data=st.data(),
)
@thorough
async def test_executions(table: list[Execution], data: st.DataObject) -> None:
    rows = _rows(data, [execution_row(execution) for execution in table])
    answer = data.draw(wrapped_rows("executions", rows))
    assert (await crosstrade(answer).list_executions("Sim101")).rows == tuple(table)


@given(
    addon=st.tuples(*[st.integers(0, 99)] * 3),
    prefix=st.sampled_from(["", "v", "V", "v "]),
    features=st.lists(names, max_size=5, unique=True),
    data=st.data(),
)
@thorough
async def test_capabilities(
    addon: tuple[int, int, int], prefix: str, features: list[str], data: st.DataObject
) -> None:
    version = ".".join(map(str, addon))
    row = data.draw(
        respelled(
            {
                "addon_version": f"{prefix}{version}",
                "nt8_version": "8.1.6.3",
                "features": features,
                "backtest_engine": {"available": True},
            }
        )
    )
    read = await crosstrade(data.draw(wrapped_object(row))).get_capabilities()
    assert read == Capabilities(version, "8.1.6.3", tuple(features))


@given(
    categories=st.dictionaries(names, st.sampled_from(["ok", "unavailable"]), min_size=1),
    shape=st.sampled_from(["map", "booleans", "objects", "tests", "results"]),
    data=st.data(),
)
@thorough
async def test_the_self_test(categories: dict[str, str], shape: str, data: st.DataObject) -> None:
    as_list = [{"name": name, "status": state} for name, state in categories.items()]
    shapes: dict[str, dict[str, object]] = {
        "map": {"categories": categories},
        "booleans": {"categories": {name: state == "ok" for name, state in categories.items()}},
        "objects": {"categories": {name: {"status": state} for name, state in categories.items()}},
        "tests": {"tests": as_list},
        "results": {
            "results": [{"test": row["name"], "passed": row["status"] == "ok"} for row in as_list]
        },
    }
    answer = data.draw(wrapped_object({"transport": "ok", **shapes[shape]}))
    read = await crosstrade(answer).self_test()
    assert read == SelfTest("ok", tuple(categories.items()))


@given(high=amounts, low=amounts, current=amounts, data=st.data())
@thorough
async def test_watermarks_of_the_mcp_shape(
    high: float, low: float, current: float, data: st.DataObject
) -> None:
    row = data.draw(
        respelled(
            {
                "account": "APEX1234",
                "session": "2026-05-15",
                "high_watermark": high,
                "low_watermark": low,
                "current_balance": current,
            }
        )
    )
    read = await crosstrade(data.draw(wrapped_object(row))).get_watermarks("apex1234")
    assert read == Watermarks("APEX1234", "2026-05-15", high, low, current)


@given(high=amounts, pnl=amounts, unrealized=amounts, current=amounts, data=st.data())
@thorough
async def test_watermarks_of_the_rest_shape(
    high: float, pnl: float, unrealized: float, current: float, data: st.DataObject
) -> None:
    highs = {"pnlhigh": pnl, "netliqhigh": high, "unrealhigh": unrealized}
    row = {
        "account": "Sim101",
        "watermarks": highs,
        "stats": {"pnl": -1.0, "total": -1.0, "poscount": 2, "netliq": current, **highs},
    }
    answer = data.draw(wrapped_object(data.draw(respelled(row))))
    read = await crosstrade(answer).get_watermarks("Sim101")
    assert read == Watermarks("Sim101", None, high, None, current, pnl, unrealized)


@given(table=position_tables(), data=st.data())
@thorough
async def test_flat_rows_are_left_out_and_not_counted(
    table: list[Position], data: st.DataObject
) -> None:
    rows = [position_row(position, "rest") for position in table]
    flat: list[dict[str, object]] = [
        {"account": "Flat", "instrument": "ES 12-26", "marketPosition": "Flat", "quantity": 0},
        {"account": "Flat", "instrument": "NQ 12-26", "marketPosition": "flat"},
        {"account": "Flat", "instrument": "CL 12-26", "quantity": 0},
    ]
    answer = data.draw(wrapped_rows("positions", [*flat, *rows]))
    read = await crosstrade(answer).get_all_positions()
    assert read.rows == tuple(table)
    assert read.skipped == 0
    assert all(row.market_position is not MarketPosition.FLAT for row in read.rows)
