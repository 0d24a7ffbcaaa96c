"""Input that a server asks of the user in the middle of a call."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ct_desktop.mcp.errors import InvalidAnswer, InvalidReason

METHOD = "elicitation/create"


@dataclass(frozen=True, slots=True)
class Elicitation:
    """The server's question: a ``message`` and, in form mode, a flat JSON schema of the fields."""

    message: str
    requested_schema: Mapping[str, Any]
    mode: str = "form"


class ElicitationAction(StrEnum):
    """What the user did. Source: MCP 2025-06-18, client/elicitation, "Response Actions"."""

    ACCEPT = "accept"
    DECLINE = "decline"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class ElicitationAnswer:
    """The user's answer. Fields left out of an accepted ``content`` take the schema's defaults."""

    action: ElicitationAction
    content: Mapping[str, Any] = field(default_factory=dict)


OnElicitation = Callable[[Elicitation], Awaitable[ElicitationAnswer]]


async def answer_elicitation(params: Any, handler: OnElicitation | None) -> dict[str, Any]:
    """The ``ElicitResult`` for the ``params`` of an ``elicitation/create`` request.

    Without a handler, and for any mode but forms, the answer is a decline. Defaults are filled in
    as SEP-1034 says. Raises :class:`InvalidAnswer` for parameters of another shape.
    """
    if not isinstance(params, dict):
        raise InvalidAnswer(InvalidReason.INPUT_REQUEST)
    message, mode = params.get("message", ""), params.get("mode", "form")
    schema = params.get("requestedSchema", {})
    if not isinstance(message, str) or not isinstance(schema, dict):
        raise InvalidAnswer(InvalidReason.INPUT_REQUEST)
    if handler is None or mode != "form":
        return {"action": ElicitationAction.DECLINE.value}
    answer = await handler(Elicitation(message, schema, mode))
    if answer.action is not ElicitationAction.ACCEPT:
        return {"action": answer.action.value}
    return {"action": answer.action.value, "content": {**_defaults(schema), **answer.content}}


def _defaults(schema: Mapping[str, Any]) -> dict[str, Any]:
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return {}
    return {
        name: definition["default"]
        for name, definition in properties.items()
        if isinstance(definition, dict) and "default" in definition
    }
