"""How one client is set up: steps, the text to paste, the scope, and how to see that it works."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from ct_desktop.clients.description import (
    ClientDescription,
    Credential,
    Entry,
    Format,
    Source,
    Symptom,
)
from ct_desktop.clients.documents.parsing import render
from ct_desktop.clients.entry import Wanted, build_entry, fill_in
from ct_desktop.core.scopes import Scope
from ct_desktop.resources import resource_path


@dataclass(frozen=True, slots=True)
class Snippet:
    """The text to paste. ``format`` is a file's format, or ``fields`` or ``python``; ``fields`` are
    the same where it is a form to fill in: label and value."""

    text: str
    format: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RecipeStep:
    """One numbered step, with the command to run beneath it, or the snippet."""

    number: int
    title: str
    text: str
    command: str | None
    shows_snippet: bool


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a trader needs in order to set up one client."""

    client: ClientDescription
    wanted: Wanted
    steps: tuple[RecipeStep, ...]
    snippet: Snippet
    scope: Scope
    scope_guidance: str
    credential: Credential
    sign_in: str
    callbacks: tuple[str, ...]
    reload: str
    verify: str
    limits: tuple[str, ...]
    symptoms: tuple[Symptom, ...]
    sources: tuple[Source, ...]


class _EveryClient(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    verify: str
    symptoms: tuple[Symptom, ...]


def make_recipe(client: ClientDescription, wanted: Wanted) -> Recipe:
    """The recipe for ``client``. Raises ``SettingError``."""
    snippet = make_snippet(client, wanted)
    every = _every_client()

    def filled(text: str) -> str:
        return fill_in(text, wanted)

    steps = tuple(
        RecipeStep(
            number=number,
            title=filled(step.title),
            text=filled(step.text),
            command=filled(step.command) if step.shows == "command" else None,
            shows_snippet=step.shows == "snippet",
        )
        for number, step in enumerate(client.steps, 1)
    )
    return Recipe(
        client=client,
        wanted=wanted,
        steps=steps,
        snippet=snippet,
        scope=wanted.scope,
        scope_guidance=filled(client.scope.guidance),
        credential=client.credential,
        sign_in=filled(client.sign_in.how),
        callbacks=tuple(filled(pattern) for pattern in client.sign_in.callbacks),
        reload=client.reload,
        verify=every.verify.strip(),
        limits=tuple(filled(limit) for limit in client.limits),
        symptoms=(*client.symptoms, *every.symptoms),
        sources=client.sources,
    )


def make_snippet(client: ClientDescription, wanted: Wanted) -> Snippet:
    """The text to paste for ``client``. It never holds a token. Raises ``SettingError``."""
    entry = build_entry(client, wanted)
    if client.file is not None:
        whole = wrapped(client, wanted.server_name, entry)
        return Snippet(render(whole, client.file.format), client.file.format.value)
    example = client.example
    assert example is not None, "a description without a file has an example"
    if example.format != "fields":
        return Snippet(fill_in(example.text, wanted).strip() + "\n", example.format)
    fields = tuple((field.label, fill_in(field.value, wanted)) for field in example.fields)
    width = max(len(label) for label, _ in fields) + 1
    text = "".join(f"{label + ':':<{width}} {value}\n" for label, value in fields)
    return Snippet(text, example.format, fields)


def wrapped(client: ClientDescription, name: str, entry: Entry) -> Entry:
    """``entry`` beneath the keys that lead to it in the client's file."""
    assert client.file is not None, "only files have wrappers"
    value: Any = [entry] if client.file.name_key else {name: entry}
    for key in reversed(client.file.wrapper):
        value = {key: value}
    whole: Entry = value
    return whole


def is_code(snippet: Snippet) -> bool:
    """Whether the snippet is to be pasted as it stands, rather than typed field by field."""
    return snippet.format in {form.value for form in Format} or snippet.format == "python"


@lru_cache(maxsize=1)
def _every_client() -> _EveryClient:
    text = resource_path("clients/every-client.toml").read_text(encoding="utf-8")
    return TypeAdapter(_EveryClient).validate_python(tomllib.loads(text))
