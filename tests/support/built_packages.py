"""What ``packaging/build`` makes on Linux, built when something that goes into it has changed."""

import hashlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ct_desktop import __version__

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"

BUILD_TIMEOUT = 1200.0
"""Seconds for all parts, on a busy machine without an environment for building."""

_STATE = ROOT / "build" / "packaging" / "tested"
_INPUTS = (
    *("src", "resources", "packaging", "scripts"),
    *("pyproject.toml", "constraints.txt", "CHANGELOG.md", "LICENSE", "README.md"),
)


@dataclass(frozen=True, slots=True)
class BuiltPackages:
    """Where each package is. ``log`` is what the build said."""

    wheel: Path
    sdist: Path
    frozen: Path
    debian: Path
    tarball: Path
    log: str

    @property
    def program(self) -> Path:
        """The frozen app's program, in its folder."""
        return self.frozen / "ct-desktop"


def build_packages() -> BuiltPackages:
    """All of them, from the source as it is now. Raises AssertionError with the build's words."""
    inputs = _digest_of_inputs()
    built = _STATE / "inputs"
    log = _STATE / "build.log"
    if not built.exists() or built.read_text() != inputs:
        _STATE.mkdir(parents=True, exist_ok=True)
        built.unlink(missing_ok=True)
        with log.open("wb") as output:
            code = subprocess.run(
                [str(ROOT / "packaging" / "build")],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=BUILD_TIMEOUT,
                check=False,
            ).returncode
        assert code == 0, f"packaging/build ended with {code}:\n{log.read_text()[-8000:]}"
        built.write_text(inputs)
    return BuiltPackages(
        wheel=_the_one(f"ct_desktop-{__version__}-*.whl"),
        sdist=_the_one(f"ct_desktop-{__version__}.tar.gz"),
        frozen=_the_one("ct-desktop"),
        debian=_the_one(f"ct-desktop_{__version__}_*.deb"),
        tarball=_the_one(f"ct-desktop-{__version__}-linux-*.tar.xz"),
        log=log.read_text(encoding="utf-8"),
    )


def _the_one(pattern: str) -> Path:
    (path,) = DIST.glob(pattern)
    return path


def _digest_of_inputs() -> str:
    digest = hashlib.sha256()
    for path in _input_files():
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _input_files() -> Iterator[Path]:
    for name in _INPUTS:
        place = ROOT / name
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (path for path in found if path.is_file() and "__pycache__" not in path.parts)
