"""The file as a whole: secrets anywhere in it, the keys around the servers, and which is ours."""

from collections.abc import Iterator

from ct_desktop.clients.checks.entry import check_entry
from ct_desktop.clients.checks.found import Found, fine, problem, warning
from ct_desktop.clients.checks.subject import Subject
from ct_desktop.clients.description import ClientDescription, ConfigurationFile, Place
from ct_desktop.clients.documents.nodes import Document, Listing, Mapping, scalars
from ct_desktop.clients.entry import Wanted
from ct_desktop.clients.errors import UnsupportedLayoutError
from ct_desktop.clients.located_entry import (
    ALIKE,
    Server,
    Wrapper,
    find_server,
    find_wrapper,
    likeness,
    refuse_two_servers,
    same_server,
    texts_of,
)
from ct_desktop.clients.secrets_in_text import holds_secret
from ct_desktop.core.wording import AI_CLIENTS_PAGE


def check_document(
    document: Document,
    client: ClientDescription,
    wanted: Wanted,
    place: Place,
    environment: frozenset[str] | None,
) -> Iterator[Found]:
    """All findings of one file, in no order; ``environment`` as for ``Subject``."""
    file = client.file
    assert file is not None, "only clients with a file are checked"
    server = None
    try:
        wrapper = find_wrapper(document, file)
        if wrapper.servers is not None:
            refuse_two_servers(wrapper.servers, file, wanted)
            server = find_server(wrapper.servers, file, wanted)
    except UnsupportedLayoutError as error:
        yield problem(
            None,
            str(error),
            f"{client.name} finds no server, or the wrong one.",
            f"Compare it with 'ct-desktop clients config {client.id}'.",
        )
        yield from _check_leaks(document, client, None)
        return
    yield from _check_leaks(document, client, server)
    if wrapper.servers is None:
        yield _missing_wrapper(document, client, file, wanted)
    elif server is None:
        yield _missing_server(client, file, wanted, wrapper)
    else:
        member, entry = server.member, server.member.value
        yield _check_name(wanted, server)
        if isinstance(entry, Mapping):
            yield from check_entry(Subject(client, file, wanted, member, entry, place, environment))
            return
        yield problem(
            member.key_start,
            f"{server.name} holds no keys with values",
            f"{client.name} cannot tell what server it is.",
            f"Write it as 'ct-desktop clients config {client.id}' shows.",
        )


def _check_leaks(
    document: Document, client: ClientDescription, server: Server | None
) -> Iterator[Found]:
    entry = server.member.value if server is not None else None
    for path, scalar in scalars(document.root):
        if not isinstance(scalar.value, str):
            continue
        key = next((part for part in reversed(path) if not part.isdigit()), "")
        if not holds_secret(key, scalar.value):
            continue
        ours = entry is not None and entry.start <= scalar.start < entry.end
        if ours:
            yield problem(
                scalar.start,
                f"A bearer token is written into the file, under {key}",
                "Whoever can read the file, a backup or a copy of it has your access. Take it for "
                "exposed.",
                f"Revoke it now on {AI_CLIENTS_PAGE}, and take it out of the file: "
                f"{_instead(client)}",
            )
        else:
            yield warning(
                scalar.start,
                f"A secret seems to be written into the file, under {key}",
                "Whoever can read the file, a backup or a copy of it has what it opens. It belongs "
                "to another part of the file.",
                "If it is CrossTrade’s, revoke it on the AI Clients page. Put a placeholder in its "
                "place.",
            )


def _instead(client: ClientDescription) -> str:
    if client.sign_in.method == "token":
        return "the program takes it from its environment."
    return f"{client.name} signs in without it."


def _missing_wrapper(
    document: Document, client: ClientDescription, file: ConfigurationFile, wanted: Wanted
) -> Found:
    right = ".".join(file.wrapper)
    for member in document.root.members:
        is_wrong = member.key in file.wrong_wrappers or likeness(member.key, right) >= ALIKE
        if is_wrong and member.key != right and isinstance(member.value, Mapping | Listing):
            return problem(
                member.key_start,
                f"The servers stand under {member.key}",
                f"{client.name} looks under {right}, and so finds none.",
                f"Write {right} in its place.",
            )
    if any(same_server(text, wanted.address) for text in texts_of(document.root)):
        return problem(
            None,
            f"{right} is missing around the server",
            f"{client.name} looks for servers under {right} only.",
            f"Put the entry under {right}, as 'ct-desktop clients config {client.id}' shows.",
        )
    return problem(
        None,
        f"There is no {right}",
        f"{client.name} knows no server.",
        f"Add the entry with 'ct-desktop clients apply {client.id}'.",
    )


def _missing_server(
    client: ClientDescription, file: ConfigurationFile, wanted: Wanted, wrapper: Wrapper
) -> Found:
    return problem(
        wrapper.member.key_start if wrapper.member else None,
        f"There is no server {wanted.server_name} under {'.'.join(file.wrapper)}",
        f"{client.name} does not know CrossTrade.",
        f"Add the entry with 'ct-desktop clients apply {client.id}'.",
    )


def _check_name(wanted: Wanted, server: Server) -> Found:
    name, offset = wanted.server_name, server.member.key_start
    if server.name != name and likeness(server.name, name) >= ALIKE:
        return warning(
            offset,
            f"The server is named {server.name}, all but {name}",
            "Commands and addresses that hold the name, the callback among them, then need the "
            "misspelt one.",
            f"Write {name}; the client then asks for a new sign-in.",
        )
    return fine(offset, f"The server is named {server.name}")
