"""Putting the entry into a client's text, and proving that nothing else changed.

One small edit after the other, each on the text that the one before left, until nothing is left to
do: so it ends at once on a text that is already right.
"""

from typing import Any

from ct_desktop.clients.description import (
    ADDRESS_MARK,
    SCOPE_MARK,
    ClientDescription,
    ConfigurationFile,
    Entry,
    Format,
)
from ct_desktop.clients.documents.nodes import (
    Document,
    Edit,
    Listing,
    Mapping,
    Member,
    Scalar,
    edited,
    plain,
)
from ct_desktop.clients.documents.parsing import parse, render
from ct_desktop.clients.entry import Wanted, build_entry
from ct_desktop.clients.errors import UnsupportedLayoutError
from ct_desktop.clients.located_entry import (
    Connection,
    connection_of,
    find_server,
    find_wrapper,
    refuse_twice,
    refuse_two_servers,
    servers_of,
)
from ct_desktop.clients.recipe import wrapped

_MOST_EDITS = 60
"""Far more than any entry has keys."""

AUTHORIZATION = "authorization"

_TRANSPORT_KEYS = ("type", "transport", "transportType")


def merged_text(text: str, client: ClientDescription, wanted: Wanted) -> str:
    """``text`` with the entry for ``client`` in it; ``text`` itself where that is all right.

    Raises ``BadSyntaxError`` where it cannot be read, ``SettingError``, and
    ``UnsupportedLayoutError`` where the entry cannot be put in, or not read back to the same
    meaning.
    """
    file = client.file
    assert file is not None, "only clients with a file are merged into"
    entry = build_entry(client, wanted)
    before = parse(text, file.format)
    if not before.root.members and not text.strip():
        return render({**file.new_file, **wrapped(client, wanted.server_name, entry)}, file.format)
    merger = _Merger(client, file, wanted, entry)
    after = text
    document = before
    for _ in range(_MOST_EDITS):
        edits = merger.next_edits(document)
        if not edits:
            break
        after = edited(after, edits)
        document = parse(after, file.format)
    else:
        raise UnsupportedLayoutError("The entry could not be brought into its right form.")
    if after != text:
        _prove(before, document, file, wanted)
    return after


class _Merger:
    def __init__(
        self, client: ClientDescription, file: ConfigurationFile, wanted: Wanted, entry: Entry
    ) -> None:
        self._client = client
        self._file = file
        self._wanted = wanted
        self._entry = entry

    def next_edits(self, document: Document) -> list[Edit]:
        """The next thing to do, or nothing."""
        wrapper = find_wrapper(document, self._file)
        if wrapper.servers is None:
            return self._make_wrapper(document, wrapper.mapping, wrapper.rest, wrapper.member)
        refuse_two_servers(wrapper.servers, self._file, self._wanted)
        server = find_server(wrapper.servers, self._file, self._wanted)
        if server is None:
            if isinstance(wrapper.servers, Listing):
                return self._append(document, wrapper.servers, wrapper.member)
            if not wrapper.servers.members and wrapper.member is not None:
                return document.replace(wrapper.member, {self._wanted.server_name: self._entry})
            return document.insert(wrapper.servers, self._wanted.server_name, self._entry)
        if self._file.format is Format.YAML and (server.member.value.start < server.member.key_end):
            raise UnsupportedLayoutError(
                f"{server.name} is written as an alias (*name) of another part of the file."
            )
        if not isinstance(server.member.value, Mapping):
            if isinstance(server.member.value, Scalar) and server.member.value.value is None:
                return document.replace(server.member, self._entry)
            raise UnsupportedLayoutError(f"{server.name} has to hold keys with values.")
        return self._correct(document, server.member.value)

    def _make_wrapper(
        self, document: Document, mapping: Mapping, rest: tuple[str, ...], member: Member | None
    ) -> list[Edit]:
        name = self._wanted.server_name
        value: Any = [self._entry] if self._file.name_key else {name: self._entry}
        for key in reversed(rest if member is not None else rest[1:]):
            value = {key: value}
        if member is not None:
            return document.replace(member, value)
        return document.insert(mapping, rest[0], value)

    def _append(self, document: Document, servers: Listing, member: Member | None) -> list[Edit]:
        if not servers.items and member is not None:
            return document.replace(member, [self._entry])
        return document.append(servers, self._entry)

    def _correct(self, document: Document, entry: Mapping) -> list[Edit]:
        for member in entry.members:
            refuse_twice(entry, member.key)
        connection = connection_of(entry, self._file)
        values = self._entry
        if not connection.is_usual:
            usual = (self._file.address_key, self._file.transport_key)
            values = {key: value for key, value in values.items() if key not in usual}
        return (
            self._correct_address(document, connection)
            or self._correct_transport(document, connection)
            or self._drop_authorization(document, entry)
            or self._correct_rest(document, entry, values, ())
        )

    def _correct_address(self, document: Document, connection: Connection) -> list[Edit]:
        entry = connection.holder
        if connection.address_key is None:
            return self._correct_bridge(document, entry)
        wrong = (entry.get(key) for key in connection.wrong_address_keys)
        found = next((member for member in wrong if member is not None), None)
        right = entry.get(connection.address_key)
        if found is not None:
            if right is None:
                return document.rename(found, connection.address_key)
            return document.remove(entry, found)
        if right is None:
            return document.insert(entry, connection.address_key, self._wanted.address)
        if plain(right.value) != self._wanted.address:
            return document.replace(right, self._wanted.address)
        return []

    def _correct_bridge(self, document: Document, entry: Mapping) -> list[Edit]:
        # An address of its own would be taken for another transport, in place of the program.
        keys = ("url", *self._file.wrong_address_keys, *_TRANSPORT_KEYS, "headers")
        extra = next((member for member in entry.members if member.key in keys), None)
        if extra is not None and entry.get("command") is not None:
            return document.remove(entry, extra)
        return self._correct_arguments(document, entry)

    def _correct_arguments(self, document: Document, entry: Mapping) -> list[Edit]:
        arguments = entry.get("args")
        if arguments is None or not isinstance(arguments.value, Listing):
            return []
        items = [plain(item) for item in arguments.value.items]
        if self._wanted.address in items and any("mcp-remote" in str(item) for item in items):
            return []
        for item in arguments.value.items:
            if isinstance(item, Scalar) and str(item.value).startswith(("http://", "https://")):
                if item.value == self._wanted.address:
                    break
                return document.replace(
                    Member("args", item.start, item.start, item), self._wanted.address
                )
        return document.replace(arguments, self._entry["args"])

    def _correct_transport(self, document: Document, connection: Connection) -> list[Edit]:
        found = connection.holder.get(connection.transport_key or "")
        if found is not None and plain(found.value) not in connection.transports:
            return document.replace(found, connection.transports[0])
        return []

    def _drop_authorization(self, document: Document, entry: Mapping) -> list[Edit]:
        """Take out the header that keeps a client from signing in by itself."""
        if self._client.sign_in.method == "token":
            return []
        found = authorization_in(entry, self._file)
        if found is None:
            return []
        *holders, member = found
        mapping = entry
        for holder in holders:
            if len(_mapping(holder).members) == 1:
                return document.remove(mapping, holder)
            mapping = _mapping(holder)
        return document.remove(mapping, member)

    def _correct_rest(
        self, document: Document, entry: Mapping, values: Entry, path: tuple[str, ...]
    ) -> list[Edit]:
        for key, value in values.items():
            found = entry.get(key)
            if found is None:
                return document.insert(entry, key, value)
            if isinstance(value, dict) and value:
                if not isinstance(found.value, Mapping):
                    return document.replace(found, value)
                edits = self._correct_rest(document, found.value, value, (*path, key))
                if edits:
                    return edits
            elif plain(found.value) != value and self._is_ours((*path, key), plain(found.value)):
                return document.replace(found, value)
        return []

    def _is_ours(self, path: tuple[str, ...], present: Any) -> bool:
        """Whether a value that is there already has to give way to the recipe's."""
        file = self._file
        key = ".".join(path)
        if key in self._wanted.settings or key == file.name_key:
            return True
        if any(expected.key == key for expected in file.expected):
            return True
        if file.off.get(key) is present:
            return True
        limit = file.time_limit
        if limit is not None and limit.key == key:
            return not isinstance(present, int) or 0 < present < limit.least
        described: Any = file.entry
        for part in path:
            described = described.get(part) if isinstance(described, dict) else None
        return SCOPE_MARK in str(described) or described == ADDRESS_MARK or key == "command"


def authorization_in(entry: Mapping, file: ConfigurationFile) -> tuple[Member, ...] | None:
    """The member that is an Authorization header, behind those that lead to it."""
    headers = entry.get(file.headers_key)
    if headers is None or not isinstance(headers.value, Mapping):
        return None
    path = [headers]
    nested = headers.value.get("headers")
    if nested is not None and isinstance(nested.value, Mapping):
        path.append(nested)
    for member in _mapping(path[-1]).members:
        if member.key.lower() == AUTHORIZATION:
            return (*path, member)
    return None


def _mapping(member: Member) -> Mapping:
    assert isinstance(member.value, Mapping), "only mappings lead to a header"
    return member.value


def _prove(before: Document, after: Document, file: ConfigurationFile, wanted: Wanted) -> None:
    """See that the two texts mean the same but for the entry. Raises ``UnsupportedLayoutError``."""
    if _without_entry(before, file, wanted) != _without_entry(after, file, wanted):
        raise UnsupportedLayoutError(
            "Read back, the file would mean something else outside of the entry, so it was left "
            "as it is. Add the lines by hand."
        )


def _without_entry(document: Document, file: ConfigurationFile, wanted: Wanted) -> Any:
    values = plain(document.root)
    holder = values
    for key in file.wrapper[:-1]:
        holder = holder.setdefault(key, {})
    last = file.wrapper[-1]
    servers = holder.get(last)
    wrapper = find_wrapper(document, file)
    if wrapper.servers is None:
        holder.pop(last, None)
        return values
    found = find_server(wrapper.servers, file, wanted)
    if isinstance(servers, list):
        others = [
            item
            for item, server in zip(
                servers, servers_of(wrapper.servers, file.name_key), strict=True
            )
            if found is None or server.member.key_start != found.member.key_start
        ]
        holder[last] = others
    elif found is not None:
        servers.pop(found.name)
    if not holder[last]:
        holder.pop(last)
    return values
