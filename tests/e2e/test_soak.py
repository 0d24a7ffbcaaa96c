"""A watch of hours in a minute: the short form of the long day, with the real window."""

import os
import re
import subprocess
import sys
from pathlib import Path

from soak.form import SHORT

ROOT = Path(__file__).resolve().parents[2]

TIMEOUT = 280
"""Seconds; the day stands still while the machine is busy with other things."""


def test_an_all_day_watch_grows_nothing_comes_back_and_marks_each_old_figure() -> None:
    day = subprocess.run(
        [sys.executable, "-m", "soak", "--short"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    said = f"{day.stdout}{day.stderr}"
    assert day.returncode == 0, said
    for episode in SHORT.episodes:
        # Once to warm up, and at least once more.
        found = re.search(rf"^  {episode.scenario} +\d+\.\d +of (\d+)$", day.stdout, re.MULTILINE)
        assert found, said
        assert int(found[1]) >= 2, said
