"""Runs the measurements and prints their table: see ``--help``."""

import argparse
import json
import sys
import traceback
from collections.abc import Sequence

from benchmarks.catalogue import MEASUREMENTS
from benchmarks.comparison import Comparison
from benchmarks.errors import MeasurementError
from benchmarks.report import as_document, as_table
from benchmarks.surroundings import Surroundings, open_surroundings

_COULD_NOT_MEASURE = 1


def main(argv: Sequence[str] | None = None) -> int:
    """0 when all was measured, whether or not the goals are met."""
    arguments = _parser().parse_args(argv)
    comparisons: list[Comparison] = []
    missing: list[str] = []
    with open_surroundings() as surroundings:
        for letter in arguments.only:
            found = _measure(letter, arguments.rounds, surroundings)
            comparisons += found
            if not found:
                missing.append(letter)
    if arguments.json:
        print(json.dumps(as_document(comparisons, missing), indent=2))
    else:
        print(as_table(comparisons, missing))
    return _COULD_NOT_MEASURE if missing else 0


def _measure(letter: str, rounds: int | None, surroundings: Surroundings) -> list[Comparison]:
    """The comparisons of one measurement; none, with the reason told, where it failed."""
    measurement = MEASUREMENTS[letter]
    count = rounds or measurement.rounds
    print(f"Measuring ({letter}), {count} rounds …", file=sys.stderr, flush=True)
    try:
        return measurement.measure(surroundings, count)
    except MeasurementError as error:
        print(f"({letter}) could not be measured: {error}", file=sys.stderr)
    except Exception:
        # A fault of one measurement must not lose the figures of the others.
        print(f"({letter}) could not be measured:", file=sys.stderr)
        traceback.print_exc()
    return []


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measures the app beside what anybody could write instead, in turns, and "
        "prints one table of ratios with their goals.",
    )
    parser.add_argument(
        "--json", action="store_true", help="print JSON, with every round's figures"
    )
    parser.add_argument(
        "--rounds", type=_count, metavar="N", help="rounds of each measurement, instead of its own"
    )
    parser.add_argument(
        "--only",
        type=_letters,
        default=tuple(MEASUREMENTS),
        metavar="a,c",
        help=f"these measurements alone, of {', '.join(MEASUREMENTS)}",
    )
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of rounds: 1 or more")
    return int(text)


def _letters(text: str) -> tuple[str, ...]:
    letters = tuple(dict.fromkeys(text.replace(" ", "").split(",")))
    if unknown := [letter for letter in letters if letter not in MEASUREMENTS]:
        raise argparse.ArgumentTypeError(
            f"no measurement is called {', '.join(map(repr, unknown))}; there are: "
            f"{', '.join(MEASUREMENTS)}"
        )
    return letters


if __name__ == "__main__":
    sys.exit(main())
