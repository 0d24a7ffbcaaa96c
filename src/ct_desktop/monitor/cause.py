"""Whom to blame when a call brought no answer: one more question tells.

Silence and time-outs look the same from here, whichever of CrossTrade, the add-on and NT8 causes
them; but CrossTrade answers some questions without NT8, and the add-on some without asking it.
"""

from ct_desktop.connection.connection import Connection
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.wording import problem
from ct_desktop.crosstrade.errors import CallFailed


async def find_cause(connection: Connection, failure: CallFailed) -> CallFailed:
    """``failure`` with the problem that really lies behind it."""
    if failure.problem.kind is ProblemKind.NT8_NOT_RESPONDING:
        return await _cause_of_silence(connection, failure)
    if failure.problem.kind is ProblemKind.ADDON_OFFLINE and failure.refusal.is_timeout_alone:
        return await _cause_of_timeout(connection, failure)
    return failure


async def _cause_of_silence(connection: Connection, silence: CallFailed) -> CallFailed:
    """No answer at all: is it NT8 that is silent, or CrossTrade itself?"""
    try:
        await connection.check_server()
    except CallFailed as failure:
        return failure
    return silence


async def _cause_of_timeout(connection: Connection, expiry: CallFailed) -> CallFailed:
    """CrossTrade waited in vain: for the add-on, or for NT8 behind an add-on that is there?"""
    try:
        capabilities = await connection.call(lambda crosstrade: crosstrade.get_capabilities())
    except CallFailed:
        return expiry
    if capabilities.is_empty:
        return expiry
    return CallFailed(problem(ProblemKind.NT8_NOT_RESPONDING), expiry.refusal)
