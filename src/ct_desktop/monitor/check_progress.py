"""How far a check of everything has come: which links it has still to hear of."""

from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

from ct_desktop.core.answer_findings import CARRIERS
from ct_desktop.core.links import LinkName

Q = TypeVar("Q", bound=Hashable)


class CheckProgress(Generic[Q]):
    """One check. ``tells`` is, for each question, the links that its answer tells of.

    The first answer of all settles the links that every answer passes; each other link is settled
    when no question that tells of it is open.
    """

    def __init__(self, tells: Mapping[Q, frozenset[LinkName]]) -> None:
        self._open = dict(tells)
        self._settled: set[LinkName] = set()

    @property
    def under_way(self) -> frozenset[LinkName]:
        """The links under examination."""
        return frozenset().union(*self._open.values()) - self._settled

    def note_answer(self, proved: tuple[LinkName, ...]) -> None:
        """An answer came that proves these links."""
        self._settled.update(name for name in proved if name in CARRIERS)

    def note_failure(self, broken: LinkName) -> None:
        """A question failed at this link, which says of those before it that they are fine."""
        order = list(LinkName)
        self._settled.update(order[: order.index(broken) + 1])

    def finish(self, question: Q) -> None:
        """This question has come to its end."""
        self._open.pop(question, None)
