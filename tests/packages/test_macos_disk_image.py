"""The disk image for macOS: its scripts run here, with programs in the places of Apple's tools."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.freezing_recipe import ROOT

MACOS = ROOT / "packaging" / "macos"
SCRIPTS = (MACOS / "sign.sh", MACOS / "make_dmg.sh", ROOT / "packaging" / "build")

MACH_O = bytes.fromhex("cffaedfe") + bytes(28)
UNIVERSAL = bytes.fromhex("cafebabe") + bytes(28)

IDENTITY = "Developer ID Application: Mia (ABCDE12345)"
PROFILE = "mia-notary"

IMAGE = "ct-desktop-1.2.3-macos-arm64.dmg"


@dataclass(frozen=True)
class Run:
    """What one run of make_dmg.sh did."""

    code: int
    calls: list[str]
    said: str

    def named(self, tool: str) -> list[str]:
        return [call for call in self.calls if call.split()[0] == tool]


@dataclass(frozen=True)
class Mac:
    """A folder with an app, and with programs that write down how they are called."""

    folder: Path

    @property
    def app(self) -> Path:
        return self.folder / "CrossTrade Desktop.app"

    def put(self, place: str, content: bytes) -> None:
        path = self.app / "Contents" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def tool(self, name: str, does: str = ":") -> None:
        program = self.folder / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\necho "{name} $*" >> "{self.folder}/calls"\n{does}\n')
        program.chmod(0o755)

    def make_image(self, **environment: str) -> Run:
        calls = self.folder / "calls"
        calls.write_text("")
        made = subprocess.run(
            [str(MACOS / "make_dmg.sh"), str(self.app), "1.2.3", str(self.folder)],
            env={"PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}", **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Run(made.returncode, calls.read_text().splitlines(), made.stdout + made.stderr)


@pytest.fixture
def mac(tmp_path: Path) -> Mac:
    mac = Mac(tmp_path)
    mac.put("MacOS/ct-desktop", MACH_O)
    mac.put("Frameworks/libpython3.11.dylib", UNIVERSAL)
    mac.put("Frameworks/QtCore.framework/Versions/A/QtCore", UNIVERSAL)
    mac.put("Frameworks/plugin with a space.so", MACH_O)
    mac.put("Resources/ct-desktop.icns", b"icns")
    for name in ("codesign", "xcrun", "spctl"):
        mac.tool(name)
    mac.tool("uname", "echo arm64")
    mac.tool("ditto", 'cp -R "$1" "$2"')
    # The last argument is the image, the one before it the folder that goes into it.
    mac.tool(
        "hdiutil",
        'while [ $# -gt 2 ]; do shift; done; ls "$1" > "$2.contents"; readlink "$1/Applications" '
        '>> "$2.contents"; : > "$2"',
    )
    return mac


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_the_scripts_are_whole(script: Path) -> None:
    subprocess.run(["bash", "-n", str(script)], check=True, timeout=30)
    assert os.access(script, os.X_OK)


def test_the_image_holds_the_app_the_way_to_install_it_and_words(mac: Mac) -> None:
    assert mac.make_image().code == 0
    assert (mac.folder / IMAGE).is_file()
    assert (mac.folder / f"{IMAGE}.contents").read_text().splitlines() == [
        *("Applications", "CrossTrade Desktop.app", "Read me first.txt", "/Applications"),
    ]


def test_without_an_identity_nothing_is_signed_and_that_is_said(mac: Mac) -> None:
    run = mac.make_image()
    assert run.code == 0
    assert not run.named("codesign")
    assert not run.named("xcrun")
    assert "NOT SIGNED" in run.said
    assert "CT_DESKTOP_MACOS_IDENTITY" in run.said
    assert "NOT NOTARISED" in run.said
    assert "CT_DESKTOP_NOTARY_PROFILE" in run.said


def test_code_is_signed_from_the_inside_outwards(mac: Mac) -> None:
    run = mac.make_image(CT_DESKTOP_MACOS_IDENTITY=IDENTITY)
    assert run.code == 0
    hardened = f"codesign --force --timestamp --options runtime --sign {IDENTITY} "
    signed = [
        call.removeprefix(hardened).removeprefix(f"{mac.app}/Contents/")
        for call in run.named("codesign")
        if call.startswith(hardened)
    ]
    *inner, framework, app = signed
    # Neither the icon, which is no code, nor the program, which the app's signature covers.
    assert sorted(inner) == [
        "Frameworks/QtCore.framework/Versions/A/QtCore",
        "Frameworks/libpython3.11.dylib",
        "Frameworks/plugin with a space.so",
    ]
    assert framework == "Frameworks/QtCore.framework"
    assert app == f"--entitlements {MACOS}/entitlements.plist {mac.app}"
    verified, image = run.named("codesign")[-2:]
    assert verified.startswith("codesign --verify --deep --strict")
    assert image == f"codesign --force --timestamp --sign {IDENTITY} {mac.folder / IMAGE}"
    assert "NOT NOTARISED" in run.said


def test_apples_ticket_is_stapled_to_the_image(mac: Mac) -> None:
    run = mac.make_image(CT_DESKTOP_MACOS_IDENTITY=IDENTITY, CT_DESKTOP_NOTARY_PROFILE=PROFILE)
    assert run.code == 0
    image = mac.folder / IMAGE
    assert run.named("xcrun") == [
        f"xcrun notarytool submit {image} --keychain-profile {PROFILE} --wait",
        f"xcrun stapler staple {image}",
        f"xcrun stapler validate {image}",
    ]
    assert run.calls.index(run.named("hdiutil")[0]) < run.calls.index(run.named("xcrun")[0])
    assert "NOT" not in run.said


def test_what_is_not_signed_is_not_sent_to_apple(mac: Mac) -> None:
    run = mac.make_image(CT_DESKTOP_NOTARY_PROFILE=PROFILE)
    assert run.code == 1
    assert "set CT_DESKTOP_MACOS_IDENTITY too" in run.said
    assert not run.named("xcrun")


def test_a_signature_that_fails_ends_it(mac: Mac) -> None:
    mac.tool("codesign", "exit 1")
    run = mac.make_image(CT_DESKTOP_MACOS_IDENTITY=IDENTITY)
    assert run.code != 0
    assert not run.named("hdiutil")
