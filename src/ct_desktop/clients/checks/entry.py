"""The other keys of an entry: the header, the time limit, and what a client needs or has off."""

from collections.abc import Iterator

from ct_desktop.clients.checks.address import check_address_key, check_transport
from ct_desktop.clients.checks.bridge import check_bridge
from ct_desktop.clients.checks.found import Found, fine, problem, warning
from ct_desktop.clients.checks.placeholders import check_placeholders
from ct_desktop.clients.checks.scope import check_scope
from ct_desktop.clients.checks.subject import Subject
from ct_desktop.clients.documents.nodes import plain
from ct_desktop.clients.merge import authorization_in


def check_entry(subject: Subject) -> Iterator[Found]:
    """Every finding about the entry itself, in no order."""
    yield from _check_twice(subject)
    if subject.file.address_key is None:
        yield from check_bridge(subject)
    else:
        yield from check_address_key(subject)
        yield from check_transport(subject)
    yield from _check_authorization(subject)
    yield from _check_time_limit(subject)
    yield from _check_expected(subject)
    yield from _check_off(subject)
    yield from check_scope(subject)
    yield from check_placeholders(subject)


def _check_twice(subject: Subject) -> Iterator[Found]:
    seen: set[str] = set()
    for member in subject.entry.members:
        if member.key in seen:
            yield problem(
                member.key_start,
                f"{member.key} stands there twice",
                "Programs differ in which of the two counts.",
                "Take one of the two out.",
            )
        seen.add(member.key)


def _check_authorization(subject: Subject) -> Iterator[Found]:
    if subject.client.sign_in.method == "token":
        return
    found = authorization_in(subject.entry, subject.file)
    if found is None:
        return
    name = subject.client.name
    yield problem(
        found[-1].key_start,
        "A fixed Authorization header stands in the way of the sign-in",
        f"{name} sends it in place of a sign-in of its own: all who use the entry share one "
        "access, and it ends when that does.",
        f"Take the header out: {name} signs each user in by itself.",
    )


def _check_time_limit(subject: Subject) -> Iterator[Found]:
    limit = subject.file.time_limit
    found = subject.entry.get(limit.key) if limit else None
    if limit is None or found is None:
        return
    value = plain(found.value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield problem(
            found.value.start,
            f"{limit.key} is no number",
            f"{subject.client.name} refuses the entry, or takes its own limit.",
            f"Write {limit.least}: it counts in {limit.unit}.",
        )
        return
    seconds = value / 1000 if limit.unit == "ms" else value
    if value < limit.least:
        yield warning(
            found.value.start,
            f"The time limit is {seconds:g} s, too short",
            "NinjaTrader 8 may take longer, while a dialog is open in it for one; the call is then "
            "given up though it works.",
            f"Write {limit.least} or more: {limit.key} counts in {limit.unit}.",
        )
        return
    yield fine(found.value.start, f"The time limit is {seconds:g} s, enough")


def _check_expected(subject: Subject) -> Iterator[Found]:
    for expected in subject.file.expected:
        found = subject.entry.get(expected.key)
        is_chosen = expected.key in subject.wanted.settings
        if is_chosen or (found is not None and plain(found.value) == expected.value):
            continue
        yield warning(
            subject.member.key_start if found is None else found.key_start,
            expected.title,
            expected.cause,
            f"Write {expected.key}: {str(expected.value).lower()}.",
        )


def _check_off(subject: Subject) -> Iterator[Found]:
    for key, off in subject.file.off.items():
        found = subject.entry.get(key)
        if found is not None and plain(found.value) is off:
            yield problem(
                found.key_start,
                "The server is switched off",
                f"{subject.client.name} does not use it.",
                f"Write {key}: {str(not off).lower()}.",
            )
