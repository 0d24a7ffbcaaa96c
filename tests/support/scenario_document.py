"""The matrix of scenarios as a page.

Run as ``python -m support.scenario_document`` with ``tests`` on the path, it writes
``docs/scenarios.md`` and its short form in the README; ``tests/unit/test_scenario_document.py``
checks both.
"""

from pathlib import Path

from ct_desktop.core.wording import LINK_TITLES
from support.scenario_matrix import MATRIX, NAMED_WITHIN, ScenarioRow

_ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = _ROOT / "docs" / "scenarios.md"
README = _ROOT / "README.md"

README_BEGIN = "<!-- scenarios: written by tests/support/scenario_document.py -->\n"
README_END = "<!-- end of scenarios -->"

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


def readme_table() -> str:
    """The short form for the README."""
    rows = (
        f"| `{row.name}` | {_named(row)} | {row.problem.title if row.problem else ''} "
        f"| {row.button if row.problem else ''} | {row.status} | {_seconds(row)} |"
        for row in MATRIX
    )
    heads = ("scenario", "link", "what is wrong", "the button", "`status` exits", "named within")
    return "\n".join([f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *rows, ""])


def readme(text: str) -> str:
    """The README's ``text`` with the short form in its place."""
    before, _, rest = text.partition(README_BEGIN)
    _, end, after = rest.partition(README_END)
    return f"{before}{README_BEGIN}{readme_table()}{end}{after}"


if __name__ == "__main__":
    README.write_text(readme(README.read_text(encoding="utf-8")), encoding="utf-8")
    DOCUMENT.write_text(document(), encoding="utf-8")
