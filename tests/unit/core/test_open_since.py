"""Since when a position is open: seen to begin, or only known to be there already."""

from ct_desktop.core.differences import differences
from ct_desktop.core.open_since import OpenSince, OpenTimes
from ct_desktop.core.positions import MarketPosition, Position
from support.market_samples import at

LIMIT = 15.0


class Watch:
    """Answers, one after the other."""

    def __init__(self) -> None:
        self.times = OpenTimes()
        self._held: list[Position] = []

    def answer(self, seconds: float, *held: Position) -> list[OpenSince | None]:
        changes = differences(self._held, held, key=lambda position: position.key)
        self._held = list(held)
        self.times.read(changes, at(seconds), LIMIT)
        return [self.times[position] for position in held]


def position(
    instrument: str = "ES",
    side: MarketPosition = MarketPosition.LONG,
    quantity: float = 1,
    average: float = 100.0,
) -> Position:
    return Position("Sim101", instrument, side, quantity, average)


def seen(seconds: float) -> OpenSince:
    return OpenSince(at(seconds).utc, was_seen=True)


def already(seconds: float) -> OpenSince:
    return OpenSince(at(seconds).utc, was_seen=False)


def test_what_stands_in_the_first_answer_was_open_already() -> None:
    watch = Watch()
    assert watch.answer(0, position()) == [already(0)]
    assert watch.answer(2, position()) == [already(0)]


def test_what_comes_later_was_seen_to_begin() -> None:
    watch = Watch()
    watch.answer(0)
    assert watch.answer(2, position()) == [seen(2)]
    assert watch.answer(4, position(quantity=3)) == [seen(2)], "it only grew"


def test_a_turn_or_a_return_is_another_position() -> None:
    watch = Watch()
    watch.answer(0, position())
    assert watch.answer(2, position(side=MarketPosition.SHORT)) == [seen(2)]
    watch.answer(4)
    assert watch.answer(6, position()) == [seen(6)]


def test_what_is_flat_is_not_open() -> None:
    watch = Watch()
    assert watch.answer(0, position(side=MarketPosition.FLAT, quantity=0)) == [None]
    assert watch.answer(2, position()) == [seen(2)]
    assert watch.answer(4, position(side=MarketPosition.FLAT, quantity=0)) == [None]


def test_after_a_gap_only_what_is_as_it_was_keeps_its_time() -> None:
    watch = Watch()
    watch.answer(0)
    watch.answer(2, position("ES"), position("NQ"))
    after = watch.answer(60, position("ES"), position("NQ", average=101.0), position("GC"))
    assert after == [seen(2), already(60), already(60)]


def test_nothing_is_known_any_more_after_it_was_forgotten() -> None:
    watch = Watch()
    watch.answer(0)
    watch.answer(2, position())
    watch.times.forget()
    watch.answer(4)
    assert watch.answer(6, position("NQ")) == [seen(6)]
    watch.times.forget()
    assert watch.times[position("NQ")] is None
