"""Long work over several turns of the event loop: as far as each turn's time goes."""

from collections.abc import Iterator

from pytestqt.qtbot import QtBot

from ct_desktop.ui.in_turns import BUDGET, InTurns, run_through


class Work:
    """Pieces that each take as long as is said, on a clock of their own."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.done: list[str] = []

    def clock(self) -> float:
        return self.seconds

    def pieces(self, name: str, count: int, takes: float) -> Iterator[None]:
        for number in range(count):
            self.seconds += takes
            self.done.append(f"{name}{number}")
            yield


def test_what_fits_into_one_turn_is_done_at_once(qtbot: QtBot) -> None:
    work = Work()
    turns = InTurns(clock=work.clock)
    turns.start(work.pieces("a", 3, BUDGET / 4))
    assert work.done == ["a0", "a1", "a2"]
    assert not turns.is_busy


def test_what_takes_longer_goes_on_in_the_next_turns(qtbot: QtBot) -> None:
    work = Work()
    turns = InTurns(clock=work.clock)
    turns.start(work.pieces("a", 6, BUDGET / 2))
    assert work.done == ["a0", "a1"]
    qtbot.waitUntil(lambda: not turns.is_busy)
    assert work.done == [f"a{number}" for number in range(6)]


def test_work_that_is_begun_first_is_done_first(qtbot: QtBot) -> None:
    work = Work()
    turns = InTurns(clock=work.clock)
    turns.start(work.pieces("a", 3, BUDGET))
    turns.start(work.pieces("b", 2, BUDGET))
    assert work.done == ["a0", "a1", "a2", "b0"]
    turns.finish()
    assert work.done[-1] == "b1"
    assert not turns.is_busy


def test_nothing_runs_once_all_is_done(qtbot: QtBot) -> None:
    turns = InTurns()
    turns.finish()
    assert not turns.is_busy


def test_work_can_be_done_without_turns_and_gives_its_result() -> None:
    def work() -> Iterator[None]:
        yield
        yield

    def with_result():  # type: ignore[no-untyped-def]
        yield from work()
        return "done"

    assert run_through(with_result()) == "done"
