"""The file by which a package says who keeps the app up to date."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ct_desktop import resources
from ct_desktop.updates import updated_by


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The resources of an app that lies elsewhere, as a frozen one does."""
    folder = tmp_path / "ct_desktop" / "resources"
    folder.mkdir(parents=True)
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    resources._resources_folder.cache_clear()
    yield folder
    resources._resources_folder.cache_clear()


def test_without_the_file_nobody_updates_the_app(package: Path) -> None:
    assert updated_by() is None


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("apt\n", "apt"),
        ("Flatpak", "Flatpak"),
        ("the Microsoft Store\nanother line\n", "the Microsoft Store"),
        ("", ""),
        ("\x1b[31mred\n", ""),
    ],
)
def test_the_file_names_who_does(package: Path, content: str, name: str) -> None:
    (package / "updated-by").write_text(content)
    assert updated_by() == name


def test_a_file_that_cannot_be_read_is_no_leave_to_ask(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (package / "updated-by").write_text("apt")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert updated_by() == ""


def test_this_source_tree_says_nothing() -> None:
    assert updated_by() is None
