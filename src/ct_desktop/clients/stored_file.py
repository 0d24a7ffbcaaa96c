"""A client's file on disk: read as it lies there, and replaced as a whole or not at all.

Blocking; call it in a thread where an event loop runs.
"""

import codecs
import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ct_desktop.atomic_file import replace_patiently, sync_folder, write_temporary
from ct_desktop.clients.description import Format
from ct_desktop.clients.errors import ConfigurationFileError

LARGEST = {
    Format.YAML: 1 << 20,
    Format.JSON: 16 << 20,
    Format.JSONC: 16 << 20,
    Format.TOML: 16 << 20,
}
"""Bytes above which a file is taken for the wrong one: no configuration is that large. YAML takes
about a second for each 200 kB."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What lay there. ``path`` is as it was asked for; ``target`` is the file that a link leads
    to, which is the one that is replaced. ``mark`` is the byte order mark."""

    path: Path
    target: Path
    data: bytes = field(repr=False)
    text: str = field(repr=False)
    encoding: str
    mark: bytes

    @property
    def digest(self) -> str:
        """A fingerprint of the bytes."""
        return digest_of(self.data)

    def encoded(self, text: str) -> bytes:
        """``text`` in the file's own encoding."""
        return self.mark + text.encode(self.encoding)


def digest_of(data: bytes) -> str:
    """The fingerprint of ``data``."""
    return hashlib.sha256(data).hexdigest()


def read_stored(path: Path, form: Format) -> StoredFile | None:
    """The file at ``path``, or ``None`` where there is none. Raises ``ConfigurationFileError``."""
    try:
        target = path.resolve(strict=True)
    except FileNotFoundError:
        if path.is_symlink():
            raise ConfigurationFileError(
                f"{path} is a link to a file that is not there.", path
            ) from None
        return None
    except (OSError, RuntimeError) as error:
        raise ConfigurationFileError(
            f"{path} cannot be found out about ({_reason(error)}).", path
        ) from error
    data = _read(path, target, LARGEST[form])
    mark, encoding = next(
        ((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), (b"", "utf-8")
    )
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ConfigurationFileError(
            f"{path}, line {line}: a byte stands there that is not {encoding.upper()}. "
            "Save the file as UTF-8 in an editor.",
            path,
            line=line,
        ) from error
    if "\x00" in text:
        raise ConfigurationFileError(f"{path} is no text file.", path)
    return StoredFile(path, target, data, text, encoding, mark)


def replace_stored(stored: StoredFile, data: bytes, backup: Path) -> None:
    """Give the file new bytes, and keep the old ones in ``backup``.

    Raises ``ConfigurationFileError`` where the file is read-only, was changed since it was read,
    or cannot be written; then it is as it was.
    """
    target = stored.target
    _refuse_unwritable(stored)
    with _explained(stored.path):
        _write_like(backup, stored.data, target)
        try:
            _replace(target, data, before_replacing=lambda: _refuse_changed(stored))
        except BaseException:
            backup.unlink(missing_ok=True)
            raise


def create_stored(path: Path, data: bytes) -> None:
    """Make a file that is not there yet. Raises ``ConfigurationFileError``."""
    with _explained(path):
        temporary = _temporary(path, data)
        try:
            # A link rather than a rename: it never replaces a file that came in between.
            try:
                os.link(temporary, path)
            except (AttributeError, NotImplementedError, OSError) as error:
                if isinstance(error, FileExistsError) or path.exists():
                    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
                temporary.rename(path)
        finally:
            temporary.unlink(missing_ok=True)


def give_back(target: Path, data: bytes, *, unless_changed: Callable[[], None]) -> None:
    """Replace ``target`` by ``data``; ``unless_changed`` raises where it must not be, right
    before. Raises ``ConfigurationFileError``."""
    with _explained(target):
        _replace(target, data, before_replacing=unless_changed)


def backup_path(target: Path) -> Path:
    """A dated name beside ``target`` that nothing has yet."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    return target.with_name(f"{target.name}.before-crosstrade-{now}")


def _read(path: Path, target: Path, largest: int) -> bytes:
    with _explained(path, "read"):
        about = target.stat()
        if stat.S_ISDIR(about.st_mode):
            raise ConfigurationFileError(f"{path} is a folder. Name the file in it.", path)
        if not stat.S_ISREG(about.st_mode):
            raise ConfigurationFileError(f"{path} is no ordinary file.", path)
        if about.st_size > largest:
            raise ConfigurationFileError(
                f"{path} is {about.st_size / (1 << 20):.1f} MB large; a configuration of this kind "
                f"has at most {largest >> 20} MB. Is it the right file?",
                path,
            )
        return target.read_bytes()


def _refuse_unwritable(stored: StoredFile) -> None:
    with _explained(stored.path, "looked at"):
        about = stored.target.stat()
    if not about.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(
        stored.target, os.W_OK
    ):
        raise ConfigurationFileError(
            f"{stored.path} is read-only. Make it writable, or add the lines by hand.", stored.path
        )
    if about.st_nlink > 1:
        raise ConfigurationFileError(
            f"{stored.path} has a second name (a hard link), and only one of the two would be "
            "changed. Add the lines by hand.",
            stored.path,
        )


def _refuse_changed(stored: StoredFile) -> None:
    try:
        is_same = stored.target.read_bytes() == stored.data
    except FileNotFoundError:
        is_same = False
    if not is_same:
        raise ConfigurationFileError(
            f"{stored.path} was changed by another program in the meantime. Nothing was written: "
            "close it there, and try again.",
            stored.path,
        )


def _replace(target: Path, data: bytes, *, before_replacing: Callable[[], None]) -> None:
    temporary = _temporary(target, data, like=target)
    try:
        before_replacing()
        replace_patiently(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _write_like(path: Path, data: bytes, model: Path) -> None:
    temporary = _temporary(path, data, like=model)
    try:
        temporary.rename(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _temporary(path: Path, data: bytes, like: Path | None = None) -> Path:
    """A new file beside ``path``, safely on disk, with the rights of ``like``."""
    temporary = write_temporary(path, data)
    try:
        if like is not None:
            _take_after(temporary, like)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _take_after(path: Path, model: Path) -> None:
    """Give ``path`` the owner, the mode and the extended attributes of ``model``."""
    about = model.stat()
    if os.name == "posix" and (about.st_uid, about.st_gid) != (os.geteuid(), os.getegid()):
        os.chown(path, about.st_uid, about.st_gid)
    shutil.copystat(model, path)
    os.utime(path)  # it is new all the same, and programs that watch it should see that


@contextmanager
def _explained(path: Path, done: str = "written") -> Iterator[None]:
    """Turns an ``OSError`` into words about ``path``."""
    try:
        yield
    except OSError as error:
        advice = {
            errno.ENOSPC: "The disk is full: make room and try again.",
            errno.EDQUOT: "Your share of the disk is used up: make room and try again.",
            errno.EFBIG: "The system does not let the file grow: make room and try again.",
            errno.EROFS: "The disk can only be read.",
            errno.EEXIST: "Another program made it in the meantime: try again.",
            errno.ENOENT: "Its folder is not there.",
        }.get(
            error.errno or 0,
            "Check your rights there, and close it in other programs.",
        )
        raise ConfigurationFileError(
            f"{path} cannot be {done} ({_reason(error)}). {advice} It is as it was.",
            path,
        ) from error


def _reason(error: BaseException) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
