"""One secret over one or more keychain entries, safe against a crash at any point.

A secret has two places, copy 0 and copy 1. A write goes to the place that is not in use: the
second part and on, then the first part, which carries the manifest (generation number, number of
parts, digest) and makes the copy count; only then is the old copy removed, its manifest first. A
reader takes the copy with the newer generation. So whatever call a crash falls on, a reader finds
the old secret or the new one, whole, also on systems whose keychain replaces an entry by deleting
and adding it (macOS). What a crash leaves lying is swept by the next write or delete, since
nothing ever lies outside the two places.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ct_desktop.vault.errors import VaultError, VaultFault
from ct_desktop.vault.keychain import Keychain
from ct_desktop.vault.naming import service_name

_MOST_PARTS = 99
_READ_ATTEMPTS = 5
_MANIFEST = re.compile(
    r"ct1 (?P<generation>[0-9]{1,18}) (?P<parts>[0-9]{1,2}) (?P<digest>[0-9a-f]{64})\n"
)
_PART_HEADER = "ct1 {generation}.{part}\n"
_COPIES = (0, 1)


@dataclass(frozen=True, slots=True)
class _Manifest:
    """The first part of a copy, read."""

    copy: int
    generation: int
    parts: int
    digest: str
    first_chunk: str = field(repr=False)


class _TornError(Exception):
    """A copy is not whole: damaged, or being replaced at this moment by another process."""


def read_secret(keychain: Keychain, item: str) -> str | None:
    """The secret of ``item``, or None. Raises ``VaultError``; BROKEN where no whole one is left."""
    previous = None
    for _ in range(_READ_ATTEMPTS):
        heads = [keychain.get(service_name(item, copy=copy, part=0)) for copy in _COPIES]
        # Another process may move the secret from one place to the other between two looks. So
        # "nothing there" and "damaged" count only if a second look finds the same.
        try:
            secret = _read_newest(keychain, item, heads)
        except _TornError:
            if heads == previous:
                break
        else:
            if secret is not None or heads == previous:
                return secret
        previous = heads
    raise VaultError(
        VaultFault.BROKEN, keychain=keychain.description, detail="no whole copy of the secret"
    )


def write_secret(keychain: Keychain, item: str, secret: str) -> None:
    """Store ``secret`` and read it back. Raises ``VaultError``; the old secret then still stands,
    or the new one does."""
    manifests = [_manifest(keychain, item, copy) for copy in _COPIES]
    current = max(
        (manifest for manifest in manifests if manifest is not None),
        key=lambda manifest: manifest.generation,
        default=None,
    )
    target = 0 if current is None else 1 - current.copy
    generation = 1 if current is None else current.generation + 1
    _remove_copy(keychain, item, target)
    texts = _split(secret, generation, keychain.entry_limit)
    for part in [*range(1, len(texts)), 0]:
        keychain.set(service_name(item, copy=target, part=part), texts[part])
    for part, text in enumerate(texts):
        if keychain.get(service_name(item, copy=target, part=part)) != text:
            raise VaultError(
                VaultFault.BROKEN,
                keychain=keychain.description,
                detail="what was written does not read back",
            )
    _remove_copy(keychain, item, 1 - target)


def delete_secret(keychain: Keychain, item: str) -> None:
    """Remove the secret of ``item`` and whatever a crash left of it. Raises ``VaultError``."""
    manifests = [_manifest(keychain, item, copy) for copy in _COPIES]
    generations = [manifest.generation if manifest else 0 for manifest in manifests]
    # The older copy first: with the newer gone before it, a crash would bring the older one back.
    for copy in sorted(_COPIES, key=lambda copy: generations[copy]):
        _remove_copy(keychain, item, copy)


def _manifest(keychain: Keychain, item: str, copy: int) -> _Manifest | None:
    head = keychain.get(service_name(item, copy=copy, part=0))
    return None if head is None else _parse_head(copy, head)


def _parse_head(copy: int, head: str) -> _Manifest | None:
    match = _MANIFEST.match(head)
    if match is None:
        return None
    return _Manifest(
        copy=copy,
        generation=int(match["generation"]),
        parts=int(match["parts"]),
        digest=match["digest"],
        first_chunk=head[match.end() :],
    )


def _read_newest(keychain: Keychain, item: str, heads: list[str | None]) -> str | None:
    if all(head is None for head in heads):
        return None
    manifests = [_parse_head(copy, head) for copy, head in enumerate(heads) if head is not None]
    if any(manifest is None for manifest in manifests):
        raise _TornError
    newest = max((m for m in manifests if m is not None), key=lambda m: m.generation)
    chunks = [newest.first_chunk]
    for part in range(1, newest.parts):
        text = keychain.get(service_name(item, copy=newest.copy, part=part))
        header = _PART_HEADER.format(generation=newest.generation, part=part)
        if text is None or not text.startswith(header):
            raise _TornError
        chunks.append(text.removeprefix(header))
    secret = "".join(chunks)
    if _digest(secret) != newest.digest:
        raise _TornError
    return secret


def _remove_copy(keychain: Keychain, item: str, copy: int) -> None:
    """Remove the manifest, then the parts from the last to the first.

    A crash on the way leaves parts without a gap, so that counting up to the first missing one
    finds them all the next time.
    """
    keychain.delete(service_name(item, copy=copy, part=0))
    if keychain.entry_limit is None:
        return
    last = 0
    while (
        last < _MOST_PARTS
        and keychain.get(service_name(item, copy=copy, part=last + 1)) is not None
    ):
        last += 1
    for part in range(last, 0, -1):
        keychain.delete(service_name(item, copy=copy, part=part))


def _split(secret: str, generation: int, limit: int | None) -> list[str]:
    """The texts of the entries; the first carries the manifest."""
    longest_manifest = len(f"ct1 {generation} {_MOST_PARTS} {'0' * 64}\n")
    longest_header = len(_PART_HEADER.format(generation=generation, part=_MOST_PARTS))
    if limit is None:
        chunks = [secret]
    else:
        chunks = list(_chunks(secret, limit - longest_manifest, limit - longest_header))
    if len(chunks) > _MOST_PARTS:
        raise ValueError(f"The secret is too long for the keychain ({len(chunks)} entries).")
    manifest = f"ct1 {generation} {len(chunks)} {_digest(secret)}\n"
    further = [
        _PART_HEADER.format(generation=generation, part=part) + chunk
        for part, chunk in enumerate(chunks[1:], start=1)
    ]
    return [manifest + chunks[0], *further]


def _chunks(secret: str, first: int, further: int) -> Iterator[str]:
    """``secret`` in pieces of at most ``first`` and then ``further`` UTF-16 code units.

    No piece ends within a surrogate pair. There is always a first piece, if an empty one.
    """
    room, start, used = first, 0, 0
    for position, character in enumerate(secret):
        units = 2 if ord(character) > 0xFFFF else 1
        if used + units > room:
            yield secret[start:position]
            room, start, used = further, position, 0
        used += units
    yield secret[start:]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
