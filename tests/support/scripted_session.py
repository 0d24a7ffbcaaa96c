"""A tool session that gives the answers it was told to, and remembers what it was asked."""

import json
from collections.abc import Mapping
from typing import Any

from ct_desktop.mcp.tools import Tool, ToolResult


class ScriptedSession:
    """Answers every call with ``answer``, which is a result, or an exception to raise."""

    def __init__(
        self, answer: ToolResult | BaseException | None = None, *, listed: tuple[str, ...] = ()
    ) -> None:
        self.answer = answer
        self.listed = listed
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self.timeouts: list[float | None] = []

    async def call_tool(
        self,
        name: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - the session's own signature
        idempotent: bool = False,
    ) -> ToolResult:
        """The scripted answer."""
        self.calls.append((name, dict(arguments or {})))
        self.timeouts.append(timeout)
        assert idempotent, "every call of this app reads, so all may be repeated"
        if isinstance(self.answer, BaseException):
            raise self.answer
        assert self.answer is not None, "no answer was scripted"
        return self.answer

    async def list_tools(self) -> tuple[Tool, ...]:
        """Tools by the listed names; the exception, where one was scripted."""
        if isinstance(self.answer, BaseException):
            raise self.answer
        return tuple(Tool(name, {}, {}, {"name": name}) for name in self.listed)


def text_result(*texts: str, structured: Any = None, is_error: bool = False) -> ToolResult:
    """A tool result with these text blocks."""
    return ToolResult(
        content=tuple({"type": "text", "text": text} for text in texts),
        structured_content=structured,
        is_error=is_error,
        meta={},
        unlisted={},
    )


def json_result(document: Any, *, is_error: bool = False) -> ToolResult:
    """A tool result whose text is ``document`` as JSON, which is how CrossTrade answers."""
    return text_result(json.dumps(document), is_error=is_error)
