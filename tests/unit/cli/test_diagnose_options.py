"""The options of ``diagnose``, and where its report may go."""

from pathlib import Path

import pytest

from ct_desktop.cli.arguments import parse_arguments
from ct_desktop.cli.diagnose import check_output


def wrong(*options: str) -> str | None:
    return check_output(parse_arguments(["diagnose", *options]))


def test_without_a_file_the_report_goes_to_standard_output() -> None:
    arguments = parse_arguments(["diagnose"])
    assert (arguments.output, arguments.json, arguments.force) == (None, False, False)
    assert check_output(arguments) is None


def test_a_file_that_exists_is_refused_before_anything_is_checked(tmp_path: Path) -> None:
    there = tmp_path / "report.txt"
    assert wrong("--output", str(there)) is None
    there.touch()
    assert "--force" in (wrong("--output", str(there)) or "")
    assert wrong("--output", str(there), "--force") is None


def test_a_folder_is_no_file_and_a_missing_one_is_named(tmp_path: Path) -> None:
    assert "is a folder" in (wrong("--output", str(tmp_path)) or "")
    missing = tmp_path / "missing"
    assert str(missing) in (wrong("--output", str(missing / "report.txt")) or "")


def test_force_means_nothing_without_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_arguments(["diagnose", "--force"])
    assert ended.value.code == 2
    assert "--force needs --output" in capsys.readouterr().err
