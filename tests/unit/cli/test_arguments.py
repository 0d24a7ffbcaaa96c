"""The command line as it is read."""

import pytest

from ct_desktop.cli.arguments import parse_arguments


def test_without_a_command_the_window_is_meant() -> None:
    arguments = parse_arguments([])
    assert arguments.command is None
    assert not arguments.demo


def test_the_window_starts_minimized_or_with_the_second_screen_where_asked() -> None:
    arguments = parse_arguments(["--minimized", "--profile", "apex"])
    assert (arguments.minimized, arguments.second_screen) == (True, False)
    assert parse_arguments(["--second-screen"]).second_screen


def test_login_asks_for_read_only_unless_told_otherwise() -> None:
    assert parse_arguments(["login"]).scope == "mcp:read"
    assert parse_arguments(["login", "--scope", "mcp:trade"]).scope == "mcp:trade"


@pytest.mark.parametrize(
    "argv",
    [
        ["--server", "https://a/mcp", "--profile", "apex", "status", "--json"],
        ["status", "--json", "--server", "https://a/mcp", "--profile", "apex"],
        ["--profile", "apex", "status", "--server", "https://a/mcp", "--json"],
    ],
)
def test_shared_options_stand_before_or_after_the_command(argv: list[str]) -> None:
    arguments = parse_arguments(argv)
    assert (arguments.command, arguments.json) == ("status", True)
    assert (arguments.server, arguments.profile) == ("https://a/mcp", "apex")


def test_demo_server_takes_its_own_options_unread() -> None:
    arguments = parse_arguments(
        ["demo-server", "--port", "8000", "--scenario", "healthy", "--help"]
    )
    assert arguments.rest == ["--port", "8000", "--scenario", "healthy", "--help"]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["accounts", "--json", "--csv"], "exclude each other"),
        (["--scenario", "healthy"], "--scenario needs --demo"),
        (["--demo", "--server", "https://a/mcp"], "leave out --server"),
        (["--demo", "status"], "demo-server"),
        (["--minimized", "status"], "leave out the command"),
        (["--second-screen", "status"], "leave out the command"),
        (["--quit", "status"], "leave out the command"),
        (["--quit", "--minimized"], "--quit opens no window"),
        (["--quit", "--demo", "--scenario", "healthy"], "--quit opens no window"),
        (["status", "--colour"], "unrecognized arguments: --colour"),
        (["logout", "--all", "--profile", "apex"], "leave out --profile"),
        (["--profile", "apex", "profiles"], "leave out --profile"),
        (["login", "--timeout", "0"], "from 1 to 3600"),
        (["login", "--timeout", "soon"], "from 1 to 3600"),
        (["login", "--scope", "mcp:all"], "invalid choice"),
        (["sell"], "invalid choice"),
    ],
)
def test_a_wrong_line_says_what_is_wrong_and_ends_with_2(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_arguments(argv)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("argv", [["--help"], ["login", "--help"], ["accounts", "--help"]])
def test_help_says_what_each_option_is_for(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_arguments(argv)
    assert ended.value.code == 0
    assert "--server URL" in capsys.readouterr().out
