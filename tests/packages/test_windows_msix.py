"""The MSIX package for Windows: its manifest and its layout, as the build lays them.

Microsoft's MakeAppx runs on Windows. The rules below are those of the published manifest schema
("App package manifest", Windows 10), for the elements that the manifest has.
"""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from icon.render import msix_images
from windows.msix import add_programs, lay_resources, manifest

from ct_desktop import __version__
from ct_desktop.cli.arguments import parse_arguments
from support.freezing_recipe import ROOT, run_recipe

BASE = "http://schemas.microsoft.com/appx/manifest"
NAMESPACES = {
    "": f"{BASE}/foundation/windows10",
    "rescap": f"{BASE}/foundation/windows10/restrictedcapabilities",
    "uap": f"{BASE}/uap/windows10",
    "uap5": f"{BASE}/uap/windows10/5",
    "uap10": f"{BASE}/uap/windows10/10",
    "desktop": f"{BASE}/desktop/windows10",
    "desktop4": f"{BASE}/desktop/windows10/4",
    "desktop6": f"{BASE}/desktop/windows10/6",
}

QUAD = r"(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){3}"
EXECUTABLE = r'[^<>:"|?*]{1,252}\.exe'
IMAGE = r'[^<>:"|?*]+\.png'
TEXT = r"\S(.*\S)?"
FULL_TRUST = r"Windows\.FullTrustApplication"

SCHEMA: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "Package": (
        ("Identity", "Properties", "Resources", "Dependencies", "Capabilities", "Applications"),
        {"IgnorableNamespaces": TEXT},
    ),
    "Identity": (
        (),
        {
            "Name": r"[-.A-Za-z0-9]{3,50}",
            "Publisher": r"(CN|OID\.[\d.]+)=[^,]+(, (CN|O|L|S|C|OID\.[\d.]+)=[^,]+)*",
            "Version": QUAD,
            "ProcessorArchitecture": "x64",
        },
    ),
    "Properties": (
        (
            *("DisplayName", "PublisherDisplayName", "Description", "Logo"),
            "desktop6:FileSystemWriteVirtualization",
        ),
        {},
    ),
    "DisplayName": ((), {}),
    "PublisherDisplayName": ((), {}),
    "Description": ((), {}),
    "Logo": ((), {}),
    "desktop6:FileSystemWriteVirtualization": ((), {}),
    "Resources": (("Resource",), {}),
    "Resource": ((), {"Language": r"[a-z]{2}-[a-z]{2}"}),
    "Dependencies": (("TargetDeviceFamily",), {}),
    "TargetDeviceFamily": (
        (),
        {"Name": r"Windows\.Desktop", "MinVersion": QUAD, "MaxVersionTested": QUAD},
    ),
    "Capabilities": (("Capability", "rescap:Capability"), {}),
    "Capability": ((), {"Name": "internetClient"}),
    "rescap:Capability": ((), {"Name": "runFullTrust|unvirtualizedResources"}),
    "Applications": (("Application",), {}),
    "Application": (
        ("uap:VisualElements", "Extensions"),
        {"Id": r"[A-Za-z][A-Za-z0-9]{0,63}", "Executable": EXECUTABLE, "EntryPoint": FULL_TRUST},
    ),
    "uap:VisualElements": (
        (),
        {
            "DisplayName": TEXT,
            "Description": TEXT,
            "BackgroundColor": "transparent",
            "Square150x150Logo": IMAGE,
            "Square44x44Logo": IMAGE,
        },
    ),
    "Extensions": (("desktop:Extension", "uap5:Extension"), {}),
    "desktop:Extension": (
        ("desktop:StartupTask",),
        {
            "Category": r"windows\.startupTask",
            "Executable": EXECUTABLE,
            "EntryPoint": FULL_TRUST,
            "uap10:Parameters": TEXT,
        },
    ),
    "desktop:StartupTask": ((), {"TaskId": TEXT, "Enabled": "true|false", "DisplayName": TEXT}),
    "uap5:Extension": (
        ("uap5:AppExecutionAlias",),
        {
            "Category": r"windows\.appExecutionAlias",
            "Executable": EXECUTABLE,
            "EntryPoint": FULL_TRUST,
        },
    ),
    "uap5:AppExecutionAlias": (("uap5:ExecutionAlias",), {"desktop4:Subsystem": "console|windows"}),
    "uap5:ExecutionAlias": ((), {"Alias": EXECUTABLE}),
}
"""The manifest's elements: what may lie in each, in what order, and what its attributes look like.
Each attribute is there; what is not required by the schema, the app needs."""

SINGLE_VALUE = {
    "desktop6:FileSystemWriteVirtualization": "disabled|enabled",
    "Logo": IMAGE,
    "DisplayName": r".{1,256}",
    "PublisherDisplayName": r".{1,256}",
    "Description": r".{1,2048}",
}


def short(name: str) -> str:
    """``{namespace}Name`` as ``prefix:Name``."""
    namespace, _, local = name.removeprefix("{").rpartition("}")
    if not namespace:
        return local
    (prefix,) = [key for key, value in NAMESPACES.items() if value == namespace]
    return f"{prefix}:{local}" if prefix else local


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package's folder as the build lays it, of a frozen app without content."""
    recipe = run_recipe("win32", tmp_path / "dist", monkeypatch)
    icons = tmp_path / "icons"
    (icons / "msix").mkdir(parents=True)
    for name in msix_images():
        (icons / "msix" / name).touch()
    layout = tmp_path / "layout"
    lay_resources(icons, layout)
    add_programs(recipe.folder, layout)
    return layout


@pytest.fixture
def package(layout: Path) -> ElementTree.Element:
    return ElementTree.parse(layout / "AppxManifest.xml").getroot()


def test_the_manifest_is_as_the_schema_wants_it(package: ElementTree.Element) -> None:
    for element in package.iter():
        name = short(element.tag)
        children, attributes = SCHEMA[name]
        found = [short(child.tag) for child in element]
        assert found == sorted(found, key=children.index)
        assert {short(key) for key in element.attrib} == attributes.keys(), name
        for key, value in element.attrib.items():
            assert re.fullmatch(attributes[short(key)], value), f"{name} {key}={value}"
        if name in SINGLE_VALUE:
            assert re.fullmatch(SINGLE_VALUE[name], element.text or "")
        else:
            assert not (element.text or "").strip()
        if children:
            assert set(found) == set(children), name


def test_older_windows_may_pass_over_every_later_namespace(package: ElementTree.Element) -> None:
    assert set(package.attrib["IgnorableNamespaces"].split()) == NAMESPACES.keys() - {""}


def test_it_says_this_version(package: ElementTree.Element) -> None:
    identity = package.find("Identity", NAMESPACES)
    assert identity is not None
    assert identity.attrib["Version"] == f"{__version__}.0"


def test_every_program_it_names_is_there_and_understands_what_it_is_told(
    layout: Path, package: ElementTree.Element
) -> None:
    named = {element.attrib.get("Executable") for element in package.iter()} - {None}
    assert named == {"ct-desktop.exe", "ct-desktop-console.exe"}
    assert all((layout / str(name)).is_file() for name in named)
    assert not (layout / "ct-desktop.com").exists()
    (task,) = package.iter(f"{{{NAMESPACES['desktop']}}}Extension")
    parameters = task.attrib[f"{{{NAMESPACES['uap10']}}}Parameters"]
    assert parse_arguments(parameters.split()).minimized


def test_every_image_it_names_is_there_at_several_scales(
    layout: Path, package: ElementTree.Element
) -> None:
    text = ElementTree.tostring(package, encoding="unicode")
    named = set(re.findall(r"Assets\\(\w+)\.png", text))
    assert named == {"StoreLogo", "Square44x44Logo", "Square150x150Logo"}
    for name in named:
        assert (layout / "Assets" / f"{name}.scale-100.png").is_file()
        assert (layout / "Assets" / f"{name}.scale-200.png").is_file()


def test_start_at_login_is_off_until_the_trader_switches_it_on(
    package: ElementTree.Element,
) -> None:
    (task,) = package.iter(f"{{{NAMESPACES['desktop']}}}StartupTask")
    assert task.attrib["Enabled"] == "false"


def test_the_publisher_is_the_certificates() -> None:
    text = manifest({"CT_DESKTOP_MSIX_PUBLISHER": 'CN="Mia & Sons", C=US'})
    identity = ElementTree.fromstring(text).find("Identity", NAMESPACES)
    assert identity is not None
    assert identity.attrib["Publisher"] == 'CN="Mia & Sons", C=US'


def test_the_template_has_no_version_of_its_own() -> None:
    template = (ROOT / "packaging" / "windows" / "AppxManifest.xml.in").read_text(encoding="utf-8")
    assert template.count("@VERSION@") == 1
    assert "@" not in manifest({})
