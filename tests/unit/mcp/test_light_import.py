"""The package loads httpx and little else: it stands in the way of the first numbers."""

import subprocess
import sys


def test_importing_the_client_loads_no_heavy_library() -> None:
    check = (
        "import sys, ct_desktop.mcp;"
        "print(*{'pydantic', 'mcp', 'starlette', 'PySide6', 'jsonschema'} & sys.modules.keys())"
    )
    answer = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == []
