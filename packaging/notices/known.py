"""The libraries that components.toml knows, and in which version this build has them."""

import importlib
import platform
import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class KnownComponent:
    """An entry of components.toml, which says what its fields are."""

    name: str
    licence: str
    source: str
    texts: tuple[str, ...]
    files: tuple[str, ...]
    packages: tuple[str, ...]
    version_from: str

    def fits(self, target: PurePosixPath) -> bool:
        """Whether the file that lies at ``target`` in the app is this one's."""
        path = str(target).lower()
        return any(
            fnmatchcase(path if "/" in pattern else target.name.lower(), pattern.lower())
            or ("/" in pattern and fnmatchcase(path, f"*/{pattern.lower()}"))
            for pattern in self.files
        )

    def version(self, file_name: str) -> str:
        """The version in use, or an empty text where nothing tells it."""
        if self.version_from == "soname":
            return file_name.partition(".so.")[2]
        if self.version_from.startswith("package "):
            return metadata.version(self.version_from.removeprefix("package "))
        if self.version_from == "python":
            return platform.python_version()
        if not self.version_from:
            return ""
        module, _, attribute = self.version_from.partition(".")
        value = str(getattr(importlib.import_module(module), attribute))
        found = re.search(r"\d[\w.]*", value)
        return found[0] if found else value

    def own_texts(self) -> dict[str, str]:
        """The licence texts that lie in ``texts``."""
        return {name: (HERE / "texts" / name).read_text(encoding="utf-8") for name in self.texts}


def known_components() -> list[KnownComponent]:
    """All entries, in their order."""
    document = tomllib.loads((HERE / "components.toml").read_text(encoding="utf-8"))
    return [_entry(values) for values in document["component"]]


def _entry(values: dict[str, Any]) -> KnownComponent:
    return KnownComponent(
        name=values["name"],
        licence=values["licence"],
        source=values["source"],
        texts=tuple(values["texts"]),
        files=tuple(values["files"]),
        packages=tuple(values.get("packages", ())),
        version_from=values.get("version", ""),
    )
