"""The version stands in one place, and everything that shows or sends it says the same."""

import json
import re
import sys
import xml.etree.ElementTree as ET
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import httpx
from linux.staging import metainfo, release_day
from pyinstaller.bundle_information import bundle_information
from pyinstaller.version_resource import version_numbers
from windows.installer import base_name
from windows.msix import manifest

from ct_desktop import __version__
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.diagnostics.subject import Subject
from ct_desktop.diagnostics.versions import check_versions
from ct_desktop.ui.about.dialog import versions_line
from support.demo_process import DemoProcess
from support.finished_command import output_of
from support.signed_in_services import signed_in_services

ROOT = Path(__file__).resolve().parents[2]

SOURCES = ("src", "packaging", "scripts", "resources", ".github")

_APPX = "{http://schemas.microsoft.com/appx/manifest/foundation/windows10}"


def test_it_is_a_version_that_every_system_can_compare() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_it_is_written_down_in_one_file() -> None:
    told = re.compile(rf"(?<![\d.]){re.escape(__version__)}(?![\d.])")
    files = [ROOT / "pyproject.toml", *(f for name in SOURCES for f in (ROOT / name).rglob("*"))]
    places = [
        file.relative_to(ROOT).as_posix()
        for file in files
        if file.is_file()
        and not {"__pycache__", "texts"} & set(file.parts)
        and told.search(file.read_bytes().decode("utf-8", errors="replace"))
    ]
    assert places == ["src/ct_desktop/__init__.py"]


def test_the_command_line_and_the_package_say_it() -> None:
    said = output_of(sys.executable, "-m", "ct_desktop", "--version")
    assert said.split() == ["ct-desktop", __version__]
    assert version("ct-desktop") == __version__


def test_the_changelogs_newest_release_is_this_one() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[(.+?)\](?: - (\d{4}-\d{2}-\d{2}))?$", text, re.MULTILINE)
    assert headings[0] == ("Unreleased", "")
    assert headings[1][0] == __version__
    assert headings[1][1] == release_day().isoformat()


def test_the_software_catalogue_of_linux_shows_it() -> None:
    release = ET.fromstring(metainfo()).find("releases/release")
    assert release is not None
    assert release.attrib == {"version": __version__, "date": release_day().isoformat()}


def test_windows_compares_it_as_four_numbers() -> None:
    four = ".".join(map(str, version_numbers(__version__)))
    assert four == f"{__version__}.0"
    identity = ET.fromstring(manifest({})).find(f"{_APPX}Identity")
    assert identity is not None
    assert identity.attrib["Version"] == four
    assert f"-{__version__}-" in base_name()


def test_macos_is_told_it_twice() -> None:
    told = bundle_information()
    assert told["CFBundleShortVersionString"] == told["CFBundleVersion"] == __version__


def test_the_window_says_it_about_itself() -> None:
    assert f"CrossTrade Desktop {__version__}" in versions_line()


async def test_a_diagnostics_report_names_it() -> None:
    section = await check_versions(cast("Subject", SimpleNamespace(profile="default")))
    (app,) = (fact.value for fact in section.facts if fact.key == "app")
    assert app == __version__


async def test_the_server_hears_it_by_http_and_by_mcp() -> None:
    sent: list[httpx.Request] = []

    async def note(request: httpx.Request) -> None:
        sent.append(request)

    with DemoProcess(auto_approve=True) as demo:
        async with signed_in_services(demo) as services:
            services.http.event_hooks = {"request": [note]}
            await services.connection.call(CrossTrade.list_accounts)
    assert {request.headers["User-Agent"].split()[0] for request in sent} == {
        f"CrossTrade-Desktop/{__version__}"
    }
    told = [found for request in sent if (found := _client_info(json.loads(request.content)))]
    assert told
    assert all(found["version"] == __version__ for found in told)


def _client_info(message: dict[str, object]) -> dict[str, str] | None:
    """Who asks, where the message says it: in the handshake, or in every request's ``_meta``."""
    params = cast("dict[str, dict[str, dict[str, str]]]", message.get("params", {}))
    in_meta = params.get("_meta", {}).get("io.modelcontextprotocol/clientInfo")
    return in_meta or cast("dict[str, str] | None", params.get("clientInfo"))
