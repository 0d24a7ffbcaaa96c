"""Packs the frozen app with its install script, for distributions that know no .deb.

python tarball.py FROZEN ICONS OUT    writes OUT/ct-desktop-VERSION-linux-ARCHITECTURE.tar.xz
"""

import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from staging import COMMAND, HERE, ROOT, build_moment, stage

from ct_desktop import __version__


def main(frozen: Path, icons: Path, out: Path) -> Path:
    """The archive's path. Raises CalledProcessError where xz fails."""
    name = f"{COMMAND}-{__version__}-linux-{platform.machine()}"
    archive = out / f"{name}.tar.xz"
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder, name)
        stage(frozen, icons, top / "files")
        for source in (HERE / "install.sh", ROOT / "LICENSE", ROOT / "CHANGELOG.md"):
            shutil.copy(source, top / source.name)
        (top / "install.sh").chmod(0o755)
        _pack(top, archive)
    return archive


def _pack(folder: Path, archive: Path) -> None:
    # By the program, which uses two processors. Their number is fixed, since it shows in the file.
    command = ("xz", "--threads=2", "--compress", "--stdout")
    with archive.open("wb") as file:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=file) as xz:
            assert xz.stdin is not None
            with tarfile.open(fileobj=xz.stdin, mode="w|") as packed:
                packed.add(folder, arcname=folder.name, filter=_ours)
        if xz.returncode != 0:
            raise subprocess.CalledProcessError(xz.returncode, command)


def _ours(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Owned by nobody in particular, and of the build's time: the same input, the same archive."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mtime = int(build_moment().timestamp())
    return member


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])))
