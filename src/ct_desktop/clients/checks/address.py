"""The server's address, the key that it stands under, and the transport."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from ct_desktop.clients.checks.found import Found, fine, problem
from ct_desktop.clients.checks.subject import Subject
from ct_desktop.clients.documents.nodes import plain
from ct_desktop.clients.located_entry import connection_of
from ct_desktop.http_client import is_secure_url


def check_address_key(subject: Subject) -> Iterator[Found]:
    """That the address stands under the key that this client reads, and no other."""
    name = subject.client.name
    connection = connection_of(subject.entry, subject.file)
    right_key = connection.address_key
    right = connection.holder.get(right_key or "")
    members = connection.holder.members
    wrong = [member for member in members if member.key in connection.wrong_address_keys]
    for member in wrong:
        yield problem(
            member.key_start,
            f"The address stands under {member.key}",
            f"{name} reads {right_key}"
            + (" only." if right is None else "; it may take the other for another transport."),
            f"Write {right_key} in its place." if right is None else "Take the line out.",
        )
    if right is not None:
        yield from check_address(subject, str(plain(right.value)), right.value.start)
    elif not wrong:
        yield problem(
            subject.member.key_start,
            f"{right_key} is missing",
            f"{name} does not know where the server is.",
            f"Write {right_key} with {subject.wanted.address}.",
        )


def check_address(subject: Subject, text: str, offset: int) -> Iterator[Found]:
    """That ``text`` is the server's address."""
    address, stripped = subject.wanted.address, text.strip()
    if text == address:
        yield fine(offset, "The address is right")
    elif any(mark in text for mark in ("${", "{{", "{env:")):
        return  # a placeholder, which has a rule of its own
    elif stripped.endswith("/") and stripped.rstrip("/") == address:
        yield problem(
            offset,
            "The address ends in a slash",
            f"{subject.client.name} then gets 404.",
            f"Write {address}, without the slash.",
        )
    elif _is_plain_http(stripped):
        yield problem(
            offset,
            "The address begins with http",
            "The sign-in would travel unencrypted, and CrossTrade does not answer there.",
            f"Write {address}.",
        )
    else:
        yield problem(
            offset,
            "The address is another one",
            f"CrossTrade answers at {address} only.",
            f"Write {address}.",
        )


def check_transport(subject: Subject) -> Iterator[Found]:
    """That the transport is Streamable HTTP, as this client spells it."""
    connection = connection_of(subject.entry, subject.file)
    if connection.transport_key is None:
        return
    found = connection.holder.get(connection.transport_key)
    right = connection.transports[0]
    if found is None:
        if connection.transport_needed:
            yield problem(
                subject.member.key_start,
                f"{connection.transport_key} is missing",
                f"Without it {subject.client.name} takes an older transport, or refuses the entry.",
                f"Write {connection.transport_key}: {right}.",
            )
        return
    value = plain(found.value)
    if value in connection.transports:
        yield fine(found.value.start, f"The transport is {value}")
        return
    yield problem(
        found.value.start,
        f"The transport is {value}",
        "CrossTrade speaks Streamable HTTP, which is spelt otherwise here.",
        f"Write {right}.",
    )


def _is_plain_http(text: str) -> bool:
    try:
        return urlsplit(text).scheme == "http" and not is_secure_url(text)
    except ValueError:
        return False
