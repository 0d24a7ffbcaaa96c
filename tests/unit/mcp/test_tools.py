"""Tools and results: whatever JSON comes, a value or a typed refusal."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.mcp import InvalidAnswer, InvalidReason
from ct_desktop.mcp.tools import parse_tool, parse_tool_result

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(JSON | st.fixed_dictionaries({"name": JSON}, optional={"inputSchema": JSON}))
def test_any_entry_is_a_tool_with_a_name_or_none(entry: Any) -> None:
    tool = parse_tool(entry)
    if tool is not None:
        assert tool.name == entry["name"] != ""
        assert tool.definition is entry


def test_b34_a_schema_is_kept_unaltered() -> None:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {"a": {"$anchor": "here"}},
        "allOf": [{"$ref": "https://example.org/elsewhere.json"}],
        "if": {"type": "string"},
        "additionalProperties": False,
    }
    tool = parse_tool({"name": "t", "inputSchema": schema, "annotations": {"readOnlyHint": True}})
    assert tool is not None
    assert tool.input_schema is schema
    assert tool.annotations == {"readOnlyHint": True}


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "content": JSON,
            "structuredContent": JSON,
            "isError": JSON,
            "_meta": JSON,
            "age": JSON,
        },
    )
)
def test_any_result_is_a_value_or_refused(result: dict[str, Any]) -> None:
    if not isinstance(result.get("content", []), list):
        with pytest.raises(InvalidAnswer) as failed:
            parse_tool_result(result)
        assert failed.value.reason is InvalidReason.RESULT_SHAPE
        return
    parsed = parse_tool_result(result)
    assert all(isinstance(text, str) for text in parsed.texts)
    assert parsed.unlisted == ({"age": result["age"]} if "age" in result else {})


@pytest.mark.parametrize("structured", [None, 0, "", [], False, {"a": 1}])
def test_structured_content_may_be_any_value(structured: Any) -> None:
    assert parse_tool_result({"structuredContent": structured}).structured_content == structured
