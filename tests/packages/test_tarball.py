"""The archive for other distributions: installed by its script, used, and taken away again."""

import os
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.built_packages import BuiltPackages
from support.child_process import read_until
from support.command_line import CommandLine, command_line_in, sign_in
from support.demo_process import DemoProcess
from support.desktop_app import DesktopApp
from support.desktop_session import DesktopSession
from support.finished_command import output_of
from support.packaged_app import assert_comes_up_on_the_demo, assert_says_its_version
from support.secret_service import SecretService
from support.secret_watch import SecretWatch
from support.sign_in_evidence import stored_tokens
from support.terminal import in_a_terminal

SCRIPT_TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class Archive:
    """The unpacked archive, and where its script puts the app."""

    folder: Path
    prefix: Path
    environment: Mapping[str, str]

    @property
    def program(self) -> Path:
        return self.prefix / "bin" / "ct-desktop"

    def script(self, *arguments: str) -> tuple[str, ...]:
        return (str(self.folder / "install.sh"), "--prefix", str(self.prefix), *arguments)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the script without a terminal, in which it asks nothing."""
        return subprocess.run(
            self.script(*arguments),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SCRIPT_TIMEOUT,
            check=False,
        )

    def uninstall_answering(self, answer: bytes, **environment: str) -> tuple[int, str]:
        """Uninstall in a terminal, where it asks first; its exit code, and what it said."""
        own = {**self.environment, **environment}
        with in_a_terminal(self.script("--uninstall"), own) as (process, terminal):
            assert process.stdout is not None
            _, question = read_until(process.stdout.fileno(), r"\[[Yy]/[Nn]\] ", SCRIPT_TIMEOUT)
            os.write(terminal, answer)
            rest, _ = process.communicate(timeout=SCRIPT_TIMEOUT)
            return process.returncode, question + rest.decode()

    def entries(self) -> set[str]:
        """The files and folders below the prefix."""
        return {str(path.relative_to(self.prefix)) for path in self.prefix.rglob("*")}


@pytest.fixture(scope="module")
def unpacked(built: BuiltPackages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive's one folder."""
    folder = tmp_path_factory.mktemp("archive")
    with tarfile.open(built.tarball) as archive:
        archive.extractall(folder, filter="data")
    (top,) = folder.iterdir()
    assert top.name == built.tarball.name.removesuffix(".tar.xz")
    return top


@pytest.fixture(scope="module")
def keychain(session: DesktopSession) -> Iterator[SecretService]:
    with SecretService(session.environment) as keychain:
        yield keychain


@pytest.fixture
def archive(
    unpacked: Path, tmp_path: Path, session: DesktopSession, keychain: SecretService
) -> Archive:
    environment = {**session.environment, "CT_DESKTOP_HOME": str(tmp_path / "data")}
    return Archive(unpacked, tmp_path / "home" / ".local", environment)


@pytest.fixture
def signed_in(archive: Archive, demo: DemoProcess, keychain: SecretService) -> CommandLine:
    """The app installed and signed in."""
    assert archive.run().returncode == 0
    home = Path(archive.environment["CT_DESKTOP_HOME"])
    commands = command_line_in(
        archive.environment, demo.server_url, home, program=str(archive.program)
    )
    sign_in(commands, SecretWatch())
    return commands


def test_installed_started_and_removed_it_leaves_nothing(
    archive: Archive, session: DesktopSession, tmp_path: Path
) -> None:
    stranger = archive.prefix / "share" / "applications" / "other.desktop"
    stranger.parent.mkdir(parents=True)
    stranger.touch()
    installed = archive.run()
    assert installed.returncode == 0, installed.stderr
    assert str(archive.program) in installed.stdout
    assert_says_its_version(archive.program)
    assert_comes_up_on_the_demo(session.environment, tmp_path / "app", archive.program)
    # A newer version over it, which needs no other care.
    assert archive.run().returncode == 0
    removed = archive.run("--uninstall")
    assert removed.returncode == 0, removed.stderr
    assert archive.entries() == {"share", "share/applications", "share/applications/other.desktop"}


def test_the_menu_entry_starts_the_app_where_it_lies(archive: Archive) -> None:
    assert archive.run().returncode == 0
    entry = archive.prefix / "share" / "applications" / "io.crosstrade.Desktop.desktop"
    assert output_of("desktop-file-validate", entry) == ""
    commands = [line for line in entry.read_text().splitlines() if line.startswith("Exec=")]
    program = f'Exec="{archive.program}"'
    assert commands == [program, f"{program} --second-screen", f"{program} --quit"]
    assert f"TryExec={archive.program}\n" in entry.read_text()


def test_uninstalling_revokes_the_sign_in_where_the_person_agrees(
    archive: Archive, signed_in: CommandLine, keychain: SecretService, demo: DemoProcess
) -> None:
    assert demo.state()["active_grants"] == 1
    code, said = archive.uninstall_answering(b"\n")
    assert code == 0, said
    assert "Not all were revoked" not in said
    assert demo.state()["active_grants"] == 0
    assert stored_tokens(keychain) == {}
    assert archive.entries() == set()
    # Settings and history are the person's.
    assert any(signed_in.home.rglob("settings.json"))


def test_uninstalling_keeps_the_sign_in_where_the_person_wants_that(
    archive: Archive, signed_in: CommandLine, keychain: SecretService, demo: DemoProcess
) -> None:
    code, said = archive.uninstall_answering(b"n\n")
    assert code == 0, said
    assert archive.entries() == set()
    assert set(stored_tokens(keychain)) == {"access_token", "refresh_token"}
    # Installed again, it goes on where it was.
    assert archive.run().returncode == 0
    assert signed_in.run("logout", "--all").returncode == 0
    assert demo.state()["active_grants"] == 0


def test_by_sudo_it_says_that_sign_ins_stay_and_asks_whether_to_go_on(archive: Archive) -> None:
    assert archive.run().returncode == 0
    installed = archive.entries()
    code, said = archive.uninstall_answering(b"\n", SUDO_USER="trader")
    assert code == 1
    assert "ct-desktop logout --all" in said
    assert archive.entries() == installed
    code, said = archive.uninstall_answering(b"y\n", SUDO_USER="trader")
    assert code == 0, said
    assert archive.entries() == set()


def test_uninstalling_ends_the_app_where_it_runs(
    archive: Archive, session: DesktopSession, demo: DemoProcess
) -> None:
    assert archive.run().returncode == 0
    home = Path(archive.environment["CT_DESKTOP_HOME"])
    app = DesktopApp(
        session.environment, home, "--server", demo.server_url, command=str(archive.program)
    )
    with app:
        app.window.find("push button", "Connect")
        assert archive.run("--uninstall").returncode == 0
        app.wait_for_clean_end()


def test_it_says_where_there_is_nothing_to_remove_and_where_it_cannot_write(
    archive: Archive,
) -> None:
    nothing = archive.run("--uninstall")
    assert nothing.returncode == 1
    assert f"Nothing of CrossTrade Desktop is installed below {archive.prefix}" in nothing.stderr
    archive.prefix.parent.mkdir(parents=True)
    archive.prefix.write_text("a file in the way")
    in_the_way = archive.run()
    assert in_the_way.returncode == 1
    assert "Choose another folder with --prefix" in in_the_way.stderr
