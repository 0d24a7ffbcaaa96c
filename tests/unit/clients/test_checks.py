"""Every mistake that a file can show, with its line, its cause and what to write."""

import json
from pathlib import Path

import pytest

from ct_desktop.clients.checking import CheckResult, Finding, Verdict, check_file
from ct_desktop.clients.checks.found import Severity
from ct_desktop.clients.description import ClientDescription
from ct_desktop.clients.entry import Wanted
from ct_desktop.clients.library import all_clients, find_client
from ct_desktop.clients.merge import merged_text
from ct_desktop.clients.places import choose_place
from ct_desktop.core.scopes import Scope

ADDRESS = "https://app.crosstrade.io/v1/api/mcp"
WANTED = Wanted(ADDRESS)

RIGHT = f"""\
mcpServers:
  crosstrade:
    type: streamable-http
    url: {ADDRESS}
    timeout: 30000
    startup: false
    oauth:
      scope: mcp:read
"""


def check(
    folder: Path,
    text: str,
    client_id: str = "librechat",
    *,
    place_id: str | None = None,
    wanted: Wanted = WANTED,
) -> CheckResult:
    client = find_client(client_id)
    assert client.file is not None
    path = folder / client.file.name
    path.write_text(text, encoding="utf-8")
    return check_file(client, wanted, choose_place(client, path=path, place_id=place_id))


def found(result: CheckResult, title: str) -> Finding:
    matching = [finding for finding in result.findings if title in finding.title]
    assert len(matching) == 1, [finding.title for finding in result.findings]
    finding = matching[0]
    if finding.severity in (Severity.PROBLEM, Severity.WARNING):
        assert finding.cause
        assert finding.mend
    return finding


def test_a_right_file_is_fine(tmp_path: Path) -> None:
    result = check(tmp_path, RIGHT)
    assert result.verdict is Verdict.FINE
    assert found(result, "The server is named crosstrade").line == 2
    assert found(result, "The transport is streamable-http").line == 3
    assert found(result, "The address is right").line == 4
    assert found(result, "The time limit is 30 s").line == 5
    assert found(result, "The scope is mcp:read").line == 8


@pytest.mark.parametrize(
    ("before", "after", "title", "line", "severity", "mend"),
    [
        ("mcpServers:", "mcp_servers:", "stand under mcp_servers", 1, "problem", "mcpServers"),
        ("mcpServers:", "mcpServer:", "stand under mcpServer", 1, "problem", "mcpServers"),
        ("mcpServers:", "other:", "mcpServers is missing around", None, "problem", "mcpServers"),
        ("  crosstrade:", "  crostrade:", "all but crosstrade", 2, "warning", "crosstrade"),
        ("    url:", "    serverUrl:", "stands under serverUrl", 4, "problem", "Write url"),
        ("    url:", "    Url:", "stands under Url", 4, "problem", "Write url"),
        (f"    url: {ADDRESS}\n", "", "url is missing", 2, "problem", ADDRESS),
        ("streamable-http", "sse", "The transport is sse", 3, "problem", "streamable-http"),
        ("streamable-http", "streamableHttp", "is streamableHttp", 3, "problem", "Write stream"),
        ("    type: streamable-http\n", "", "type is missing", 2, "problem", "streamable-http"),
        ("/mcp\n", "/mcp/\n", "ends in a slash", 4, "problem", "without the slash"),
        ("https:", "http:", "begins with http", 4, "problem", ADDRESS),
        ("app.cross", "api.cross", "another one", 4, "problem", ADDRESS),
        ("30000", "5000", "5 s, too short", 5, "warning", "30000"),
        ("30000", "soon", "timeout is no number", 5, "problem", "30000"),
        ("    startup: false\n", "", "startup: false is missing", 2, "warning", "startup: false"),
        ("startup: false", "startup: true", "startup: false is", 6, "warning", "startup: false"),
        ("mcp:read", "mcp:trade", "asks for mcp:trade", 8, "warning", "mcp:read"),
        ("mcp:read", "read", "not the scope", 8, "problem", "mcp:read"),
        ("    oauth:\n      scope: mcp:read\n", "", "scope is missing", 2, "warning", "mcp:read"),
        (
            "    timeout",
            '    headers:\n      Authorization: "Bearer ${API_TOKEN}"\n    timeout',
            "fixed Authorization header",
            6,
            "problem",
            "Take the header out",
        ),
        (
            "    timeout",
            '    headers:\n      X-User: "{{LIBRECHAT_USERID}}"\n    timeout',
            "{{LIBRECHAT_USERID}} is misspelt",
            6,
            "problem",
            "{{LIBRECHAT_USER_ID}}",
        ),
        (
            "    timeout",
            '    headers:\n      X-User: "${env:USER}"\n    timeout',
            "${env:USER} is not put in",
            6,
            "problem",
            "${NAME}",
        ),
    ],
)
def test_a_mistake_is_named_with_line_cause_and_mend(
    tmp_path: Path,
    before: str,
    after: str,
    title: str,
    line: int | None,
    severity: str,
    mend: str,
) -> None:
    assert before in RIGHT
    text = RIGHT.replace(before, after)
    finding = found(check(tmp_path, text), title)
    assert finding.line == line
    assert finding.severity == severity
    assert mend in finding.mend


def test_a_missing_server_is_named_with_the_way_to_add_it(tmp_path: Path) -> None:
    finding = found(check(tmp_path, "mcpServers:\n  files:\n    command: npx\n"), "no server")
    assert (finding.line, finding.severity) == (1, Severity.PROBLEM)
    assert "clients apply librechat" in finding.mend


def test_a_token_in_the_file_is_a_loud_problem_and_is_never_repeated(tmp_path: Path) -> None:
    secret = "xt_live_0123456789abcdef"
    text = RIGHT.replace(
        "    timeout", f'    headers:\n      Authorization: "Bearer {secret}"\n    timeout'
    )
    result = check(tmp_path, text)
    leak = found(result, "bearer token is written into the file")
    assert (leak.line, leak.severity) == (6, Severity.PROBLEM)
    assert "Revoke it now" in leak.mend
    assert "tab=ai-clients" in leak.mend
    assert all(secret not in str(finding) for finding in result.findings)


def test_a_secret_of_another_part_is_a_warning(tmp_path: Path) -> None:
    text = RIGHT + "endpoints:\n  custom:\n    - apiKey: sk-0123456789abcdef\n"
    finding = found(check(tmp_path, text), "A secret seems to be written")
    assert (finding.line, finding.severity) == (11, Severity.WARNING)


def test_a_placeholder_is_no_token(tmp_path: Path) -> None:
    text = RIGHT + "endpoints:\n  custom:\n    - apiKey: '${GROQ_API_KEY}'\n"
    assert check(tmp_path, text).verdict is Verdict.FINE


def test_environment_variables_do_not_resolve_in_librechats_own_screen(tmp_path: Path) -> None:
    text = RIGHT.replace("    timeout", '    headers:\n      X-Team: "${TEAM}"\n    timeout')
    assert check(tmp_path, text).verdict is Verdict.FINE
    finding = found(check(tmp_path, text, place_id="screen"), "${TEAM} is not put in")
    assert finding.line == 6
    assert "customUserVars" in finding.mend


def test_the_users_own_variables_resolve_in_librechats_screen(tmp_path: Path) -> None:
    text = RIGHT.replace(
        "    timeout",
        '    headers:\n      X-Team: "{{TEAM}}"\n    customUserVars:\n      TEAM:\n'
        "        title: Team\n        description: Yours\n    timeout",
    )
    assert check(tmp_path, text, place_id="screen").verdict is Verdict.FINE


def test_a_variable_that_the_environment_file_lacks_is_named(tmp_path: Path) -> None:
    text = RIGHT.replace("    timeout", '    headers:\n      X-Team: "${TEAM}"\n    timeout')
    (tmp_path / ".env").write_text("# TEAM=1\nOTHER=2\n")
    assert found(check(tmp_path, text), "TEAM is not set in .env").severity is Severity.WARNING
    (tmp_path / ".env").write_text("TEAM=1\n")
    assert check(tmp_path, text).verdict is Verdict.FINE


def test_a_restart_is_called_for_where_the_client_needs_one(tmp_path: Path) -> None:
    note = found(check(tmp_path, RIGHT), "restart LibreChat")
    assert note.severity is Severity.NOTE
    assert "docker compose restart" in note.mend


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("mcpServers:\n  a: 1\n b: 2\n", 3, 2), ("mcpServers: [\n", 2, 1), ("a: 'x\n", 2, 1)],
)
def test_a_broken_file_gives_line_and_column(
    tmp_path: Path, text: str, line: int, column: int
) -> None:
    finding = found(check(tmp_path, text), "The file is broken")
    assert (finding.line, finding.column) == (line, column)
    assert finding.severity is Severity.PROBLEM


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    client = find_client("cursor")
    path = tmp_path / "mcp.json"
    result = check_file(client, WANTED, choose_place(client, path=path))
    assert found(result, "There is no mcp.json").severity is Severity.PROBLEM


def test_problems_come_first_and_what_is_fine_last(tmp_path: Path) -> None:
    text = RIGHT.replace("/mcp\n", "/mcp/\n").replace("30000", "1000")
    order = [finding.severity for finding in check(tmp_path, text).findings]
    assert order == sorted(order, key=list(Severity).index)
    assert order[0] is Severity.PROBLEM
    assert order[-1] is Severity.FINE


@pytest.mark.parametrize(
    ("client_id", "entry", "title"),
    [
        ("gemini-cli", {"url": ADDRESS}, "The address stands under url"),
        ("windsurf", {"url": ADDRESS}, "The address stands under url"),
        ("cline", {"type": "streamable-http", "url": ADDRESS}, "The transport is streamable-http"),
        ("roo-code", {"type": "streamableHttp", "url": ADDRESS}, "The transport is streamableHttp"),
        ("cline", {"type": "streamableHttp", "url": ADDRESS, "disabled": True}, "switched off"),
        ("claude-desktop", {"url": ADDRESS}, "An address stands under url"),
        ("claude-desktop", {"command": "npx"}, "command or args is missing"),
        ("claude-desktop", {"command": "npx", "args": ["mcp-remote"]}, "The address is missing"),
        ("claude-desktop", {"command": "npx", "args": ["mcp-remote", ADDRESS]}, "waits only 30 s"),
        ("claude-desktop", {"command": "x", "args": [ADDRESS]}, "mcp-remote is not what"),
        (
            "claude-desktop",
            {"command": "npx", "args": ["mcp-remote", ADDRESS + "/", "--auth-timeout", "300"]},
            "ends in a slash",
        ),
    ],
)
def test_each_client_has_its_own_words(
    tmp_path: Path, client_id: str, entry: dict[str, object], title: str
) -> None:
    text = json.dumps({"mcpServers": {"crosstrade": entry}}, indent=2)
    assert found(check(tmp_path, text, client_id), title).line is not None


@pytest.mark.parametrize(
    ("client_id", "entry"),
    [
        ("gemini-cli", {"url": ADDRESS, "type": "http", "oauth": {"scopes": ["mcp:read"]}}),
        ("cline", {"transport": {"type": "streamableHttp", "url": ADDRESS}}),
    ],
)
def test_the_form_that_a_clients_own_command_writes_is_fine(
    tmp_path: Path, client_id: str, entry: dict[str, object]
) -> None:
    text = json.dumps({"mcpServers": {"crosstrade": entry}}, indent=2)
    assert check(tmp_path, text, client_id).verdict is Verdict.FINE


@pytest.mark.parametrize(
    ("client_id", "wrapper"),
    [
        ("vscode", "mcpServers"),
        ("zed", "mcpServers"),
        ("opencode", "mcpServers"),
        ("cursor", "servers"),
        ("cody", "mcpServers"),
    ],
)
def test_a_wrong_wrapper_is_named(tmp_path: Path, client_id: str, wrapper: str) -> None:
    text = json.dumps({wrapper: {"crosstrade": {"url": ADDRESS}}}, indent=2)
    finding = found(check(tmp_path, text, client_id), f"stand under {wrapper}")
    assert finding.line == 2


@pytest.mark.parametrize(
    "client",
    [client for client in all_clients() if client.file is not None],
    ids=lambda client: client.id,
)
@pytest.mark.parametrize("scope", list(Scope))
def test_what_apply_writes_passes_the_check(
    tmp_path: Path, client: ClientDescription, scope: Scope
) -> None:
    wanted = Wanted(ADDRESS, scope)
    result = check(tmp_path, merged_text("", client, wanted), client.id, wanted=wanted)
    assert result.verdict is Verdict.FINE, result.findings
