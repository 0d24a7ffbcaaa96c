"""Tries the installer where there is no Windows: Inno Setup's own compiler makes it, Wine runs it.

python -m windows.try_in_wine WORK    (in packaging/, as root, on Debian; needs debootstrap, npm and
                                       gcc-mingw-w64-i686-win32)

A program in the app's place writes down how it is called. The installer is a program of 32 bits,
and so is this Wine; that it installs on 64 bits alone is taken out of the script here.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from icon.render import ico
from PySide6.QtGui import QGuiApplication
from windows.installer import HERE, base_name, compiler_command

INNO_SETUP = "innosetup@6.4.1"
"""The npm package that brings Inno Setup's compiler along."""

RUN_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
APP = r"C:\users\root\AppData\Local\Programs\CrossTrade Desktop"
AT_LOGIN = f'"{APP}\\ct-desktop.exe" --minimized'
DISPLAY = ":93"
LONGEST = 300
"""Seconds for one program in Wine."""


@dataclass(frozen=True)
class Wine:
    """A Debian of 32 bits in a folder, with Wine and nobody's settings."""

    tree: Path

    @property
    def drive(self) -> Path:
        return self.tree / "root" / ".wine" / "drive_c"

    def command(self, *arguments: str) -> list[str]:
        settings = ("HOME=/root", f"DISPLAY={DISPLAY}", "WINEDEBUG=-all")
        return ["chroot", str(self.tree), "env", *settings, *arguments]

    def run(self, *arguments: str) -> int:
        done = subprocess.run(
            self.command("wine", *arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            timeout=LONGEST,
            check=False,
        )
        return done.returncode

    def values(self, key: str) -> str:
        """What the registry holds under ``key``."""
        command = self.command("wine", "reg", "query", key)
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        ).stdout

    def file(self, windows_path: str) -> Path:
        return self.drive / windows_path.removeprefix("C:\\").replace("\\", "/")


def make_wine(work: Path) -> Wine:
    """The system, made at the first time and clean of the last."""
    tree = work / "wine"
    if not (tree / "usr" / "bin" / "wine-stable").exists():
        packages = "--include=wine,wine32,xvfb"
        options = ("--arch=i386", "--variant=minbase", packages, "bookworm")
        subprocess.run(["debootstrap", *options, str(tree)], check=True)
    npm = ("npm", "install", "--silent", "--ignore-scripts", "--prefix", str(work))
    subprocess.run([*npm, INNO_SETUP], check=True)
    for old in (tree / "inno", tree / "root" / ".wine"):
        shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(work / "node_modules" / "innosetup" / "bin", tree / "inno")
    return Wine(tree)


@contextmanager
def running(wine: Wine) -> Iterator[None]:
    """A display, and Wine as Windows 10, with the list of processes that it reads; all end."""
    processes = str(wine.tree / "proc")
    subprocess.run(["mount", "-t", "proc", "proc", processes], check=True)
    display = subprocess.Popen(["chroot", str(wine.tree), "Xvfb", DISPLAY, "-nolisten", "tcp"])
    try:
        subprocess.run(wine.command("wineboot", "-i"), check=True, timeout=LONGEST)
        subprocess.run(wine.command("winecfg", "-v", "win10"), check=True, timeout=LONGEST)
        yield
    finally:
        subprocess.run(wine.command("wineserver", "-k"), check=False, timeout=LONGEST)
        display.terminate()
        display.wait()
        subprocess.run(["umount", "--lazy", processes], check=True)


def compiled(wine: Wine) -> str:
    """The installer's path in Wine."""
    source = wine.tree / "source"
    (source / "frozen" / "lib").mkdir(parents=True, exist_ok=True)
    (source / "frozen" / "lib" / "library.dll").touch()
    for name in ("ct-desktop.exe", "ct-desktop.com"):
        compiler = ("i686-w64-mingw32-gcc", "-Wall", "-Werror", "-o")
        subprocess.run(
            [*compiler, str(source / "frozen" / name), str(HERE / "stand_in.c")], check=True
        )
    (source / "ct-desktop.ico").write_bytes(ico())
    script = (HERE / "ct-desktop.iss").read_text(encoding="utf-8").splitlines(keepends=True)
    narrow = [line for line in script if not line.startswith("Architectures")]
    assert len(script) - len(narrow) == 2
    (source / "ct-desktop.iss").write_text("".join(narrow), encoding="utf-8")
    # As the build calls it; Wine takes paths of the tree as those of its drive Z:.
    *command, _ = compiler_command(source / "frozen", source, source, r"Z:\inno\ISCC.exe", None)
    command = [part.replace(str(wine.tree), "Z:") for part in command]
    assert wine.run(*command, r"Z:\source\ct-desktop.iss") == 0, "Inno Setup refuses the script"
    return f"Z:\\source\\{base_name()}.exe"


def try_installer(wine: Wine, installer: str) -> None:
    """Install, update, update what runs, uninstall. AssertionError where it is not as it should."""
    silent = ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART")
    calls = wine.file(r"C:\calls.txt")
    data = wine.file(r"C:\users\root\AppData\Local\crosstrade-desktop\settings.json")

    assert wine.run(installer, *silent, "/TASKS=startatlogin,path") == 0
    assert AT_LOGIN in wine.values(RUN_KEY)
    assert APP in wine.values(r"HKCU\Environment")
    assert {path.name for path in wine.file(APP).iterdir()} > {"ct-desktop.exe", "ct-desktop.com"}
    print("Installed, with start at login and PATH")

    data.parent.mkdir(parents=True)
    data.touch()
    wine.file(f"{APP}\\lib\\old.dll").touch()
    wine.run("reg", "delete", RUN_KEY, "/v", "CrossTrade Desktop", "/f")
    wine.run("reg", "add", RUN_KEY, "/v", "CrossTrade Desktop (apex)", "/d", AT_LOGIN, "/f")
    wine.run("reg", "add", RUN_KEY, "/v", "CrossTrade Desktop (other)", "/d", "python.exe", "/f")
    assert wine.run(installer, *silent) == 0
    assert AT_LOGIN not in wine.values(RUN_KEY).replace(f"(apex)    REG_SZ    {AT_LOGIN}", "")
    assert calls.read_text().rstrip().endswith("--quit")
    assert not wine.file(f"{APP}\\lib\\old.dll").exists()
    print(
        "Updated: the app was asked to quit, its old libraries are gone, start at login stays off"
    )

    held = subprocess.Popen(wine.command("wine", f"{APP}\\ct-desktop.exe", "--hold"))
    until = time.monotonic() + 30
    while "--hold" not in calls.read_text():
        assert time.monotonic() < until, "the stand-in does not start"
        time.sleep(0.1)
    assert wine.run(installer, *silent) != 0
    wine.run("taskkill", "/f", "/im", "ct-desktop.exe")
    held.wait(30)
    print("An app that does not quit is not updated")

    assert wine.run(f"{APP}\\unins000.exe", *silent) == 0
    until = time.monotonic() + 30
    while wine.file(APP).exists():
        assert time.monotonic() < until, "something of the app is left"
        time.sleep(0.1)
    values = wine.values(RUN_KEY)
    assert "(apex)" not in values
    assert "(other)" in values
    assert APP not in wine.values(r"HKCU\Environment")
    assert data.exists()
    assert "logout" not in calls.read_text()
    print(
        "Uninstalled in silence: the entries of all profiles and PATH are as before, data is kept"
    )


if __name__ == "__main__":
    application = QGuiApplication(["try", "-platform", "offscreen"])
    tried = make_wine(Path(sys.argv[1]).resolve())
    with running(tried):
        try_installer(tried, compiled(tried))
