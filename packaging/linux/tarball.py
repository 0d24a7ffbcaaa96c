"""Packs the frozen app with its install script, for distributions that know no .deb.

python tarball.py FROZEN ICONS OUT    writes OUT/ct-desktop-VERSION-linux-ARCHITECTURE.tar.xz
"""

import platform
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

from staging import COMMAND, HERE, ROOT, build_moment, stage

from ct_desktop import __version__


def main(frozen: Path, icons: Path, out: Path) -> Path:
    """The archive's path."""
    name = f"{COMMAND}-{__version__}-linux-{platform.machine()}"
    archive = out / f"{name}.tar.xz"
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder, name)
        stage(frozen, icons, top / "files")
        for source in (HERE / "install.sh", ROOT / "LICENSE", ROOT / "CHANGELOG.md"):
            shutil.copy(source, top / source.name)
        (top / "install.sh").chmod(0o755)
        with tarfile.open(archive, "w:xz") as packed:
            packed.add(top, arcname=name, filter=_ours)
    return archive


def _ours(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Owned by nobody in particular, and of the build's time: the same input, the same archive."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mtime = int(build_moment().timestamp())
    return member


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])))
