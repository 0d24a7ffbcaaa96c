"""Runs the recipe of the frozen app as PyInstaller does on another system, and freezes nothing.

What the recipe asks of PyInstaller is recorded; the files that PyInstaller would make are there,
empty, under the names that it gives them.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "packaging" / "pyinstaller" / "ct-desktop.spec"


@dataclass
class Recipe:
    """What the recipe asked for on one system, and the folder it made."""

    dist: Path
    hidden_imports: list[str] = field(default_factory=list)
    programs: list[dict[str, Any]] = field(default_factory=list)
    bundles: list[dict[str, Any]] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """The frozen app."""
        return self.dist / "ct-desktop"

    def files(self) -> set[str]:
        """The names of what lies at its top."""
        return {path.name for path in self.folder.iterdir()}


def run_recipe(platform: str, dist: Path, monkeypatch: pytest.MonkeyPatch) -> Recipe:
    """Run it for ``platform``, a value of ``sys.platform``."""
    recipe = Recipe(dist)
    ending = ".exe" if platform == "win32" else ""

    def analysis(scripts: list[str], **options: Any) -> SimpleNamespace:
        assert all(Path(script).is_file() for script in scripts)
        recipe.hidden_imports += options["hiddenimports"]
        return SimpleNamespace(pure=[], scripts=[], binaries=[], datas=options["datas"])

    def exe(*_: object, name: str, **options: Any) -> str:
        recipe.programs.append({"name": name, **options})
        return name + ending

    def collect(*parts: object, name: str, **_: Any) -> str:
        folder = dist / name
        (folder / "lib").mkdir(parents=True)
        for part in parts:
            if isinstance(part, str):
                (folder / part).touch()
        return name

    def bundle(*_: object, **options: Any) -> None:
        recipe.bundles.append(options)

    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "platform", platform)
    stand_ins: dict[str, dict[str, Any]] = {
        "PyInstaller": {},
        "PyInstaller.utils": {},
        "PyInstaller.utils.hooks": {
            "collect_data_files": lambda *_, **__: [],
            "collect_submodules": lambda package: [package],
            "copy_metadata": lambda _: [],
        },
        "PyInstaller.archive.writers": {"ZlibArchiveWriter": object},
        "PyInstaller.building.api": {},
        "PyInstaller.utils.win32": {},
        "PyInstaller.utils.win32.versioninfo": _version_parts(),
        "notices.collect": {"collect_notices": lambda *_: []},
    }
    for name, values in stand_ins.items():
        module = ModuleType(name)
        vars(module).update(values)
        monkeypatch.setitem(sys.modules, name, module)
    offered = {
        "SPECPATH": str(SPEC.parent),
        "DISTPATH": str(dist),
        "workpath": str(dist / "work"),
        "Analysis": analysis,
        "PYZ": lambda _: None,
        "EXE": exe,
        "COLLECT": collect,
        "BUNDLE": bundle,
    }
    exec(compile(SPEC.read_text(encoding="utf-8"), str(SPEC), "exec"), offered)
    return recipe


def _version_parts() -> dict[str, Any]:
    """PyInstaller's parts of a version resource, each as what it was given."""
    return {
        "VSVersionInfo": lambda ffi, kids: {"numbers": ffi, **dict(kids)},
        "FixedFileInfo": lambda filevers, prodvers: (filevers, prodvers),
        "StringFileInfo": lambda tables: ("texts", tables[0]),
        "StringTable": lambda _language, texts: dict(texts),
        "StringStruct": lambda name, text: (name, text),
        "VarFileInfo": lambda values: ("languages", values),
        "VarStruct": lambda name, values: (name, values),
    }
