"""The app's own files, found wherever it lies."""

import subprocess
import sys
from pathlib import Path

import pytest

from ct_desktop.resources import resource_path

PAGE = "callback/page.html"


def test_a_checkout_uses_the_repositorys_own_folder() -> None:
    repository = Path(__file__).resolve().parents[2]
    assert resource_path(PAGE) == repository / "resources" / PAGE


def test_a_file_that_is_missing_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no-such-file\.svg is missing; install"):
        resource_path("no-such-file.svg")


@pytest.mark.parametrize("kind", ["frozen", "installed"])
def test_a_bundle_and_a_wheel_have_their_own_folder(tmp_path: Path, kind: str) -> None:
    page = tmp_path / "ct_desktop" / "resources" / PAGE
    page.parent.mkdir(parents=True)
    page.write_text("a page", encoding="utf-8")
    source = Path(__file__).resolve().parents[2] / "src" / "ct_desktop"
    if kind == "installed":
        for name in ("__init__.py", "resources.py"):
            (tmp_path / "ct_desktop" / name).write_bytes((source / name).read_bytes())
        setup = f"sys.path.insert(0, {str(tmp_path)!r})"
    else:
        setup = f"sys._MEIPASS = {str(tmp_path)!r}"
    script = f"import sys; {setup}; from ct_desktop.resources import resource_path as path; "
    found = subprocess.run(
        [sys.executable, "-c", f"{script}print(path({PAGE!r}))"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert found.stdout.strip() == str(page)
