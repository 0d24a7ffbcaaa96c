"""Registrations and grants that survive a restart, in one file only its owner can read."""

import os
import tempfile
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from ct_desktop.demo.authorization.grants import Grant
from ct_desktop.demo.authorization.registrations import RegisteredClient


class StateFileError(Exception):
    """The state file can't be used; the text says which and what to do."""


class SavedState(BaseModel):
    """What the file holds. Tokens are in it as digests alone."""

    clients: list[RegisteredClient] = Field(default_factory=list)
    grants: list[Grant] = Field(default_factory=list)


def load(path: Path) -> SavedState:
    """What was saved at ``path``; an empty state when there is no such file.

    Raises ``StateFileError`` when it can't be read or is not a state file.
    """
    try:
        return SavedState.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return SavedState()
    except OSError as error:
        raise StateFileError(f"Can't read the state file {path}: {error.strerror}.") from error
    except ValidationError as error:
        raise StateFileError(
            f"{path} is not a state file of the simulated CrossTrade. Delete it or name another."
        ) from error


def save(path: Path, content: str) -> None:
    """Replace the file at ``path`` with ``content`` in one step; its owner alone may read it.

    Raises ``StateFileError`` when it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=path.name, dir=path.parent)  # made with mode 600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content.encode())
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StateFileError(f"Can't write the state file {path}: {error.strerror}.") from error
