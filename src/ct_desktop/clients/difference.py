"""The difference between two texts for reading, with no token in it."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from ct_desktop.clients.secrets_in_text import masked

_CONTEXT = 3


def difference(before: str, after: str, *, name: str) -> str:
    """A unified difference; empty where the two agree. Each value in the place of a secret is
    masked: the file itself is the only place where it stands."""
    return "".join(f"{line}\n" for line in _lines(before, after, name))


def _lines(before: str, after: str, name: str) -> Iterator[str]:
    if before == after:
        return
    old, new = before.splitlines(), after.splitlines()
    # Compared is only what lies between the first and the last line that differ: a file of ten
    # megabytes would take minutes otherwise.
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    first = max(0, start - _CONTEXT)
    old_part = old[first : min(len(old), len(old) - end + _CONTEXT)]
    new_part = new[first : min(len(new), len(new) - end + _CONTEXT)]
    yield f"--- {name}, as it is"
    yield f"+++ {name}, as it will be"
    matcher = SequenceMatcher(None, old_part, new_part, autojunk=False)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        old_from, old_to = group[0][1] + first, group[-1][2] + first
        new_from, new_to = group[0][3] + first, group[-1][4] + first
        yield f"@@ -{_range(old_from, old_to)} +{_range(new_from, new_to)} @@"
        for tag, old_start, old_end, new_start, new_end in group:
            if tag == "equal":
                yield from (f" {masked(line)}" for line in old_part[old_start:old_end])
                continue
            yield from (f"-{masked(line)}" for line in old_part[old_start:old_end])
            yield from (f"+{masked(line)}" for line in new_part[new_start:new_end])


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _range(start: int, end: int) -> str:
    """Lines as a unified difference counts them."""
    length = end - start
    return f"{start + 1 if length else start},{length}"
