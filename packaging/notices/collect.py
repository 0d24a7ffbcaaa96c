"""Gives each bundled file its owner, and writes the owners' licences into the frozen app."""

import json
import platform
import re
import shutil
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from functools import cached_property
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from notices.component import Component, MissingNoticeError
from notices.index import COMMON, TEXTS_OF_PARTS, index, text_path
from notices.known import HERE, KnownComponent, known_components
from notices.python_package import component_of, normalized, owners, plain_path
from notices.system_package import owner_of

Entry: TypeAlias = tuple[str, str, str]
"""Where a file will lie, where it lies now, and what it is, as PyInstaller has it."""

FOLDER = "licences"
"""Where the notices lie, below the frozen app's ``lib``."""

OURS = "ct-desktop"

ROOT = Path(__file__).resolve().parents[2]


def collect_notices(entries: Iterable[Entry], work: Path) -> list[Entry]:
    """The notices for all ``entries``, written to ``work``, as entries of their own.

    ``work/components.json`` says the same to the SBOM. Raises MissingNoticeError.
    """
    components = components_of(entries)
    folder = work / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    written = write_notices(components, folder)
    listed = [asdict(replace(component, texts={})) for component in components]
    (work / "components.json").write_text(json.dumps(listed, indent=1), encoding="utf-8")
    return [
        (f"{FOLDER}/{path.relative_to(folder).as_posix()}", str(path), "DATA") for path in written
    ]


def components_of(entries: Iterable[Entry]) -> list[Component]:
    """Whose work ``entries`` are, each once, by name. Raises MissingNoticeError."""
    attribution = _Attribution()
    nobodys: set[str] = set()
    for target, source, kind in entries:
        # Links, and packages that are a folder alone, have no file of their own.
        if (
            kind != "SYMLINK"
            and source not in {None, "", "-"}
            and not attribution.note(target, source)
        ):
            nobodys.add(f"{target} (from {source})")
    components = sorted(attribution.components.values(), key=lambda each: each.name.lower())
    nobodys |= {each.name for each in components if not each.texts or not each.licence}
    nobodys |= {
        f"{part.name} in {each.name}"
        for each in components
        for part in each.parts
        if not part.licence
    }
    if nobodys:
        raise MissingNoticeError(
            "The licence of these is not known; packaging/notices/components.toml wants an entry "
            "for each:\n  " + "\n  ".join(sorted(nobodys))
        )
    return components


def write_notices(components: Sequence[Component], folder: Path) -> list[Path]:
    """Write the licence texts, a folder a component, and NOTICES.txt; their paths."""
    texts: dict[PurePosixPath, str] = {}
    for component in components:
        for name, text in component.texts.items():
            texts[text_path(component, name)] = text
        if component.parts:
            for name in TEXTS_OF_PARTS:
                text = (HERE / "texts" / name).read_text(encoding="utf-8")
                texts[PurePosixPath(COMMON, name)] = text
    texts[PurePosixPath("NOTICES.txt")] = index(components)
    for path, text in texts.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return [folder / path for path in texts]


class _Attribution:
    """Who owns what, as file after file is looked at."""

    def __init__(self) -> None:
        self.components: dict[str, Component] = {}
        self._known = known_components()
        self._licences = {each.name.partition(" ")[0].lower(): each.licence for each in self._known}
        self._seen: set[metadata.Distribution] = set()
        self._python = next(each for each in self._known if each.name == "Python")
        self._python_folders = [
            Path(place).resolve()
            for place in (
                sysconfig.get_path("stdlib"),
                sysconfig.get_path("platstdlib"),
                Path(sys.base_prefix, "DLLs"),
            )
        ]

    @cached_property
    def _owners(self) -> dict[str, metadata.Distribution]:
        return owners(metadata.distributions())

    def note(self, target: str, source: str) -> bool:
        """Count the file's owner in; ``False`` where none is found."""
        path = Path(source)
        where = PurePosixPath(target.replace("\\", "/"))
        known = next((each for each in self._known if each.fits(where)), None)
        if known is not None:
            self._add_known(known, path)
            return True
        distribution = self._owners.get(plain_path(source))
        if distribution is not None:
            self._add_package(distribution)
            return True
        path = path.resolve()
        if any(path.is_relative_to(ROOT / folder) for folder in ("packaging", "resources")):
            self._add_package(metadata.distribution(OURS))
            return True
        if any(path.is_relative_to(folder) for folder in self._python_folders):
            self._add_known(self._python, path)
            return True
        package = owner_of(path)
        if package is not None:
            self._add(
                Component(
                    package.name,
                    package.version,
                    "see its copyright file",
                    package.purl,
                    package.texts,
                )
            )
        return package is not None

    def _add_known(self, known: KnownComponent, path: Path) -> None:
        if known.name in self.components:
            return
        version = known.version(path.name)
        purl = f"pkg:generic/{_plain(known.name)}" + (f"@{version}" if version else "")
        texts = known.own_texts()
        if known is self._python:
            texts = {"LICENSE.txt": python_licence()} | texts
        elif (package := owner_of(path)) is not None:
            version, purl, texts = package.version, package.purl, package.texts
        self._add(Component(known.name, version, known.licence, purl, texts, known.source))

    def _add_package(self, distribution: metadata.Distribution) -> None:
        # Reading a package's metadata takes a while, and it has many files.
        if distribution in self._seen:
            return
        self._seen.add(distribution)
        name = normalized(distribution.name)
        known = next((each for each in self._known if name in each.packages), None)
        if known is not None:
            self._add_known(known, Path())
        else:
            self._add(component_of(distribution, self._licences))

    def _add(self, component: Component) -> None:
        self.components[component.name] = component


def python_licence() -> str:
    """The licence of the Python that is bundled. Raises MissingNoticeError."""
    standard_library = Path(sysconfig.get_path("stdlib"))
    for folder in (standard_library, Path(sys.base_prefix), standard_library.parent):
        path = folder / "LICENSE.txt"
        if path.is_file():
            return path.read_text(encoding="utf-8", errors="replace")
    version = ".".join(platform.python_version_tuple()[:2])
    copyright_file = Path(f"/usr/share/doc/python{version}/copyright")
    if copyright_file.is_file():
        return copyright_file.read_text(encoding="utf-8", errors="replace")
    raise MissingNoticeError(
        f"Python's own licence is not beside it: no LICENSE.txt in {standard_library}"
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9.+-]+", "-", name.partition(" (")[0].lower())
