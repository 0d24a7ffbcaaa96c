"""Writes the checksums of a release's files, as ``sha256sum --check`` reads them.

python checksums.py VERSION FOLDER    writes FOLDER/SHA256SUMS, of all files there of this version

It needs nothing but Python: the release's last step runs it over what three systems have built.
"""

import hashlib
import sys
from pathlib import Path

NAME = "SHA256SUMS"


class NothingToSumError(Exception):
    """No file of the version is there."""


def main(version: str, folder: Path) -> Path:
    """The path of the checksums. Raises NothingToSumError."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and version in path.name)
    if not files:
        raise NothingToSumError(f"No file of version {version} lies in {folder}: build one first.")
    sums = folder / NAME
    sums.write_bytes("".join(f"{_digest(file)}  {file.name}\n" for file in files).encode())
    return sums


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


if __name__ == "__main__":
    print(main(sys.argv[1], Path(sys.argv[2])))
