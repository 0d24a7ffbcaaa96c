"""Whatever a server sends, a call gives a sound value or a typed failure, and nothing else."""

import json
import math
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ct_desktop.core.problems import ProblemKind
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import CallFailed
from support.scripted_session import ScriptedSession, text_result

Call = Callable[[CrossTrade], Awaitable[object]]

CALLS: dict[str, Call] = {
    "get_capabilities": lambda calls: calls.get_capabilities(),
    "self_test": lambda calls: calls.self_test(),
    "list_accounts": lambda calls: calls.list_accounts(),
    "get_account": lambda calls: calls.get_account("Sim101"),
    "get_accounts_summary": lambda calls: calls.get_accounts_summary(),
    "get_account_balance": lambda calls: calls.get_account_balance("Sim101"),
    "get_connections": lambda calls: calls.get_connections(),
    "get_all_positions": lambda calls: calls.get_all_positions(),
    "list_positions": lambda calls: calls.list_positions("Sim101"),
    "list_orders": lambda calls: calls.list_orders("Sim101"),
    "get_all_orders": lambda calls: calls.get_all_orders(),
    "list_executions": lambda calls: calls.list_executions("Sim101"),
    "get_watermarks": lambda calls: calls.get_watermarks("Sim101"),
}

# Keys that mean something somewhere, so that garbage gets deep into the parsers.
# fmt: off
KEYS = [
    "accounts", "account", "positions", "connections", "orders", "executions", "data", "result",
    "item", "success", "error", "name", "displayName", "provider", "broker", "connection",
    "connectionStatus", "status", "priceStatus", "denomination", "currency", "cashValue",
    "cash_value", "netLiquidation", "buyingPower", "realizedProfitLoss", "unrealized_pnl",
    "instrument", "marketPosition", "market_position", "quantity", "netPos", "averagePrice",
    "marketPrice", "orderId", "id", "side", "type", "time", "epoch", "timestamp", "limitPrice",
    "establishedAt", "user", "addon_version", "nt8_version", "features", "warnings",
    "transport", "categories", "tests", "passed", "failed", "summary", "watermarks", "stats",
    "high_watermark", "netliq", "session",
]
# fmt: on

HOSTILE_TEXT = st.sampled_from(
    ["NaN", "Infinity", "-1e999", "1" * 400, "0x10", "1_000", "\ud800", "\u202eevil", "\x00", "٣"]
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | HOSTILE_TEXT
    | st.sampled_from(["Long", "Flat", "Connected", "ok", "0001-01-01T00:00:00", "UsDollar"])
)
garbage = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), inner, max_size=8)
    ),
    max_leaves=40,
)


def assert_sound(value: object) -> None:
    """Every number can be added up and every text be shown and written to a file."""
    if isinstance(value, tuple):
        for part in value:
            assert_sound(part)
    elif is_dataclass(value):
        for part in fields(value):
            assert_sound(getattr(value, part.name))
    elif isinstance(value, float):
        assert math.isfinite(value)
        assert abs(value) <= 1e15
    elif isinstance(value, str):
        value.encode()
        assert value
        assert len(value) <= 500
        assert not any(character in value for character in "\x00\n\r\t\u202e\u2066")


async def problem_kind(call: Call, text: str) -> ProblemKind:
    """What the call fails with that is answered by ``text``."""
    with pytest.raises(CallFailed) as failed:
        await call(CrossTrade(ScriptedSession(text_result(text))))
    return failed.value.problem.kind


@given(name=st.sampled_from(sorted(CALLS)), document=garbage, structured=st.none() | garbage)
@example(name="get_all_positions", document={"success": "false"}, structured=None)
@example(name="list_accounts", document={"accounts": [[[]]]}, structured={"result": []})
@settings(max_examples=150, deadline=None)
async def test_garbage_is_a_value_or_a_typed_failure(
    name: str, document: Any, structured: Any
) -> None:
    calls = CrossTrade(ScriptedSession(text_result(json.dumps(document), structured=structured)))
    with suppress(CallFailed):
        assert_sound(await CALLS[name](calls))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "true",
        "3",
        '"ok"',
        "<html><body>Welcome to the hotel</body></html>",
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"positions": ' + "9" * 5000 + "}",
        "{'accounts': []}",
        '{"accounts": [], ',
    ],
    ids=lambda text: text[:20],
)
async def test_what_is_no_json_object_is_an_unexpected_answer(text: str) -> None:
    for call in CALLS.values():
        assert await problem_kind(call, text) is ProblemKind.UNEXPECTED_ANSWER


@pytest.mark.parametrize("document", [{}, {"success": True}, {"data": {}}, {"hello": "world"}])
async def test_an_answer_to_another_question_is_an_unexpected_answer(
    document: dict[str, Any],
) -> None:
    """An empty table is the server's word, never what is left when nothing was understood.

    Capabilities alone may be empty: that is how an absent add-on shows.
    """
    for name, call in CALLS.items():
        if name != "get_capabilities":
            kind = await problem_kind(call, json.dumps(document))
            assert kind is ProblemKind.UNEXPECTED_ANSWER, name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("list_accounts", "accounts"),
        ("get_accounts_summary", "accounts"),
        ("get_connections", "connections"),
        ("get_all_positions", "positions"),
        ("list_orders", "orders"),
        ("list_executions", "executions"),
    ],
)
@pytest.mark.parametrize("rows", [[{}], [None, 3, "x"], [{"instrument": "ES"}, []]])
async def test_rows_of_which_none_can_be_read_are_no_empty_table(
    name: str, key: str, rows: list[Any]
) -> None:
    kind = await problem_kind(CALLS[name], json.dumps({key: rows}))
    assert kind is ProblemKind.UNEXPECTED_ANSWER
