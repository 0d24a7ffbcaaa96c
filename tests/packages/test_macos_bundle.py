"""The app for macOS: what its property lists and its words say, beside what the app does."""

import plistlib
import re
import shlex
from pathlib import Path

import platformdirs
import pytest
from platformdirs.macos import MacOS
from pyinstaller.bundle_information import bundle_information

from ct_desktop import __version__
from ct_desktop.cli.arguments import parse_arguments
from ct_desktop.profiles import AppFolders
from ct_desktop.start_at_login.command import RunningApp, launch_command
from ct_desktop.start_at_login.entry import LoginStart
from ct_desktop.start_at_login.launch_agent import LaunchAgent
from support.freezing_recipe import ROOT, run_recipe

MACOS = ROOT / "packaging" / "macos"
WORDS = (MACOS / "Read me first.txt").read_text(encoding="utf-8")
PROGRAM = "/Applications/CrossTrade Desktop.app/Contents/MacOS/ct-desktop"


def test_the_bundle_says_this_version_and_what_macos_wants_to_know() -> None:
    information = bundle_information()
    assert information["CFBundleShortVersionString"] == __version__
    assert information["CFBundleVersion"] == __version__
    assert information["CFBundlePackageType"] == "APPL"
    assert information["LSApplicationCategoryType"] == "public.app-category.finance"
    assert information["NSHighResolutionCapable"] is True
    assert "@" not in str(information)


def test_the_bundle_and_the_launch_agent_have_one_name(tmp_path: Path) -> None:
    start = LoginStart((PROGRAM, "--minimized"))
    agent = LaunchAgent(start, home=tmp_path)
    agent.switch_on()
    written = plistlib.loads(agent.path.read_bytes())
    assert written["Label"] == bundle_information()["CFBundleIdentifier"]


def test_the_launch_agent_starts_the_program_of_the_installed_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = run_recipe("darwin", tmp_path, monkeypatch)
    installed = f"/Applications/{recipe.bundles[0]['name']}/Contents/MacOS/"
    program = installed + recipe.programs[0]["name"]
    running = RunningApp(program, program, frozen=True, app_image=None)
    assert launch_command(running, "darwin") == (program,) == (PROGRAM,)


def test_the_hardened_runtime_allows_one_thing_more() -> None:
    entitlements = plistlib.loads((MACOS / "entitlements.plist").read_bytes())
    # Neither may others' libraries be loaded nor may a debugger read the process: it holds tokens.
    assert entitlements == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_the_commands_in_the_read_me_are_the_apps() -> None:
    lines = [shlex.split(line) for line in WORDS.splitlines() if PROGRAM in line]
    commands = [(program, parse_arguments(rest)) for program, *rest in lines]
    assert [program for program, _ in commands] == [PROGRAM] * 2
    assert [arguments.command for _, arguments in commands] == ["status", "logout"]
    assert commands[1][1].all


def test_the_read_me_names_the_folders_that_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/Users/mia")
    monkeypatch.setattr(platformdirs, "PlatformDirs", MacOS)
    folders = AppFolders.from_environment({})
    named = {
        line.strip().replace("~", "/Users/mia") for line in re.findall(r"^ +~.*$", WORDS, re.M)
    }
    assert named == {str(folders.settings), str(folders.data), str(folders.logs)}
