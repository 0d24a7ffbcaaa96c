"""What ``ct-desktop clients`` prints for reading."""

import textwrap
from collections.abc import Iterable, Sequence

from ct_desktop.clients.checking import CheckResult
from ct_desktop.clients.checks.found import Severity
from ct_desktop.clients.description import ClientDescription
from ct_desktop.clients.places import places_of
from ct_desktop.clients.recipe import Recipe
from ct_desktop.core.wording_clients import (
    SEVERITY_WORDS,
    SHARING_WORDS,
    STANDING_WORDS,
    scope_sentence,
)

_WIDTH = 96


def clients_as_text(clients: Sequence[ClientDescription]) -> str:
    """One line a client: its name for commands, its own name, and how it is set up."""
    ids = max(len(client.id) for client in clients)
    names = max(len(client.name) for client in clients)
    return "\n".join(
        f"{client.id:<{ids}}  {client.name:<{names}}  {client.summary}" for client in clients
    )


def recipe_as_text(recipe: Recipe) -> str:
    """The whole recipe, from what to open to what can go wrong."""
    client = recipe.client
    title = client.name
    if client.least_version:
        title += f" {client.least_version} or later"
    parts = [title, client.summary, ""]
    for step in recipe.steps:
        parts += _wrapped(f"{step.number}. {step.title}", "", "   ")
        parts += _wrapped(step.text, "   ")
        if step.command is not None:
            parts += ["", f"      {step.command}"]
        if step.shows_snippet:
            parts += ["", textwrap.indent(recipe.snippet.text.rstrip("\n"), "      ")]
        parts.append("")
    parts += _section("Scope", [scope_sentence(recipe.scope), recipe.scope_guidance])
    parts += _section(
        f"Who shares the sign-in: {SHARING_WORDS[recipe.credential.sharing.value]}",
        [
            recipe.credential.explanation,
            f"Kept: {recipe.credential.stored}",
            recipe.credential.advice,
        ],
    )
    parts += _section("Sign-in", [recipe.sign_in, *_callbacks(recipe)])
    places = [
        f"{found.place.id}: {found.path} ({found.place.title})" for found in places_of(client)
    ]
    parts += _section("Where its file is", places)
    parts += _section("After a change", [recipe.reload])
    parts += _section("See that it works: ask the client", [recipe.verify])
    parts += _section(
        "Settings for --set",
        [f"{setting.key}: {setting.meaning}" for setting in client.settings]
        + (["name: what the server is called in the client"] if client.file else []),
    )
    parts += _section("Known limits", recipe.limits)
    parts += _section(
        "If something goes wrong",
        [f"{part.symptom}: {part.cause} {part.fix}" for part in recipe.symptoms],
    )
    parts += _section(
        "What this rests on",
        [
            f"{STANDING_WORDS[part.standing]}: {part.claim} ({part.where})"
            for part in recipe.sources
        ],
    )
    return "\n".join(parts).rstrip("\n")


def check_as_text(result: CheckResult) -> str:
    """The findings, the worst first, each with its line, its cause and its mend."""
    problems, warnings = result.count(Severity.PROBLEM), result.count(Severity.WARNING)
    lines = [f"{result.path}: {_counted(problems, 'problem')}, {_counted(warnings, 'warning')}"]
    for finding in result.findings:
        place = f"line {finding.line}" if finding.line is not None else ""
        head = f"{SEVERITY_WORDS[finding.severity.value]:<8} {place:<9} {finding.title}"
        lines += _wrapped(head, "", " " * 19)
        for text in (finding.cause, finding.mend):
            lines += _wrapped(text, " " * 19) if text else []
    return "\n".join(lines)


def _counted(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"


def _callbacks(recipe: Recipe) -> list[str]:
    if not recipe.callbacks:
        return []
    return [f"The browser comes back to {' or '.join(recipe.callbacks)}."]


def _section(title: str, texts: Iterable[str]) -> list[str]:
    lines = [line for text in texts for line in _wrapped(text, "  - ", "    ")]
    return [title, *lines, ""] if lines else []


def _wrapped(text: str, first: str, later: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=first if later is None else later,
        break_long_words=False,
        break_on_hyphens=False,
    )
