"""YAML, read with ruamel.yaml for the places of its values.

Source: YAML 1.2.2. Only block mappings, block lists, and flow collections on one line are changed;
anything rarer is refused rather than guessed at.
"""

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
)
from ct_desktop.clients.errors import BadSyntaxError, UnsupportedLayoutError

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node as YamlNode

_DEPTH = 100

_UNIT = "  "

_PLAIN = re.compile(r"[A-Za-z/][\w./@+-]*(?::[\w./@+-]+)*", re.ASCII)
_NOT_TEXT = re.compile(r"(?i)true|false|null|yes|no|on|off|y|n")


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A YAML text; see ``Document``."""

    text: str
    root: Mapping

    def insert(self, mapping: Mapping, key: str, value: Value) -> list[Edit]:
        """See ``Document``."""
        if mapping is self.root and not mapping.members:
            return self._at_end(render_yaml({key: value}, newline=newline_of(self.text)))
        if mapping.block:
            inner = self._column(mapping.members[0].key_start)
            return self._behind(mapping, inner, render_yaml({key: value}, inner, self._newline()))
        written = f"{_scalar(key)}: {_flow(value)}"
        return self._in_flow(mapping, [m.value.end for m in mapping.members], written)

    def append(self, listing: Listing, value: Value, /) -> list[Edit]:
        """See ``Document``."""
        if listing.block:
            outer = self._column(listing.start)
            return self._behind(listing, outer, render_yaml([value], outer, self._newline()))
        return self._in_flow(listing, [item.end for item in listing.items], _flow(value))

    def replace(self, member: Member, value: Value) -> list[Edit]:
        """See ``Document``."""
        node = member.value
        if node.start < member.key_end:
            raise UnsupportedLayoutError(
                f"{member.key} is written as an alias (*name) of another part of the file."
            )
        if not isinstance(node, Scalar) and node.block:
            raise UnsupportedLayoutError(f"{member.key} holds something else than it should.")
        if member.block and isinstance(value, dict | list) and value:
            lines = render_yaml(value, self._column(member.key_start) + _UNIT, self._newline())
            return self._under(member, lines)
        lead = " " if self.text[node.start - 1 : node.start] == ":" else ""
        return [Edit(node.start, node.end, lead + _flow(value))]

    def rename(self, member: Member, key: str) -> list[Edit]:
        """See ``Document``."""
        return [Edit(member.key_start, member.key_end, _scalar(key))]

    def remove(self, mapping: Mapping, member: Member) -> list[Edit]:
        """See ``Document``."""
        if not mapping.block:
            raise UnsupportedLayoutError(f"{member.key} stands in braces on one line.")
        text = self.text
        start = line_start(text, member.key_start)
        if text[start : member.key_start].strip():
            raise UnsupportedLayoutError(f"{member.key} shares its line with something else.")
        end = self._content_end(member.value)
        if end > 0 and text[end - 1] == "\n":
            return [Edit(start, end, "")]
        return [Edit(start, past_line(text, end), "")]

    def _behind(self, node: Mapping | Listing, column: str, lines: str) -> list[Edit]:
        """Put whole lines behind the last one of a block."""
        text, newline = self.text, self._newline()
        end = self._content_end(node)
        if end > 0 and text[end - 1] == "\n":
            return [Edit(end, end, lines + newline)]
        place = line_end(text, end)
        rest = text[end:place].strip()
        if rest and not rest.startswith("#"):
            raise UnsupportedLayoutError("Something follows the block on its last line.")
        # Comments that are indented further belong to what stands before them.
        while (below := past_line(text, place)) < len(text):
            comment = indentation(text, below)
            if len(comment) <= len(column) or text[below + len(comment)] != "#":
                break
            place = line_end(text, below)
        return [Edit(place, place, newline + lines)]

    def _under(self, member: Member, lines: str) -> list[Edit]:
        """Give a key that has no value yet, or an empty one, a block beneath it."""
        text, node = self.text, member.value
        colon = text.index(":", member.key_end) + 1
        place = line_end(text, node.end)
        rest = text[node.end : place].strip()
        if rest and not rest.startswith("#"):
            raise UnsupportedLayoutError(f"Something follows {member.key} on its line.")
        edits = [Edit(place, place, self._newline() + lines)]
        if node.end > node.start:  # {} or []: gone, with the space before it
            edits.insert(0, Edit(colon, node.end, ""))
        return edits

    def _in_flow(self, node: Mapping | Listing, ends: list[int], written: str) -> list[Edit]:
        if not ends:
            return [Edit(node.start + 1, node.end - 1, written)]
        return [Edit(ends[-1], ends[-1], f", {written}")]

    def _at_end(self, lines: str) -> list[Edit]:
        text, newline = self.text, self._newline()
        end = len(text)
        before = newline if text and not text.endswith("\n") else ""
        return [Edit(end, end, before + lines + newline)]

    def _content_end(self, node: Node) -> int:
        """Where the last value below ``node`` ends."""
        while True:
            if isinstance(node, Mapping) and node.block and node.members:
                last = node.members[-1]
                # An alias stands elsewhere: what counts is its own end.
                if last.value.start < last.key_end:
                    return self._alias_end(last)
                node = last.value
            elif isinstance(node, Listing) and node.block and node.items:
                node = node.items[-1]
            else:
                return node.end

    def _alias_end(self, member: Member) -> int:
        text = self.text
        star = text.index("*", member.key_end)
        found = re.compile(r"\*[^\s,\]}]+").match(text, star)
        assert found is not None
        return found.end()

    def _column(self, offset: int) -> str:
        return " " * (offset - line_start(self.text, offset))

    def _newline(self) -> str:
        return newline_of(self.text)


def _build(text: str, node: "YamlNode", depth: int = 0, *, flow: bool = False) -> Node:
    from ruamel.yaml.nodes import MappingNode, SequenceNode  # noqa: PLC0415 - as below

    start, end = node.start_mark.index, node.end_mark.index
    if depth > _DEPTH:
        raise BadSyntaxError("the values are nested too deeply", *place_of(text, start))
    if isinstance(node, MappingNode):
        flow = flow or bool(node.flow_style)
        members = tuple(
            Member(
                key.value if isinstance(key.value, str) else "?",
                key.start_mark.index,
                key.end_mark.index,
                _build(text, value, depth + 1, flow=flow),
                block=not flow,
            )
            for key, value in node.value
        )
        return Mapping(members, start, end, block=not flow)
    if isinstance(node, SequenceNode):
        flow = flow or bool(node.flow_style)
        items = tuple(_build(text, item, depth + 1, flow=flow) for item in node.value)
        return Listing(items, start, end, block=not flow)
    return Scalar(_value(node), start, end)


def parse_yaml(text: str) -> YamlDocument:
    """Read ``text``. Raises ``BadSyntaxError``, and ``UnsupportedLayoutError`` where it holds no
    mapping."""
    # A slow import that only commands about clients need.
    from ruamel.yaml import YAML  # noqa: PLC0415 - see above
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 - see above
    from ruamel.yaml.reader import ReaderError  # noqa: PLC0415 - see above

    if "\r" in text.replace("\r\n", ""):
        raise UnsupportedLayoutError("Its lines end in a way that only old systems used.")
    try:
        node: YamlNode | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        reason = " ".join(part for part in (fault.context, fault.problem) if part)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise BadSyntaxError(reason, line, column) from None
    except ReaderError as fault:
        place = place_of(text, fault.position or 0)
        raise BadSyntaxError("a character stands here that YAML does not permit", *place) from None
    except (YAMLError, RecursionError) as fault:
        raise BadSyntaxError(str(fault) or "the values are nested too deeply", 1, 1) from None
    root = None if node is None else _build(text, node)
    if root is None or (isinstance(root, Scalar) and root.value is None):
        root = Mapping((), len(text), len(text))
    if not isinstance(root, Mapping):
        raise UnsupportedLayoutError("The file holds no keys with values.")
    return YamlDocument(text, root)


def render_yaml(value: Value, outer: str = "", newline: str = "\n") -> str:
    """``value`` as block YAML, each line indented by ``outer`` and more, without a last break."""
    return newline.join(_lines(value, outer))


def _lines(value: Value, outer: str) -> list[str]:
    lines = []
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict) and item:
                inner = _lines(item, outer + _UNIT)
                lines += [f"{outer}- {inner[0].lstrip()}", *inner[1:]]
            else:
                lines.append(f"{outer}- {_flow(item)}")
        return lines
    for key, part in value.items():
        if isinstance(part, dict | list) and part:
            lines += [f"{outer}{_scalar(key)}:", *_lines(part, outer + _UNIT)]
        else:
            lines.append(f"{outer}{_scalar(key)}: {_flow(part)}")
    return lines


def _flow(value: Value) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_scalar(k)}: {_flow(v)}' for k, v in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flow(item) for item in value)}]"
    return _scalar(value)


def _scalar(value: Value) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and not _NOT_TEXT.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _value(node: Any) -> Value:
    """The value of a single node, by the tag that the core schema gives it."""
    text: str = node.value
    match str(node.tag).rsplit(":", 1)[-1]:
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int":
            return _integer(text)
        case "float":
            try:
                return float(text.replace("_", ""))
            except ValueError:
                return text
    return text


def _integer(text: str) -> Value:
    plain_text = text.replace("_", "")
    try:
        return int(plain_text, 0) if plain_text[:2].lower() in ("0x", "0o") else int(plain_text)
    except ValueError:
        return text
