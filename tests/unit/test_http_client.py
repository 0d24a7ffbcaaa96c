"""What making HTTP clients costs the app's start."""

import subprocess
import sys


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh process holds after ``code``."""
    answer = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(answer.stdout.split())


def test_asking_about_an_address_loads_no_http_library() -> None:
    loaded = loaded_by("from ct_desktop.http_client import is_secure_url")
    assert not {"httpx", "httpcore", "ssl", "asyncio", "truststore"} & loaded


def test_a_client_comes_without_the_librarys_command_line() -> None:
    loaded = loaded_by("from ct_desktop.http_client import create_http_client as create; create()")
    assert "httpx" in loaded
    assert not {"click", "rich", "pygments"} & loaded
