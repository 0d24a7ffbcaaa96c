"""Writes what the frozen app holds as a CycloneDX document, of what the freeze put down.

python -m release.sbom COMPONENTS OUT    writes OUT/ct-desktop-VERSION-SYSTEM-PROCESSOR.cdx.json

COMPONENTS is the components.json that notices/collect.py writes. What is compiled into a component
stands inside it, as its own makers list it.
"""

import json
import platform
import sys
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from linux.staging import build_moment
from packageurl import PackageURL

from ct_desktop import __version__

PRODUCT = "CrossTrade Desktop"
OURS = "ct-desktop"

_SYSTEMS = {"Darwin": "macos", "Linux": "linux", "Windows": "windows"}
_PROCESSORS = {"AMD64": "x64"}
"""What Windows calls its processor, and its packages call it."""

_licences = LicenseFactory()


def main(components: Path, out: Path) -> Path:
    """The document's path."""
    listed = json.loads(components.read_text(encoding="utf-8"))
    machine = platform.machine()
    system = f"{_SYSTEMS[platform.system()]}-{_PROCESSORS.get(machine, machine)}"
    path = out / f"{OURS}-{__version__}-{system}.cdx.json"
    document = JsonV1Dot6(bill_of(listed)).output_as_string(indent=2)
    path.write_text(document + "\n", encoding="utf-8")
    return path


def bill_of(listed: Iterable[dict[str, Any]]) -> Bom:
    """The bill of materials of the app with the ``listed`` components, our own not among them."""
    app = Component(
        name=PRODUCT,
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref=OURS,
        licenses=[_licences.make_from_string("MIT")],
        purl=PackageURL("generic", name=OURS, version=__version__),
    )
    parts = [_component(values) for values in listed if values["name"] != OURS]
    bom = Bom(
        components=parts,
        # The same content has the same number, however often it is built.
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(str(part.purl) for part in parts)),
    )
    bom.metadata.component = app
    bom.metadata.timestamp = build_moment()
    bom.register_dependency(app, parts)
    for part in parts:
        bom.register_dependency(part)
    return bom


def _component(values: dict[str, Any], inside: str = "") -> Component:
    component = Component(
        name=values["name"],
        version=values["version"] or None,
        type=ComponentType.LIBRARY,
        bom_ref=inside + values["purl"],
        licenses=[_licences.make_from_string(values["licence"])],
        purl=PackageURL.from_string(values["purl"]) if values["purl"] else None,
        components=[_component(part, f"{values['purl']}/") for part in values.get("parts", ())],
    )
    if values.get("source"):
        reference = ExternalReference(
            type=ExternalReferenceType.SOURCE_DISTRIBUTION, url=XsUri(values["source"])
        )
        component.external_references.add(reference)
    return component


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), Path(sys.argv[2])))
