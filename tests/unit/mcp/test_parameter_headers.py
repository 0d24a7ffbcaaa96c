"""Arguments mirrored into headers (SEP-2243): the rules for annotations, and safe values."""

import base64
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.mcp.parameter_headers import (
    AnnotationError,
    header_value,
    parameter_header_names,
    parameter_headers,
)

REGION = {"type": "string", "x-mcp-header": "Region"}

SCHEMA = st.recursive(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["string", "integer", "number", "object"]) | st.none(),
            "x-mcp-header": st.sampled_from(["A", "a", "B", "", "no token"]) | st.integers(),
            "default": st.just({"x-mcp-header": "data, not an annotation"}),
        },
    ),
    lambda inner: st.dictionaries(
        st.sampled_from(["properties", "items", "allOf", "$defs", "not", "const"]),
        inner | st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    ),
    max_leaves=8,
)


def schema(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def test_annotated_parameters_are_found_by_their_path() -> None:
    nested = schema(n={"type": "integer", "x-mcp-header": "N"}, other={"type": "string"})
    assert parameter_header_names(schema(region=REGION, deep=nested)) == {
        ("region",): "Mcp-Param-Region",
        ("deep", "n"): "Mcp-Param-N",
    }


@pytest.mark.parametrize(
    "broken",
    [
        schema(a={**REGION, "x-mcp-header": ""}),
        schema(a={**REGION, "x-mcp-header": "two words"}),
        schema(a={**REGION, "x-mcp-header": "line\r\nbreak"}),
        schema(a={**REGION, "x-mcp-header": "Größe"}),
        schema(a={**REGION, "x-mcp-header": 5}),
        schema(a={**REGION, "x-mcp-header": None}),
        schema(a={**REGION, "type": "number"}),
        schema(a={**REGION, "type": "object"}),
        schema(a={**REGION, "type": ["string", "null"]}),
        schema(a={"x-mcp-header": "Region"}),
        schema(a=REGION, b={**REGION, "x-mcp-header": "REGION"}),
        schema(a={"type": "array", "items": REGION}),
        schema(a={"anyOf": [REGION, {"type": "null"}]}),
        schema(a={"if": REGION}),
        {"$defs": {"a": REGION}},
        {"allOf": [schema(a=REGION)]},
        {"patternProperties": {"^a": REGION}},
        {**schema(), "x-mcp-header": "Root"},
    ],
)
def test_an_annotation_against_the_rules_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(AnnotationError):
        parameter_header_names(broken)


def test_what_looks_like_an_annotation_in_data_is_none() -> None:
    default = {"type": "object", "default": {"x-mcp-header": "two words"}}
    assert parameter_header_names(schema(a=default)) == {}


def test_b34_a_reference_is_not_followed() -> None:
    remote = {"$ref": "http://127.0.0.1:1/schema.json"}
    assert parameter_header_names(schema(a=remote, region=REGION)) == {
        ("region",): "Mcp-Param-Region"
    }


def test_a_schema_nested_deeper_than_python_recurses_is_read() -> None:
    deep: dict[str, Any] = REGION
    for _ in range(50_000):
        deep = {"not": deep}
    with pytest.raises(AnnotationError):
        parameter_header_names(deep)


@given(SCHEMA)
def test_any_schema_gives_distinct_names_or_is_refused(any_schema: dict[str, Any]) -> None:
    try:
        names = parameter_header_names(any_schema)
    except AnnotationError:
        return
    assert len({name.lower() for name in names.values()}) == len(names)


def test_values_take_their_text_form_and_absent_ones_give_no_header() -> None:
    names = {
        ("text",): "Mcp-Param-Text",
        ("yes",): "Mcp-Param-Yes",
        ("number",): "Mcp-Param-Number",
        ("whole",): "Mcp-Param-Whole",
        ("null",): "Mcp-Param-Null",
        ("absent",): "Mcp-Param-Absent",
        ("list",): "Mcp-Param-List",
        ("text", "deeper"): "Mcp-Param-Deeper",
    }
    arguments = {"text": "", "yes": True, "number": -7, "whole": 42.0, "null": None, "list": [1]}
    assert parameter_headers(names, arguments) == {
        "Mcp-Param-Text": "",
        "Mcp-Param-Yes": "true",
        "Mcp-Param-Number": "-7",
        "Mcp-Param-Whole": "42",
    }


@pytest.mark.parametrize(
    ("value", "header"),
    [
        ("us-west1", "us-west1"),
        ("us west 1", "us west 1"),
        ("Hello, 世界", "=?base64?SGVsbG8sIOS4lueVjA==?="),
        (" padded ", "=?base64?IHBhZGRlZCA=?="),
        ("line1\nline2", "=?base64?bGluZTEKbGluZTI=?="),
        ("=?base64?literal?=", "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="),
    ],
)
def test_the_examples_of_the_specification(value: str, header: str) -> None:
    assert header_value(value) == header


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_becomes_a_safe_header_that_reads_back(text: str) -> None:
    header = header_value(text)
    assert set(header) <= set(string.printable) - set("\t\n\r\x0b\x0c")
    assert header == header.strip()
    if header.startswith("=?base64?") and header.endswith("?="):
        header = base64.b64decode(header[9:-2]).decode()
    assert header == text
