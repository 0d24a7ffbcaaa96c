"""Finding the CrossTrade server's entry in a client's file, misspelt or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from ct_desktop.clients.description import ConfigurationFile
from ct_desktop.clients.documents.nodes import (
    Document,
    Listing,
    Mapping,
    Member,
    Node,
    Scalar,
    plain,
    scalars,
)
from ct_desktop.clients.entry import Wanted
from ct_desktop.clients.errors import UnsupportedLayoutError

ALIKE = 0.8
"""How alike two names have to be for one to be a misspelling of the other."""


@dataclass(frozen=True, slots=True)
class Server:
    """One server of a file. ``member`` is its key with its value; in a list, the item has no key
    of its own and ``member`` begins where the item does."""

    name: str
    member: Member


@dataclass(frozen=True, slots=True)
class Wrapper:
    """How far the keys lead that stand around the servers.

    ``mapping`` is the last one that is there, ``rest`` the keys that are missing below it, and
    ``member`` the one whose value is none of what it has to be. ``servers`` is what they lead to.
    """

    mapping: Mapping
    rest: tuple[str, ...]
    member: Member | None = None
    servers: Mapping | Listing | None = None


def find_wrapper(document: Document, file: ConfigurationFile) -> Wrapper:
    """Follow the keys of ``file.wrapper``. Raises ``UnsupportedLayoutError`` where one of them
    holds something else, or stands there twice."""
    mapping = document.root
    member = None
    for index, key in enumerate(file.wrapper):
        refuse_twice(mapping, key)
        found = mapping.get(key)
        rest = file.wrapper[index + 1 :]
        if found is None:
            return Wrapper(mapping, file.wrapper[index:])
        if isinstance(found.value, Scalar) and found.value.value is None:
            return Wrapper(mapping, rest, found)
        if not rest and file.name_key is not None:
            if isinstance(found.value, Listing):
                return Wrapper(mapping, (), found, found.value)
            raise UnsupportedLayoutError(f"{key} has to hold a list of servers.")
        if not isinstance(found.value, Mapping):
            raise UnsupportedLayoutError(f"{key} has to hold servers by their names.")
        mapping, member = found.value, found
    return Wrapper(mapping, (), member, mapping)


def servers_of(node: Mapping | Listing, name_key: str | None) -> Iterator[Server]:
    """The servers that ``node`` holds, in their order."""
    if isinstance(node, Mapping):
        yield from (Server(member.key, member) for member in node.members)
        return
    for index, item in enumerate(node.items):
        named = item.get(name_key or "") if isinstance(item, Mapping) else None
        name = named.value.value if named and isinstance(named.value, Scalar) else None
        yield Server(
            str(name) if name is not None else f"number {index + 1}",
            Member(str(index), item.start, item.start, item, block=node.block),
        )


def find_server(node: Mapping | Listing, file: ConfigurationFile, wanted: Wanted) -> Server | None:
    """The CrossTrade server: by its name, else by its address, else by a name that is all but
    the right one."""
    servers = list(servers_of(node, file.name_key))
    name = wanted.server_name
    for server in reversed(servers):
        if server.name == name:
            return server
    for server in servers:
        if any(same_server(text, wanted.address) for text in texts_of(server.member.value)):
            return server
    near = [(likeness(server.name, name), server) for server in servers]
    best = max(near, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= ALIKE else None


@dataclass(frozen=True, slots=True)
class Connection:
    """Where an entry says how to reach the server: the mapping that holds the address and the
    transport, with the keys that count there."""

    holder: Mapping
    address_key: str | None
    wrong_address_keys: tuple[str, ...]
    transport_key: str | None
    transports: tuple[str, ...]
    transport_needed: bool
    is_usual: bool = True


def connection_of(entry: Mapping, file: ConfigurationFile) -> Connection:
    """How ``entry`` says it: in another form that the client knows, or else in the usual one."""
    for form in file.other_forms:
        holder: Node = entry
        if form.under is not None:
            found = entry.get(form.under)
            if found is None or not isinstance(found.value, Mapping):
                continue
            holder = found.value
        assert isinstance(holder, Mapping), "checked above"
        transport = holder.get(form.transport_key)
        is_known = transport is not None and plain(transport.value) in form.transports
        if form.under is not None or is_known:
            return Connection(
                holder=holder,
                address_key=form.address_key,
                wrong_address_keys=tuple(
                    key for key in file.wrong_address_keys if key != form.address_key
                ),
                transport_key=form.transport_key,
                transports=form.transports,
                transport_needed=True,
                is_usual=False,
            )
    return Connection(
        holder=entry,
        address_key=file.address_key,
        wrong_address_keys=file.wrong_address_keys,
        transport_key=file.transport_key,
        transports=file.transports,
        transport_needed=file.transport_needed,
    )


def texts_of(node: Node) -> Iterator[str]:
    """Every text below ``node``."""
    for _, scalar in scalars(node):
        if isinstance(scalar.value, str):
            yield scalar.value


def same_server(text: str, address: str) -> bool:
    """Whether ``text`` is an address of the server at ``address``, rightly spelt or nearly so."""
    if "://" not in text:
        return False
    try:
        written, wanted = urlsplit(text.strip()), urlsplit(address)
        same_port = written.port == wanted.port or wanted.hostname not in ("127.0.0.1", "localhost")
    except ValueError:
        return False
    return written.hostname is not None and written.hostname == wanted.hostname and same_port


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1, whatever their case."""
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()


def refuse_twice(mapping: Mapping, key: str) -> None:
    """Raise ``UnsupportedLayoutError`` where ``key`` stands in ``mapping`` more than once."""
    if sum(member.key == key for member in mapping.members) > 1:
        raise UnsupportedLayoutError(
            f"{key} stands there twice, and programs differ in which one counts. Make them one."
        )


def refuse_two_servers(servers: Mapping | Listing, file: ConfigurationFile, wanted: Wanted) -> None:
    """Raise ``UnsupportedLayoutError`` where two servers have the wanted name."""
    named = [
        server for server in servers_of(servers, file.name_key) if server.name == wanted.server_name
    ]
    if len(named) > 1:
        raise UnsupportedLayoutError(
            f"{wanted.server_name} stands there twice. Take one of the two out."
        )
