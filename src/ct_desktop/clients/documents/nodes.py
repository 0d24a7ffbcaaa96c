"""What a configuration text holds, and where: mappings, lists and single values with offsets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Value = Any
"""Plain values: str, int, float, bool, None, and lists and dicts of them."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value; it stands at ``start`` up to ``end`` of the text."""

    value: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Member:
    """A key of a mapping with its value; ``block`` as for the mapping."""

    key: str
    key_start: int
    key_end: int
    value: "Node"
    block: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order of the text; a key may stand there twice by mistake.

    ``block`` is whether they stand on lines of their own, where the format has another way too.
    """

    members: tuple[Member, ...]
    start: int
    end: int
    block: bool = False

    def get(self, key: str) -> Member | None:
        """The last member of that key, which is the one that counts."""
        return next((member for member in reversed(self.members) if member.key == key), None)


@dataclass(frozen=True, slots=True)
class Listing:
    """Values in order; ``block`` as for ``Mapping``."""

    items: tuple["Node", ...]
    start: int
    end: int
    block: bool = False


Node = Scalar | Mapping | Listing


@dataclass(frozen=True, slots=True)
class Edit:
    """The text from ``start`` to ``end`` gives way to ``text``."""

    start: int
    end: int
    text: str


class Document(Protocol):
    """A text that was read, and how to change one thing of it. Offsets are those of ``text``.

    The methods give edits for this very text. They raise ``UnsupportedLayoutError`` where the text
    is written so that the change cannot be made without touching more.
    """

    @property
    def text(self) -> str:
        """The text as it was read."""
        ...

    @property
    def root(self) -> Mapping:
        """All that it holds."""
        ...

    def insert(self, mapping: Mapping, key: str, value: Value) -> list[Edit]:
        """Put a new member behind the last of ``mapping``."""
        ...

    def append(self, listing: Listing, value: Value, /) -> list[Edit]:
        """Put a new item behind the last of ``listing``."""
        ...

    def replace(self, member: Member, value: Value) -> list[Edit]:
        """Give ``member`` another value."""
        ...

    def rename(self, member: Member, key: str) -> list[Edit]:
        """Give ``member`` another key."""
        ...

    def remove(self, mapping: Mapping, member: Member) -> list[Edit]:
        """Take ``member`` out of ``mapping``."""
        ...


def plain(node: Node) -> Value:
    """The values alone, as a program would load them."""
    if isinstance(node, Mapping):
        return {member.key: plain(member.value) for member in node.members}
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return node.value


def scalars(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    """Every single value below ``node`` with the keys that lead to it."""
    if isinstance(node, Mapping):
        for member in node.members:
            yield from scalars(member.value, (*path, member.key))
    elif isinstance(node, Listing):
        for index, item in enumerate(node.items):
            yield from scalars(item, (*path, str(index)))
    else:
        yield path, node


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column of ``offset``, both from 1."""
    before = text[:offset]
    newline = before.rfind("\n")
    return before.count("\n") + 1, offset - newline


def edited(text: str, edits: Sequence[Edit]) -> str:
    """``text`` with all ``edits``, none of which overlap; those of one place keep their order."""
    pieces = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        assert edit.start >= position, "edits overlap"
        pieces += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*pieces, text[position:]])


def newline_of(text: str) -> str:
    """How lines end in ``text``: as the first does; ``\\n`` where there is but one."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def line_start(text: str, offset: int) -> int:
    """Where the line of ``offset`` begins."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Where the line of ``offset`` ends, in front of its line break."""
    end = text.find("\n", offset)
    if end < 0:
        return len(text)
    return end - 1 if end > offset and text[end - 1] == "\r" else end


def past_line(text: str, offset: int) -> int:
    """Where the next line begins; the text's end where there is none."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


def indentation(text: str, offset: int) -> str:
    """The white space with which the line of ``offset`` begins."""
    start = line_start(text, offset)
    end = start
    while end < len(text) and text[end] in " \t":
        end += 1
    return text[start:end]


def stands_first(text: str, offset: int) -> bool:
    """Whether nothing but white space stands before ``offset`` on its line."""
    return not text[line_start(text, offset) : offset].strip()
