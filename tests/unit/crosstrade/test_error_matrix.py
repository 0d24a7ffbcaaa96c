"""Every published error and symptom means exactly one problem, whatever carries it."""

from datetime import UTC, datetime

import pytest

from ct_desktop.connection.failures import problem_of_oauth
from ct_desktop.core.answer_findings import sign_in_finding
from ct_desktop.core.capabilities import Capabilities
from ct_desktop.core.chain_rules import nt8_finding
from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.wording import problem
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.mcp.errors import Unreachable, UnreachableReason
from ct_desktop.oauth.errors import AuthorizationTimedOut
from support.error_carriers import Carrier, carriers_of
from support.error_matrix import MATRIX, NOT_A_CLIENTS, PUBLISHED, ErrorRow, Wire
from support.scripted_session import ScriptedSession

NOW = Moment(datetime(2026, 11, 22, tzinfo=UTC), 0.0)

ROWS = {row.kind: row for row in MATRIX}

CASES = [
    pytest.param(row, wire, carrier, id=f"{row.kind}-{number}-{carrier.__name__.strip('_')}")
    for row in MATRIX
    for number, wire in enumerate(row.wires)
    for carrier in carriers_of(wire)
]


@pytest.mark.parametrize(("row", "wire", "carrier"), CASES)
async def test_each_published_error_means_one_problem_by_each_carrier(
    row: ErrorRow, wire: Wire, carrier: Carrier
) -> None:
    crosstrade = CrossTrade(ScriptedSession(carrier(wire)))
    with pytest.raises(CallFailed) as failed:
        await crosstrade.get_all_positions()
    told = failed.value.problem
    assert (told.kind, told.link, told.action) == (row.kind, row.link, row.action)


@pytest.mark.parametrize(
    ("table", "cell"), [(table, cell) for table, cells in PUBLISHED.items() for cell in cells]
)
def test_every_published_row_is_in_the_matrix_or_is_not_a_clients(table: str, cell: str) -> None:
    held = any((table, cell) in row.sources for row in MATRIX)
    assert held is not ((table, cell) in NOT_A_CLIENTS)


def test_the_matrix_quotes_published_rows_alone_and_has_one_row_a_kind() -> None:
    for row in MATRIX:
        for table, cell in row.sources:
            assert cell in PUBLISHED[table]
    assert len(ROWS) == len(MATRIX)


def test_a_published_error_with_one_word_means_one_problem() -> None:
    """Rows that name several words may mean several; a row with one word has one meaning."""
    for table, cells in PUBLISHED.items():
        for cell in cells:
            if "," not in cell and (table, cell) not in NOT_A_CLIENTS:
                assert sum((table, cell) in row.sources for row in MATRIX) == 1, cell


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: str(row.kind))
def test_each_row_has_the_link_and_the_action_that_the_trader_sees(row: ErrorRow) -> None:
    told = problem(row.kind)
    assert (told.link, told.action) == (row.link, row.action)


# The symptoms without an error of their own


def test_a_callback_that_never_comes_is_named_and_the_paste_is_offered() -> None:
    told = problem_of_oauth(AuthorizationTimedOut(300))
    assert told.kind is ProblemKind.AUTHORIZATION_TIMED_OUT
    assert "paste its address" in told.fix


def test_an_empty_list_of_tools_is_named() -> None:
    found = nt8_finding(Capabilities("1.13.9", "8.1.8.1"), NOW, hidden_tools={"GetAllPositions"})
    assert found.problem is not None
    assert found.problem.kind is ProblemKind.TOOLS_HIDDEN


async def test_a_stream_that_drops_is_named() -> None:
    crosstrade = CrossTrade(ScriptedSession(Unreachable(UnreachableReason.RESET, "")))
    with pytest.raises(CallFailed) as failed:
        await crosstrade.get_all_positions()
    assert failed.value.problem.kind is ProblemKind.CANNOT_CONNECT


def test_without_credentials_nothing_hangs_and_the_way_in_is_named() -> None:
    found = sign_in_finding(SignIn(SignInState.SIGNED_OUT), NOW)
    assert found.problem is not None
    assert found.problem.kind is ProblemKind.NOT_SIGNED_IN
