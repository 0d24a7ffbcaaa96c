"""Which of the files that PyInstaller finds the app has a use for."""

import importlib
from pathlib import Path, PurePath
from typing import TypeAlias

Entry: TypeAlias = tuple[str, str, str]
"""Where a file will lie, where it lies now, and what it is, as PyInstaller has it."""

KEPT_PLUGINS: dict[str, frozenset[str] | None] = {
    "iconengines": frozenset({"qsvgicon"}),
    "imageformats": frozenset({"qico", "qicns", "qjpeg", "qsvg"}),
    "platforminputcontexts": None,
    "platforms": frozenset({"qcocoa", "qminimal", "qoffscreen", "qwayland", "qwindows", "qxcb"}),
    # The GTK theme would bring 20 MB of GTK. The app draws itself, and file dialogs are the
    # portal's.
    "platformthemes": frozenset({"qxdgdesktopportal"}),
    "styles": None,
    "wayland-decoration-client": None,
    "wayland-graphics-integration-client": None,
    "wayland-shell-integration": None,
    "xcbglintegrations": None,
}
"""Qt's plugins by folder: those of use, or ``None`` for all. No other folder is."""


def is_kept(target: str) -> bool:
    """Whether what would lie at ``target`` is of use. Qt's own texts are shown nowhere."""
    path = PurePath(target)
    if "PySide6" not in path.parts:
        return True
    if "plugins" in path.parts:
        kept = KEPT_PLUGINS.get(path.parent.name, frozenset())
        return kept is None or path.name.split(".")[0].removeprefix("lib") in kept
    # Windows' replacement for a missing OpenGL, 20 MB: the app draws without any.
    return "translations" not in path.parts and path.name != "opengl32sw.dll"


def needed(entries: list[Entry]) -> list[Entry]:
    """Those of ``entries`` that the program loads by name, and what these are linked to.

    But for the libraries that Qt's own packages leave to the system (X11, GLib, fonts): they come
    with every desktop, and have to fit its display server and settings. What Python itself needs
    is kept, since systems have it in different versions.
    """
    # It is there in the build alone, and ships no types.
    get_imports = importlib.import_module("PyInstaller.depend.bindepend").get_imports
    by_name = {Path(target).name: (target, source, kind) for target, source, kind in entries}
    wanted = [entry for entry in entries if _is_loaded_by_name(entry)]
    found = {target for target, _, _ in wanted}
    while wanted:
        target, source, _ = wanted.pop()
        for name, _path in get_imports(source):
            entry = by_name.get(Path(name).name)
            if entry is None or entry[0] in found:
                continue
            if "PySide6" in target and _lies_in_system(entry):
                continue
            found.add(entry[0])
            wanted.append(entry)
    return [entry for entry in entries if entry[0] in found]


def without_dangling_links(entries: list[Entry], others: list[Entry]) -> list[Entry]:
    """``entries`` but for the links that lead to none of them and none of ``others``."""
    there = {PurePath(target) for target, _, kind in (*entries, *others) if kind != "SYMLINK"}
    return [
        (target, source, kind)
        for target, source, kind in entries
        if kind != "SYMLINK" or PurePath(target).parent / source in there
    ]


def _is_loaded_by_name(entry: Entry) -> bool:
    """Whether it is Python itself, one of its extension modules or a plugin of Qt's."""
    target, _, kind = entry
    return kind == "EXTENSION" or "libpython" in target or "plugins" in PurePath(target).parts


def _lies_in_system(entry: Entry) -> bool:
    return entry[1].startswith(("/lib", "/usr/lib"))
