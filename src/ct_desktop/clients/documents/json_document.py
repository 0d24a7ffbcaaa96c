"""JSON, with comments and trailing commas where the client takes them (JSONC).

Source: RFC 8259; the comments and commas as VS Code takes them.
"""

import json
import re
from dataclasses import dataclass

from ct_desktop.clients.documents.nodes import (
    Edit,
    Listing,
    Mapping,
    Member,
    Node,
    Scalar,
    Value,
    indentation,
    line_end,
    line_start,
    newline_of,
    past_line,
    place_of,
    stands_first,
)
from ct_desktop.clients.errors import BadSyntaxError, UnsupportedLayoutError

_MAY_BE_SKIPPED = frozenset(" \t\r\n/")

_DEPTH = 100
"""Levels that no configuration reaches."""

_SPACE = re.compile(r"[ \t\r\n]+")
_COMMENT = re.compile(r"//[^\r\n]*|/\*(?s:.*?)\*/")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_WORD = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|true\b|false\b|null\b")
_SAME_LINE_COMMENT = re.compile(r"[ \t]*(?://[^\r\n]*|/\*[^\r\n]*?\*/)")


class _Reader:
    def __init__(self, text: str, *, comments: bool) -> None:
        self._text = text
        self._comments = comments
        self._position = 0

    def read(self) -> Node | None:
        self._skip()
        if self._position == len(self._text):
            return None
        node = self._node(0)
        self._skip()
        if self._position < len(self._text):
            raise self._fault("more text stands behind the end of the value")
        return node

    def _node(self, depth: int) -> Node:
        if depth > _DEPTH:
            raise self._fault("the values are nested too deeply")
        character = self._text[self._position : self._position + 1]
        if character == "{":
            return self._mapping(depth)
        if character == "[":
            return self._listing(depth)
        if character == '"':
            return self._string()
        word = _WORD.match(self._text, self._position)
        if word is None:
            raise self._fault("a value is missing here, or it is not JSON")
        start, self._position = self._position, word.end()
        return Scalar(json.loads(word[0]), start, self._position)

    def _string(self) -> Scalar:
        found = _STRING.match(self._text, self._position)
        if found is None:
            raise self._fault("a text begins here and does not end on its line")
        value = found[0][1:-1]
        if "\\" in value:
            try:
                value = json.loads(found[0])
            except ValueError:
                raise self._fault("a text has an escape here that JSON does not know") from None
        self._position = found.end()
        return Scalar(value, found.start(), found.end())

    def _mapping(self, depth: int) -> Mapping:
        start = self._position
        members: list[Member] = []
        self._position += 1
        while not self._closed("}", bool(members)):
            if self._text[self._position : self._position + 1] != '"':
                raise self._fault("a key in double quotes is missing here")
            key = self._string()
            self._skip()
            self._take(":", "a colon is missing behind the key")
            self._skip()
            value = self._node(depth + 1)
            members.append(Member(key.value, key.start, key.end, value))
        return Mapping(tuple(members), start, self._position)

    def _listing(self, depth: int) -> Listing:
        start = self._position
        items: list[Node] = []
        self._position += 1
        while not self._closed("]", bool(items)):
            items.append(self._node(depth + 1))
        return Listing(tuple(items), start, self._position)

    def _closed(self, bracket: str, after_value: bool) -> bool:
        """Take the bracket or, behind a value, the comma in front of the next one."""
        self._skip()
        if self._take_if(bracket):
            return True
        if not after_value:
            return False
        comma = self._position
        self._take(",", f"a comma or {bracket} is missing here")
        self._skip()
        if self._text[self._position : self._position + 1] != bracket:
            return False
        if not self._comments:
            self._position = comma
            raise self._fault("there must be no comma behind the last value")
        self._position += 1
        return True

    def _skip(self) -> None:
        while self._text[self._position : self._position + 1] in _MAY_BE_SKIPPED:
            space = _SPACE.match(self._text, self._position)
            if space is not None:
                self._position = space.end()
            comment = _COMMENT.match(self._text, self._position)
            if comment is None:
                return
            if not self._comments:
                raise self._fault("this file must not hold comments")
            self._position = comment.end()

    def _take_if(self, character: str) -> bool:
        if self._text[self._position : self._position + 1] != character:
            return False
        self._position += 1
        return True

    def _take(self, character: str, reason: str) -> None:
        if not self._take_if(character):
            raise self._fault(reason)

    def _fault(self, reason: str) -> BadSyntaxError:
        if self._position >= len(self._text):
            reason = "the file ends before its last bracket"
        return BadSyntaxError(reason, *place_of(self._text, min(self._position, len(self._text))))


@dataclass(frozen=True, slots=True)
class JsonDocument:
    """A JSON text; see ``Document``."""

    text: str
    root: Mapping

    def insert(self, mapping: Mapping, key: str, value: Value) -> list[Edit]:
        """See ``Document``."""
        if mapping.start == mapping.end:  # there is no object yet
            newline = newline_of(self.text)
            before = newline if self.text and not self.text.endswith("\n") else ""
            whole = render_json({key: value}, newline=newline)
            return [Edit(mapping.start, mapping.end, before + whole + newline)]
        return self._add(mapping, [(m.key_start, m.value.end) for m in mapping.members], key, value)

    def append(self, listing: Listing, value: Value, /) -> list[Edit]:
        """See ``Document``."""
        return self._add(listing, [(item.start, item.end) for item in listing.items], None, value)

    def replace(self, member: Member, value: Value) -> list[Edit]:
        """See ``Document``."""
        node = member.value
        return [Edit(node.start, node.end, self._rendered(value, member.key_start))]

    def rename(self, member: Member, key: str) -> list[Edit]:
        """See ``Document``."""
        return [Edit(member.key_start, member.key_end, json.dumps(key, ensure_ascii=False))]

    def remove(self, mapping: Mapping, member: Member) -> list[Edit]:
        """See ``Document``."""
        text, start, end = self.text, member.key_start, member.value.end
        comma = self._comma_behind(end)
        edits = []
        if comma is not None:
            end = comma + 1
        else:
            before = [other for other in mapping.members if other.value.end < start]
            if before:
                position = self._comma_behind(before[-1].value.end)
                assert position is not None, "two values without a comma"
                edits.append(Edit(position, position + 1, ""))
        comment = _SAME_LINE_COMMENT.match(text, end)
        if comment is not None:
            end = comment.end()
        if stands_first(text, start) and not text[end : line_end(text, end)].strip():
            start, end = line_start(text, start), past_line(text, end)
        return [*edits, Edit(start, end, "")]

    def _add(
        self, node: Mapping | Listing, parts: list[tuple[int, int]], key: str | None, value: Value
    ) -> list[Edit]:
        text = self.text
        name = "" if key is None else f"{json.dumps(key, ensure_ascii=False)}: "
        if not parts:
            return self._fill(node, name, value)
        last = parts[-1][1]
        if "\n" not in text[node.start : node.end]:
            comma = self._comma_behind(last)
            written = name + json.dumps(value, ensure_ascii=False)
            if comma is not None:
                return [Edit(comma + 1, comma + 1, f" {written},")]
            return [Edit(last, last, f", {written}")]
        first = parts[0][0]
        inner = (
            indentation(text, first)
            if stands_first(text, first)
            else indentation(text, node.start) + self._unit()
        )
        written = name + render_json(value, inner, self._unit(), newline_of(text))
        comma = self._comma_behind(last)
        behind = last if comma is None else comma + 1
        comment = _SAME_LINE_COMMENT.match(text, behind)
        place = behind if comment is None else comment.end()
        line = newline_of(text) + inner + written
        if comma is not None:
            return [Edit(place, place, f"{line},")]
        return [Edit(last, last, ","), Edit(place, place, line)]

    def _fill(self, node: Mapping | Listing, name: str, value: Value) -> list[Edit]:
        """Put the first value between two brackets."""
        text, newline = self.text, newline_of(self.text)
        outer = indentation(text, node.start)
        inner = outer + self._unit()
        written = newline + inner + name + render_json(value, inner, self._unit(), newline)
        if text[node.start + 1 : node.end - 1].strip():  # a comment; it stays in front
            place = node.end - 1
            while text[place - 1] in " \t\r\n":
                place -= 1
            return [Edit(place, node.end - 1, written + newline + outer)]
        return [Edit(node.start + 1, node.end - 1, written + newline + outer)]

    def _rendered(self, value: Value, beside: int) -> str:
        return render_json(
            value, indentation(self.text, beside), self._unit(), newline_of(self.text)
        )

    def _comma_behind(self, offset: int) -> int | None:
        """Where a comma follows ``offset`` with nothing but space and comments between."""
        position = offset
        while True:
            found = _SPACE.match(self.text, position) or _COMMENT.match(self.text, position)
            if found is None:
                break
            position = found.end()
        return position if self.text[position : position + 1] == "," else None

    def _unit(self) -> str:
        """By how much one level is indented."""
        for member in self.root.members:
            if stands_first(self.text, member.key_start):
                return indentation(self.text, member.key_start) or "  "
        return "  "


def parse_json(text: str, *, comments: bool) -> JsonDocument:
    """Read ``text``. Raises ``BadSyntaxError``, and ``UnsupportedLayoutError`` where it holds no
    object."""
    node = _Reader(text, comments=comments).read()
    if node is None:
        return JsonDocument(text, Mapping((), len(text), len(text)))
    if not isinstance(node, Mapping):
        raise UnsupportedLayoutError(
            "The file holds no object: it has to begin with { and end with }."
        )
    return JsonDocument(text, node)


def render_json(value: Value, outer: str = "", unit: str = "  ", newline: str = "\n") -> str:
    """``value`` as JSON whose later lines are indented by ``outer`` and more. Lists of single
    values stay on one line."""
    if isinstance(value, dict) and value:
        inner = outer + unit
        lines = [
            f"{inner}{json.dumps(key, ensure_ascii=False)}: "
            f"{render_json(part, inner, unit, newline)}"
            for key, part in value.items()
        ]
        return f"{{{newline}{f',{newline}'.join(lines)}{newline}{outer}}}"
    return json.dumps(value, ensure_ascii=False)
