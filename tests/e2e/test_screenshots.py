"""The pictures of the running app: a few of them, since taking all takes minutes."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]

TIMEOUT = 240
"""Seconds for the way through the whole app, twice at once, on a busy machine."""

PIXELS = {
    "960x600": (960, 600),
    "1440x900": (1440, 900),
    "2560x1440": (2560, 1440),
    "3840x2160": (3840, 2160),
    "1920x1080@2x": (3840, 2160),
}


def test_pictures_of_the_running_app_in_both_themes_at_every_size(tmp_path: Path) -> None:
    taken = subprocess.run(
        [sys.executable, "-m", "screenshots", str(tmp_path), "--only", "welcome"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    assert taken.returncode == 0, taken.stderr
    pictures = {path.name: QImage(str(path)) for path in tmp_path.iterdir()}
    assert set(pictures) == {
        f"welcome-{state}-{theme}-{size}.png"
        for state in ("read", "trade", "problem", "signed-out")
        for theme in ("dark", "light")
        for size in PIXELS
    }
    for name, picture in pictures.items():
        assert (picture.width(), picture.height()) == PIXELS[name.split("-")[-1][:-4]], name
        is_dark = picture.pixelColor(5, 5).lightness() < 128
        assert is_dark == ("-dark-" in name), name
