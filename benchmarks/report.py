"""The one table, for people and as JSON."""

import platform
from collections.abc import Sequence
from importlib.metadata import version
from statistics import median
from typing import Any

from benchmarks.comparison import Comparison

_HEADINGS = (
    "",
    "measured",
    "against",
    "ratio",
    "middle half",
    "99 %",
    "goal",
    "met",
    "ours",
    "theirs",
)
_LEFT_ALIGNED = 3

_PACKAGES = ("pyside6-essentials", "httpx", "mcp")


def as_table(comparisons: Sequence[Comparison], missing: Sequence[str]) -> str:
    """The comparisons, a line each; ``missing`` are the letters that could not be measured."""
    rows = [_HEADINGS, *(_cells(comparison) for comparison in comparisons)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "  ".join("─" * width for width in widths))
    lines += [f"({letter}) could not be measured." for letter in missing]
    lines += [
        "",
        "Each round measured both sides in turn. The ratio is the median round's; half of the",
        "rounds lie in the range beside it, and 99 of 100 up to the figure behind that. The last",
        "two columns are medians, for orientation.",
        ", ".join(f"{name} {value}" for name, value in _machine().items()),
    ]
    return "\n".join(lines)


def as_document(comparisons: Sequence[Comparison], missing: Sequence[str]) -> dict[str, Any]:
    """The same as JSON values, with every round's figures."""
    return {
        "comparisons": [
            {
                "letter": comparison.letter,
                "measured": comparison.measured,
                "against": comparison.against,
                "ratio": comparison.ratio,
                "spread": comparison.spread,
                "slowest_ratio": comparison.slowest_ratio,
                "goal": comparison.goal.limit,
                "goal_is_exclusive": comparison.goal.below,
                "goal_is_for_slowest": comparison.goal.in_slowest,
                "met": comparison.is_met,
                "unit": comparison.unit,
                "ours": comparison.ours,
                "theirs": comparison.theirs,
            }
            for comparison in comparisons
        ],
        "not_measured": list(missing),
        "machine": _machine(),
    }


def _cells(comparison: Comparison) -> tuple[str, ...]:
    lower, upper = comparison.spread
    return (
        comparison.letter,
        comparison.measured,
        comparison.against,
        f"{comparison.ratio:.2f}",
        f"{lower:.2f} to {upper:.2f}",
        f"{comparison.slowest_ratio:.2f}",
        str(comparison.goal),
        "yes" if comparison.is_met else "NO",
        _median(comparison.ours, comparison.unit),
        _median(comparison.theirs, comparison.unit),
    )


def _median(figures: Sequence[float], unit: str) -> str:
    middle = median(figures)
    return f"{middle:.3g} {unit}" if middle < 100 else f"{middle:.0f} {unit}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    aligned = [
        cell.ljust(width) if column < _LEFT_ALIGNED else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(aligned).rstrip()


def _machine() -> dict[str, str]:
    return {
        "Python": platform.python_version(),
        **{name: version(name) for name in _PACKAGES},
        "system": f"{platform.system()} {platform.machine()}",
    }
