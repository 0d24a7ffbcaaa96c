"""Python packages: which bundled file is whose, and the licence that each brings (PEP 639)."""

import json
import os
import re
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

from notices.component import Component, Part

_LICENCE_NAME = re.compile(r"(licen[cs]e|copying|notice)[\w.-]*$", re.IGNORECASE)

_CLASSIFIED = "License :: OSI Approved :: "


def owners(distributions: Iterable[Distribution]) -> dict[str, Distribution]:
    """The package of each installed file, by its path as :func:`plain_path` has it."""
    return {
        plain_path(str(distribution.locate_file(file))): distribution
        for distribution in distributions
        for file in distribution.files or ()
    }


def plain_path(path: str) -> str:
    """One spelling of a path; links are not followed, which would take seconds for all files."""
    return os.path.normcase(os.path.normpath(path))


def normalized(name: str) -> str:
    """A package's name as package indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def component_of(distribution: Distribution, licences: Mapping[str, str]) -> Component:
    """The package with the licence texts that lie in it, which may be none.

    ``licences`` are those of libraries by name, for what is compiled in without a word on it.
    """
    return Component(
        name=distribution.name,
        version=distribution.version,
        licence=_licence(distribution),
        purl=f"pkg:pypi/{normalized(distribution.name)}@{distribution.version}",
        texts=_texts(distribution),
        source=_source(distribution),
        parts=tuple(_parts(distribution, licences)),
    )


def _licence(distribution: Distribution) -> str:
    for stated in (*_field(distribution, "License-Expression"), *_field(distribution, "License")):
        # Some put the whole text there.
        if stated.strip() and "\n" not in stated.strip():
            return stated.strip()
    classified = [
        value.removeprefix(_CLASSIFIED)
        for value in _field(distribution, "Classifier")
        if value.startswith(_CLASSIFIED)
    ]
    return " OR ".join(classified)


def _texts(distribution: Distribution) -> dict[str, str]:
    named = set(_field(distribution, "License-File"))
    texts: dict[str, str] = {}
    for file in distribution.files or ():
        folder, _, inside = file.as_posix().partition("/")
        if not folder.endswith((".dist-info", ".egg-info")):
            continue
        inside = inside.removeprefix("licenses/")
        if inside in named or _LICENCE_NAME.match(Path(inside).name):
            path = Path(str(distribution.locate_file(file)))
            texts[inside.replace("/", "-")] = path.read_text(encoding="utf-8", errors="replace")
    return texts


def _source(distribution: Distribution) -> str:
    labelled = (entry.partition(", ") for entry in _field(distribution, "Project-URL"))
    addresses = {label.lower(): address for label, _, address in labelled}
    for label in ("source", "source code", "repository", "github", "homepage"):
        if label in addresses:
            return addresses[label]
    return next(iter(_field(distribution, "Home-page")), "")


def _field(distribution: Distribution, name: str) -> list[str]:
    return distribution.metadata.get_all(name) or []


def _parts(distribution: Distribution, licences: Mapping[str, str]) -> Iterable[Part]:
    """What the package's own SBOMs say is compiled into it (PEP 770)."""
    for file in distribution.files or ():
        if ".dist-info/sboms/" not in file.as_posix():
            continue
        text = Path(str(distribution.locate_file(file))).read_text(encoding="utf-8")
        document = json.loads(text)
        if document.get("bomFormat") == "CycloneDX":
            for found in document.get("components", ()):
                yield Part(
                    name=found["name"],
                    version=found.get("version", ""),
                    licence=_stated(found) or licences.get(found["name"].lower(), ""),
                    purl=str(found.get("purl", "")).partition("?")[0],
                )


def _stated(component: dict[str, Any]) -> str:
    stated = []
    for choice in component.get("licenses", ()):
        licence = choice.get("license", {})
        stated.append(choice.get("expression") or licence.get("id") or licence.get("name", ""))
    return " AND ".join(filter(None, stated))
