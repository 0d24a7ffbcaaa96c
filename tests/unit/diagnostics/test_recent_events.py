"""What the report tells of the last hour, of the log's warnings and of the folders."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from ct_desktop.clock import SystemClock
from ct_desktop.connection.connection import Connection
from ct_desktop.core.activity import ActivityEntry, ActivityKind, ActivityStep
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.sign_in import StepState
from ct_desktop.diagnostics.folders_check import check_folders, size_text
from ct_desktop.diagnostics.log_tail import check_log
from ct_desktop.diagnostics.recent_activity import check_activity
from ct_desktop.diagnostics.subject import ActivityReader, Subject
from ct_desktop.profiles import AppFolders
from ct_desktop.vault import MemoryVault, Vault
from support.ui_states import state_with


async def no_keychain() -> Vault:
    return MemoryVault()


def subject(home: Path, activity: ActivityReader | None = None) -> Subject:
    """A profile of which only the files, the clock and the history are looked at."""

    async def examine() -> MonitorState:
        raise AssertionError("nothing is asked for here")

    return Subject(
        profile="default",
        folders=AppFolders.from_environment({"CT_DESKTOP_HOME": str(home)}),
        connection=cast(Connection, None),
        clock=SystemClock(),
        examine=examine,
        state=state_with,
        open_vault=no_keychain,
        activity=activity,
    )


@dataclass
class Told:
    """A history of these entries, and what it was asked for."""

    known: Iterable[ActivityEntry]
    asked: list[tuple[datetime, datetime, int]] = field(default_factory=list)

    async def entries(
        self, since: datetime, until: datetime, limit: int
    ) -> tuple[ActivityEntry, ...]:
        self.asked.append((since, until, limit))
        return tuple(self.known)


def fault(number: int, at: datetime) -> ActivityEntry:
    return ActivityEntry(
        number,
        ActivityKind.FAULT,
        at,
        "Add-on offline",
        "No answer",
        link=LinkName.ADDON,
        state=LinkState.BROKEN,
        cause="NinjaTrader 8 closed",
        ended_at=at + timedelta(seconds=112),
        ended_by="the add-on itself",
        steps=(ActivityStep(at, LinkState.BROKEN, "No answer", "HTTP 408"),),
    )


async def test_faults_are_told_with_their_story_and_trading_is_only_counted(
    tmp_path: Path,
) -> None:
    now = SystemClock().now().utc
    opened = ActivityEntry(
        2, ActivityKind.POSITION_OPENED, now, "Long 2 ES 12-26 in APEX-12345-07", "at 6,000.25"
    )
    told = Told([fault(1, now), opened])
    section = await check_activity(subject(tmp_path, told))
    (asked,) = told.asked
    assert asked[1] - asked[0] == timedelta(hours=1)
    at = f"{now:%H:%M:%S}"
    first, second = section.lines
    assert first.startswith(f"{at} fault, Add-on: Add-on offline; No answer; NinjaTrader 8 closed")
    assert first.endswith("; the add-on itself; lasted 112 s")
    assert second == f"  {at} broken: No answer (HTTP 408)"
    values = {fact.key: fact.value for fact in section.facts}
    assert values == {"events": "1", "position_changes": "1"}
    assert "ES 12-26" not in str(section)


async def test_a_busy_hour_is_cut_and_none_recorded_is_said(tmp_path: Path) -> None:
    now = SystemClock().now().utc
    busy = await check_activity(subject(tmp_path, Told([fault(n, now) for n in range(200)])))
    assert len(busy.lines) == 120
    none = await check_activity(subject(tmp_path))
    assert (none.state, none.lines) == (StepState.WARNING, ())


def line(level: str, text: str) -> str:
    return f"2026-11-22 10:41:07,123 {level} ct_desktop.monitor: {text}"


def write_log(home: Path, *lines: str) -> None:
    (home / "logs").mkdir()
    (home / "logs" / "ct-desktop.log").write_text("\n".join([*lines, ""]), encoding="utf-8")


async def test_the_log_tells_its_warnings_with_the_end_of_their_tracebacks(
    tmp_path: Path,
) -> None:
    write_log(
        tmp_path,
        line("INFO", "all well"),
        line("WARNING", "first"),
        line("DEBUG", "detail"),
        line("CRITICAL", "An error that nobody caught"),
        "Traceback (most recent call last):",
        *(f"  frame {number}" for number in range(9)),
        "ValueError: the reason",
        line("INFO", "again"),
    )
    section = await check_log(subject(tmp_path))
    assert section.lines == (
        line("WARNING", "first"),
        line("CRITICAL", "An error that nobody caught"),
        "  …",
        "    frame 6",
        "    frame 7",
        "    frame 8",
        "  ValueError: the reason",
    )
    assert section.state is StepState.DONE


async def test_a_long_log_is_read_from_its_end_and_its_long_lines_are_cut(tmp_path: Path) -> None:
    write_log(tmp_path, *(line("ERROR", f"{number} " + "x" * 2000) for number in range(400)))
    section = await check_log(subject(tmp_path))
    assert len(section.lines) == 20
    assert all(len(one) <= 401 for one in section.lines)
    assert " 399 x" in section.lines[-1]


async def test_a_log_that_is_missing_or_cannot_be_read_is_said(tmp_path: Path) -> None:
    missing = await check_log(subject(tmp_path))
    assert (missing.state, missing.lines) == (StepState.DONE, ())
    (tmp_path / "logs" / "ct-desktop.log").mkdir(parents=True)
    unreadable = await check_log(subject(tmp_path))
    assert unreadable.state is StepState.WARNING


async def test_the_folders_are_named_with_their_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_log(tmp_path, "x" * 1499)
    well = await check_folders(subject(tmp_path))
    values = {fact.key: fact.value for fact in well.facts}
    assert well.state is StepState.DONE
    assert values["log_file"] == "1.5 kB"
    assert values["settings"].startswith(f"{tmp_path / 'settings'}: ")
    assert "not made yet" in values["settings"]
    assert "not made yet" not in values["logs"]
    monkeypatch.setattr("os.access", lambda _path, _mode: False)
    assert (await check_folders(subject(tmp_path))).state is StepState.WARNING


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (1_400_000, "1.4 MB"), (79_999_000_000, "80.0 GB")],
)
def test_sizes_are_told_in_the_unit_that_tells_enough(size: int, text: str) -> None:
    assert size_text(size) == text
