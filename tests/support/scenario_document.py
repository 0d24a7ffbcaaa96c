"""The matrix of scenarios as a page.

Run as ``python -m support.scenario_document`` with ``tests`` on the path, it writes
``docs/scenarios.md``, which ``tests/unit/test_scenario_document.py`` checks.
"""

from pathlib import Path

from ct_desktop.core.wording import LINK_TITLES
from support.scenario_matrix import MATRIX, NAMED_WITHIN, ScenarioRow

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "scenarios.md"

COLUMNS = (
    "scenario",
    "made by",
    "link",
    "kind",
    "action",
    "what the trader reads",
    "exits",
    "named within",
    "figures",
    "comes back",
)


def _seconds(row: ScenarioRow) -> str:
    if row.link is None:
        return ""
    if row.proof:
        return f"{NAMED_WITHIN:.0f} s after {row.proof_is} ({row.proof:.0f} s)"
    return f"{NAMED_WITHIN:.0f} s"


def _made(row: ScenarioRow) -> str:
    return " + ".join(f"`{fault}`" for fault in row.faults) or row.made_by


def _named(row: ScenarioRow) -> str:
    if row.link is None:
        return "nothing: all links fine"
    return f"{LINK_TITLES[row.link]}, {row.state}"


def _read(row: ScenarioRow) -> str:
    if row.problem is None:
        return ""
    return f"**{row.problem.title}.** {row.problem.cause} {row.problem.fix} [{row.button}]"


def table_row(row: ScenarioRow) -> str:
    """Its line in the document."""
    cells = (
        f"`{row.name}`",
        _made(row),
        _named(row),
        f"`{row.kind}`" if row.kind else "",
        f"`{row.action}`" if row.action else "",
        _read(row),
        f"{row.status}, {row.positions}",
        _seconds(row),
        str(row.figures),
        row.comes_back if row.link else "",
    )
    return f"| {' | '.join(cells)} |"


def document() -> str:
    """The text of ``docs/scenarios.md``."""
    return "\n".join(
        [
            "# What can break, and what the app says",
            "",
            "Each row is asserted of the window and of the command line, with real processes, by",
            "`tests/e2e/test_scenario_matrix.py` and `tests/e2e/test_scenario_matrix_network.py`.",
            "The table is `tests/support/scenario_matrix.py`, of which",
            "`tests/support/scenario_document.py` writes this page.",
            "",
            "The window names a fault within the stated time of its beginning, and is well again",
            f"within {NAMED_WITHIN:.0f} s of its end, or of the `Retry-After` that the server",
            "stated. `status` exits with the first code, `positions` with the second. *Kept*",
            "figures stay on screen with the time at which they were supplied, and past their",
            "limit they are shown as old.",
            "",
            f"| {' | '.join(COLUMNS)} |",
            "|---" * len(COLUMNS) + "|",
            *(table_row(row) for row in MATRIX),
            "",
        ]
    )


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
