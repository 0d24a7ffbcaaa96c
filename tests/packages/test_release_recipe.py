"""The release recipe: what it calls exists, what it uploads is what the build makes.

No runner carries it out here; what can be known of it without one is held.
"""

import re
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from release.files import IncompleteReleaseError, check, release_files
from release.notes import UnknownReleaseError, notes
from ruamel.yaml import YAML
from windows.installer import base_name

from ct_desktop import __version__
from support.finished_command import output_of

ROOT = Path(__file__).resolve().parents[2]
RECIPE = ROOT / ".github" / "workflows" / "release.yml"
BUILD = (ROOT / "packaging" / "build").read_text(encoding="utf-8")

SYSTEMS = {"linux": "Linux", "windows": "MINGW* | MSYS* | CYGWIN*", "macos": "Darwin"}
"""A build's system, and the names by which packaging/build knows it."""


@pytest.fixture(scope="module")
def recipe() -> dict[str, Any]:
    document: dict[str, Any] = YAML(typ="safe").load(RECIPE)
    return document


def steps(recipe: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in recipe["jobs"].values() for step in job["steps"]]


def builds(recipe: dict[str, Any]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = recipe["jobs"]["build"]["strategy"]["matrix"]["include"]
    return found


def parts_on(system: str) -> set[str]:
    """The parts that packaging/build makes there unasked."""
    everywhere = re.findall(r"^PARTS\+?=\((.+)\)$", BUILD, re.MULTILINE)
    names = re.escape(SYSTEMS[system])
    there = re.search(rf"^    {names}\) PARTS\+=\((.+)\) ;;$", BUILD, re.MULTILINE)
    assert there is not None
    return {part for line in (*everywhere, there[1]) for part in line.split()}


def test_it_fits_the_schema_of_github_workflows() -> None:
    schema = ("--builtin-schema", "vendor.github-workflows")
    output_of(sys.executable, "-m", "check_jsonschema", *schema, RECIPE)


def test_the_list_of_parts_is_read_here_as_the_build_itself_says_it() -> None:
    said = output_of(ROOT / "packaging" / "build", "--list")
    on_request = re.findall(r"ON_REQUEST\+=\((\w+)\)", BUILD)
    assert set(said.split()) == parts_on("linux") | set(on_request)


def test_each_system_builds_all_its_parts(recipe: dict[str, Any]) -> None:
    for build in builds(recipe):
        parts = parts_on(build["system"].partition("-")[0])
        # The wheel is the same on each system, and what sums all up comes last.
        wanted = parts - {"checksums"} - (set() if "linux" in build["system"] else {"python"})
        assert set(build["parts"].split()) == wanted, build["system"]


def test_what_is_uploaded_is_what_a_release_consists_of(recipe: dict[str, Any]) -> None:
    (upload,) = (step for step in steps(recipe) if "upload-artifact" in step.get("uses", ""))
    patterns = [Path(line).name for line in upload["with"]["path"].split()]
    files = release_files(__version__)
    assert [file for file in files if not any(fnmatchcase(file, each) for each in patterns)] == []
    assert [each for each in patterns if not any(fnmatchcase(file, each) for file in files)] == []
    assert upload["with"]["if-no-files-found"] == "error"


def test_a_releases_files_are_called_as_the_build_calls_them(recipe: dict[str, Any]) -> None:
    files = release_files(__version__)
    assert f"{base_name()}.exe" in files
    for script, name in (
        ("windows/msix.py", "ct-desktop-{__version__}-windows-x64.msix"),
        ("macos/make_dmg.sh", "ct-desktop-$VERSION-macos-$(uname -m).dmg"),
        ("linux/tarball.py", "{COMMAND}-{__version__}-linux-{platform.machine()}"),
        ("linux/deb.py", "{COMMAND}_{__version__}_{architecture}.deb"),
    ):
        assert name in (ROOT / "packaging" / script).read_text(encoding="utf-8"), script
    systems = {build["system"] for build in builds(recipe)}
    bills = {file for file in files if file.endswith(".cdx.json")}
    assert bills == {f"ct-desktop-{__version__}-{system}.cdx.json" for system in systems}


def test_a_release_that_lacks_a_file_or_has_a_strange_one_is_refused(tmp_path: Path) -> None:
    for name in release_files("9.9.9"):
        (tmp_path / name).touch()
    check("9.9.9", tmp_path)
    (tmp_path / "ct-desktop-9.9.9-macos-arm64.dmg").unlink()
    (tmp_path / "ct-desktop-9.9.8.dmg").touch()
    with pytest.raises(IncompleteReleaseError) as refused:
        check("9.9.9", tmp_path)
    assert "missing: ct-desktop-9.9.9-macos-arm64.dmg" in str(refused.value)
    assert "not of this release: ct-desktop-9.9.8.dmg" in str(refused.value)


def test_a_releases_text_is_its_section_of_the_changelog() -> None:
    changelog = (
        "# C\n\n## [Unreleased]\n\n## [2.0.0] - 2027-01-02\n\n- New.\n\n## [1.0.0] - 2026-01-02\n"
    )
    assert notes("2.0.0", changelog) == "- New.\n"
    for version in ("1.0.0", "3.0.0"):
        with pytest.raises(UnknownReleaseError, match=re.escape(version)):
            notes(version, changelog)
    assert "### Added" in notes(__version__, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))


def test_every_action_is_pinned_by_its_commit(recipe: dict[str, Any]) -> None:
    used = [step["uses"] for step in steps(recipe) if "uses" in step]
    assert len(used) > 5
    assert [each for each in used if not re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", each)] == []
    text = RECIPE.read_text(encoding="utf-8")
    assert len(re.findall(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", text, re.MULTILINE)) == len(used)


def test_no_job_may_do_more_than_it_says(recipe: dict[str, Any]) -> None:
    assert recipe["permissions"] == {}
    writers = {
        name for name, job in recipe["jobs"].items() if "write" in job["permissions"].values()
    }
    assert writers == {"publish"}
    # There, nothing runs but what this repository and GitHub bring.
    commands = "\n".join(step.get("run", "") for step in recipe["jobs"]["publish"]["steps"])
    assert not re.search(r"\bpip\b|packaging/build|npm", commands)


def test_no_secret_and_no_input_stands_in_a_command(recipe: dict[str, Any]) -> None:
    for step in steps(recipe):
        # What an expression gives would be read as a command.
        assert "${{" not in step.get("run", "")
        if "${{ secrets." in str(step.get("env", "")):
            assert "== 'true'" in step["if"], "signing is left out where there is no certificate"
            assert not re.search(r"\b(echo|printf '%s\\n').*(PASSWORD|NOTARY_KEY|CERTIFICATE)\b",
                                 step["run"])  # fmt: skip
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


def test_nothing_is_published_that_was_not_tested_or_by_no_person(recipe: dict[str, Any]) -> None:
    jobs = recipe["jobs"]
    assert set(jobs["publish"]["needs"]) == {"check", "test", "build"}
    assert jobs["test"]["steps"][-1]["run"] == "scripts/test --ci"
    assert "gh release create" in jobs["publish"]["steps"][-1]["run"]
    assert "--draft" in jobs["publish"]["steps"][-1]["run"]


def test_the_tag_has_to_be_the_version(tmp_path: Path, recipe: dict[str, Any]) -> None:
    (step,) = (step for step in recipe["jobs"]["check"]["steps"] if "run" in step)
    for tag, code in ((f"v{__version__}", 0), ("v999.0.0", 1)):
        output = tmp_path / tag
        done = subprocess.run(
            ("bash", "-e", "-c", step["run"]),
            cwd=ROOT,
            env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
                 "GITHUB_REF_NAME": tag, "GITHUB_OUTPUT": str(output)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        assert output.exists() == (code == 0)
    assert (tmp_path / f"v{__version__}").read_text() == f"version={__version__}\n"
