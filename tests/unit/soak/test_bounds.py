"""The long day's own judgement: what grew is named, what shrank is not."""

from collections import Counter
from dataclasses import replace

from soak.bounds import Bounds
from soak.resources import Counts, Held, Memory

BOUNDS = Bounds(memory=0.02)
FEW = Counts(descriptors=19, threads=6, tasks=19, qt_objects=1591)


def held(allocated: int, counts: Counts = FEW, *, resident: int = 200_000_000) -> Held:
    watching, signed_out = Memory(2 * allocated, resident), Memory(allocated, resident)
    return Held(watching, 500, signed_out, counts, Counter())


def test_less_than_two_in_a_hundred_is_within_bounds() -> None:
    assert BOUNDS.broken(held(100_000_000), held(101_900_000)) == []


def test_holes_between_what_stays_are_shown_and_not_judged() -> None:
    assert BOUNDS.broken(held(100_000_000), held(100_000_000, resident=210_000_000)) == []


def test_memory_beyond_its_share_is_told_with_its_figures() -> None:
    (sentence,) = BOUNDS.broken(held(100_000_000), held(103_000_000))
    assert "grew by 3.0%, from 100.0 to 103.0 MB" in sentence


def test_one_descriptor_or_task_more_is_one_too_many() -> None:
    more = Counts(descriptors=20, threads=6, tasks=20, qt_objects=1500)
    assert BOUNDS.broken(held(1), held(1, more)) == [
        "There are more descriptors: 20, where 19 were.",
        "There are more tasks: 20, where 19 were.",
    ]


def test_a_label_more_is_none_of_it_but_one_for_every_fault_is() -> None:
    assert BOUNDS.broken(held(1), held(1, replace(FEW, qt_objects=1600))) == []
    (sentence,) = BOUNDS.broken(held(1), held(1, replace(FEW, qt_objects=1650)))
    assert sentence == "There are more qt objects: 1650, where 1591 were."


def test_what_only_one_look_saw_was_under_way() -> None:
    busy = Counts(descriptors=25, threads=6, tasks=30, qt_objects=1590)
    assert FEW.least(busy) == Counts(descriptors=19, threads=6, tasks=19, qt_objects=1590)
