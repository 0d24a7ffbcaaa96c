"""Logging as it is set up for the app: who gets what, and no secret in any of it."""

import io
import logging
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ct_desktop.core.redaction import REDACTED
from ct_desktop.log import LOG_FILE_NAME, configure_logging

SECRET = "an-access-token-nobody-may-see"

SECRET_TEXTS = (
    f"GET /callback?code={SECRET}&state={SECRET} HTTP/1.1",
    f"Authorization: Bearer {SECRET}",
    f'{{"access_token": "{SECRET}", "refresh_token": "{SECRET}"}}',
    f"grant_type=authorization_code&code_verifier={SECRET}",
)


@pytest.fixture(autouse=True)
def root_without_pytests_handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root = logging.getLogger()
    level = root.level
    monkeypatch.setattr(root, "handlers", [])
    for module, hook in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, hook, getattr(module, hook))
    yield
    for handler in root.handlers:
        handler.close()
    root.setLevel(level)


def configured(folder: Path, *, debug: bool = False) -> tuple[io.StringIO, Path]:
    stream = io.StringIO()
    configure_logging(folder=folder, debug=debug, stream=stream)
    return stream, folder / LOG_FILE_NAME


def test_warnings_go_to_the_stream_and_information_to_the_file_as_well(tmp_path: Path) -> None:
    stream, path = configured(tmp_path)
    logger = logging.getLogger("ct_desktop.somewhere")
    logger.debug("a detail")
    logger.info("a fact")
    logger.warning("a warning")
    assert "a warning" in stream.getvalue()
    assert "a fact" not in stream.getvalue()
    assert "a fact" in path.read_text()
    assert "a warning" in path.read_text()
    assert "a detail" not in path.read_text()


def test_debug_goes_to_both_but_not_what_http_libraries_say(tmp_path: Path) -> None:
    stream, path = configured(tmp_path, debug=True)
    logging.getLogger("ct_desktop.somewhere").debug("a detail")
    for name in ("httpx", "httpcore", "httpcore.http11"):
        logging.getLogger(name).info("HTTP Request: GET http://127.0.0.1/callback")
    for text in (stream.getvalue(), path.read_text()):
        assert "a detail" in text
        assert "HTTP Request" not in text


def test_setting_up_twice_writes_each_line_once(tmp_path: Path) -> None:
    configured(tmp_path / "first")
    stream, path = configured(tmp_path / "second")
    logging.getLogger("x").warning("once")
    assert stream.getvalue().count("once") == path.read_text().count("once") == 1
    assert (tmp_path / "first" / LOG_FILE_NAME).read_text() == ""


@pytest.mark.parametrize("text", SECRET_TEXTS)
def test_b31_no_secret_passes_in_a_message_argument_exception_or_stack(
    tmp_path: Path, text: str
) -> None:
    stream, path = configured(tmp_path, debug=True)
    logger = logging.getLogger("ct_desktop.somewhere")
    logger.debug(text.replace("%", "%%"))
    logger.info("answer: %s", text)
    logger.info("answer: %r", {"headers": [text]})
    logger.warning("two: %(a)s", {"a": text})
    logger.error("stack", stack_info=True, extra={"text": text})
    failure = RuntimeError(f"while {text}")
    failure.__cause__ = ValueError(text)
    logger.error("failed", exc_info=failure)
    for written in (stream.getvalue(), path.read_text()):
        assert SECRET not in written
        assert REDACTED in written
        assert "RuntimeError: while" in written
        assert "ValueError" in written


def run_child(folder: Path, script: str) -> str:
    """Run ``script`` with logging set up and a text with a secret in TEXT; its standard error."""
    setup = """\
import logging, sys, threading
from pathlib import Path
from ct_desktop.log import configure_logging
configure_logging(folder=Path(sys.argv[1]))
TEXT = sys.stdin.read()
"""
    child = subprocess.run(
        [sys.executable, "-c", setup + script, str(folder)],
        input=SECRET_TEXTS[0],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert child.stdout == ""
    return child.stderr


def test_b31_a_message_that_does_not_fit_its_arguments_shows_neither(tmp_path: Path) -> None:
    printed = run_child(tmp_path, "logging.getLogger('x').warning('two %s %s', TEXT)")
    assert "a log message could not be put together" in printed
    assert SECRET not in printed + (tmp_path / LOG_FILE_NAME).read_text()


@pytest.mark.parametrize(
    "crash",
    [
        "raise RuntimeError(TEXT)",
        "t = threading.Thread(target=lambda: 1 / int(TEXT)); t.start(); t.join()",
        "class Late:\n    def __del__(self): raise RuntimeError(TEXT)\nLate()",
    ],
)
def test_b31_an_error_that_nobody_caught_is_logged_without_its_secret(
    tmp_path: Path, crash: str
) -> None:
    for written in (run_child(tmp_path, crash), (tmp_path / LOG_FILE_NAME).read_text()):
        assert "Error" in written
        assert "Traceback" in written
        assert SECRET not in written


def test_the_log_is_this_users_alone_and_does_not_grow_for_ever(tmp_path: Path) -> None:
    _, path = configured(tmp_path / "home" / "logs", debug=True)
    for folder in (path.parent, path.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for _ in range(60):
        logging.getLogger("x").info("x" * 100_000)
    files = list(path.parent.iterdir())
    assert len(files) == 4
    assert all(file.stat().st_size <= 1_000_000 for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_rotation_that_windows_refuses_costs_no_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_use(*_: object) -> None:
        raise PermissionError(13, "in use")

    _, path = configured(tmp_path)
    monkeypatch.setattr("os.rename", in_use)
    for number in range(12):
        logging.getLogger("x").info("%d %s", number, "x" * 100_000)
    assert sum(line.count("INFO") for line in path.read_text().splitlines()) == 12


def test_a_folder_that_cannot_be_written_is_a_warning_and_no_end(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    stream, _ = configured(tmp_path / "file")
    assert "No log is kept" in stream.getvalue()


def test_without_a_folder_there_is_the_stream_alone(tmp_path: Path) -> None:
    stream = io.StringIO()
    configure_logging(folder=None, stream=stream)
    logging.getLogger("x").warning("seen")
    assert "seen" in stream.getvalue()
    assert list(tmp_path.iterdir()) == []
