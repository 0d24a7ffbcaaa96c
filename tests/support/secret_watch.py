"""Searches what a test leaves behind for the secrets that went through it."""

import base64
from pathlib import Path
from urllib.parse import quote

MINIMUM_LENGTH = 8
"""Shorter texts are found by chance."""


class SecretWatch:
    """Secrets seen so far, and the search for them. They never show in a failure's text."""

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def add(self, name: str, secret: str) -> None:
        """Watch for ``secret``, called ``name`` in a failure."""
        if len(secret) < MINIMUM_LENGTH:
            raise ValueError(f"{name} is too short to be a secret")
        self._secrets[name] = secret

    def assert_absent(self, content: str | bytes, place: str) -> None:
        """Fail if any secret is in ``content``, plain, percent-encoded, as UTF-16 or in base64."""
        data = content.encode() if isinstance(content, str) else content
        for name, secret in self._secrets.items():
            # A failure's text must not show it, so the comparison is not part of the assertion.
            leaked = any(form in data for form in _forms(secret))
            assert not leaked, f"{name} is in {place}"

    def assert_absent_below(self, folder: Path) -> int:
        """Fail if any secret is in a file below ``folder`` or its name; how many were searched."""
        searched = 0
        for path in folder.rglob("*"):
            self.assert_absent(str(path), "a file's name")
            if path.is_file() and not path.is_symlink():
                self.assert_absent(path.read_bytes(), str(path))
                searched += 1
        return searched


def _forms(secret: str) -> list[bytes]:
    plain = secret.encode()
    # Base64 of a text inside another depends on its offset; its middle is the same at each third.
    shifted = [base64.b64encode(b"\0" * shift + plain)[4:-4] for shift in range(3)]
    return [plain, quote(secret, safe="").encode(), secret.encode("utf-16-le"), *shifted]
