"""Prints what the changelog says of a version: the text of its release.

python notes.py VERSION
"""

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"


class UnknownReleaseError(Exception):
    """The changelog has no dated section of that version."""


def notes(version: str, changelog: str) -> str:
    """The section of ``version`` without its heading. Raises UnknownReleaseError."""
    heading = rf"^## \[{re.escape(version)}\] - \d{{4}}-\d{{2}}-\d{{2}}$"
    found = re.search(rf"{heading}\n(.*?)(?=^## \[|\Z)", changelog, re.MULTILINE | re.DOTALL)
    if found is None or not found[1].strip():
        raise UnknownReleaseError(
            f"CHANGELOG.md says nothing of {version}: it wants a heading '## [{version}] - "
            "YYYY-MM-DD' with text below it."
        )
    return found[1].strip() + "\n"


if __name__ == "__main__":
    try:
        sys.stdout.write(notes(sys.argv[1], CHANGELOG.read_text(encoding="utf-8")))
    except UnknownReleaseError as error:
        sys.exit(str(error))
