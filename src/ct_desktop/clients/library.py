"""All clients that are known, read from the app's resources."""

import tomllib
from difflib import get_close_matches
from functools import lru_cache

from pydantic import ValidationError

from ct_desktop.clients.description import ClientDescription
from ct_desktop.clients.errors import ClientDescriptionError, UnknownClientError
from ct_desktop.resources import resource_path

_INDEX = "clients/index.toml"


@lru_cache(maxsize=1)
def all_clients() -> tuple[ClientDescription, ...]:
    """Every client, in the order of the index. Raises ``ClientDescriptionError``."""
    return tuple(_read(name) for name in _index())


def find_client(name: str) -> ClientDescription:
    """The client of that id, name or other name, whatever its case. Raises ``UnknownClientError``
    and ``ClientDescriptionError``."""
    wanted = _plain(name)
    by_name = {
        _plain(known): client
        for client in reversed(all_clients())
        for known in (*client.other_names, client.name, client.id)
    }
    if wanted in by_name:
        return by_name[wanted]
    near = get_close_matches(wanted, by_name, n=1)
    hint = f" Did you mean {by_name[near[0]].id}?" if near else ""
    raise UnknownClientError(
        f"There is no client called {name!r}.{hint} See 'ct-desktop clients list'."
    )


def parse_description(text: str, *, name: str) -> ClientDescription:
    """The description in ``text``. Raises ``ClientDescriptionError``, which names ``name`` and
    each fault with its place."""
    try:
        return ClientDescription.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise ClientDescriptionError(f"{name} is not TOML: {fault}.") from fault
    except ValidationError as faults:
        listed = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc']) or 'the whole'}: {fault['msg']}"
            for fault in faults.errors()
        )
        raise ClientDescriptionError(f"{name} does not describe a client. {listed}.") from faults


def _index() -> tuple[str, ...]:
    listed = tomllib.loads(_text(_INDEX)).get("clients")
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise ClientDescriptionError(f"{_INDEX} has to hold a list named clients.")
    return tuple(listed)


def _read(name: str) -> ClientDescription:
    resource = f"clients/{name}.toml"
    client = parse_description(_text(resource), name=resource)
    if client.id != name:
        raise ClientDescriptionError(f"{resource} has the id {client.id}; both have to agree.")
    return client


def _text(resource: str) -> str:
    try:
        return resource_path(resource).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ClientDescriptionError(
            f"The app's file {resource} cannot be read ({error}). Install the app again."
        ) from error


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
