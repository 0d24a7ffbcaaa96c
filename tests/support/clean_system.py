"""A freshly made Debian system in a folder: nothing in it but what its own packages brought.

It is of the release that this machine runs, from the mirror that this machine's apt asks. It shares
kernel and network with it, and one folder; programs in it see no other file.
"""

import os
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Self

from support.finished_command import output_of

ROOT = Path(__file__).resolve().parents[2]

MAKE_TIMEOUT = 600.0
"""Seconds for debootstrap to fetch and unpack a system."""

INSTALL_TIMEOUT = 600.0
"""Seconds for apt to fetch and install packages."""

# In a mount namespace of its own, so that nothing is mounted any more when the program has ended,
# however it ended. Each step replaces the one before: the process keeps its id.
_ENTER = """
root="$1"; shared="$2"; shift 2
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
for folder in "$shared" /tmp/.X11-unix; do
    mkdir -p "$root$folder"
    mount --bind "$folder" "$root$folder"
done
exec chroot "$root" "$@"
"""

_PASSING = ("cache", "log", "tmp", "lib/apt", "lib/dpkg", "lib/systemd")
"""Below ``/var``: what apt and its like write about their own work."""


def why_not() -> str | None:
    """Why no such system can be made here; ``None`` where it can."""
    if os.geteuid() != 0:
        return "a clean system is made and entered by root alone"
    if missing := [name for name in ("debootstrap", "unshare", "chroot") if not shutil.which(name)]:
        return f"a clean system needs {', '.join(missing)}"
    allowed = subprocess.run(
        ["unshare", "--mount", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return None if allowed.returncode == 0 else "no file systems may be mounted here"


class CleanSystem:
    """One system, from ``__enter__`` to ``__exit__``; ``shared`` is the folder it shares.

    ``launcher`` stands before a command that is to run in it, and becomes that.
    """

    def __init__(self, shared: Path) -> None:
        self._shared = shared
        self.root = Path(tempfile.mkdtemp(prefix="ct-clean-system-"))
        self.launcher = (
            *("unshare", "--mount", "sh", "-eu", "-c", _ENTER, "sh"),
            *(str(self.root), str(shared)),
        )

    def __enter__(self) -> Self:
        try:
            _run("tar", "--extract", "--file", str(_base()), "--directory", str(self.root))
            # As in any container: no service is started by being installed.
            policy = self.root / "usr" / "sbin" / "policy-rc.d"
            policy.write_text("#!/bin/sh\nexit 101\n")
            policy.chmod(0o755)
            for name in ("resolv.conf", "hosts"):
                shutil.copy(Path("/etc", name), self.root / "etc" / name)
            self.run("apt-get", "update", timeout=INSTALL_TIMEOUT)
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._remove()

    def run(self, *command: str, timeout: float = 60.0) -> str:
        """What ``command`` printed in there, which must end well."""
        return _run(*self.launcher, *command, timeout=timeout)

    def install(self, *names: str) -> None:
        """Install packages by their names, or a file of this machine by its path.

        With what they recommend, as apt does unless told otherwise.
        """
        there = []
        for name in names:
            if name.startswith("/"):
                shutil.copy(name, self.root / "root")
                name = f"/root/{Path(name).name}"  # noqa: PLW2901 - where it lies in there
            there.append(name)
        self.run("apt-get", "install", "--yes", "--quiet", *there, timeout=INSTALL_TIMEOUT)

    def files(self) -> set[str]:
        """The paths of everything that lies there, but for what apt writes about its own work."""
        passing = {self.root / "var" / name for name in _PASSING}
        passing |= {self.root / name for name in ("proc", "dev", "run", "tmp", "root")}
        found = set()
        for folder, folders, files in os.walk(self.root):
            place = Path(folder)
            folders[:] = [name for name in folders if place / name not in passing]
            found |= {str((place / name).relative_to(self.root)) for name in (*folders, *files)}
        return found

    def _remove(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)


def _base() -> Path:
    """A system with nothing installed, packed: made once for each release, kept with the builds."""
    release = platform.freedesktop_os_release()["VERSION_CODENAME"]
    base = ROOT / "build" / "clean-system" / f"{release}-{platform.machine()}.tar"
    if base.exists():
        return base
    base.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ct-debootstrap-") as folder:
        mirror, components = _where_apt_finds(release)
        _run(
            *("debootstrap", "--variant=minbase", f"--components={components}"),
            *(release, folder, *mirror),
            timeout=MAKE_TIMEOUT,
        )
        packed = base.with_suffix(".new")
        _run("tar", "--create", "--file", str(packed), "--directory", folder, ".")
        packed.replace(base)
    return base


def _where_apt_finds(release: str) -> tuple[tuple[str, ...], str]:
    """The mirror that apt here uses for ``release``, where it names one; and its components."""
    lines = _run(
        *("apt-get", "indextargets", "--format", "$(REPO_URI) $(COMPONENT)"),
        *("Created-By: Packages", f"Codename: {release}"),
    ).splitlines()
    mirrors = [line.split()[0] for line in lines]
    components = sorted({line.split()[1] for line in lines}) or ["main"]
    return tuple(mirrors[:1]), ",".join(components)


def _run(*command: str, timeout: float = 60.0) -> str:
    environment = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        "LANG": "C.UTF-8",
        "DEBIAN_FRONTEND": "noninteractive",
    }
    return output_of(*command, environment=environment, timeout=timeout)
