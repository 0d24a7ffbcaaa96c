"""Writing the entry into a client's own file, and taking it back.

Blocking; call it in a thread where an event loop runs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ct_desktop.clients.description import ClientDescription
from ct_desktop.clients.difference import difference
from ct_desktop.clients.entry import Wanted
from ct_desktop.clients.errors import (
    BadSyntaxError,
    ConfigurationFileError,
    UnsupportedLayoutError,
)
from ct_desktop.clients.merge import merged_text
from ct_desktop.clients.places import FilePlace
from ct_desktop.clients.secrets_in_text import masked
from ct_desktop.clients.stored_file import (
    StoredFile,
    backup_path,
    create_stored,
    digest_of,
    give_back,
    read_stored,
    replace_stored,
)
from ct_desktop.clients.undo_record import Change, UndoRecord


@dataclass(frozen=True, slots=True)
class ApplyPlan:
    """What would be written. ``difference`` is for reading, with tokens masked; empty where the
    file is right already. ``is_new`` is whether the file is not there yet."""

    client: ClientDescription
    path: Path
    difference: str
    is_new: bool
    text: str = field(repr=False)
    stored: StoredFile | None = field(repr=False)

    @property
    def is_needed(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.difference)

    @property
    def backup_holds_secret(self) -> bool:
        """Whether what lies there now, and so its backup, seems to hold a token."""
        return self.stored is not None and masked(self.stored.text) != self.stored.text


@dataclass(frozen=True, slots=True)
class Applied:
    """What was written. ``backup`` holds what lay there before; ``None`` for a new file."""

    path: Path
    backup: Path | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back. ``is_removed`` is whether the file is gone, since it was new."""

    path: Path
    is_removed: bool


def plan_apply(client: ClientDescription, wanted: Wanted, place: FilePlace) -> ApplyPlan:
    """Work out what to write, and write nothing.

    Raises ``SettingError``; ``ConfigurationFileError`` where the file cannot be read, with line and
    column where it is broken; and ``UnsupportedLayoutError``.
    """
    file = client.file
    assert file is not None, "only clients with a file have places"
    stored = read_stored(place.path, file.format)
    if stored is None and not file.may_create:
        raise ConfigurationFileError(
            f"There is no {place.path}. It comes with {client.name}: name it with --file.",
            place.path,
        )
    before = "" if stored is None else stored.text
    with explained(place.path):
        after = merged_text(before, client, wanted)
    return ApplyPlan(
        client=client,
        path=place.path,
        difference=difference(before, after, name=str(place.path)),
        is_new=stored is None,
        text=after,
        stored=stored,
    )


def carry_out(plan: ApplyPlan, record: UndoRecord) -> Applied:
    """Write what ``plan`` says, if the file is still as it was then.

    Raises ``ConfigurationFileError``; then nothing in the file was changed.
    """
    stored = plan.stored
    if stored is None:
        data = plan.text.encode()
        _make_folder(plan)
        with _noted(record, plan, plan.path.resolve(), data, None):
            create_stored(plan.path, data)
        return Applied(plan.path, None)
    data = stored.encoded(plan.text)
    backup = backup_path(stored.target)
    with _noted(record, plan, stored.target, data, backup):
        replace_stored(stored, data, backup)
    return Applied(plan.path, backup)


def undo(place: FilePlace, record: UndoRecord) -> Undone:
    """Give the file back what it held before the last ``carry_out``.

    Raises ``ConfigurationFileError`` where nothing was written, or the file or its backup were
    changed since.
    """
    target = place.path.resolve()
    change = record.find(target)
    if change is None:
        raise ConfigurationFileError(
            f"Nothing that this app wrote into {place.path} is left to be taken back.", place.path
        )

    def refuse_changed() -> None:
        if _digest(target) != change.after:
            raise ConfigurationFileError(
                f"{place.path} was changed since, so it is left as it is. What it held before is "
                f"in {change.backup or 'no file: it was new'}.",
                place.path,
            )

    refuse_changed()
    if change.backup is None:
        with _system_errors(place.path):
            target.unlink()
    else:
        backup = Path(change.backup)
        with _system_errors(place.path):
            data = backup.read_bytes()
        if digest_of(data) != change.before:
            raise ConfigurationFileError(
                f"{backup} is no longer what was kept there, so nothing is given back.", place.path
            )
        give_back(target, data, unless_changed=refuse_changed)
        backup.unlink(missing_ok=True)
    record.keep(target, None)
    return Undone(place.path, is_removed=change.backup is None)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Say of which file a fault is that was found in its text."""
    try:
        yield
    except BadSyntaxError as fault:
        raise ConfigurationFileError(
            f"{path}, line {fault.line}, column {fault.column}: {fault.reason}. Mend that first; "
            "nothing was changed.",
            path,
            line=fault.line,
            column=fault.column,
        ) from fault
    except UnsupportedLayoutError as error:
        raise UnsupportedLayoutError(f"{path}: {error} Nothing was changed.") from error


@contextmanager
def _noted(
    record: UndoRecord, plan: ApplyPlan, target: Path, data: bytes, backup: Path | None
) -> Iterator[None]:
    """Note the change before it is made, so that none is made that cannot be taken back."""
    earlier = record.find(target)
    change = Change(
        client=plan.client.id,
        backup=None if backup is None else str(backup),
        before=None if plan.stored is None else plan.stored.digest,
        after=digest_of(data),
    )
    record.keep(target, change)
    try:
        yield
    except BaseException:
        record.keep(target, earlier)
        raise


def _make_folder(plan: ApplyPlan) -> None:
    """Make the folder of a project's file. One of the client's own is there if the client is."""
    folder = plan.path.parent
    if folder.is_dir():
        return
    if folder.parent == Path.cwd():
        with _system_errors(plan.path):
            folder.mkdir()
        return
    raise ConfigurationFileError(
        f"There is no folder {folder}. Is {plan.client.name} installed, and was it opened once? "
        "Name its file with --file, or make the folder.",
        plan.path,
    )


def _digest(target: Path) -> str | None:
    try:
        return digest_of(target.read_bytes())
    except OSError:
        return None


@contextmanager
def _system_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigurationFileError(
            f"{path} cannot be given back or made ({error.strerror or type(error).__name__}). "
            "Check your rights there.",
            path,
        ) from error
