"""The scope that an entry asks for."""

from collections.abc import Iterator

from ct_desktop.clients.checks.found import Found, fine, problem, warning
from ct_desktop.clients.checks.subject import Subject
from ct_desktop.clients.description import SCOPE_MARK
from ct_desktop.clients.documents.nodes import Mapping, Member, plain
from ct_desktop.clients.entry import build_entry
from ct_desktop.core.scopes import Scope


def check_scope(subject: Subject) -> Iterator[Found]:
    """That the entry says the scope, where the client takes it from there, and which."""
    wanted = subject.wanted
    right = build_entry(subject.client, wanted)
    for path in _scope_paths(subject.file.entry):
        member = _follow(subject.entry, path)
        written = ".".join(path)
        if member is None:
            yield warning(
                subject.member.key_start,
                f"{written} is missing, so every scope is asked for",
                f"{subject.client.name} then asks for mcp:trade as well. What is granted is what "
                "you choose on CrossTrade’s page.",
                f"Write {written} with {wanted.scope.value}.",
            )
            continue
        value = plain(member.value)
        text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
        if Scope.TRADE.value in text.split() and wanted.scope is Scope.READ:
            yield warning(
                member.value.start,
                "The client asks for mcp:trade",
                "With that it can place, change and cancel orders.",
                f"Write {Scope.READ.value}, revoke the client on the AI Clients page, and sign it "
                "in again.",
            )
        elif value == _value_at(right, path):
            yield fine(member.value.start, f"The scope is {text}")
        else:
            yield problem(
                member.value.start,
                f"{written} is not the scope that is wanted",
                "CrossTrade has mcp:read and mcp:trade, one of them at a time.",
                f"Write {wanted.scope.value}.",
            )


def _scope_paths(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The keys whose value is the scope, alone or in a list."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _scope_paths(part, (*path, key))
    elif SCOPE_MARK in str(value):
        yield path


def _follow(entry: Mapping, path: tuple[str, ...]) -> Member | None:
    member = None
    node: object = entry
    for key in path:
        member = node.get(key) if isinstance(node, Mapping) else None
        if member is None:
            return None
        node = member.value
    return member


def _value_at(value: object, path: tuple[str, ...]) -> object:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value
