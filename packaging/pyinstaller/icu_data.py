"""Makes ICU's data library smaller: of its 30 MB, Qt here uses the collation and little else.

Qt has locale data of its own (CLDR) and asks ICU only to compare texts and to change their case.
What is left out are names of currencies, languages, regions, time zones and units in all languages,
transliteration, dictionaries for line breaks, and converters for old encodings.

The format is that of ICU's common data files: a header, the number of items, for each the offsets
of its name and of its content, then names and contents (ICU, tools/toolutil/package.cpp).
"""

import re
import struct
import subprocess
import tempfile
from pathlib import Path

_MAGIC = b"CmnD"
_MAGIC_AT = 12
"""Bytes from the header's start: its size, four of a signature, and the size of what follows."""

_LEFT_OUT = re.compile(
    r"/(brkitr|curr|lang|rbnf|region|translit|unit|zone)/|\.cnv$"
    # The locales' own files, but for the root of all and English.
    r"|^[^/]+/(?!en[_.]|res_index)[a-z]{2,3}(_[A-Za-z]+)*\.res$"
)

_ALIGNMENT = 16


class UnknownDataError(Exception):
    """The library holds no data in the form that is known here."""


def make_smaller(source: Path, target: Path) -> None:
    """Write the library ``source`` (``libicudata.so.NN``) without what is left out to ``target``.

    Raises UnknownDataError, and CalledProcessError where a tool of the binutils fails.
    """
    symbol = f"icudt{source.name.rpartition('.')[2]}_dat"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "data").write_bytes(smaller_data(source.read_bytes()))
        renamed = ("--rename-section", ".data=.rodata,alloc,load,readonly,data,contents")
        aligned = ("--set-section-alignment", f".data={_ALIGNMENT}")
        named = (f"-soname={source.name}", f"--defsym={symbol}=_binary_data_start")
        for command in (
            ("ld", "-r", "-b", "binary", "-z", "noexecstack", "data", "-o", "data.o"),
            ("objcopy", *renamed, *aligned, "data.o"),
            ("ld", "-shared", "-z", "noexecstack", *named, "data.o", "-o", str(target.absolute())),
        ):
            subprocess.run(command, cwd=folder, check=True)


def smaller_data(library: bytes) -> bytes:
    """The common data file in ``library``, without what is left out. Raises UnknownDataError."""
    start = library.find(_MAGIC) - _MAGIC_AT
    if start < 0:
        raise UnknownDataError("no ICU data file in the library")
    (header_size,) = struct.unpack_from("<H", library, start)
    items = start + header_size
    (count,) = struct.unpack_from("<I", library, items)
    table = [struct.unpack_from("<II", library, items + 4 + 8 * index) for index in range(count)]
    # Nothing says where the last item ends.
    ends = [content for _, content in table[1:]] + [None]
    kept: list[tuple[bytes, bytes]] = []
    for (name_at, content_at), end in zip(table, ends, strict=True):
        name = library[items + name_at : library.index(b"\0", items + name_at)]
        if end is None:
            content = _last_content(library, items + content_at)
        else:
            content = library[items + content_at : items + end]
        if not _LEFT_OUT.search(name.decode("ascii")):
            kept.append((name, content))
    return library[start:items] + _packed(kept)


def _last_content(library: bytes, at: int) -> bytes:
    """What begins ``at`` and ends with the read-only data: up to the first page of zeros."""
    end = library.find(bytes(64), at)
    return library[at : end if end > 0 else None]


def _packed(items: list[tuple[bytes, bytes]]) -> bytes:
    names_at = 4 + 8 * len(items)
    names = b"".join(name + b"\0" for name, _ in items)
    table = bytearray(struct.pack("<I", len(items)))
    contents = bytearray()
    contents_at = _aligned(names_at + len(names))
    name_at = names_at
    for name, content in items:
        table += struct.pack("<II", name_at, contents_at + len(contents))
        name_at += len(name) + 1
        contents += content + bytes(_aligned(len(content)) - len(content))
    padding = bytes(contents_at - names_at - len(names))
    return bytes(table) + names + padding + bytes(contents)


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT
