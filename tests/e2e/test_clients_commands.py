"""``ct-desktop clients`` as a person types it, without a window, a keychain or a server."""

import json
import os
import pty
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from support.child_process import read_until
from support.command_line import COMMAND

ADDRESS = "https://app.crosstrade.io/v1/api/mcp"

SEED = """\
# our servers
mcpServers:
  crosstrade:
    type: streamable-http
    url: https://app.crosstrade.io/v1/api/mcp
    headers:
      Authorization: "Bearer s3cr3t-0123456789"
      X-User-ID: "{{LIBRECHAT_USER_ID}}"
    timeout: 30000
    serverInstructions: true
"""


class Terminal:
    """A folder in which the commands are run, with a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        self.environment: Mapping[str, str] = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "CT_DESKTOP_HOME": str(folder / "app"),
        }

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [COMMAND, "clients", *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def run_json(self, *arguments: str) -> dict[str, Any]:
        done = self.run(*arguments, "--json")
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_the_list_names_every_client_and_who_shares_its_sign_in(terminal: Terminal) -> None:
    clients = {client["id"]: client for client in terminal.run_json("list")["clients"]}
    assert len(clients) == 25
    assert clients["librechat"]["credential_shared"] == "per_user"
    text = terminal.run("list").stdout
    assert all(client["name"] in text for client in clients.values())


def test_a_recipe_is_told_step_by_step(terminal: Terminal) -> None:
    text = terminal.run("show", "LibreChat").stdout
    assert "1. Open librechat.yaml" in text
    assert "docker compose restart api" in text
    assert "300 s" in text
    document = terminal.run_json("show", "librechat")
    assert document["scope"] == "mcp:read"
    assert [step["number"] for step in document["steps"]] == [1, 2, 3, 4]
    assert document["snippet"]["text"] in terminal.run("config", "librechat").stdout


def test_config_takes_scope_settings_and_server(terminal: Terminal) -> None:
    text = terminal.run(
        "config",
        "codex-cli",
        *("--scope", "mcp:trade"),
        *("--set", "tool_timeout_sec=60"),
        *("--set", "name=xt"),
        *("--server", "http://127.0.0.1:8000/mcp"),
    ).stdout
    assert text == (
        '[mcp_servers.xt]\nurl = "http://127.0.0.1:8000/mcp"\nscopes = ["mcp:trade"]\n'
        "tool_timeout_sec = 60\n"
    )


def test_check_apply_and_undo_on_the_seeds_own_configuration(terminal: Terminal) -> None:
    file = terminal.folder / "librechat.yaml"
    file.write_text(SEED)
    checked = terminal.run("check", "librechat")
    assert checked.returncode == 3
    assert "Problem  line 7    A bearer token is written into the file" in checked.stdout
    assert "Revoke it now on" in checked.stdout

    tried = terminal.run("apply", "librechat", "--dry-run")
    assert tried.returncode == 0
    assert "+    startup: false" in tried.stdout
    assert file.read_text() == SEED

    applied = terminal.run("apply", "librechat")
    assert applied.returncode == 0
    assert "revoke it" in applied.stderr, "the copy still holds the token"
    assert "s3cr3t" not in file.read_text()
    assert "X-User-ID" in file.read_text()
    assert terminal.run("check", "librechat").returncode == 0

    undone = terminal.run("undo", "librechat")
    assert undone.returncode == 0
    assert file.read_text() == SEED
    for said in (checked, tried, applied, undone):
        assert "s3cr3t" not in said.stdout + said.stderr


def test_json_answers_of_check_apply_and_undo(terminal: Terminal) -> None:
    file = terminal.folder / "librechat.yaml"
    file.write_text(SEED)
    checked = terminal.run_json("check", "librechat", "--file", "librechat.yaml")
    assert checked["verdict"] == "problem"
    assert checked["findings"][0]["line"] == 7
    tried = terminal.run_json("apply", "librechat", "--dry-run")
    assert (tried["needed"], tried["written"], tried["backup"]) == (True, False, None)
    applied = terminal.run_json("apply", "librechat")
    assert applied["written"]
    assert Path(applied["backup"]).read_text() == SEED
    again = terminal.run_json("apply", "librechat")
    assert (again["needed"], again["written"]) == (False, False)
    assert terminal.run_json("undo", "librechat") == {
        "client": "librechat",
        "file": str(file),
        "removed": False,
    }


def test_the_clients_own_place_is_found(terminal: Terminal) -> None:
    folder = terminal.home / ".cursor"
    folder.mkdir()
    assert terminal.run("apply", "cursor").returncode == 0
    written = json.loads((folder / "mcp.json").read_text())
    assert written == {"mcpServers": {"crosstrade": {"url": ADDRESS}}}
    assert terminal.run_json("undo", "cursor")["removed"]
    assert list(folder.iterdir()) == []


def test_a_projects_file_lies_in_the_current_folder(terminal: Terminal) -> None:
    assert terminal.run("apply", "vscode", "--place", "project").returncode == 0
    written = json.loads((terminal.folder / ".vscode" / "mcp.json").read_text())
    assert written["servers"]["crosstrade"]["type"] == "http"


def test_nothing_is_written_before_a_person_agrees(terminal: Terminal) -> None:
    file = terminal.folder / "librechat.yaml"
    file.write_text(SEED)
    own, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            [COMMAND, "clients", "apply", "librechat"],
            cwd=terminal.folder,
            env=terminal.environment,
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        with process:
            assert process.stderr is not None
            read_until(process.stderr.fileno(), r"\[y/N\]", 30)
            os.write(own, b"n\n")
            assert process.wait(30) == 0
    finally:
        os.close(own)
        os.close(theirs)
    assert file.read_text() == SEED


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("show", "librchat"), 2, "Did you mean librechat"),
        (("config", "cursor", "--set", "timeout=1"), 2, "has no setting"),
        (("config", "cursor", "--set", "timeout"), 2, "KEY=VALUE"),
        (("config", "cursor", "--server", "http://example.com/mcp"), 2, "https"),
        (("check", "chatgpt"), 2, "keeps no file"),
        (("check", "cursor", "--place", "moon"), 2, "has no place"),
        (("apply", "librechat"), 1, "It comes with LibreChat"),
        (("apply", "cursor"), 1, "Is Cursor installed"),
        (("undo", "cursor"), 1, "Nothing that this app wrote"),
        (("apply", "cursor", "--file", "broken.json"), 1, "line 1, column 2"),
        (("check", "cursor", "--file", "nowhere.json"), 3, ""),
        (("check", "cursor", "--file", "broken.json"), 3, ""),
        ((), 2, "ACTION"),
    ],
)
def test_each_way_of_going_wrong_has_its_exit_code_and_words(
    terminal: Terminal, arguments: tuple[str, ...], code: int, said: str
) -> None:
    (terminal.folder / "broken.json").write_text("{x")
    done = terminal.run(*arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert (terminal.folder / "broken.json").read_text() == "{x"
