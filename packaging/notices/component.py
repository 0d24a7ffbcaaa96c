"""A piece of somebody's work that is bundled, and what goes with it."""

from dataclasses import dataclass, field


class MissingNoticeError(Exception):
    """Something is bundled whose licence nobody here knows; the message names it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Code inside a component, as its own maker lists it: a compiled-in library, a Rust crate."""

    name: str
    version: str
    licence: str
    purl: str


@dataclass(frozen=True, slots=True)
class Component:
    """``licence`` is an SPDX expression, or the maker's own words where there is none.

    ``texts`` are the licence's by file name. ``source`` is where its source code is to be had.
    """

    name: str
    version: str
    licence: str
    purl: str
    texts: dict[str, str] = field(repr=False)
    source: str = ""
    parts: tuple[Part, ...] = ()
