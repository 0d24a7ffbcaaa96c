"""Finding what was asked for in a tool's result, whatever is wrapped around it.

Source: the CrossTrade reference, sections 2.3, 3.7 and 4.1: the payload stands at the top, under
``data``, or is a bare array; ``success`` may be missing; failures may come as a result.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from ct_desktop.crosstrade.errors import FailureAnswer, UnusableAnswer
from ct_desktop.crosstrade.parsing.record import Names, Record, names
from ct_desktop.mcp.tools import ToolResult

T = TypeVar("T")

_WRAPPERS = names("data", "result")
_SUCCESS = names("success")
_ERROR = names("error")
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Rows(Generic[T]):
    """The rows that could be read, and how many could not."""

    rows: tuple[T, ...]
    skipped: int = 0


def documents(result: ToolResult) -> Iterator[object]:
    """The JSON objects and arrays that a tool's result holds, best first.

    Structured content comes before text, which repeats it. Some servers flatten an array into one
    text block for each element, so several objects count as one array.
    """
    if isinstance(result.structured_content, dict | list):
        yield result.structured_content
    parsed = [document for text in result.texts if (document := decode(text)) is not None]
    if len(parsed) > 1 and all(isinstance(document, dict) for document in parsed):
        yield parsed
    yield from parsed


def decode(text: str) -> dict[str, object] | list[object] | None:
    """The JSON object or array in ``text``, or ``None``."""
    try:
        document = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict | list) else None


def find_rows(result: ToolResult, field: Names, *, row: tuple[Names, ...] = ()) -> list[object]:
    """The array that stands under ``field``, or bare, in the result.

    An object with all fields of ``row`` is an array of one. Raises :class:`FailureAnswer` where
    the result reports a failure, :class:`UnusableAnswer` where no array can be found: an empty
    table is the server's word, never a guess.
    """
    for document in documents(result):
        for layer in _layers(document):
            if isinstance(layer, list):
                return layer
            rows = layer.rows(field)
            if rows is not None:
                return rows
            if row and all(layer.has(part) for part in row):
                return [dict(layer.items())]
    raise UnusableAnswer


def find_record(result: ToolResult, markers: Names, *, or_any: bool = False) -> Record:
    """The object in the result that has one of the fields ``markers``.

    ``or_any`` takes the outermost object where none has. Raises :class:`FailureAnswer`, and
    :class:`UnusableAnswer` where there is no such object.
    """
    outermost: Record | None = None
    for document in documents(result):
        for layer in _layers(document):
            if isinstance(layer, list):
                continue
            if layer.has(markers):
                return layer
            outermost = outermost or layer
    if outermost is None or not or_any:
        raise UnusableAnswer
    return outermost


def _layers(document: object) -> Iterator[Record | list[object]]:
    """The document and what is wrapped in it, from the outside in."""
    for _ in range(_DEEPEST):
        if isinstance(document, list):
            yield document
            return
        if not isinstance(document, dict):
            return
        layer = Record(document)
        if _is_failure(layer):
            raise FailureAnswer(document)
        yield layer
        document = next(
            (value for value in layer.values(_WRAPPERS) if isinstance(value, dict | list)), None
        )


def _is_failure(layer: Record) -> bool:
    for success in layer.values(_SUCCESS):
        return success is False or (isinstance(success, str) and success.lower() == "false")
    return any(isinstance(error, dict | str) and bool(error) for error in layer.values(_ERROR))


def read_rows(
    rows: Iterable[object],
    parse: Callable[[Record], T | None],
    key: Callable[[T], Hashable],
) -> Rows[T]:
    """Each row that ``parse`` can read; ``key`` tells rows apart.

    A row that cannot be read, or repeats an earlier one, is counted and left out. Raises
    :class:`UnusableAnswer` where there are rows and none can be read.
    """
    read: dict[Hashable, T] = {}
    skipped = 0
    for row in rows:
        value = parse(Record(row)) if isinstance(row, dict) else None
        if value is None:
            skipped += 1
            continue
        identity = key(value)
        if identity in read:
            skipped += 1
        else:
            read[identity] = value
    if skipped and not read:
        raise UnusableAnswer
    return Rows(tuple(read.values()), skipped)
