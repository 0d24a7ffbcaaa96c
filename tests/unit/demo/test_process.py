"""The process: how it starts, says where it is, keeps its state and ends."""

import contextlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from ct_desktop.demo.__main__ import main
from ct_desktop.demo.scenarios import SCENARIOS
from support.demo_client import DemoClient
from support.demo_process import DemoProcess, DemoProcessError
from support.waiting import wait_for

COMMAND = [sys.executable, "-m", "ct_desktop.demo"]


def test_it_prints_one_line_and_ends_cleanly_on_a_signal() -> None:
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        told = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        rest, noise = process.communicate(timeout=10)

    assert process.returncode == 0
    assert (rest, noise) == (b"", b"")
    assert set(told) == {"server_url", "control_url", "pid"}
    assert told["server_url"].startswith("http://127.0.0.1:")
    assert told["server_url"].endswith("/v1/api/mcp")
    assert told["pid"] == process.pid


@pytest.mark.parametrize("scenario", ["slow", "nt8-frozen"])
def test_it_ends_with_its_parent_though_an_answer_waits(scenario: str) -> None:
    demo = DemoProcess(auto_approve=True, slow_seconds=600)
    with demo, DemoClient(demo) as client:
        client.sign_in()
        demo.set_scenario(scenario)
        waiting = threading.Thread(target=_call_until_cut_off, args=(client,))
        waiting.start()
        wait_for(demo.state, lambda state: state["requests_last_minute"], 5, "no call came")
        demo.stop()
        waiting.join(5)

    assert not waiting.is_alive()
    assert demo.complaints == ""
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(demo.origin.rpartition(":")[2])))


def _call_until_cut_off(client: DemoClient) -> None:
    with contextlib.suppress(httpx.HTTPError):
        client.call("ListAccounts")


def test_a_taken_port_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code = main(["--port", str(port)])

    captured = capsys.readouterr()
    assert code == 2
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert f"Can't listen on 127.0.0.1:{port}" in captured.err
    assert "--port" in captured.err


@pytest.mark.parametrize(
    "arguments",
    [["--port", "70000"], ["--scenario", "no-such"], ["--accounts", "0"], ["--page-size", "0"]],
)
def test_a_wrong_argument_is_a_usage_error(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_help_describes_every_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])

    text = capsys.readouterr().out
    for scenario in SCENARIOS.values():
        assert scenario.description in text


def test_a_server_that_can_not_start_is_reported_with_what_it_said(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text("this is not JSON")

    with (
        pytest.raises(DemoProcessError, match="is not a state file"),
        DemoProcess(state_path=state),
    ):
        pass


def test_the_state_survives_crashes_and_holds_no_token(tmp_path: Path) -> None:
    state = tmp_path / "kept" / "state.json"
    with DemoProcess(state_path=state, auto_approve=True) as demo, DemoClient(demo) as client:
        client.sign_in()
        url, text = demo.server_url, state.read_text()

        assert client.client_id in text
        assert client.access_token not in text
        assert client.refresh_token not in text
        assert [path.name for path in state.parent.iterdir()] == ["state.json"]
        if os.name == "posix":
            assert stat.S_IMODE(state.stat().st_mode) == 0o600

        demo.kill()
        demo.restart()

        assert demo.server_url == url
        assert demo.state()["registrations"] == 1
        assert client.call("ListAccounts").status_code == 200
        assert client.refresh().status_code == 200

        client.revoke(client.refresh_token)
        demo.kill()
        demo.restart()

        assert client.call("ListAccounts").status_code == 401, "revoked for good"
