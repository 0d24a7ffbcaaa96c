"""Names of values that the client is to put in for itself."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from ct_desktop.clients.checks.found import Found, problem, warning
from ct_desktop.clients.checks.subject import Subject
from ct_desktop.clients.description import Placeholder
from ct_desktop.clients.documents.nodes import Mapping, scalars

_FORMS = (
    (Placeholder.SECRET, re.compile(r"\$\{\{\s*secrets\.(\w+)\s*\}\}")),
    (Placeholder.DOUBLE, re.compile(r"(?<!\$)\{\{\s*([^{}]+?)\s*\}\}")),
    (Placeholder.ENV, re.compile(r"\$\{env:(\w+)\}")),
    (Placeholder.INPUT, re.compile(r"\$\{input:([\w-]+)\}")),
    (Placeholder.SHELL, re.compile(r"\$\{(\w+)(?::-[^}]*)?\}")),
    (Placeholder.BRACED_ENV, re.compile(r"(?<![${])\{env:(\w+)\}")),
    (Placeholder.DOLLAR, re.compile(r"\$([A-Za-z_]\w*)")),
)


def check_placeholders(subject: Subject) -> Iterator[Found]:
    """That every placeholder of the entry is one that this client resolves in this place."""
    own = _own_names(subject)
    for _, scalar in scalars(subject.entry):
        if not isinstance(scalar.value, str):
            continue
        for form, pattern in _FORMS:
            for found in pattern.finditer(scalar.value):
                yield from _check(subject, form, found[1], scalar.start, own)


def _own_names(subject: Subject) -> tuple[str, ...]:
    """The names that the entry itself declares for its users to fill in."""
    found = subject.entry.get(subject.file.custom_names_key or "")
    if found is None or not isinstance(found.value, Mapping):
        return ()
    return tuple(member.key for member in found.value.members)


def _check(
    subject: Subject, form: Placeholder, name: str, offset: int, own: tuple[str, ...]
) -> Iterator[Found]:
    file, place, client = subject.file, subject.place, subject.client.name
    if form is Placeholder.DOUBLE and name in own:
        return
    resolves = file.resolves if place.resolves is None else place.resolves
    shown = form.value.replace("NAME", name)
    if form not in resolves:
        where = "here" if place.resolves is None else f"in {place.title}"
        yield problem(
            offset,
            f"{shown} is not put in for {where}",
            f"{client} sends it as it stands.",
            "Write the value itself unless it is a secret, or move the server to a place that "
            f"resolves it. {client} resolves here: {_listed(subject, resolves)}.",
        )
    elif form is Placeholder.DOUBLE and file.known_names and name not in file.known_names:
        near = get_close_matches(name.upper(), [*file.known_names, *own], n=1)
        yield problem(
            offset,
            f"{shown} is misspelt or unknown",
            f"{client} sends it as it stands.",
            f"Write {{{{{near[0]}}}}}." if near else "Take it out, or declare it.",
        )
    elif (
        form is Placeholder.SHELL
        and subject.environment is not None
        and name not in subject.environment
    ):
        yield warning(
            offset,
            f"{name} is not set in {file.environment_file}",
            f"Unless it is set elsewhere, {client} sends {shown} as it stands.",
            f"Set it in {file.environment_file}, or take it out.",
        )


def _listed(subject: Subject, resolves: tuple[Placeholder, ...]) -> str:
    forms = [form.value for form in resolves]
    if subject.file.custom_names_key:
        forms.append(f"the names under {subject.file.custom_names_key}")
    return ", ".join(forms) or "nothing"
