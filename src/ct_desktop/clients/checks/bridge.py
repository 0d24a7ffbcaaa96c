"""Clients that start programs only: ``mcp-remote`` stands between them and the server."""

from collections.abc import Iterator

from ct_desktop.clients.checks.address import check_address
from ct_desktop.clients.checks.found import Found, problem, warning
from ct_desktop.clients.checks.subject import Subject
from ct_desktop.clients.documents.nodes import Listing, Scalar

_BRIDGE = "mcp-remote"
_TIME_LIMIT = "--auth-timeout"
_LEAST_SECONDS = 60


def check_bridge(subject: Subject) -> Iterator[Found]:
    """That the bridge is started, with the address, and waits long enough."""
    name, as_shown = subject.client.name, f"'ct-desktop clients config {subject.client.id}'"
    for key in ("url", *subject.file.wrong_address_keys):
        found = subject.entry.get(key)
        if found is not None:
            yield problem(
                found.key_start,
                f"An address stands under {key}",
                f"{name} starts programs only here, or cannot sign in at an address.",
                f"Write command and args as {as_shown} shows.",
            )
            return
    command, arguments = subject.entry.get("command"), subject.entry.get("args")
    if command is None or arguments is None or not isinstance(arguments.value, Listing):
        yield problem(
            subject.member.key_start,
            "command or args is missing",
            f"{name} does not know what to start.",
            f"Write them as {as_shown} shows.",
        )
        return
    items = [item for item in arguments.value.items if isinstance(item, Scalar)]
    if any(_BRIDGE in str(item.value) for item in items):
        yield from _check_time_limit(items, arguments.key_start)
    else:
        yield warning(
            arguments.key_start,
            f"{_BRIDGE} is not what is started",
            "What is started here has to sign in and to speak Streamable HTTP by itself.",
            f"Unless that is meant, write {_BRIDGE} and the address.",
        )
    address = next((item for item in items if "://" in str(item.value)), None)
    if address is None:
        yield problem(
            arguments.key_start,
            "The address is missing in args",
            f"{_BRIDGE} does not know where the server is.",
            f"Write {subject.wanted.address} behind {_BRIDGE}.",
        )
    else:
        yield from check_address(subject, str(address.value), address.start)


def _check_time_limit(items: list[Scalar], offset: int) -> Iterator[Found]:
    texts = [str(item.value) for item in items]
    seconds = 30
    if _TIME_LIMIT in texts:
        offset = items[texts.index(_TIME_LIMIT)].start
        given = texts[texts.index(_TIME_LIMIT) + 1 :][:1]
        seconds = int(given[0]) if given and given[0].isdigit() else 0
    if seconds < _LEAST_SECONDS:
        yield warning(
            offset,
            f"{_BRIDGE} waits only {seconds} s for your answer in the browser",
            "Signing in takes longer than that, and it then begins anew.",
            f'Write "{_TIME_LIMIT}", "300" in args.',
        )
