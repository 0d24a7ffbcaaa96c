"""Looking through a client's file for what keeps the CrossTrade server from working there.

Blocking; call it in a thread where an event loop runs. The file is read on this computer only, and
nothing that it holds in the place of a secret is ever repeated.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from ct_desktop.clients.checks.document import check_document
from ct_desktop.clients.checks.found import Found, Severity
from ct_desktop.clients.description import ClientDescription
from ct_desktop.clients.documents.nodes import place_of
from ct_desktop.clients.documents.parsing import parse
from ct_desktop.clients.entry import Wanted, build_entry
from ct_desktop.clients.errors import (
    BadSyntaxError,
    ConfigurationFileError,
    UnsupportedLayoutError,
)
from ct_desktop.clients.places import FilePlace
from ct_desktop.clients.stored_file import StoredFile, read_stored


class Verdict(StrEnum):
    """What the whole check comes to."""

    PROBLEM = "problem"
    WARNING = "warning"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``line`` counts from 1; it and ``column`` are ``None`` where
    the finding has no place of its own. ``cause`` and ``mend`` are empty for what is fine."""

    severity: Severity
    line: int | None
    column: int | None
    title: str
    cause: str
    mend: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings of one file: problems first, then warnings, notes, and what is fine."""

    client: ClientDescription
    path: Path
    findings: tuple[Finding, ...]
    checked_at: datetime

    @property
    def verdict(self) -> Verdict:
        """The worst of the findings."""
        severities = {finding.severity for finding in self.findings}
        if Severity.PROBLEM in severities:
            return Verdict.PROBLEM
        return Verdict.WARNING if Severity.WARNING in severities else Verdict.FINE

    def count(self, severity: Severity) -> int:
        """How many findings are of that kind."""
        return sum(finding.severity is severity for finding in self.findings)


def check_file(client: ClientDescription, wanted: Wanted, place: FilePlace) -> CheckResult:
    """Check the file at ``place``.

    A broken or missing file is a finding. Raises ``SettingError``, and ``ConfigurationFileError``
    where the file cannot be read at all.
    """
    file = client.file
    assert file is not None, "only clients with a file have places"
    build_entry(client, wanted)  # settings that do not fit are refused first
    stored = read_stored(place.path, file.format)
    if stored is None:
        missing = Finding(
            Severity.PROBLEM,
            None,
            None,
            f"There is no {place.path.name}",
            f"{client.name} then knows no server.",
            f"Make it with 'ct-desktop clients apply {client.id}', or name it with --file.",
        )
        return _result(client, place, [missing])
    findings = list(_findings(client, wanted, place, stored))
    return _result(client, place, findings)


def _findings(
    client: ClientDescription, wanted: Wanted, place: FilePlace, stored: StoredFile
) -> Iterator[Finding]:
    assert client.file is not None, "checked by the caller"
    try:
        document = parse(stored.text, client.file.format)
    except BadSyntaxError as fault:
        yield Finding(
            Severity.PROBLEM,
            fault.line,
            fault.column,
            f"The file is broken: {fault.reason}",
            f"{client.name} cannot read it, nor anything that stands in it.",
            "Mend this place first, then check again.",
        )
        return
    except UnsupportedLayoutError as error:
        yield Finding(
            Severity.PROBLEM,
            None,
            None,
            str(error),
            f"{client.name} finds no server there.",
            f"Compare it with 'ct-desktop clients config {client.id}'.",
        )
        return
    environment = _environment_names(place.path, client.file.environment_file)
    for found in check_document(document, client, wanted, place.place, environment):
        yield _placed(found, stored.text)
    yield _reload_note(client, stored.target)


def _placed(found: Found, text: str) -> Finding:
    line, column = place_of(text, found.offset) if found.offset is not None else (None, None)
    return Finding(found.severity, line, column, found.title, found.cause, found.mend)


def _reload_note(client: ClientDescription, target: Path) -> Finding:
    """A file cannot show when the client read it: only when it was last changed."""
    try:
        changed = datetime.fromtimestamp(target.stat().st_mtime, UTC).astimezone()
    except OSError as error:
        raise ConfigurationFileError(f"{target} is no longer there.", target) from error
    when = changed.strftime("%d.%m.%Y %H:%M")
    title = f"Changed on {when}: restart {client.name} if it was started before that"
    if not client.restart_needed:
        title = f"Changed on {when}: {client.name} takes it over without a restart"
    return Finding(Severity.NOTE, None, None, title, "", client.reload)


def _environment_names(path: Path, name: str | None) -> frozenset[str] | None:
    """The names that the environment file beside ``path`` sets; ``None`` where there is none."""
    if name is None:
        return None
    try:
        text = (path.parent / name).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    names = (line.partition("=")[0].strip().removeprefix("export ") for line in text.splitlines())
    return frozenset(name for name in names if name and not name.startswith("#"))


def _result(client: ClientDescription, place: FilePlace, findings: list[Finding]) -> CheckResult:
    order = list(Severity)
    findings.sort(key=lambda finding: (order.index(finding.severity), finding.line or 0))
    return CheckResult(client, place.path, tuple(findings), datetime.now(UTC))
