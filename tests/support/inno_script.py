"""Reads an Inno Setup script: as much of its form as packaging/windows/ct-desktop.iss has.

Source: Inno Setup's help, "Script Format Overview", "Parameters in Sections", "Inno Setup
Preprocessor".
"""

import re
from dataclasses import dataclass
from pathlib import Path

_SECTION = re.compile(r"\[(\w+)\]$")
_DEFINE = re.compile(r'#define (\w+) "(.*)"$')
_PARAMETER = re.compile(r'\s*(\w+):\s*("(?:[^"]|"")*"|[^;]*)\s*(?:;|$)')


@dataclass(frozen=True)
class InnoScript:
    """``directives`` are those of ``[Setup]``; ``entries`` the lines of the other sections."""

    directives: dict[str, str]
    messages: dict[str, str]
    entries: dict[str, list[dict[str, str]]]
    code: str
    needed: frozenset[str]
    """The names that the script takes from whoever compiles it."""


def read_inno_script(path: Path) -> InnoScript:
    """Raises AssertionError for a line whose form is unknown."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    head, _, code = text.partition("[Code]\n")
    defines: dict[str, str] = {}
    directives: dict[str, str] = {}
    messages: dict[str, str] = {}
    entries: dict[str, list[dict[str, str]]] = {}
    section = ""
    for line in head.splitlines():
        if not line or line.startswith(";"):
            continue
        if line.startswith("#") or line.strip().startswith("#error"):
            if defined := _DEFINE.match(line):
                defines[defined[1]] = defined[2]
        elif named := _SECTION.match(line):
            section = named[1]
        elif section == "Setup":
            name, _, value = line.partition("=")
            directives[name] = _filled(value, defines)
        elif section in ("Messages", "CustomMessages"):
            name, _, value = line.partition("=")
            messages[name] = _filled(value, defines)
        else:
            entries.setdefault(section, []).append(_parameters(_filled(line, defines)))
    used = set(re.findall(r"\{#(\w+)\}", text)) - defines.keys()
    return InnoScript(directives, messages, entries, _filled(code, defines), frozenset(used))


def _filled(text: str, defines: dict[str, str]) -> str:
    for name, value in defines.items():
        text = text.replace(f"{{#{name}}}", value)
    return text


def _parameters(line: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while at < len(line.rstrip()):
        parameter = _PARAMETER.match(line, at)
        assert parameter is not None, line
        value = parameter[2].strip()
        if value.startswith('"'):
            value = value[1:-1].replace('""', '"')
        found[parameter[1]] = value
        at = parameter.end()
    return found
