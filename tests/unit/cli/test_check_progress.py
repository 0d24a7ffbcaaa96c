"""The line that says what a check still waits for."""

import io
from dataclasses import replace

import pytest

from ct_desktop.cli.check_progress import check_progress
from ct_desktop.core.chain import build_chain
from ct_desktop.core.links import LinkName
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.listeners import Listeners
from support.connection_samples import healthy


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def examining(*names: LinkName) -> MonitorState:
    return replace(healthy(), chain=build_chain({}, examined=frozenset(names)))


def shown(stream: io.StringIO) -> list[str]:
    """What stood on the line, one after the other."""
    changed: Listeners[MonitorState] = Listeners()
    with check_progress(changed, stream):
        changed.emit(examining(LinkName.ADDON, LinkName.NT8, LinkName.BROKERS))
        changed.emit(examining(LinkName.BROKERS))
        changed.emit(examining())
    changed.emit(examining(LinkName.PRICES))
    return stream.getvalue().split("\r\x1b[K")[1:]


def test_the_line_names_what_is_still_looked_at_and_goes_away() -> None:
    assert shown(Terminal()) == [
        "Checking Add-on, NinjaTrader 8, Brokers",
        "Checking Brokers",
        "",
        "",
    ]


def test_the_line_never_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "21")
    assert shown(Terminal())[0] == "Checking Add-on, Nin"


def test_nothing_is_written_to_a_file() -> None:
    stream = io.StringIO()
    assert shown(stream) == []
    assert stream.getvalue() == ""
