"""TOML: the standard library says what it means, and a scan of our own where it stands.

Source: TOML 1.0.0. The scan runs over texts only that ``tomllib`` has found to be right.
"""

import json
import re
import tomllib
from dataclasses import dataclass

from ct_desktop.clients.documents.nodes import (
    Edit,
    Listing,
    Mapping,
    Member,
    Node,
    Scalar,
    Value,
    line_end,
    line_start,
    newline_of,
    past_line,
    place_of,
    stands_first,
)
from ct_desktop.clients.errors import BadSyntaxError, UnsupportedLayoutError

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)+")
_SPACE = re.compile(r"[ \t]+")
_STRINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r'"""(?s:\\.|(?!""").)*"{3,5}',
        r"'''(?s:(?!''').)*'{3,5}",
        r'"(?:[^"\\\n]|\\.)*"',
        r"'[^'\n]*'",
    )
)
_WORD = re.compile(r"[^\s,\]}#]+(?: [0-9:.Z+-]+)?")
_AT = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")


@dataclass(frozen=True, slots=True)
class _Key:
    parts: tuple[str, ...]
    start: int
    end: int


@dataclass(slots=True)
class _Table:
    """A table while it is gathered. ``header`` is where its header stands, if it has one;
    ``body_end`` the end of the last of its own lines; ``inline`` whether it stands in braces."""

    members: list[tuple[str, int, int, "_Table | list[_Table] | Node"]]
    header: tuple[int, int] | None = None
    body_end: int = 0

    def child(self, key: str) -> "_Table | list[_Table] | Node | None":
        return next((value for name, _, _, value in self.members if name == key), None)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.root = _Table([])

    def scan(self) -> _Table:
        table = self.root
        while True:
            self._skip(_BLANK)
            if self.position >= len(self.text):
                return self.root
            start = self.position
            if self.text.startswith("[[", start):
                self.position += 2
                table = self._header(self._key(), start, repeated=True)
                self.position = line_end(self.text, self.position)
            elif self.text[start] == "[":
                self.position += 1
                table = self._header(self._key(), start, repeated=False)
                self.position = line_end(self.text, self.position)
            else:
                self._pair(table)
                table.body_end = self.position

    def _header(self, key: _Key, start: int, *, repeated: bool) -> _Table:
        table = self.root
        for part in key.parts[:-1]:
            table = self._step(table, part, key)
        last = key.parts[-1]
        place = (start, line_end(self.text, key.end))
        found = table.child(last)
        if repeated:
            new = _Table([], place, place[1])
            if isinstance(found, list):
                found.append(new)
            else:
                table.members.append((last, key.start, key.end, [new]))
            return new
        if isinstance(found, _Table):
            found.header, found.body_end = place, place[1]
            return found
        new = _Table([], place, place[1])
        table.members.append((last, key.start, key.end, new))
        return new

    def _step(self, table: _Table, part: str, key: _Key) -> _Table:
        found = table.child(part)
        if isinstance(found, list):
            return found[-1]
        if isinstance(found, _Table):
            return found
        new = _Table([])
        table.members.append((part, key.start, key.end, new))
        return new

    def _pair(self, table: _Table) -> None:
        key = self._key()
        self._skip(_SPACE)
        self.position += 1  # the equals sign
        self._skip(_SPACE)
        for part in key.parts[:-1]:
            table = self._step(table, part, key)
        table.members.append((key.parts[-1], key.start, key.end, self._value()))

    def _key(self) -> _Key:
        self._skip(_SPACE)
        start = self.position
        parts = []
        while True:
            bare = _BARE_KEY.match(self.text, self.position)
            if bare is not None:
                parts.append(bare[0])
                self.position = bare.end()
            else:
                parts.append(self._string().value)
            end = self.position
            self._skip(_SPACE)
            if self.text[self.position : self.position + 1] != ".":
                return _Key(tuple(parts), start, end)
            self.position += 1
            self._skip(_SPACE)

    def _value(self) -> Node:
        start = self.position
        match self.text[start]:
            case '"' | "'":
                return self._string()
            case "[":
                self.position += 1
                items = []
                while not self._closed("]"):
                    items.append(self._value())
                return Listing(tuple(items), start, self.position)
            case "{":
                self.position += 1
                table = _Table([])
                while not self._closed("}"):
                    self._pair(table)
                return _frozen(table, start, self.position)
        word = _WORD.match(self.text, start)
        assert word is not None, "tomllib found a value here"
        self.position = word.end()
        return Scalar(tomllib.loads(f"x = {word[0]}")["x"], start, self.position)

    def _string(self) -> Scalar:
        start = self.position
        for pattern in _STRINGS:
            found = pattern.match(self.text, start)
            if found is not None:
                self.position = found.end()
                return Scalar(tomllib.loads(f"x = {found[0]}")["x"], start, self.position)
        raise AssertionError("tomllib found a text here")

    def _closed(self, bracket: str) -> bool:
        self._skip(_BLANK)
        if self.text[self.position] == ",":
            self.position += 1
            self._skip(_BLANK)
        if self.text[self.position] != bracket:
            return False
        self.position += 1
        return True

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.position)
        if found is not None:
            self.position = found.end()


@dataclass(frozen=True, slots=True)
class _TomlTable(Mapping):
    """A table with lines of its own: ``header`` and ``body_end`` as for the scan."""

    header: tuple[int, int] | None = None
    body_end: int = 0
    path: tuple[str, ...] = ()


def _frozen(table: _Table, start: int, end: int) -> Mapping:
    """An inline table."""
    return Mapping(tuple(_member(m, ()) for m in table.members), start, end)


def _block(table: _Table, path: tuple[str, ...]) -> _TomlTable:
    members = tuple(_member(m, path) for m in table.members)
    start = table.header[0] if table.header else min((m.key_start for m in members), default=0)
    end = max([table.body_end, *(m.value.end for m in members)])
    return _TomlTable(
        members, start, end, block=True, header=table.header, body_end=table.body_end, path=path
    )


def _member(
    member: tuple[str, int, int, "_Table | list[_Table] | Node"], path: tuple[str, ...]
) -> Member:
    key, start, end, value = member
    node: Node
    if isinstance(value, _Table):
        node = _block(value, (*path, key))
    elif isinstance(value, list):
        tables = tuple(_block(table, (*path, key)) for table in value)
        node = Listing(tables, tables[0].start, tables[-1].end, block=True)
    else:
        node = value
    return Member(key, start, end, node)


@dataclass(frozen=True, slots=True)
class TomlDocument:
    """A TOML text; see ``Document``."""

    text: str
    root: Mapping

    def insert(self, mapping: Mapping, key: str, value: Value) -> list[Edit]:
        """See ``Document``."""
        if not isinstance(mapping, _TomlTable):
            ends = [member.value.end for member in mapping.members]
            written = f"{_key(key)} = {_inline(value)}"
            if ends:
                return [Edit(ends[-1], ends[-1], f", {written}")]
            return [Edit(mapping.start + 1, mapping.end - 1, f" {written} ")]
        if isinstance(value, dict):
            return self._new_table((*mapping.path, key), value)
        return self._new_line(mapping, f"{_key(key)} = {_inline(value)}")

    def append(self, _listing: Listing, _value: Value, /) -> list[Edit]:
        """See ``Document``. No client keeps its servers in a list in TOML."""
        raise UnsupportedLayoutError("The servers are a list here, and have to be tables.")

    def replace(self, member: Member, value: Value) -> list[Edit]:
        """See ``Document``."""
        if isinstance(member.value, _TomlTable) or (
            isinstance(member.value, Listing) and member.value.block
        ):
            raise UnsupportedLayoutError(f"{member.key} holds something else than it should.")
        return [Edit(member.value.start, member.value.end, _inline(value))]

    def rename(self, member: Member, key: str) -> list[Edit]:
        """See ``Document``."""
        if (
            isinstance(member.value, _TomlTable)
            or "." in self.text[member.key_start : member.key_end]
        ):
            raise UnsupportedLayoutError(f"{member.key} is written as part of a longer key.")
        return [Edit(member.key_start, member.key_end, _key(key))]

    def remove(self, mapping: Mapping, member: Member) -> list[Edit]:
        """See ``Document``."""
        value, text = member.value, self.text
        if isinstance(value, _TomlTable):
            if value.header is None or any(
                isinstance(inner.value, _TomlTable) for inner in value.members
            ):
                raise UnsupportedLayoutError(f"{member.key} stands at several places.")
            return [Edit(line_start(text, value.header[0]), past_line(text, value.body_end), "")]
        if not mapping.block or not stands_first(text, member.key_start):
            raise UnsupportedLayoutError(f"{member.key} shares its line with something else.")
        return [Edit(line_start(text, member.key_start), past_line(text, value.end), "")]

    def _new_line(self, table: _TomlTable, line: str) -> list[Edit]:
        text, newline = self.text, newline_of(self.text)
        if table.header is None and table.path:
            raise UnsupportedLayoutError(
                f"{'.'.join(table.path)} has no header of its own to put a line under."
            )
        if table.body_end == 0:  # nothing stands in front of the first table
            return [Edit(0, 0, line + newline)]
        place = line_end(text, table.body_end)
        return [Edit(place, place, newline + line)]

    def _new_table(self, path: tuple[str, ...], value: Value) -> list[Edit]:
        """Put a table with a header behind everything else, where it cannot cut another in two."""
        text, newline = self.text, newline_of(self.text)
        before = ""
        if text:
            before = newline if text.endswith("\n") else newline * 2
            if not text.strip() or text.endswith(("\n\n", "\n\r\n")):
                before = ""
        lines = render_toml(path, value, newline)
        return [Edit(len(text), len(text), before + lines + newline)]


def parse_toml(text: str) -> TomlDocument:
    """Read ``text``. Raises ``BadSyntaxError``."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise _fault(str(fault), text) from None
    except RecursionError:
        raise BadSyntaxError("the values are nested too deeply", 1, 1) from None
    return TomlDocument(text, _block(_Scanner(text).scan(), ()))


def render_toml(path: tuple[str, ...], value: Value, newline: str = "\n") -> str:
    """A table with its header, and those below it, without a last line break."""
    own = [f"{_key(k)} = {_inline(v)}" for k, v in value.items() if not isinstance(v, dict)]
    below = [render_toml((*path, k), v, newline) for k, v in value.items() if isinstance(v, dict)]
    header = f"[{'.'.join(_key(part) for part in path)}]"
    whole = [newline.join([header, *own])] if own or not below else []
    return (newline * 2).join([*whole, *below])


def _fault(message: str, text: str) -> BadSyntaxError:
    found = _AT.search(message)
    reason = _AT.sub("", message).strip()
    if found is None or found[1] is None:
        return BadSyntaxError(reason, *place_of(text, len(text)))
    return BadSyntaxError(reason, int(found[1]), int(found[2]))


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _inline(value: Value) -> str:
    if isinstance(value, dict):
        pairs = ", ".join(f"{_key(key)} = {_inline(part)}" for key, part in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_inline(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False)
