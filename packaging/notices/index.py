"""NOTICES.txt: what is bundled, one paragraph each, with where its licence text lies."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from notices.component import Component

COMMON = "common"
TEXTS_OF_PARTS = ("Apache-2.0.txt", "MIT.txt", "Unicode-3.0.txt")
"""The licences of nearly all that is compiled into other components: Rust crates, mostly."""

_HEAD = """\
CrossTrade Desktop brings the work of others along. This file says what, under which licence, and in
which folder beside it the licence's text lies.

Qt and Qt for Python (PySide6, Shiboken6) are used under the GNU Lesser General Public License,
version 3. You may change them and use your own build of them with this program: they lie as shared
libraries of their own in the program's folder (PySide6 and shiboken6; in the macOS bundle under
Contents/Frameworks), and a compatible build of the same version may be put in their place. Nothing
in the terms of CrossTrade Desktop forbids to modify them, or to look into this program in order to
debug such modifications. They are unchanged but for their symbol tables; on Linux, locales that
the program has no use for are left out of the data of ICU beside them, by icu_data.py of the
program's own source. Their source code, for the version below:
  {qt}
  {pyside}
"""

_RULE = "-" * 78


def text_path(component: Component, name: str) -> PurePosixPath:
    """Where the component's licence text ``name`` lies, seen from NOTICES.txt."""
    if name.startswith(f"{COMMON}/"):
        return PurePosixPath(name)
    return PurePosixPath(re.sub(r"[^\w.+-]+", "-", component.name.partition(" (")[0]), name)


def index(components: Sequence[Component]) -> str:
    """The text of NOTICES.txt."""
    source = {component.name.split()[0]: component for component in components}
    lines = []
    qt = source.get("Qt")
    if qt is not None:
        release = qt.version.rpartition(".")[0]
        lines.append(
            _HEAD.format(
                qt=f"https://download.qt.io/official_releases/qt/{release}/{qt.version}/",
                pyside="https://download.qt.io/official_releases/QtForPython/pyside6/",
            )
        )
    else:
        lines.append(_HEAD.partition("\n\n")[0])
    for component in components:
        lines += [_RULE, _title(component.name, component.version), f"Licence: {component.licence}"]
        if component.source:
            lines.append(f"Source: {component.source}")
        lines += [f"Text: {text_path(component, name)}" for name in component.texts]
        if component.parts:
            lines.append(f"Compiled into it, by its makers' own list (texts in {COMMON}/):")
            parts = sorted(component.parts, key=lambda part: part.name.lower())
            lines += [f"  {_title(part.name, part.version)}: {part.licence}" for part in parts]
    return "\n".join(lines) + "\n"


def _title(name: str, version: str) -> str:
    return f"{name} {version}".rstrip()
