"""The bench's arithmetic: ratios by round, goals, turns, and the table made of them."""

import json
from collections.abc import Iterator

import pytest

from benchmarks.__main__ import main
from benchmarks.comparison import Comparison, Goal
from benchmarks.report import as_document, as_table
from benchmarks.turns import in_turns, in_turns_awaited

AT_MOST_TWO = Goal(2.0)


def comparison(
    ours: tuple[float, ...], theirs: tuple[float, ...], goal: Goal = AT_MOST_TWO
) -> Comparison:
    return Comparison("a", "start", "bare window", goal, "ms", ours, theirs)


def test_a_slow_round_slows_both_sides_and_leaves_the_ratio() -> None:
    steady = comparison((30.0, 30.0, 30.0), (20.0, 20.0, 20.0))
    disturbed = comparison((30.0, 300.0, 30.0), (20.0, 200.0, 20.0))
    assert steady.ratio == disturbed.ratio == 1.5
    assert disturbed.spread == (1.5, 1.5)


def test_the_ratio_is_the_median_rounds_and_lies_in_the_middle_half() -> None:
    found = comparison((1.0, 2.0, 3.0, 4.0, 50.0), (1.0, 1.0, 1.0, 1.0, 1.0))
    assert found.ratio == 3.0
    assert found.spread == (2.0, 4.0)


def test_one_round_is_a_measurement_too() -> None:
    assert comparison((3.0,), (2.0,)).spread == (1.5, 1.5)


def test_a_goal_at_most_allows_its_limit_and_a_goal_below_does_not() -> None:
    assert comparison((2.0,), (1.0,), Goal(2.0)).is_met
    assert not comparison((2.1,), (1.0,), Goal(2.0)).is_met
    assert not comparison((1.0,), (1.0,), Goal(1.0, below=True)).is_met
    assert comparison((0.9,), (1.0,), Goal(1.0, below=True)).is_met


def test_sides_take_turns_and_the_warming_round_does_not_count() -> None:
    order: list[str] = []
    figures = iter(range(100))

    def side(name: str) -> float:
        order.append(name)
        return next(figures)

    series = in_turns(2, lambda: side("ours"), lambda: side("theirs"))

    assert order == ["ours", "theirs"] * 3
    assert series == ((2, 4), (3, 5))


async def test_awaited_sides_take_turns_alike() -> None:
    figures: Iterator[float] = iter(range(100))

    async def side() -> float:
        return next(figures)

    assert await in_turns_awaited(2, side, side, side) == ((3, 6), (4, 7), (5, 8))


def test_the_table_says_ratio_goal_and_whether_it_is_met() -> None:
    met = comparison((30.0, 31.0), (20.0, 20.0))
    missed = comparison((900.0,), (1.0,), Goal(1.0, below=True))
    heading, _, first, second, unmeasured, *_ = as_table([met, missed], ["d"]).splitlines()
    assert heading.split()[:3] == ["measured", "against", "ratio"]
    assert {"1.52", "2.00", "yes", "30.5"} <= set(first.split())
    assert {"900.00", "<", "1.00", "NO", "900"} <= set(second.split())
    assert "(d)" in unmeasured


def test_the_document_holds_every_rounds_figures() -> None:
    document = json.loads(json.dumps(as_document([comparison((3.0, 1.0), (2.0, 1.0))], ["d"])))
    (only,) = document["comparisons"]
    assert (only["ratio"], only["goal"], only["met"]) == (1.25, 2.0, True)
    assert (only["ours"], only["theirs"]) == ([3.0, 1.0], [2.0, 1.0])
    assert document["not_measured"] == ["d"]
    assert document["machine"]["Python"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "a,x"], "no measurement is called 'x'; there are: a, b, c, d, e"),
        (["--rounds", "0"], "'0' is no number of rounds"),
        (["--rounds", "many"], "'many' is no number of rounds"),
    ],
)
def test_a_wrong_option_is_refused_before_anything_starts(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_a_goal_for_the_slowest_is_not_met_by_the_median() -> None:
    mostly_fast = ((1.0,) * 50 + (9.0,) * 2, (2.0,) * 52)
    assert comparison(*mostly_fast, Goal(1.0)).is_met
    judged = comparison(*mostly_fast, Goal(1.0, in_slowest=True))
    assert judged.ratio == 0.5
    assert judged.slowest_ratio == 4.5
    assert not judged.is_met
    assert "≤ 1.00 at 99 %" in as_table([judged], [])
    (line,) = as_document([judged], [])["comparisons"]
    assert line["slowest_ratio"] == 4.5
    assert line["goal_is_for_slowest"]
