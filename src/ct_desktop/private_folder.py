"""Folders that no other user of the machine may look into."""

from pathlib import Path


def make_private_folder(folder: Path) -> None:
    """Make ``folder``, and what it lies in, for this user alone; those that exist stay as they are.

    Raises ``OSError``.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    # One by one: mkdir(parents=True) gives the mode to the last folder alone.
    for path in reversed(missing):
        path.mkdir(mode=0o700, exist_ok=True)
    if not folder.is_dir():
        raise NotADirectoryError(20, "Not a directory", str(folder))
