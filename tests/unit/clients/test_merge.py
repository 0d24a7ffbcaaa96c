"""The entry in a client's text: put in, corrected, and nothing else touched, byte for byte."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from ct_desktop.clients.description import ClientDescription, Format
from ct_desktop.clients.documents.nodes import plain
from ct_desktop.clients.documents.parsing import parse, render
from ct_desktop.clients.documents.yaml_document import render_yaml
from ct_desktop.clients.entry import Wanted, build_entry
from ct_desktop.clients.errors import UnsupportedLayoutError
from ct_desktop.clients.library import all_clients, find_client
from ct_desktop.clients.merge import merged_text

ADDRESS = "https://app.crosstrade.io/v1/api/mcp"
WANTED = Wanted(ADDRESS)
REAL_FILES = Path(__file__).with_name("real_files")

WITH_FILES = [client for client in all_clients() if client.file is not None]
every_client = pytest.mark.parametrize("client", WITH_FILES, ids=lambda client: client.id)

REAL = [
    ("librechat", "librechat.yaml"),
    ("continue", "continue.yaml"),
    ("goose", "goose.yaml"),
    ("zed", "zed.jsonc"),
    ("cody", "cody.jsonc"),
    ("codex-cli", "codex.toml"),
    ("claude-code", "claude_code.json"),
    ("claude-desktop", "claude_desktop.json"),
    ("opencode", "opencode.jsonc"),
]


def read_real(name: str) -> str:
    return (REAL_FILES / name).read_bytes().decode("utf-8-sig")


def kept(before: str, after: str) -> int:
    """How many characters of ``before`` stand in ``after`` in front of and behind one new part."""
    front = alike(before, after)
    return front + alike(before[front:][::-1], after[front:][::-1])


def alike(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def load(text: str, form: Format) -> Any:
    """What another parser than ours says."""
    match form:
        case Format.YAML:
            return YAML(typ="safe", pure=True).load(text)
        case Format.TOML:
            return tomllib.loads(text)
        case Format.JSON:
            return json.loads(text)
    return plain(parse(text, form).root)


def entry_in(values: Any, client: ClientDescription, name: str = "crosstrade") -> Any:
    assert client.file is not None
    for key in client.file.wrapper:
        values = values[key]
    if client.file.name_key:
        return next(server for server in values if server["name"] == name)
    return values[name]


@pytest.mark.parametrize(("client_id", "name"), REAL)
def test_a_real_file_keeps_every_byte_around_the_entry(client_id: str, name: str) -> None:
    client = find_client(client_id)
    assert client.file is not None
    before = read_real(name)
    after = merged_text(before, client, WANTED)
    removed = 2 if '"mcp": {}' in before else 0  # the braces that the servers now fill
    assert kept(before, after) >= len(before) - removed
    assert entry_in(load(after, client.file.format), client) == build_entry(client, WANTED)
    assert ("\r\n" in after) == ("\r\n" in before)
    if "\r\n" in before:
        assert "\n" not in after.replace("\r\n", "")


@pytest.mark.parametrize(("client_id", "name"), REAL)
def test_twice_is_as_once(client_id: str, name: str) -> None:
    client = find_client(client_id)
    once = merged_text(read_real(name), client, WANTED)
    assert merged_text(once, client, WANTED) == once


@every_client
@pytest.mark.parametrize("before", ["", "\n", "  \r\n"])
def test_an_empty_file_becomes_what_the_recipe_shows(
    client: ClientDescription, before: str
) -> None:
    assert client.file is not None
    after = merged_text(before, client, WANTED)
    values = load(after, client.file.format)
    assert entry_in(values, client) == build_entry(client, WANTED)
    for key, value in client.file.new_file.items():
        assert values[key] == value


names = st.text("abcdefgXYZ-_ äß", min_size=1, max_size=8)
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12
)
values = st.recursive(
    texts | st.integers(0, 10**6) | st.booleans(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(names, inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)
files = st.fixed_dictionaries(
    {
        "before": st.dictionaries(names, values, max_size=3),
        "servers": st.dictionaries(
            names, st.dictionaries(names, values, min_size=1, max_size=3), max_size=3
        ),
        "after": st.dictionaries(names.map("z{}".format), values, max_size=3),
    }
)


def written(client: ClientDescription, parts: dict[str, Any], *, compact: bool) -> str:
    """A file of that client with other servers in it, as some program could have written it."""
    assert client.file is not None
    servers: Any = parts["servers"]
    if client.file.name_key:
        servers = [{"name": f"_{name}", **server} for name, server in servers.items()]
    whole: dict[str, Any] = dict(parts["before"])
    if servers:
        inner: Any = servers
        for key in reversed(client.file.wrapper):
            inner = {key: inner}
        whole |= inner
    whole |= {key: value for key, value in parts["after"].items() if key not in whole}
    match client.file.format:
        case Format.YAML:
            return render_yaml(whole) + "\n" if whole else "# nothing\n"
        case Format.TOML:
            return "\n".join(
                render({key: value if isinstance(value, dict) else {"v": value}}, Format.TOML)
                for key, value in whole.items()
            )
    return json.dumps(whole, indent=None if compact else 2, ensure_ascii=False)


@pytest.mark.parametrize(
    "client_id", ["librechat", "continue", "vscode", "claude-desktop", "codex-cli", "windsurf"]
)
@settings(max_examples=25, deadline=None)
@given(parts=files, compact=st.booleans(), crlf=st.booleans(), comment=st.booleans())
def test_a_generated_file_keeps_every_byte_around_the_entry(
    client_id: str, parts: dict[str, Any], compact: bool, crlf: bool, comment: bool
) -> None:
    client = find_client(client_id)
    assert client.file is not None
    form = client.file.format
    before = written(client, parts, compact=compact)
    if comment and form is not Format.JSON:
        mark = "//" if form is Format.JSONC else "#"
        before = f"{mark} é 中\n{before}\n{mark} the end"
    if crlf:
        before = before.replace("\n", "\r\n")
    after = merged_text(before, client, WANTED)
    assert kept(before, after) >= len(before) - 2  # {} is filled in place
    expected = load(before, form) or {}
    holder = expected
    for key in client.file.wrapper[:-1]:
        holder = holder.setdefault(key, {})
    entry = build_entry(client, WANTED)
    if client.file.name_key:
        holder[client.file.wrapper[-1]] = [*holder.get(client.file.wrapper[-1], []), entry]
    else:
        holder.setdefault(client.file.wrapper[-1], {})["crosstrade"] = entry
    assert load(after, form) == expected
    assert merged_text(after, client, WANTED) == after


def merged(client_id: str, before: str, wanted: Wanted = WANTED) -> str:
    return merged_text(before, find_client(client_id), wanted)


def test_a_faulty_entry_is_corrected_and_keeps_what_is_the_traders_own() -> None:
    before = """\
mcpServers:
  crosstrade:
    type: sse  # wrong
    serverUrl: http://app.crosstrade.io/v1/api/mcp/
    headers:
      Authorization: "Bearer ${API_TOKEN}"
      X-User-ID: "{{LIBRECHAT_USER_ID}}"
    timeout: 5000
    iconPath: /x.svg
    startup: true
    serverInstructions: "Be brief."
    oauth:
      scope: mcp:trade
"""
    assert (
        merged("librechat", before)
        == """\
mcpServers:
  crosstrade:
    type: streamable-http  # wrong
    url: https://app.crosstrade.io/v1/api/mcp
    headers:
      X-User-ID: "{{LIBRECHAT_USER_ID}}"
    timeout: 30000
    iconPath: /x.svg
    startup: false
    serverInstructions: "Be brief."
    oauth:
      scope: mcp:read
"""
    )


def test_headers_that_held_nothing_but_authorization_go_with_it() -> None:
    before = json.dumps(
        {"mcpServers": {"crosstrade": {"url": ADDRESS, "headers": {"Authorization": "x"}}}},
        indent=2,
    )
    after = json.loads(merged("cursor", before))
    assert after == {"mcpServers": {"crosstrade": {"url": ADDRESS}}}


def test_an_address_that_a_client_would_not_read_becomes_the_bridge() -> None:
    before = '{"mcpServers": {"crosstrade": {"url": "' + ADDRESS + '", "type": "http"}}}'
    after = json.loads(merged("claude-desktop", before))["mcpServers"]["crosstrade"]
    assert after == build_entry(find_client("claude-desktop"), WANTED)


def test_an_address_in_the_bridges_arguments_is_replaced_where_it_stands() -> None:
    before = """\
mcpServers:
  - name: crosstrade
    command: npx
    args:
      - mcp-remote@0.1.15
      - http://app.crosstrade.io/v1/api/mcp # old
      - "--debug"
"""
    assert merged("continue", before) == before.replace(
        "http://app.crosstrade.io/v1/api/mcp", ADDRESS
    )


def test_a_server_of_another_name_is_known_by_its_address() -> None:
    before = '[mcp_servers.xt]\nurl = "https://app.crosstrade.io/v1/api/mcp/"\n'
    after = merged("codex-cli", before)
    assert after == f'[mcp_servers.xt]\nurl = "{ADDRESS}"\nscopes = ["mcp:read"]\n'


def test_what_was_set_counts_and_what_was_not_stays() -> None:
    before = merged("librechat", "version: 1\n", Wanted(ADDRESS, settings={"timeout": "90000"}))
    assert "timeout: 90000" in before
    assert merged("librechat", before) == before, "90 s is long enough to be left"
    assert "timeout: 60000" in merged(
        "librechat", before, Wanted(ADDRESS, settings={"timeout": "60000"})
    )


def test_a_server_that_is_switched_off_is_switched_on() -> None:
    entry = f'{{"type": "streamableHttp", "url": "{ADDRESS}", "disabled": true}}'
    before = f'{{"mcpServers": {{"crosstrade": {entry}}}}}'
    assert merged("cline", before) == before.replace("true", "false")


@pytest.mark.parametrize(
    ("client_id", "entry"),
    [
        ("gemini-cli", {"url": ADDRESS, "type": "http"}),
        ("cline", {"transport": {"type": "streamableHttp", "url": ADDRESS}}),
    ],
)
def test_the_form_that_a_clients_own_command_writes_is_left_as_it_is(
    client_id: str, entry: dict[str, Any]
) -> None:
    before = json.dumps({"mcpServers": {"crosstrade": entry}}, indent=2)
    after = json.loads(merged(client_id, before))["mcpServers"]["crosstrade"]
    assert {key: after[key] for key in entry} == entry
    assert not {"httpUrl", "type", "url"} & (set(after) - set(entry))


def test_a_slash_is_taken_off_in_that_form_too() -> None:
    entry = {"transport": {"type": "streamableHttp", "url": f"{ADDRESS}/"}, "disabled": False}
    before = json.dumps({"mcpServers": {"crosstrade": entry}}, indent=2)
    assert merged("cline", before) == before.replace(f"{ADDRESS}/", ADDRESS)


def test_oauth_that_was_switched_off_gives_way() -> None:
    before = (
        f'{{"mcp": {{"crosstrade": {{"type": "remote", "url": "{ADDRESS}", "oauth": false}}}}}}'
    )
    entry = parse(merged("opencode", before), Format.JSONC)
    assert plain(entry.root)["mcp"]["crosstrade"]["oauth"] == {"scope": "mcp:read"}


@pytest.mark.parametrize(
    ("client_id", "before", "said"),
    [
        ("cursor", '{"mcpServers": [1]}', "by their names"),
        ("cursor", '{"mcpServers": {}, "mcpServers": {}}', "twice"),
        ("cursor", '{"mcpServers": {"crosstrade": {}, "crosstrade": {}}}', "twice"),
        ("cursor", '{"mcpServers": {"crosstrade": {"url": "a", "url": "b"}}}', "twice"),
        ("cursor", '{"mcpServers": {"crosstrade": "x"}}', "keys with values"),
        ("continue", "mcpServers:\n  a: 1\n", "a list of servers"),
        ("librechat", "a: &x\n  t: 1\nmcpServers:\n  crosstrade: *x\n", "alias"),
        ("librechat", "mcpServers: {crosstrade: {headers: {Authorization: x}}}\n", "braces"),
        ("codex-cli", "[[mcp_servers]]\nurl = 'x'\n", "by their names"),
    ],
)
def test_a_file_that_cannot_be_changed_without_touching_more_is_left_alone(
    client_id: str, before: str, said: str
) -> None:
    with pytest.raises(UnsupportedLayoutError, match=said):
        merged(client_id, before)


def test_an_anchor_that_other_parts_use_is_not_changed_for_them() -> None:
    before = "mcpServers:\n  crosstrade: &x\n    url: a\n  other: *x\n"
    with pytest.raises(UnsupportedLayoutError, match="outside of the entry"):
        merged("librechat", before)
