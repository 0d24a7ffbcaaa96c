"""Libraries of the build's own system (Debian, Ubuntu): their package, and its copyright file."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from notices.index import COMMON

_SYSTEM = Path("/usr/share/common-licenses")


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """``texts`` are its copyright file and the licences that this only refers to."""

    name: str
    version: str
    purl: str
    texts: dict[str, str]


def owner_of(library: Path) -> SystemPackage | None:
    """The package that put ``library`` there; ``None`` where none did, or there is no dpkg."""
    if shutil.which("dpkg-query") is None:
        return None
    # dpkg knows a file by the path in its package, which may lead through /lib or /usr/lib.
    real = library.resolve()
    for path in (library, real, Path("/usr", *real.parts[1:]), Path("/", *real.parts[2:])):
        found = _said("dpkg-query", "--search", str(path))
        if found:
            return _package(found.partition(": ")[0].split(",")[0])
    return None


def _package(name: str) -> SystemPackage | None:
    plain = name.partition(":")[0]
    copyright_file = Path("/usr/share/doc", plain, "copyright")
    if not copyright_file.is_file():
        return None
    fields = "${Version}\t${Architecture}"
    version, _, architecture = _said(
        "dpkg-query", "--show", f"--showformat={fields}", name
    ).partition("\t")
    text = copyright_file.read_text(encoding="utf-8", errors="replace")
    texts = {f"{plain}-copyright.txt": text}
    for licence in sorted(set(re.findall(r"/usr/share/common-licenses/([\w.-]*\w)", text))):
        if (_SYSTEM / licence).is_file():
            texts[f"{COMMON}/{licence}.txt"] = (_SYSTEM / licence).read_text(encoding="utf-8")
    purl = f"pkg:deb/{_distribution()}/{plain}@{version}?arch={architecture}"
    return SystemPackage(plain, version, purl, texts)


def _distribution() -> str:
    release = Path("/etc/os-release").read_text(encoding="utf-8")
    found = re.search(r'^ID="?([\w-]+)', release, re.MULTILINE)
    return found[1] if found else "debian"


def _said(*command: str) -> str:
    """What ``command`` printed; nothing where it failed."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else ""
