"""What is signed on Windows, and what is said where nothing is; programs stand in for the tools."""

import json
import sys
from pathlib import Path

import pytest
from icon.render import msix_images
from windows import installer, msix, signing

from ct_desktop import __version__
from support.freezing_recipe import run_recipe

THUMBPRINT = "0123456789abcdef0123456789abcdef01234567"


class Tools:
    """Programs on PATH that write down how they are called; ISCC and MakeAppx make their file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.log = folder / "calls.jsonl"
        self.log.touch()

    def put(self, name: str) -> None:
        program = self._folder / name
        program.write_text(
            f"#!{sys.executable}\n"
            "import json, pathlib, sys\n"
            f"with open({str(self.log)!r}, 'a') as log:\n"
            f"    log.write(json.dumps([{name!r}, *sys.argv[1:]]) + '\\n')\n"
            "named = dict(zip(sys.argv, sys.argv[1:]))\n"
            "if '/p' in named:\n"
            "    pathlib.Path(named['/p']).touch()\n"
        )
        program.chmod(0o755)

    def calls(self) -> list[list[str]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in (signing.CERTIFICATE, signing.TIMESTAMP_SERVER, msix.PUBLISHER):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(folder))
    tools = Tools(folder)
    for name in ("signtool.exe", "ISCC.exe", "makepri.exe", "makeappx.exe"):
        tools.put(name)
    return tools


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with monkeypatch.context() as windows:
        return run_recipe("win32", tmp_path / "dist", windows).folder


@pytest.fixture
def icons(tmp_path: Path) -> Path:
    folder = tmp_path / "icons"
    (folder / "msix").mkdir(parents=True)
    for name in msix_images():
        (folder / "msix" / name).touch()
    return folder


def test_without_a_certificate_nothing_is_signed_and_that_is_said(
    tools: Tools, frozen: Path, icons: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = installer.main(frozen, icons, tmp_path)
    assert made.name == f"ct-desktop-{__version__}-windows-x64-setup.exe"
    assert [name for name, *_ in tools.calls()] == ["ISCC.exe"]
    said = capsys.readouterr().out
    assert "NOT SIGNED: ct-desktop.exe, ct-desktop.com." in said
    assert "CT_DESKTOP_WINDOWS_CERTIFICATE" in said
    assert f"NOT SIGNED: {made.name} and its uninstaller." in said


def test_a_certificate_signs_the_programs_before_they_are_packed(
    tools: Tools, frozen: Path, icons: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(signing.CERTIFICATE, THUMBPRINT)
    installer.main(frozen, icons, tmp_path)
    signed, packed = tools.calls()
    options = ["/sha1", THUMBPRINT, "/fd", "SHA256", "/tr", signing.DEFAULT_TIMESTAMP_SERVER]
    programs = [str(frozen / "ct-desktop.exe"), str(frozen / "ct-desktop.com")]
    assert signed == ["signtool.exe", "sign", *options, "/td", "SHA256", *programs]
    assert packed[0] == "ISCC.exe"
    assert "/DSigned" in packed


def test_an_msix_package_is_signed_inside_and_outside(
    tools: Tools, frozen: Path, icons: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(signing.CERTIFICATE, THUMBPRINT)
    monkeypatch.setenv(signing.TIMESTAMP_SERVER, "http://time.example")
    package = msix.main(frozen, icons, tmp_path)
    assert package.is_file()
    calls = tools.calls()
    assert [name for name, *_ in calls] == [
        *("makepri.exe", "makepri.exe", "signtool.exe", "makeappx.exe", "signtool.exe"),
    ]
    assert all("http://time.example" in call for call in calls if call[0] == "signtool.exe")
    assert [Path(file).name for file in calls[2][-2:]] == [
        *("ct-desktop.exe", "ct-desktop-console.exe"),
    ]
    assert calls[-1][-1] == str(package)


def test_the_newest_sdk_is_taken(tmp_path: Path) -> None:
    for version in ("10.0.9600.0", "10.0.26100.0", "10.0.19041.0"):
        tool = tmp_path / "Windows Kits" / "10" / "bin" / version / "x64" / "signtool.exe"
        tool.parent.mkdir(parents=True)
        tool.touch()
    found = signing.sdk_tool("signtool.exe", {"ProgramFiles(x86)": str(tmp_path), "PATH": ""})
    assert "10.0.26100.0" in found


def test_a_missing_tool_says_where_it_comes_from(tmp_path: Path) -> None:
    empty = {"ProgramFiles(x86)": str(tmp_path), "LOCALAPPDATA": str(tmp_path), "PATH": ""}
    with pytest.raises(signing.ToolMissingError, match="Windows SDK"):
        signing.sdk_tool("makeappx.exe", empty)
    with pytest.raises(signing.ToolMissingError, match="Inno Setup"):
        installer.inno_compiler(empty)
