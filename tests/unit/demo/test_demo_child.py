"""The app's own demo, started as the app was: by Python, or by a program that brings its own."""

import sys
from pathlib import Path

import httpx
import pytest

from ct_desktop.demo_child import DemoChild


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that takes the app's arguments and, as a frozen one, no module."""
    program = tmp_path / "ct-desktop"
    program.write_text(
        f'#!/bin/sh\n[ "$1" = demo-server ] || exit 2\nexec "{sys.executable}" -m ct_desktop "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    return program


async def answers(child: DemoChild) -> int:
    try:
        address = await child.start()
        async with httpx.AsyncClient(trust_env=False) as http:
            return (await http.get(address.control_url)).status_code
    finally:
        child.stop()


async def test_it_starts_with_the_python_that_runs_the_app() -> None:
    assert await answers(DemoChild()) == httpx.codes.OK


@pytest.mark.usefixtures("frozen")
async def test_a_frozen_app_starts_itself_as_the_demo() -> None:
    assert await answers(DemoChild()) == httpx.codes.OK
