"""Tools and their results, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ct_desktop.mcp.errors import InvalidAnswer, InvalidReason

_LISTED_RESULT_FIELDS = frozenset(
    {"content", "structuredContent", "isError", "_meta", "resultType"}
)


@dataclass(frozen=True, slots=True)
class Tool:
    """One entry of ``tools/list``.

    ``input_schema`` is the schema exactly as it came, never resolved or rewritten; ``definition``
    is the whole entry. ``annotations`` are the server's own claims about the tool.
    """

    name: str
    input_schema: Mapping[str, Any]
    annotations: Mapping[str, Any]
    definition: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What ``tools/call`` gave. A tool's own failure is a result with ``is_error``."""

    content: tuple[Mapping[str, Any], ...]
    """Content blocks, each with a ``type``."""
    structured_content: Any
    """Any JSON value; ``None`` when absent."""
    is_error: bool
    meta: Mapping[str, Any]
    unlisted: Mapping[str, Any]
    """Fields of the result that the protocol does not list, kept (B-35)."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of each text block, in order."""
        return tuple(
            block["text"]
            for block in self.content
            if block.get("type") == "text" and isinstance(block.get("text"), str)
        )


def parse_tool(entry: Any) -> Tool | None:
    """The tool that an entry of ``tools/list`` describes, or ``None`` if it has no name."""
    if not isinstance(entry, dict):
        return None
    name, schema, annotations = (entry.get(k) for k in ("name", "inputSchema", "annotations"))
    if not isinstance(name, str) or not name:
        return None
    return Tool(
        name=name,
        input_schema=schema if isinstance(schema, dict) else {},
        annotations=annotations if isinstance(annotations, dict) else {},
        definition=entry,
    )


def parse_tool_result(result: Mapping[str, Any]) -> ToolResult:
    """The value of a complete ``tools/call`` result.

    Raises :class:`InvalidAnswer` if ``content`` is present and not a list.
    """
    content = result.get("content", [])
    if not isinstance(content, list):
        raise InvalidAnswer(InvalidReason.RESULT_SHAPE)
    meta = result.get("_meta")
    return ToolResult(
        content=tuple(block for block in content if isinstance(block, dict)),
        structured_content=result.get("structuredContent"),
        is_error=result.get("isError") is True,
        meta=meta if isinstance(meta, dict) else {},
        unlisted={k: v for k, v in result.items() if k not in _LISTED_RESULT_FIELDS},
    )
