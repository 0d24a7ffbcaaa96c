"""Other people's clients, set up with what we write, sign in to the server and list accounts.

Each runs the very configuration that ``ct-desktop clients`` gives, started as the client would
start it, and comes back from the browser to its own callback. Schemas that a client publishes judge
what we write. The official Python SDK is in tests/protocol/test_official_sdk_client.py.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from ruamel.yaml import YAML

from ct_desktop.clients.entry import Wanted
from ct_desktop.clients.library import all_clients, find_client
from ct_desktop.clients.merge import merged_text
from ct_desktop.clients.recipe import make_snippet
from support.demo_process import DemoProcess
from support.other_clients import PACKAGE, OtherClients, install_other_clients

REAL_FILES = Path(__file__).resolve().parents[1] / "unit" / "clients" / "real_files"


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    install_other_clients()


@pytest.fixture(scope="module")
def approving_demo() -> Iterator[DemoProcess]:
    with DemoProcess(auto_approve=True, rate_limit=False, registrations_per_hour=100) as demo:
        yield demo


@pytest.fixture
def programs(tmp_path: Path) -> OtherClients:
    return OtherClients(tmp_path / "home")


def entry_for(client_id: str, demo: DemoProcess) -> dict[str, Any]:
    client = find_client(client_id)
    assert client.file is not None
    values = YAML(typ="safe").load(make_snippet(client, Wanted(demo.server_url)).text)
    for key in client.file.wrapper:
        values = values[key]
    entry: dict[str, Any] = values[0] if client.file.name_key else values["crosstrade"]
    return entry


def account_names(result: dict[str, Any]) -> list[str]:
    assert not result.get("isError"), result
    return [account["name"] for account in json.loads(result["content"][0]["text"])["accounts"]]


BRIDGED = [client.id for client in all_clients() if client.sign_in.method == "bridge"]


@pytest.mark.parametrize("client_id", BRIDGED)
def test_the_bridge_that_clients_start_signs_in_and_lists_accounts(
    client_id: str, approving_demo: DemoProcess, programs: OtherClients
) -> None:
    """mcp-remote, started by the command and arguments that stand in the client's file."""
    entry = entry_for(client_id, approving_demo)
    command = [entry["command"], *entry["args"]]
    result = programs.call_tool_by_stdio(command, "ListAccounts")
    assert "Sim101" in account_names(result)
    (opened,) = programs.opened
    callback = urlsplit(parse_qs(urlsplit(opened).query)["redirect_uri"][0])
    assert (callback.hostname, callback.path) == ("localhost", "/oauth/callback")


def test_the_inspectors_command_line_lists_accounts_with_claude_desktops_file(
    approving_demo: DemoProcess, programs: OtherClients
) -> None:
    """The MCP Inspector reads the same file as Claude Desktop, and starts what stands there."""
    snippet = make_snippet(find_client("claude-desktop"), Wanted(approving_demo.server_url))
    values = json.loads(snippet.text)
    # It hands programs a bare environment, in which only a desktop would have a browser.
    browser = programs.environment["BROWSER"]
    values["mcpServers"]["crosstrade"]["env"] = {"BROWSER": browser}
    file = programs.home / "claude_desktop_config.json"
    file.write_text(json.dumps(values))
    done = programs.run(
        [
            "npx",
            "mcp-inspector",
            "--cli",
            "--config",
            str(file),
            "--server",
            "crosstrade",
            "--method",
            "tools/call",
            "--tool-name",
            "ListAccounts",
        ]
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Sim101" in account_names(json.loads(done.stdout))


def validate(client: str, values: Any, programs: OtherClients) -> Any:
    file = programs.home / "values.json"
    file.write_text(json.dumps(values))
    done = programs.run(["node", str(PACKAGE / "validate.mjs"), client, str(file)])
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_librechats_own_schema_takes_what_we_write(programs: OtherClients) -> None:
    client = find_client("librechat")
    wanted = Wanted("https://app.crosstrade.io/v1/api/mcp")
    before = (REAL_FILES / "librechat.yaml").read_text(encoding="utf-8")
    values = YAML(typ="safe").load(merged_text(before, client, wanted))
    servers = validate("librechat", values, programs)
    entry = servers["crosstrade"]
    assert entry["type"] == "streamable-http", "it was not taken for another transport"
    assert entry["startup"] is False
    assert entry["oauth"] == {"scope": "mcp:read"}
    assert set(servers) == {"everything", "filesystem", "crosstrade"}


def test_librechats_own_schema_refuses_what_the_check_calls_a_problem(
    programs: OtherClients,
) -> None:
    """So that the test above can fail."""
    wrong = {"version": "1.3.5", "mcpServers": {"crosstrade": {"type": "streamableHttp"}}}
    with pytest.raises(AssertionError, match="mcpServers"):
        validate("librechat", wrong, programs)


def test_continues_own_schema_takes_what_we_write(programs: OtherClients) -> None:
    client = find_client("continue")
    wanted = Wanted("https://app.crosstrade.io/v1/api/mcp")
    for before in ("", (REAL_FILES / "continue.yaml").read_text(encoding="utf-8")):
        values = YAML(typ="safe").load(merged_text(before, client, wanted))
        servers = validate("continue", values, programs)
        assert servers[-1]["name"] == "crosstrade"
        assert servers[-1]["command"] == "npx"
