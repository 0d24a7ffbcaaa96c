"""The bill of materials: valid CycloneDX, and all that the frozen app holds."""

import json
from typing import Any

from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from release.sbom import bill_of

from ct_desktop import __version__
from support.built_packages import BuiltPackages

LISTED: list[dict[str, Any]] = [
    {
        "name": "ct-desktop",
        "version": __version__,
        "licence": "MIT",
        "purl": f"pkg:pypi/ct-desktop@{__version__}",
        "source": "",
        "parts": [],
    },
    {
        "name": "OpenSSL",
        "version": "3.0.19-1~deb12u2",
        "licence": "Apache-2.0",
        "purl": "pkg:deb/debian/libssl3@3.0.19-1~deb12u2?arch=amd64",
        "source": "https://openssl-library.org/source/",
        "parts": [],
    },
    {
        "name": "rusty",
        "version": "1.2",
        "licence": "Its author’s own words",
        "purl": "pkg:pypi/rusty@1.2",
        "source": "",
        "parts": [
            {
                "name": "crate",
                "version": "3",
                "licence": "MIT OR Zlib",
                "purl": "pkg:cargo/crate@3",
            },
            {"name": "pasted-in", "version": "", "licence": "MIT", "purl": ""},
        ],
    },
]


def faults(document: str) -> str | None:
    found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(document)
    return None if found is None else str(found)


def written(listed: list[dict[str, Any]]) -> str:
    return JsonV1Dot6(bill_of(listed)).output_as_string()


def test_it_fits_the_schema_and_names_each_component_with_what_is_inside() -> None:
    document = written(LISTED)
    assert faults(document) is None
    bill = json.loads(document)
    assert bill["metadata"]["component"]["version"] == __version__
    openssl, rusty = bill["components"]
    assert openssl["purl"] == "pkg:deb/debian/libssl3@3.0.19-1~deb12u2?arch=amd64"
    assert openssl["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert [part["name"] for part in rusty["components"]] == ["crate", "pasted-in"]
    (ours,) = (each for each in bill["dependencies"] if each["ref"] == "ct-desktop")
    assert ours["dependsOn"] == [openssl["bom-ref"], rusty["bom-ref"]]


def test_the_check_would_find_a_fault() -> None:
    bill = json.loads(written(LISTED))
    del bill["components"][0]["name"]
    assert faults(json.dumps(bill)) is not None


def test_the_same_content_has_the_same_number() -> None:
    serial = [
        json.loads(written(listed))["serialNumber"] for listed in (LISTED, LISTED, LISTED[:2])
    ]
    assert serial[0] == serial[1] != serial[2]


def test_the_build_writes_it_for_what_was_frozen(built: BuiltPackages) -> None:
    (path,) = built.frozen.parent.glob(f"ct-desktop-{__version__}-linux-*.cdx.json")
    assert faults(path.read_text()) is None
    named = {part["name"].lower() for part in json.loads(path.read_text())["components"]}
    assert {"python", "qt", "icu", "openssl", "sqlite", "httpx", "cryptography"} <= named
    assert not named & {"pytest", "ruff", "pip", "hatchling", "shtab"}
