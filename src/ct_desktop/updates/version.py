"""Version numbers, and which of two is the newer one.

Read are those that Semantic Versioning 2.0.0 and PEP 440 have in common, and how either writes a
version before its release: ``1.4.0``, ``v1.4``, ``1.4.0-rc.2``, ``1.4.0rc2``, ``1.4.0.dev3``.
"""

import re
from dataclasses import dataclass
from functools import total_ordering

_LONGEST = 60
_PARTS = 4

_VERSION = re.compile(
    r"""
    v? (?P<numbers> [0-9]{1,9} (?: \. [0-9]{1,9} ){0,3} )
    (?: [-_.]? (?P<stage> dev | alpha | a | beta | b | preview | pre | rc | c )
        [-_.]? (?P<stage_number> [0-9]{1,9} )? )?
    # What made the build; it makes no version newer (Semantic Versioning, item 10).
    (?: \+ [0-9a-z.-]+ )?
    """,
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)

_STAGES = {
    "dev": "dev",
    "alpha": "a",
    "a": "a",
    "beta": "b",
    "b": "b",
    "preview": "rc",
    "pre": "rc",
    "rc": "rc",
    "c": "rc",
}
_ORDER = ("dev", "a", "b", "rc", "")
"""The release itself, without a stage, comes after all of them."""


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """``numbers`` as written; ``1.4`` and ``1.4.0`` are the same version."""

    numbers: tuple[int, ...]
    stage: str = ""
    stage_number: int = 0

    def __str__(self) -> str:
        numbers = ".".join(map(str, self.numbers))
        if self.stage == "dev":
            return f"{numbers}.dev{self.stage_number}"
        return f"{numbers}{self.stage}{self.stage_number}" if self.stage else numbers

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Version) else NotImplemented

    def __lt__(self, other: "Version") -> bool:
        return self._key() < other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[tuple[int, ...], int, int]:
        padded = self.numbers + (0,) * (_PARTS - len(self.numbers))
        return padded, _ORDER.index(self.stage), self.stage_number


def parse_version(text: str) -> Version:
    """The version that ``text`` names. Raises ``ValueError`` where it names none."""
    match = _VERSION.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise ValueError("not a version number")
    stage = match["stage"]
    return Version(
        numbers=tuple(map(int, match["numbers"].split("."))),
        stage=_STAGES[stage.lower()] if stage else "",
        stage_number=int(match["stage_number"] or 0),
    )
