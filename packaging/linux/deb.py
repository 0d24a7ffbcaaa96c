"""Makes the Debian package of the frozen app.

python deb.py FROZEN ICONS OUT    writes OUT/ct-desktop_VERSION_ARCHITECTURE.deb
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from email.utils import format_datetime
from pathlib import Path

from staging import COMMAND, HERE, ROOT, build_moment, mark_updated_by, stage, write_compressed

from ct_desktop import __version__

MAINTAINER = "The CrossTrade Desktop authors <desktop@crosstrade.io>"

DEBIAN = HERE / "debian"


def main(frozen: Path, icons: Path, out: Path) -> Path:
    """The package's path. Raises CalledProcessError where a tool of dpkg-dev fails."""
    architecture = _said("dpkg", "--print-architecture")
    package = out / f"{COMMAND}_{__version__}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        tree.mkdir(mode=0o755)
        stage(frozen, icons, tree / "usr")
        mark_updated_by(tree / "usr" / "lib" / COMMAND)
        _add_documents(tree / "usr" / "share")
        _add_control(tree, architecture, Path(folder))
        subprocess.run(
            ("dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(package)),
            check=True,
        )
    if shutil.which("lintian"):
        subprocess.run(("lintian", "--fail-on", "error", str(package)), check=True)
    return package


def _add_documents(share: Path) -> None:
    documents = share / "doc" / COMMAND
    documents.mkdir(parents=True)
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    head = (DEBIAN / "copyright.in").read_text(encoding="utf-8")
    indented = "".join(f" {line}\n" if line else " .\n" for line in licence.splitlines()[2:])
    _write(documents / "copyright", head.replace("@LICENSE@\n", indented))
    moment = format_datetime(build_moment())
    write_compressed(
        documents / "changelog.gz",
        f"{COMMAND} ({__version__}) unstable; urgency=medium\n\n"
        f"  * Release {__version__}; see CHANGELOG.md for what is new.\n\n"
        f" -- {MAINTAINER}  {moment}\n",
    )
    write_compressed(
        documents / "CHANGELOG.md.gz", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    )
    overrides = share / "lintian" / "overrides"
    overrides.mkdir(parents=True)
    _write(overrides / COMMAND, (DEBIAN / "lintian-overrides").read_text(encoding="utf-8"))


def _add_control(tree: Path, architecture: str, work: Path) -> None:
    folder = tree / "DEBIAN"
    # First: by this folder dpkg-shlibdeps knows which libraries are the package's own.
    folder.mkdir(mode=0o755)
    control = (DEBIAN / "control.in").read_text(encoding="utf-8")
    size = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir()) // 1024
    values = {
        "@VERSION@": __version__,
        "@ARCHITECTURE@": architecture,
        "@MAINTAINER@": MAINTAINER,
        "@SIZE@": str(size),
        "@LIBRARIES@": _needed_packages(tree, work),
    }
    for name, value in values.items():
        control = control.replace(name, value)
    _write(folder / "control", control)
    _write(folder / "md5sums", _sums(tree))


def _needed_packages(tree: Path, work: Path) -> str:
    """The packages whose libraries the app is linked to, with the versions it needs."""
    # dpkg-shlibdeps looks for a source package's folder around itself.
    (work / "debian").mkdir()
    _write(
        work / "debian" / "control", f"Source: {COMMAND}\n\nPackage: {COMMAND}\nArchitecture: any\n"
    )
    library = tree / "usr" / "lib" / COMMAND
    binaries = [
        path
        for path in library.rglob("*")
        if path.is_file() and not path.is_symlink() and path.read_bytes()[:4] == b"\x7fELF"
    ]
    folders = sorted({str(path.parent) for path in binaries})
    said = _said(
        "dpkg-shlibdeps",
        "-O",
        "--ignore-missing-info",
        "--warnings=0",
        *(f"-l{folder}" for folder in folders),
        *(f"-e{path}" for path in binaries),
        cwd=work,
    )
    return said.removeprefix("shlibs:Depends=")


def _sums(tree: Path) -> str:
    lines = []
    for path in sorted((tree / "usr").rglob("*")):
        if path.is_file() and not path.is_symlink():
            digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
            lines.append(f"{digest}  {path.relative_to(tree)}\n")
    return "".join(lines)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)


def _said(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])))
