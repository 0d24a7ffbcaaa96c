"""Tool arguments mirrored into ``Mcp-Param-*`` header fields.

Source: MCP 2026-07-28, basic/transports/streamable-http, "Custom Headers from Tool Parameters"
(SEP-2243).
"""

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any

ANNOTATION = "x-mcp-header"

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_PLAIN_VALUE = re.compile(r"[\x20-\x7e]*")
_PRIMITIVE_TYPES = ("string", "integer", "boolean")

# Keywords of JSON Schema 2020-12 whose values hold schemas, by the shape of the value. Keywords
# that hold data (default, const, enum, examples) are not searched: an annotation there is data.
_ONE_SCHEMA = frozenset(
    {
        "additionalProperties",
        "contains",
        "contentSchema",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
_LIST_OF_SCHEMAS = frozenset({"allOf", "anyOf", "items", "oneOf", "prefixItems"})
_MAP_OF_SCHEMAS = frozenset({"$defs", "definitions", "dependentSchemas", "patternProperties"})

Path = tuple[str, ...]


class AnnotationError(ValueError):
    """An ``x-mcp-header`` breaks a rule, so that its tool must not be offered."""


def parameter_header_names(input_schema: Mapping[str, Any]) -> dict[Path, str]:
    """The header name for each annotated property, by the chain of property names leading to it.

    Nothing is dereferenced. Raises :class:`AnnotationError`, saying which rule is broken.
    """
    names: dict[Path, str] = {}
    for path, schema in _schemas_in(input_schema):
        if ANNOTATION not in schema:
            continue
        name = schema[ANNOTATION]
        if not path:
            raise AnnotationError("an annotation stands where no property chain leads")
        if not isinstance(name, str) or not _TOKEN.fullmatch(name):
            raise AnnotationError("an annotation is not a header token")
        if schema.get("type") not in _PRIMITIVE_TYPES:
            raise AnnotationError("an annotated parameter is no string, integer or boolean")
        names[path] = f"Mcp-Param-{name}"
    if len({name.lower() for name in names.values()}) < len(names):
        raise AnnotationError("two annotations name the same header")
    return names


def parameter_headers(names: Mapping[Path, str], arguments: Mapping[str, Any]) -> dict[str, str]:
    """The header fields for ``arguments``; absent and null ones give none."""
    headers = {}
    for path, header in names.items():
        text = _as_text(_value_at(arguments, path))
        if text is not None:
            headers[header] = header_value(text)
    return headers


def header_value(text: str) -> str:
    """``text`` as a header value, in the Base64 form where it would not pass unharmed."""
    looks_encoded = text.startswith("=?base64?") and text.endswith("?=")
    if _PLAIN_VALUE.fullmatch(text) and text == text.strip(" ") and not looks_encoded:
        return text
    return f"=?base64?{base64.b64encode(text.encode()).decode('ascii')}?="


def _schemas_in(root: Any) -> Iterator[tuple[Path | None, Mapping[str, Any]]]:
    """Every schema in ``root`` with its property chain; ``None`` once another keyword is crossed.

    A stack of our own: a hostile schema may be nested deeper than Python recurses.
    """
    stack: list[tuple[Path | None, Any]] = [((), root)]
    while stack:
        path, schema = stack.pop()
        if not isinstance(schema, dict):
            continue
        yield path, schema
        for keyword, value in schema.items():
            if keyword == "properties" and isinstance(value, dict):
                stack.extend(
                    (None if path is None else (*path, name), child)
                    for name, child in value.items()
                )
            elif keyword in _LIST_OF_SCHEMAS and isinstance(value, list):
                stack.extend((None, child) for child in value)
            elif keyword in _MAP_OF_SCHEMAS and isinstance(value, dict):
                stack.extend((None, child) for child in value.values())
            elif keyword in _ONE_SCHEMA:
                stack.append((None, value))


def _value_at(arguments: Mapping[str, Any], path: Path) -> Any:
    value: Any = arguments
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def _as_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value)
    return None
