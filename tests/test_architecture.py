"""The arrows of the design hold: the contracts in pyproject.toml, and what they cannot say."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
SOURCE = REPOSITORY / "src" / "ct_desktop"


def imported_modules(path: Path) -> Iterator[str]:
    """Every module that the file at ``path`` imports, by its full name.

    ``from a.b import c`` gives ``a.b.c`` as well, since ``c`` may be a module.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


LINT_IMPORTS = """
from importlinter.cli import lint_imports
raise SystemExit(lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True))
"""


def test_the_import_contracts_hold() -> None:
    # In a process of its own: it switches every logger of its process off, and tests that search
    # the log would search an empty one.
    linted = subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_core_imports_the_standard_library_and_pydantic_alone() -> None:
    allowed = sys.stdlib_module_names | {"pydantic"}
    strangers = {
        f"{path.name}: {module}"
        for path in (SOURCE / "core").rglob("*.py")
        for module in imported_modules(path)
        if module.split(".")[0] not in allowed and not module.startswith("ct_desktop.core")
    }
    assert not strangers


def test_core_does_no_input_or_output() -> None:
    doors = {
        "asyncio",
        "http",
        "os",
        "pathlib",
        "socket",
        "sqlite3",
        "subprocess",
        "urllib.request",
    }
    found = {
        f"{path.name}: {module}"
        for path in (SOURCE / "core").rglob("*.py")
        for module in imported_modules(path)
        if module.split(".")[0] in doors or module.startswith("urllib.request")
    }
    assert not found


def test_b20_no_embedded_web_view_is_imported() -> None:
    views = ("QtWebEngine", "QtWebView", "QtWebKit", "webview")
    found = {
        f"{path.relative_to(SOURCE)}: {module}"
        for path in SOURCE.rglob("*.py")
        for module in imported_modules(path)
        if any(part.startswith(views) for part in module.split("."))
    }
    assert not found


def test_only_one_place_makes_http_clients() -> None:
    makers = ("httpx.AsyncClient", "httpx.Client")
    found = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "demo" not in path.relative_to(SOURCE).parts
        and any(f"{maker}(" in path.read_text(encoding="utf-8") for maker in makers)
    }
    assert found == {"http_client.py"}
