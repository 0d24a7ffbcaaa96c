"""The last warnings and errors of the log file, each as its message and the end of its traceback.

Secrets were taken out when they were written, and are looked for once more before they are shown.
"""

import asyncio
import os
import re
from collections.abc import Iterator
from pathlib import Path

from ct_desktop.core.diagnostic_report import Check, Fact, Section
from ct_desktop.core.sign_in import StepState
from ct_desktop.diagnostics.subject import Subject
from ct_desktop.log import LOG_FILE_NAME

_READ_FROM_END = 256_000
_MOST_RECORDS = 20
_LONGEST_LINE = 400
_LAST_LINES = 4

_RECORD = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (?P<level>[A-Z]+) ")
_TOLD = ("WARNING", "ERROR", "CRITICAL")


async def check_log(subject: Subject) -> Section:
    """Newest last, as in the file."""
    path = subject.folders.logs / LOG_FILE_NAME
    try:
        text = await asyncio.to_thread(_end_of, path)
    except FileNotFoundError:
        return Section(Check.LOG, StepState.DONE, "There is no log yet.")
    except OSError as error:
        words = f"The log cannot be read ({error.strerror or type(error).__name__})."
        return Section(Check.LOG, StepState.WARNING, words)
    records = list(_warnings(text))
    shown = records[-_MOST_RECORDS:]
    summary = "No warnings." if not records else f"The last {len(shown)} of {len(records)}."
    return Section(
        Check.LOG,
        StepState.DONE,
        summary,
        (Fact("searched", "Searched", "the log’s last 256 kB"),),
        tuple(line for record in shown for line in record),
    )


def _end_of(path: Path) -> str:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _READ_FROM_END))
        data = file.read()
    text = data.decode("utf-8", "replace")
    # What is left of a record whose beginning was not read is no record.
    return text if size <= _READ_FROM_END else text.partition("\n")[2]


def _warnings(text: str) -> Iterator[list[str]]:
    record: list[str] = []
    for line in text.splitlines():
        found = _RECORD.match(line)
        if found is None:
            if record:
                record.append(line)
            continue
        if record:
            yield _shortened(record)
        record = [line] if found["level"] in _TOLD else []
    if record:
        yield _shortened(record)


def _shortened(record: list[str]) -> list[str]:
    """The message, and of a traceback its end, where the reason stands."""
    first, rest = record[0], [line for line in record[1:] if line.strip()]
    kept = rest[-_LAST_LINES:]
    left_out = ["  …"] if len(rest) > len(kept) else []
    lines = [first, *left_out, *(f"  {line}" for line in kept)]
    return [line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…" for line in lines]
