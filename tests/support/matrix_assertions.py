"""What every row of the scenario matrix asserts, of the window and of the command line.

The times go to the log: ``pytest -o log_cli=true -o log_cli_level=INFO`` shows them.
"""

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from ct_desktop.core.links import LinkName, LinkState
from support.command_line import CommandLine
from support.scenario_matrix import NAMED_WITHIN, Figures, ScenarioRow
from support.timed_commands import run_in_turn, run_together
from support.waiting import wait_for
from support.watched_window import ALL_FINE, BUTTON, WatchedWindow, seconds_of_day

_log = logging.getLogger(__name__)

LINKS = [name.value for name in LinkName]

OLD_WITHIN = 25.0
"""Seconds for figures to outlive their limit, which is some missed answers, or to be renewed."""

_DAY = 24 * 60 * 60


def assert_window_names(row: ScenarioRow, window: WatchedWindow, begin: Callable[[], None]) -> None:
    """Begin the fault, and see it named in time over figures that are still there.

    Where none is to be named, an answer of the new time has to come and leave all as it was.
    """
    accounts = window.accounts()
    begin()
    since, began_at = time.monotonic(), seconds_of_day(time.strftime("%H:%M:%S"))
    if row.link is None:
        _wait_for_figure_since(window, began_at)
    seconds = window.seconds_until(row.line, since, row.named_within)
    _log.info("%s: the window names it in %.1f s", row.name, seconds)
    limit = row.named_within if row.link else OLD_WITHIN
    assert seconds <= limit, f"named only after {seconds:.1f} s"
    problem = row.problem
    if problem is not None and row.state is LinkState.BROKEN:
        window.banner(problem.title).find(BUTTON, row.button)
    assert window.accounts() >= accounts
    assert re.search(r"\d", window.tile("Net liquidation"))
    if row.figures is Figures.KEPT:
        age_at_beginning = (began_at - window.newest_figure().supplied_at) % _DAY
        assert age_at_beginning < _DAY / 2, "supplied after the fault began"


def _wait_for_figure_since(window: WatchedWindow, began_at: int) -> None:
    wait_for(
        window.newest_figure,
        lambda newest: 0 < (newest.supplied_at - began_at) % _DAY < _DAY / 2,
        OLD_WITHIN,
        "no new figure",
    )


def assert_figures_grow_old(window: WatchedWindow) -> None:
    """Kept figures are shown as old once they are past their limit, each with its time."""
    wait_for(window.newest_figure, lambda newest: newest.is_old, OLD_WITHIN, "nothing is old")
    assert re.search(r", as of \d\d:\d\d:\d\d$", window.tile("Net liquidation"))


def assert_window_recovers(
    row: ScenarioRow, window: WatchedWindow, end: Callable[[], None]
) -> None:
    """End the fault, and see all links fine in time, without a touch."""
    end()
    within = NAMED_WITHIN + row.retry_after
    seconds = window.seconds_until(ALL_FINE, time.monotonic(), within)
    _log.info("%s: all is well %.1f s after its end", row.name, seconds)
    assert seconds <= within, f"well only after {seconds:.1f} s"


@dataclass(frozen=True)
class Terminals:
    """A signed-in profile for each of the two commands, so that each finds out by itself."""

    for_status: CommandLine
    for_positions: CommandLine


def assert_commands_name(row: ScenarioRow, terminals: Terminals) -> None:
    """``status --json`` and ``positions`` name the same, with the row's exit codes, in time."""
    run = run_together if row.proof else run_in_turn
    status, positions = run(
        (terminals.for_status, ("status", "--json")), (terminals.for_positions, ("positions",))
    )
    assert status.code == row.status, status.errors or status.output
    links = {link["name"]: link for link in status.document()["links"]}
    assert list(links) == LINKS
    states = {name: link["state"] for name, link in links.items()}
    if row.link is None:
        assert set(states.values()) == {"ok"}, status.output
    else:
        place = LINKS.index(row.link)
        assert {states[name] for name in LINKS[:place]} <= {"ok", "warning"}, states
        assert states[row.link] == row.state, states
        below = {states[name] for name in LINKS[place + 1 :]}
        broken = row.state is LinkState.BROKEN
        assert below <= ({"unknown"} if broken else {"ok", "warning", "unknown"}), states
        told = links[row.link]["problem"]
        assert (told["kind"], told["action"]) == (row.kind, row.action), told
        assert row.problem is not None
        assert told["title"] == row.problem.title
        assert told["cause"]
        assert told["fix"] == row.problem.fix
    assert positions.code == row.positions, positions.errors
    if row.positions and row.problem is not None:
        assert row.problem.title in positions.errors, positions.errors
        assert positions.output == ""
    _log.info("%s: status %.1f s, positions %.1f s", row.name, status.seconds, positions.seconds)
    for command in (status, positions):
        assert command.seconds <= row.named_within, f"answered only after {command.seconds:.1f} s"
