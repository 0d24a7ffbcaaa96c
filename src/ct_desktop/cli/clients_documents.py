"""What ``ct-desktop clients`` promises as JSON: one model a document, stable like the others."""

from datetime import datetime

from ct_desktop.cli.documents import Document
from ct_desktop.clients.applying import ApplyPlan
from ct_desktop.clients.checking import CheckResult
from ct_desktop.clients.description import ClientDescription
from ct_desktop.clients.places import places_of
from ct_desktop.clients.recipe import Recipe, Snippet
from ct_desktop.core.scopes import Scope


class ClientDocument(Document):
    """One client in a list."""

    id: str
    name: str
    kind: str
    summary: str
    sign_in: str
    credential_shared: str
    file: str | None
    least_version: str | None

    @classmethod
    def of(cls, client: ClientDescription) -> "ClientDocument":
        """``client`` in its public form."""
        return cls(
            id=client.id,
            name=client.name,
            kind=client.kind,
            summary=client.summary,
            sign_in=client.sign_in.method,
            credential_shared=client.credential.sharing.value,
            file=client.file.name if client.file else None,
            least_version=client.least_version,
        )


class ClientsDocument(Document):
    """``clients list --json``."""

    clients: tuple[ClientDocument, ...]


class SnippetDocument(Document):
    """``clients config --json``."""

    format: str
    text: str
    fields: dict[str, str]

    @classmethod
    def of(cls, snippet: Snippet) -> "SnippetDocument":
        """``snippet`` in its public form."""
        return cls(format=snippet.format, text=snippet.text, fields=dict(snippet.fields))


class StepDocument(Document):
    """One step of a recipe."""

    number: int
    title: str
    text: str
    command: str | None
    shows_snippet: bool


class PlaceDocument(Document):
    """Where a client looks for its file on this computer."""

    id: str
    title: str
    path: str
    exists: bool


class SettingDocument(Document):
    """What ``--set`` may give."""

    key: str
    kind: str
    meaning: str


class SymptomDocument(Document):
    """What goes wrong without being seen in a file."""

    symptom: str
    cause: str
    fix: str


class SourceDocument(Document):
    """What a fact rests on."""

    claim: str
    standing: str
    where: str


class CredentialDocument(Document):
    """Who shares the credential."""

    shared: str
    explanation: str
    stored: str
    advice: str


class RecipeDocument(Document):
    """``clients show --json``."""

    client: ClientDocument
    steps: tuple[StepDocument, ...]
    snippet: SnippetDocument
    scope: Scope
    scope_chosen_in: str
    scope_guidance: str
    sign_in: str
    callbacks: tuple[str, ...]
    credential: CredentialDocument
    places: tuple[PlaceDocument, ...]
    settings: tuple[SettingDocument, ...]
    reload: str
    verify: str
    limits: tuple[str, ...]
    symptoms: tuple[SymptomDocument, ...]
    sources: tuple[SourceDocument, ...]

    @classmethod
    def of(cls, recipe: Recipe) -> "RecipeDocument":
        """``recipe`` in its public form."""
        client = recipe.client
        return cls(
            client=ClientDocument.of(client),
            steps=tuple(
                StepDocument(
                    number=step.number,
                    title=step.title,
                    text=step.text,
                    command=step.command,
                    shows_snippet=step.shows_snippet,
                )
                for step in recipe.steps
            ),
            snippet=SnippetDocument.of(recipe.snippet),
            scope=recipe.scope,
            scope_chosen_in=client.scope.chosen_in,
            scope_guidance=recipe.scope_guidance,
            sign_in=recipe.sign_in,
            callbacks=recipe.callbacks,
            credential=CredentialDocument(
                shared=recipe.credential.sharing.value,
                explanation=recipe.credential.explanation,
                stored=recipe.credential.stored,
                advice=recipe.credential.advice,
            ),
            places=tuple(
                PlaceDocument(
                    id=found.place.id,
                    title=found.place.title,
                    path=str(found.path),
                    exists=found.exists,
                )
                for found in places_of(client)
            ),
            settings=tuple(SettingDocument(**part.model_dump()) for part in client.settings),
            reload=recipe.reload,
            verify=recipe.verify,
            limits=recipe.limits,
            symptoms=tuple(SymptomDocument(**part.model_dump()) for part in recipe.symptoms),
            sources=tuple(SourceDocument(**part.model_dump()) for part in recipe.sources),
        )


class FindingDocument(Document):
    """One finding of a check."""

    severity: str
    line: int | None
    column: int | None
    title: str
    cause: str
    mend: str


class CheckDocument(Document):
    """``clients check --json``."""

    client: str
    file: str
    verdict: str
    findings: tuple[FindingDocument, ...]
    checked_at: datetime

    @classmethod
    def of(cls, result: CheckResult) -> "CheckDocument":
        """``result`` in its public form."""
        return cls(
            client=result.client.id,
            file=str(result.path),
            verdict=result.verdict.value,
            findings=tuple(
                FindingDocument(
                    severity=finding.severity.value,
                    line=finding.line,
                    column=finding.column,
                    title=finding.title,
                    cause=finding.cause,
                    mend=finding.mend,
                )
                for finding in result.findings
            ),
            checked_at=result.checked_at,
        )


class ApplyDocument(Document):
    """``clients apply --json``: ``written`` is false for a dry run, and where nothing had to be
    written; ``backup`` is null for a new file."""

    client: str
    file: str
    needed: bool
    written: bool
    difference: str
    backup: str | None
    reload: str

    @classmethod
    def of(cls, plan: ApplyPlan, *, written: bool, backup: str | None) -> "ApplyDocument":
        """What ``plan`` said and what became of it."""
        return cls(
            client=plan.client.id,
            file=str(plan.path),
            needed=plan.is_needed,
            written=written,
            difference=plan.difference,
            backup=backup,
            reload=plan.client.reload,
        )


class UndoDocument(Document):
    """``clients undo --json``."""

    client: str
    file: str
    removed: bool
