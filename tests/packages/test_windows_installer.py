"""The installer for Windows: what its script says, beside what the app does and the build makes.

Inno Setup's compiler runs on Windows; packaging/README.md says how the script was tried.
"""

import re
import shlex
from pathlib import Path, PureWindowsPath

import platformdirs
import pytest
from platformdirs.windows import Windows
from windows.installer import compiler_command

from ct_desktop.cli.arguments import parse_arguments
from ct_desktop.core.wording import AI_CLIENTS_PAGE
from ct_desktop.profiles import AppFolders
from ct_desktop.start_at_login.command import RunningApp, launch_command
from ct_desktop.start_at_login.entry import LoginStart
from ct_desktop.start_at_login.windows_run_key import RUN_KEY, WindowsRunKey
from support.freezing_recipe import ROOT, run_recipe
from support.inno_script import InnoScript, read_inno_script
from support.mock_registry import MockRegistry

SCRIPT = ROOT / "packaging" / "windows" / "ct-desktop.iss"

LOCAL_APP_DATA = r"C:\Users\mia\AppData\Local"

KNOWN_FLAGS = {
    "Tasks": {"unchecked"},
    "Files": {"ignoreversion", "recursesubdirs", "createallsubdirs"},
    "Run": {"nowait", "postinstall", "skipifsilent"},
}
"""By Inno Setup's help; what is not here the script has no need of."""


@pytest.fixture(scope="module")
def script() -> InnoScript:
    return read_inno_script(SCRIPT)


def installed(script: InnoScript) -> str:
    """The folder that it installs to."""
    return script.directives["DefaultDirName"].replace("{localappdata}", LOCAL_APP_DATA)


def in_place(value: str, script: InnoScript) -> str:
    return value.replace("{app}", installed(script)).replace("{localappdata}", LOCAL_APP_DATA)


def test_it_installs_for_one_person_without_an_administrator(script: InnoScript) -> None:
    assert script.directives["PrivilegesRequired"] == "lowest"
    assert "PrivilegesRequiredOverridesAllowed" not in script.directives
    assert installed(script).startswith(LOCAL_APP_DATA + "\\Programs\\")
    assert {entry["Root"] for entry in script.entries["Registry"]} == {"HKCU"}
    assert not re.search(r"HKLM|HKA\b|HKCR", script.code)


def test_sections_and_flags_are_those_of_inno_setup(script: InnoScript) -> None:
    sections = {"Languages", "Tasks", "InstallDelete", "Files", "Icons", "Registry", "Run"}
    assert set(script.entries) == sections
    for section, entries in script.entries.items():
        for entry in entries:
            assert set(entry.get("Flags", "").split()) <= KNOWN_FLAGS.get(section, set())
    tasks = {entry["Name"] for entry in script.entries["Tasks"]}
    for entries in script.entries.values():
        assert all(entry["Tasks"] in tasks for entry in entries if "Tasks" in entry)
    assert all(
        task in tasks for task in re.findall(r"WizardIsTaskSelected\('(\w+)'\)", script.code)
    )


def test_every_program_and_folder_it_names_is_one_that_is_frozen(
    script: InnoScript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = run_recipe("win32", tmp_path, monkeypatch).files()
    named = {
        value.removeprefix("{app}\\")
        for entries in script.entries.values()
        for entry in entries
        for value in entry.values()
        if value.startswith("{app}\\")
    }
    in_code = set(re.findall(r"ct-desktop\.\w+", script.code))
    assert named == {"ct-desktop.exe", "lib"}
    assert in_code == {"ct-desktop.exe", "ct-desktop.com"}
    assert named | in_code <= frozen


def test_what_it_runs_the_app_understands(script: InnoScript) -> None:
    shortcuts = [entry.get("Parameters", "") for entry in script.entries["Icons"]]
    executed = re.findall(r"Exec(?:AndCaptureOutput)?\([^']*'?[^']*'?\)?, '([^']+)'", script.code)
    assert executed == ["--quit", "logout --all"]
    assert "--second-screen" in shortcuts
    for command in (*shortcuts, *executed):
        parse_arguments(shlex.split(command))


def test_start_at_login_is_the_value_that_the_app_itself_writes(script: InnoScript) -> None:
    program = installed(script) + r"\ct-desktop.exe"
    running = RunningApp(program, program, frozen=True, app_image=None)
    registry = MockRegistry()
    command = (*launch_command(running, "win32"), "--minimized")
    entry = WindowsRunKey(LoginStart(command), registry)
    entry.switch_on()
    (written,) = script.entries["Registry"]
    assert registry.keys == {
        written["Subkey"]: {
            written["ValueName"]: (registry.REG_SZ, in_place(written["ValueData"], script))
        }
    }
    assert written["ValueType"] == "string"
    assert written["Subkey"] == RUN_KEY


def test_start_at_login_is_asked_once_and_never_overruled(script: InnoScript) -> None:
    (task,) = [entry for entry in script.entries["Tasks"] if entry["Name"] == "startatlogin"]
    assert task["Flags"] == "unchecked"
    assert task["Check"] == "IsFirstInstall"


def test_removing_takes_the_entries_of_all_profiles(script: InnoScript) -> None:
    assert f"RunKey = '{RUN_KEY}'" in script.code
    for name in (LoginStart(()).name, LoginStart((), "apex").name):
        assert name == "CrossTrade Desktop" or name.startswith("CrossTrade Desktop (")
    assert "Names[Index] = 'CrossTrade Desktop'" in script.code
    assert "Pos('CrossTrade Desktop (', Names[Index]) = 1" in script.code


def test_the_data_it_may_delete_is_the_apps(
    script: InnoScript, monkeypatch: pytest.MonkeyPatch
) -> None:
    (deleted,) = re.findall(r"Result := ExpandConstant\('(\{localappdata\}[^']+)'\)", script.code)
    monkeypatch.setattr("platformdirs.windows.get_win_folder", lambda _: LOCAL_APP_DATA)
    monkeypatch.setattr(platformdirs, "PlatformDirs", Windows)
    folders = AppFolders.from_environment({})
    for folder in (folders.settings, folders.data, folders.logs):
        assert PureWindowsPath(folder).is_relative_to(in_place(deleted, script))


def test_a_silent_removal_asks_nothing_revokes_nothing_and_deletes_no_data(
    script: InnoScript,
) -> None:
    _, _, removing = script.code.partition("procedure CurUninstallStepChanged")
    asked, _, always = removing.partition("RemoveStartAtLogin;")
    assert asked.index("if not UninstallSilent then") < asked.index("AskAboutSignInAndData;")
    assert "Ask" not in always
    # What deletes is set nowhere but by that question.
    assert script.code.count("DeletesData :=") == 1
    assert "if DeletesData and not DelTree(DataFolder" in always


def test_its_words_are_all_used_and_all_there(script: InnoScript) -> None:
    used = set(re.findall(r"CustomMessage\('(\w+)'\)", script.code))
    assert used == script.messages.keys() - {"ConfirmUninstall"}
    assert AI_CLIENTS_PAGE in script.messages["NotSignedOut"]


def test_the_build_gives_all_that_the_script_takes(script: InnoScript, tmp_path: Path) -> None:
    command = compiler_command(tmp_path, tmp_path, tmp_path, "ISCC.exe", None)
    given = {option[2:].split("=")[0] for option in command if option.startswith("/D")}
    assert given == script.needed
    assert command[-1] == str(SCRIPT)
    assert "/DSigned" not in command


def test_a_certificate_signs_the_installer_and_its_uninstaller(
    script: InnoScript, tmp_path: Path
) -> None:
    tool = r"C:\Program Files (x86)\Windows Kits\10\bin\10.0.1.0\x64\signtool.exe"
    command = compiler_command(
        tmp_path, tmp_path, tmp_path, "ISCC.exe", (tool, "sign", "/sha1", "A")
    )
    assert "/DSigned" in command
    assert f"/S{script.directives['SignTool']}=$q{tool}$q sign /sha1 A $f" in command
    assert script.directives["SignedUninstaller"] == "yes"
