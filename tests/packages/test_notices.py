"""The licences of what is bundled: found, or the build fails and says whose is missing."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from notices.collect import Entry, collect_notices
from notices.component import MissingNoticeError
from notices.known import HERE

from support.built_packages import BuiltPackages

Package = Callable[..., list[Entry]]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """Installs a Python package of one module; what PyInstaller would bundle of it."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def install(name: str, *fields: str, **files: str) -> list[Entry]:
        folder = site / f"{name}-1.2.dist-info"
        module = site / f"{name}.py"
        module.touch()
        content = {"METADATA": "\n".join([f"Name: {name}", "Version: 1.2", *fields, ""])}
        content |= {path.replace("__", "/"): text for path, text in files.items()}
        for path, text in content.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        record = [module.name, *(f"{folder.name}/{path}" for path in content)]
        (folder / "RECORD").write_text("".join(f"{path},,\n" for path in record))
        return [(name, str(module), "PYMODULE")]

    return install


def notices(entries: list[Entry], folder: Path) -> str:
    written = collect_notices(entries, folder)
    assert [target for target, _, kind in written if kind != "DATA"] == []
    return (folder / "licences" / "NOTICES.txt").read_text()


def texts(notices: str) -> list[str]:
    return re.findall(r"^Text: (.+)$", notices, re.MULTILINE)


def test_a_packages_licence_is_taken_from_where_its_metadata_names_it(
    package: Package, tmp_path: Path
) -> None:
    fields = ("License-Expression: MIT AND Zlib", "License-File: sub/TERMS")
    said = notices(package("fine_thing", *fields, licenses__sub__TERMS="do as you like"), tmp_path)
    assert "fine_thing 1.2\nLicence: MIT AND Zlib" in said
    assert texts(said) == ["fine_thing/sub-TERMS"]
    assert (tmp_path / "licences" / "fine_thing" / "sub-TERMS").read_text() == "do as you like"


@pytest.mark.parametrize("name", ["LICENSE", "LICENCE.md", "COPYING", "NOTICE.txt"])
def test_a_licence_that_no_metadata_names_is_found_by_its_usual_name(
    package: Package, tmp_path: Path, name: str
) -> None:
    entries = package(
        "older", "Classifier: License :: OSI Approved :: MIT License", **{name: "free"}
    )
    said = notices(entries, tmp_path)
    assert "Licence: MIT License" in said
    assert texts(said) == [f"older/{name}"]


def test_packages_without_a_licence_fail_the_build_by_name(
    package: Package, tmp_path: Path
) -> None:
    without_text = package("silent", "License: MIT")
    without_name = package("vague", LICENSE="text of what?")
    with pytest.raises(MissingNoticeError, match=r"(?s)silent.*vague"):
        collect_notices([*without_text, *without_name], tmp_path)


def test_a_library_that_nobody_knows_fails_the_build_by_name(tmp_path: Path) -> None:
    library = tmp_path / "libmystery.so.4"
    library.touch()
    with pytest.raises(MissingNoticeError, match=r"libmystery\.so\.4"):
        collect_notices([(library.name, str(library), "BINARY")], tmp_path)


def test_what_a_package_says_is_compiled_into_it_is_listed_with_it(
    package: Package, tmp_path: Path
) -> None:
    inside = [
        {"name": "crate", "version": "3", "licenses": [{"expression": "MIT OR Apache-2.0"}]},
        {"name": "openssl", "version": "4.0"},
    ]
    bom = json.dumps({"bomFormat": "CycloneDX", "components": inside})
    fields = ("License-Expression: MIT", "License-File: LICENSE")
    entries = package("rusty", *fields, licenses__LICENSE="free", **{"sboms/rusty.cdx.json": bom})
    said = notices(entries, tmp_path)
    assert "  crate 3: MIT OR Apache-2.0\n  openssl 4.0: Apache-2.0\n" in said
    assert (tmp_path / "licences" / "common" / "Apache-2.0.txt").is_file()


def test_what_is_compiled_in_without_a_licence_fails_the_build_by_name(
    package: Package, tmp_path: Path
) -> None:
    bom = json.dumps({"bomFormat": "CycloneDX", "components": [{"name": "riddle"}]})
    entries = package("rusty", "License: MIT", LICENSE="free", **{"sboms/a.json": bom})
    with pytest.raises(MissingNoticeError, match="riddle in rusty"):
        collect_notices(entries, tmp_path)


@pytest.mark.parametrize(
    "target",
    [
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/Qt6Core.dll",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
    ],
)
def test_qt_comes_with_the_lgpl_its_source_and_the_leave_to_replace_it(
    target: str, tmp_path: Path
) -> None:
    said = notices([(target, str(tmp_path / "a-file"), "BINARY")], tmp_path)
    assert texts(said) == ["Qt/LGPL-3.0.txt", "Qt/GPL-3.0.txt", "Qt/Qt-third-party.txt"]
    assert "may be put in their place" in said
    assert re.search(r"^  https://download\.qt\.io/official_releases/qt/6\.", said, re.MULTILINE)
    for text in texts(said):
        assert (tmp_path / "licences" / text).stat().st_size > 1000


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("libcrypto-3.dll", "OpenSSL"),
        ("libssl.3.dylib", "OpenSSL"),
        ("sqlite3.dll", "SQLite"),
        ("libffi-8.dll", "libffi"),
        ("VCRUNTIME140_1.dll", "Microsoft C and C++ runtime"),
        ("api-ms-win-crt-heap-l1-1-0.dll", "Microsoft C and C++ runtime"),
        ("python311.dll", "Python"),
        ("Python.framework/Versions/3.11/Python", "Python"),
        ("PySide6\\MSVCP140.dll", "Microsoft C and C++ runtime"),
        ("PySide6\\QtCore.pyd", "Qt for Python (PySide6, Shiboken6)"),
    ],
)
def test_libraries_of_other_systems_are_known_too(target: str, name: str, tmp_path: Path) -> None:
    said = notices([(target, str(tmp_path / "a-file"), "BINARY")], tmp_path)
    assert re.search(rf"^{re.escape(name)}( [\w.]+)?\nLicence: ", said, re.MULTILINE)


def test_a_library_of_the_systems_comes_with_its_own_copyright_file(tmp_path: Path) -> None:
    owner = Path("/usr/share/doc/zlib1g/copyright")
    if not owner.is_file():
        pytest.skip("this system has no zlib1g of Debian's")
    (library,) = Path("/").glob("lib/*-linux-gnu/libz.so.1")
    said = notices([("libz.so.1", str(library), "BINARY")], tmp_path)
    assert texts(said)[0] == "zlib/zlib1g-copyright.txt"
    kept = tmp_path / "licences" / "zlib" / "zlib1g-copyright.txt"
    assert kept.read_text() == owner.read_text()
    (component,) = json.loads((tmp_path / "components.json").read_text())
    assert component["purl"].startswith("pkg:deb/")
    assert component["version"] in component["purl"]


def test_the_list_of_libraries_and_the_texts_belong_together() -> None:
    entries = tomllib.loads((HERE / "components.toml").read_text())["component"]
    used = {name for entry in entries for name in entry["texts"]} | {"MIT.txt"}
    assert used == {path.name for path in (HERE / "texts").iterdir()}


def test_the_frozen_app_brings_the_licence_of_everything_in_it(built: BuiltPackages) -> None:
    folder = built.frozen / "lib" / "licences"
    said = (folder / "NOTICES.txt").read_text()
    listed = texts(said)
    assert len(listed) > 40
    assert [text for text in listed if not (folder / text).stat().st_size] == []
    for name in (
        "Python",
        "Qt",
        "Qt for Python",
        "ICU",
        "OpenSSL",
        "SQLite",
        "ct-desktop",
    ):
        assert re.search(rf"^{name}( |$)", said, re.MULTILINE), name
    for info in (built.frozen / "lib").glob("*.dist-info"):
        name, _, version = info.stem.removesuffix(".dist-info").rpartition("-")
        pattern = re.sub(r"[-_.]", "[-_.]", name)
        assert re.search(rf"^{pattern} {re.escape(version)}$", said, re.MULTILINE | re.IGNORECASE)
