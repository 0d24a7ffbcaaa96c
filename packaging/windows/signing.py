"""Signs what Windows runs, where the environment names a certificate; else says that it did not."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

CERTIFICATE = "CT_DESKTOP_WINDOWS_CERTIFICATE"
"""The environment variable with the certificate's SHA-1 thumbprint. It lies in Windows' own store
or in a token; no key and no password is ever given here."""

TIMESTAMP_SERVER = "CT_DESKTOP_TIMESTAMP_SERVER"
DEFAULT_TIMESTAMP_SERVER = "http://timestamp.digicert.com"
"""RFC 3161, which is plain HTTP: its answers are signed."""

_KITS = Path("Windows Kits", "10", "bin")


class ToolMissingError(Exception):
    """A program of the Windows SDK or Inno Setup is not there; the message says where to get it."""


def signing_command(environment: Mapping[str, str] = os.environ) -> tuple[str, ...] | None:
    """SignTool and its options, without the files; ``None`` where no certificate is named."""
    thumbprint = environment.get(CERTIFICATE)
    if not thumbprint:
        return None
    server = environment.get(TIMESTAMP_SERVER) or DEFAULT_TIMESTAMP_SERVER
    digest = ("/fd", "SHA256", "/tr", server, "/td", "SHA256")
    return (sdk_tool("signtool.exe"), "sign", "/sha1", thumbprint, *digest)


def sign(files: Sequence[Path]) -> None:
    """Sign ``files``. Raises ToolMissingError and CalledProcessError."""
    names = ", ".join(file.name for file in files)
    command = signing_command()
    if command is None:
        print(f"NOT SIGNED: {names}. {CERTIFICATE} names no certificate.")
        return
    subprocess.run([*command, *map(str, files)], check=True)
    print(f"Signed: {names}")


def sdk_tool(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """The full path of a program of the Windows SDK, the newest there is."""
    found = shutil.which(name, path=environment.get("PATH"))
    if found is not None:
        return found
    kits = Path(environment.get("ProgramFiles(x86)", r"C:\Program Files (x86)")) / _KITS
    versions = sorted(kits.glob(f"10.*/x64/{name}"), key=_version_of, reverse=True)
    if not versions:
        raise ToolMissingError(
            f"{name} is neither on PATH nor below {kits}. Install the Windows SDK "
            "(its parts 'Signing Tools' and 'MSIX packaging tools')."
        )
    return str(versions[0])


def _version_of(tool: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in tool.parents[1].name.split(".") if part.isdigit())
