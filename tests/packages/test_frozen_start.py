"""How the frozen app starts: quick for a command, and leaving nothing to what it starts itself."""

import os
import typing
from pathlib import Path

import pytest

from ct_desktop.demo import simulation
from ct_desktop.ui import application, lifecycle
from support.built_packages import BuiltPackages
from support.child_process import stop_process
from support.command_line import command_line_in
from support.demo_process import DemoProcess
from support.finished_command import output_of
from support.secret_service import SecretService
from support.waiting import wait_for

BROWSER_TIMEOUT = 30.0
"""Seconds for a command to start and come to its browser, on a busy machine."""


def test_a_command_without_a_window_loads_nothing_of_qt(built: BuiltPackages) -> None:
    environment = {**os.environ, "LD_DEBUG": "files"}
    loaded = output_of(built.program, "--version", environment=environment)
    assert "libpython" in loaded
    assert "Qt6" not in loaded


def test_what_the_windows_start_reads_need_not_be_unpacked(built: BuiltPackages) -> None:
    program = built.program.read_bytes()
    for module in (application, lifecycle, typing):
        assert module.__doc__ is not None
        assert module.__doc__.encode() in program, module.__name__
    assert simulation.__doc__ is not None
    assert simulation.__doc__.encode() not in program


def test_anyio_loads_in_the_frozen_app_no_more_than_elsewhere(built: BuiltPackages) -> None:
    for source in ("anyio/__init__.py", "anyio/abc/__init__.py"):
        assert (built.program.parent / "lib" / source).is_file()


@pytest.mark.parametrize("before", [None, "/opt/traders-own"])
def test_the_browser_that_it_opens_finds_the_systems_libraries_and_not_the_bundled_ones(
    built: BuiltPackages, demo: DemoProcess, tmp_path: Path, before: str | None
) -> None:
    found = tmp_path / "found"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nenv >"{found}.part"\nmv "{found}.part" "{found}"\n')
    browser.chmod(0o755)
    own = {} if before is None else {"LD_LIBRARY_PATH": before}
    with SecretService() as keychain:
        environment = {**keychain.env, **own, "BROWSER": str(browser)}
        commands = command_line_in(
            environment, demo.server_url, tmp_path / "home", program=str(built.program)
        )
        with commands.start("login") as login:
            try:
                wait_for(found.exists, bool, BROWSER_TIMEOUT, "no browser was opened")
            finally:
                stop_process(login)
    lines = dict(line.partition("=")[::2] for line in found.read_text().splitlines())
    assert lines.get("LD_LIBRARY_PATH") == before
    assert not {"LD_LIBRARY_PATH_ORIG", "QT_PLUGIN_PATH"} & lines.keys()
