"""Texts of each format: read with their places, and changed in one place only.

Other parsers than ours say what a text means: the standard library's for JSON and TOML, tomlkit,
and ruamel.yaml's loader.
"""

import json
import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from ct_desktop.clients.description import Format
from ct_desktop.clients.documents.json_document import parse_json, render_json
from ct_desktop.clients.documents.nodes import Mapping, edited, place_of, plain, scalars
from ct_desktop.clients.documents.parsing import parse
from ct_desktop.clients.documents.toml_document import parse_toml
from ct_desktop.clients.documents.yaml_document import parse_yaml, render_yaml
from ct_desktop.clients.errors import BadSyntaxError, UnsupportedLayoutError

few = settings(max_examples=40, deadline=None)

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=8
)
singles = texts | st.integers(-(10**9), 10**9) | st.booleans()
json_values = st.recursive(
    singles | st.none() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=12,
)


def load_yaml(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


@few
@given(st.dictionaries(texts, json_values, max_size=4), st.sampled_from([None, 1, 4, "\t"]))
def test_json_means_what_the_standard_library_says(
    value: dict[str, Any], indent: int | str | None
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    assert plain(parse_json(text, comments=False).root) == json.loads(text)


@few
@given(st.dictionaries(texts, json_values, max_size=4))
def test_what_is_rendered_as_json_is_read_back(value: dict[str, Any]) -> None:
    assert json.loads(render_json(value)) == value


yaml_values = st.recursive(
    singles,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(texts, inner, min_size=1, max_size=3)
    ),
    max_leaves=10,
)


@few
@given(st.dictionaries(texts, yaml_values, min_size=1, max_size=4))
def test_what_is_rendered_as_yaml_is_read_back(value: dict[str, Any]) -> None:
    text = render_yaml(value) + "\n"
    assert load_yaml(text) == value
    assert plain(parse_yaml(text).root) == value


keys = st.text("abcXYZ019-_", min_size=1, max_size=5)
toml_values = st.recursive(
    singles,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@few
@given(st.dictionaries(keys, toml_values, max_size=4))
def test_toml_means_what_the_standard_library_says(value: dict[str, Any]) -> None:
    text = tomlkit.dumps(value)
    assert plain(parse_toml(text).root) == tomllib.loads(text)


TOML_OF_ALL_KINDS = '''\
# a comment with "quotes" and [brackets]
title = "a # in a text"
dotted.key."with space" = 1
when = 1979-05-27 07:32:00Z
number = 1_000
ratio = 1e3
raw = 'C:\\Users'
long = """
first ["x"]
second\\"""" # behind
list = [ # why
  1, 2,
  { a = "}" , b = [ "]" ] },
]
empty = {}

[a]
b.c = true
[[items]]
name = "one"
[items.inner]
x = 1
[[items]]
name = "two"
[a.d."e.f"]
g = inf
'''


def test_toml_of_all_kinds_is_scanned_as_it_is_meant() -> None:
    assert plain(parse_toml(TOML_OF_ALL_KINDS).root) == tomllib.loads(TOML_OF_ALL_KINDS)


def test_every_value_stands_where_it_is_said_to_stand() -> None:
    for _, scalar in scalars(parse_toml(TOML_OF_ALL_KINDS).root):
        written = TOML_OF_ALL_KINDS[scalar.start : scalar.end]
        assert tomllib.loads(f"x = {written}")["x"] == scalar.value


@pytest.mark.parametrize(
    ("form", "text", "line", "column"),
    [
        (Format.JSON, '{\n  "a": 1\n  "b": 2\n}', 3, 3),
        (Format.JSON, '{\n  "a": 1,\n}', 2, 9),
        (Format.JSON, '{\n  // no\n  "a": 1\n}', 2, 3),
        (Format.JSON, '{"a": tru}', 1, 7),
        (Format.JSON, '{"a": "x\n"}', 1, 7),
        (Format.JSON, '{"a": 1', 1, 8),
        (Format.JSON, '{"a": 1} x', 1, 10),
        (Format.JSON, '{"a": 01}', 1, 7),
        (Format.JSONC, '{\n  /* open\n  "a": 1\n}', 2, 3),
        (Format.YAML, "a: 1\n b: 2\n", 2, 3),
        (Format.YAML, "a: [1\nb: 2\n", 2, 2),
        (Format.YAML, "a:\n\t- 1\n", 2, 1),
        (Format.YAML, 'a: "x\n', 2, 1),
        (Format.YAML, "a: \x07\n", 1, 4),
        (Format.TOML, "a = \n", 1, 5),
        (Format.TOML, "[a\nb = 1\n", 1, 3),
        (Format.TOML, "a = 1\na = 2\n", 2, 6),
    ],
)
def test_a_broken_text_is_refused_with_line_and_column(
    form: Format, text: str, line: int, column: int
) -> None:
    with pytest.raises(BadSyntaxError) as fault:
        parse(text, form)
    assert (fault.value.line, fault.value.column) == (line, column)
    assert fault.value.reason


@pytest.mark.parametrize("form", list(Format))
def test_nesting_without_end_is_refused_rather_than_followed(form: Format) -> None:
    text = {Format.TOML: "a = " + "[" * 400}.get(form, '{"a":' + "[" * 400)
    with pytest.raises(BadSyntaxError):
        parse(text, form)


@pytest.mark.parametrize(
    ("form", "text"),
    [(Format.JSON, "[1]"), (Format.JSONC, '"text"'), (Format.YAML, "- a\n"), (Format.YAML, "text")],
)
def test_a_text_without_keys_is_refused(form: Format, text: str) -> None:
    with pytest.raises(UnsupportedLayoutError):
        parse(text, form)


def test_two_documents_in_one_file_are_refused() -> None:
    with pytest.raises(BadSyntaxError):
        parse("a: 1\n---\nb: 2\n", Format.YAML)


def inserted(form: Format, text: str, path: list[str], key: str, value: Any) -> str:
    document = parse(text, form)
    mapping = document.root
    for part in path:
        member = mapping.get(part)
        assert member is not None
        assert isinstance(member.value, Mapping)
        mapping = member.value
    return edited(text, document.insert(mapping, key, value))


@pytest.mark.parametrize(
    ("form", "text", "path", "wanted"),
    [
        (Format.JSON, '{"a": 1}', [], '{"a": 1, "new": {"x": 1}}'),
        (Format.JSON, "{}", [], '{\n  "new": {\n    "x": 1\n  }\n}'),
        (
            Format.JSON,
            '{\n\t"a": {\n\t\t"b": 1\n\t}\n}\n',
            ["a"],
            '{\n\t"a": {\n\t\t"b": 1,\n\t\t"new": {\n\t\t\t"x": 1\n\t\t}\n\t}\n}\n',
        ),
        (
            Format.JSON,
            '{\r\n    "a": {}\r\n}',
            ["a"],
            '{\r\n    "a": {\r\n        "new": {\r\n            "x": 1\r\n        }\r\n    }\r\n}',
        ),
        (
            Format.JSONC,
            '{\n  "a": 1, // why\n  // last\n}\n',
            [],
            '{\n  "a": 1, // why\n  "new": {\n    "x": 1\n  },\n  // last\n}\n',
        ),
        (
            Format.JSONC,
            '{\n  "a": 1 // why\n}\n',
            [],
            '{\n  "a": 1, // why\n  "new": {\n    "x": 1\n  }\n}\n',
        ),
        (
            Format.JSONC,
            "{\n  // nothing yet\n}\n",
            [],
            '{\n  // nothing yet\n  "new": {\n    "x": 1\n  }\n}\n',
        ),
        (Format.JSONC, "// only this\n", [], '// only this\n{\n  "new": {\n    "x": 1\n  }\n}\n'),
        (Format.YAML, "a: 1", [], "a: 1\nnew:\n  x: 1"),
        (
            Format.YAML,
            "a:\r\n    b: 1  # why\r\n      # of b\r\n\r\nz: 2\r\n",
            ["a"],
            "a:\r\n    b: 1  # why\r\n      # of b\r\n    new:\r\n      x: 1\r\n\r\nz: 2\r\n",
        ),
        (Format.YAML, "a: |\n  t\n\n", [], "a: |\n  t\n\nnew:\n  x: 1\n"),
        (Format.YAML, "a: {b: 1}\n", ["a"], "a: {b: 1, new: {x: 1}}\n"),
        (Format.YAML, "# empty\n", [], "# empty\nnew:\n  x: 1\n"),
        (Format.TOML, "", [], "[new]\nx = 1\n"),
        (Format.TOML, "a = 1", [], "a = 1\n\n[new]\nx = 1\n"),
        (Format.TOML, "a = {}\n", ["a"], "a = { new = { x = 1 } }\n"),
        (
            Format.TOML,
            "[a.b]\r\nc = 1\r\n",
            ["a"],
            "[a.b]\r\nc = 1\r\n\r\n[a.new]\r\nx = 1\r\n",
        ),
    ],
)
def test_a_new_member_takes_the_form_of_what_stands_around_it(
    form: Format, text: str, path: list[str], wanted: str
) -> None:
    assert inserted(form, text, path, "new", {"x": 1}) == wanted


def test_places_count_from_one() -> None:
    assert place_of("ab\ncd", 0) == (1, 1)
    assert place_of("ab\ncd", 4) == (2, 2)


@few
@given(st.dictionaries(texts.filter(bool), yaml_values, min_size=1, max_size=4))
def test_a_new_member_changes_nothing_else_of_yaml(value: dict[str, Any]) -> None:
    text = render_yaml({"first": value, "second": value}) + "\n"
    after = inserted(Format.YAML, text, ["first"], "brand new", {"x": [1]})
    assert load_yaml(after) == {"first": {**value, "brand new": {"x": [1]}}, "second": value}
