"""What sign-in and watching are held to, and where each point is tested.

Run as ``python -m support.requirements_index`` with ``tests`` on the path, it writes
``docs/requirements.md``, which ``tests/test_requirements_are_covered.py`` checks.
"""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
REPOSITORY = TESTS.parent
DOCUMENT = REPOSITORY / "docs" / "requirements.md"

_NAMED = re.compile(r"test_((?:b\d\d_)+)")


@dataclass(frozen=True)
class Requirement:
    """One requirement; a test that covers it has its number in its name, ``test_b07_…``.

    ``scenarios`` are those of the official conformance suite that check it as well.
    """

    number: int
    text: str
    source: str
    scenarios: str = ""

    @property
    def name(self) -> str:
        return f"B-{self.number:02}"


@dataclass(frozen=True)
class KnownBug:
    """A mistake that others made. ``tests`` show that it is not made here; ``note`` is the rest."""

    text: str
    tests: tuple[str, ...]
    note: str = ""


_RESOURCE = "RFC 9728"
_SERVER = "RFC 8414"
_AUTHORIZATION = "MCP 2026-07-28, authorization"
_TRANSPORT = "MCP 2026-07-28, transports"
_NATIVE = "RFC 8252"
_MATRIX = "the CrossTrade reference, errors"

REQUIREMENTS = (
    Requirement(
        1,
        "Protected resource metadata: named by WWW-Authenticate, else at the path, else at the "
        "root.",
        _RESOURCE,
        "auth/metadata-*",
    ),
    Requirement(2, "Server metadata is looked for in the fixed order.", _SERVER, "auth/metadata-*"),
    Requirement(
        3,
        "The metadata’s issuer is the identifier that led to it, or nothing in it is used.",
        f"{_SERVER}, section 3.3",
        "auth/metadata-issuer-mismatch",
    ),
    Requirement(
        4,
        "The metadata’s resource is ours or lies above it; another origin’s is refused.",
        f"{_RESOURCE}, section 3.3",
        "auth/resource-mismatch",
    ),
    Requirement(5, "Without PKCE by S256 there is no sign-in.", "RFC 7636", "all of auth/*"),
    Requirement(
        6,
        "The code verifier is fresh, long, of the unreserved set and used once.",
        "RFC 7636, section 4.1",
    ),
    Requirement(
        7,
        "The state is random and single-use; what comes without it changes nothing, by the "
        "listener and by paste.",
        _AUTHORIZATION,
    ),
    Requirement(
        8,
        "The issuer is on record beside verifier and state before the browser opens.",
        _AUTHORIZATION,
        "auth/iss-*",
    ),
    Requirement(
        9,
        "The answer’s issuer is compared plainly, in error answers too, whose text is then not "
        "shown.",
        "RFC 9207, section 2.4",
        "auth/iss-*",
    ),
    Requirement(
        10,
        "Authorization, token and refresh requests name the same resource.",
        "RFC 8707, section 2",
        "all of auth/*",
    ),
    Requirement(
        11,
        "Scope: the challenge’s, else what is supported, else none.",
        _AUTHORIZATION,
        "auth/scope-*",
    ),
    Requirement(
        12,
        "A step-up asks for the union, a few times at most.",
        _AUTHORIZATION,
        "auth/scope-step-up, auth/scope-retry-limit",
    ),
    Requirement(13, "The scope that was granted counts, and is shown.", "RFC 6749, section 5.1"),
    Requirement(
        14,
        "Client: pre-registered, else by metadata document, else registered.",
        _AUTHORIZATION,
        "auth/pre-registration, auth/basic-cimd",
    ),
    Requirement(
        15,
        "Registration is that of a native, public client that refreshes.",
        "RFC 7591",
        "all of auth/*",
    ),
    Requirement(16, "The registration’s answer is checked before use.", "RFC 7591, section 3.2.1"),
    Requirement(
        17,
        "A client identifier is shown to its own issuer alone.",
        _AUTHORIZATION,
        "auth/authorization-server-migration",
    ),
    Requirement(18, "A refused registration is told plainly; a limit is not run against.", _MATRIX),
    Requirement(
        19,
        "The callback is on a literal loopback address, any port, while a sign-in runs.",
        f"{_NATIVE}, section 7.3",
    ),
    Requirement(
        20, "The system’s browser, never an embedded web view.", f"{_NATIVE}, section 8.12"
    ),
    Requirement(
        21,
        "The listener takes one GET on one path of one host, and closes after it.",
        f"{_NATIVE}, section 8.3",
    ),
    Requirement(
        22,
        "The token travels in the Authorization header of every request, never in a URL.",
        "RFC 6750, section 2.1",
        "all of auth/*",
    ),
    Requirement(23, "No token, and no redirect, goes to another origin.", _AUTHORIZATION),
    Requirement(24, "Every endpoint is https, or http on loopback.", "OAuth 2.1, section 1.5"),
    Requirement(
        25,
        "A rotated token is stored before it is used; what an answer leaves out stays as it was.",
        "RFC 6749, section 6",
    ),
    Requirement(
        26, "Only a definite refusal ends a sign-in; trouble never does.", "RFC 6749, section 5.2"
    ),
    Requirement(
        27, "One renewal at a time, in the process and on the machine.", "RFC 9700, section 4.14"
    ),
    Requirement(
        28,
        "Refresh tokens rotate, and a spent one is never sent again.",
        "RFC 9700, section 4.14.2",
    ),
    Requirement(
        29,
        "Revocation: the refresh token first, with its hint; unknown is success; unreachable is "
        "told.",
        "RFC 7009, section 2",
    ),
    Requirement(
        30, "Local secrets go only when the outcome of revoking is known and shown.", "RFC 7009"
    ),
    Requirement(
        31,
        "No secret in a log, exception, URL, file, argument, environment, window or clipboard "
        "history.",
        _AUTHORIZATION,
    ),
    Requirement(
        32,
        "Both kinds of answer are taken, and each request names its method and tool.",
        _TRANSPORT,
        "http-standard-headers, request-metadata",
    ),
    Requirement(
        33,
        "A lost session is replaced, a broken stream taken up again or asked anew.",
        _TRANSPORT,
        "sse-retry",
    ),
    Requirement(
        34,
        "No reference in a schema is fetched; tools with broken header annotations are left out.",
        "MCP 2026-07-28, tools",
        "json-schema-ref-no-deref, http-invalid-tool-headers",
    ),
    Requirement(
        35,
        "Unlisted fields of a result are kept; without a type it is complete.",
        "MCP 2026-07-28, changes",
        "sep-2322-client-request-state",
    ),
    Requirement(
        36, "A token refused straight after its renewal is not renewed once more.", _AUTHORIZATION
    ),
    Requirement(37, "403 is told apart by body and header: plan, scope, anything else.", _MATRIX),
    Requirement(38, "Retry-After is honoured, and the pace stays far below the limit.", _MATRIX),
    Requirement(39, "The difference of the clocks is measured and named.", "RFC 9110, section 6.6"),
    Requirement(40, "Only tools on the read list are ever called.", "the design, section 1"),
)

KNOWN_BUGS = (
    KnownBug(
        "A busy port became another port that was not registered, and the error showed in the "
        "browser alone.",
        (
            "test_b19_only_where_no_registered_port_is_free_a_new_registration_is_made",
            "test_b19_one_registration_serves_for_a_hundred_sign_ins_with_busy_ports",
        ),
    ),
    KnownBug(
        "The callback was advertised by a name or on the other loopback address, where another "
        "program listened.",
        (
            "test_b19_the_listener_is_on_the_literal_loopback_address_alone",
            "test_b19_a_redirect_uri_is_on_the_literal_address_and_gives_its_port_back",
            "test_ipv4_is_never_left_for_ipv6_because_a_port_is_taken",
        ),
    ),
    KnownBug(
        "Windows refuses entries of more than 2560 bytes, which are 1280 characters.",
        (
            "test_every_length_around_the_windows_limit_is_stored",
            "test_windows_holds_a_long_secret_in_entries_of_its_size",
            "test_a_sign_in_fits_windows_in_pieces_through_every_renewal",
        ),
    ),
    KnownBug(
        "keyring moves a Windows entry when a second user name comes to the same service.",
        ("test_windows_keeps_no_older_secret_under_a_second_name",),
    ),
    KnownBug(
        "macOS asks once for each entry after every update of an unsigned app.",
        ("test_a_secret_takes_one_entry_where_the_size_allows",),
        "One entry a sign-in, so one question. Signing the app is the packaging’s.",
    ),
    KnownBug(
        "A locked, absent or unwilling keychain was taken for an empty one; KWallet answers "
        "nothing while it is locked.",
        (
            "test_a_wallet_that_answers_none_because_it_is_locked_is_locked_not_empty",
            "test_a_keychain_that_says_nothing_while_locked_is_not_taken_for_a_sign_out",
            "test_a_locked_keychain_without_a_display_is_locked",
            "test_without_a_secret_service_the_vault_is_memory",
            "test_a_keychain_that_lost_its_entry_is_told_and_can_be_signed_out_of",
        ),
    ),
    KnownBug(
        "A call to the keychain that waits for a prompt hung the whole app.",
        (
            "test_a_service_that_hangs_blocks_neither_the_loop_nor_a_later_retry",
            "test_an_app_with_a_hanging_keychain_can_quit",
            "test_a_keychain_that_hangs_while_storing_holds_nobody_up_and_is_caught_up_with",
        ),
    ),
    KnownBug(
        "A frozen app found no keychain, since its entry points were lost.",
        ("test_each_system_has_its_own_keychain",),
        "Each system’s backend is imported by its name, so there is no entry point to lose.",
    ),
    KnownBug(
        "Two processes renewed at once, and the server revoked the whole family.",
        (
            "test_b27_eight_processes_renew_two_hundred_times_and_nobody_is_signed_out",
            "test_b27_two_keepers_of_one_vault_never_replay_a_refresh_token",
            "test_a_refused_keeper_takes_the_newer_sign_in_and_never_erases_it",
        ),
    ),
    KnownBug(
        "The server rotated, its answer was lost, and the spent token was sent again.",
        (
            "test_an_answer_lost_after_rotation_is_survived_where_the_server_has_a_grace",
            "test_an_answer_lost_after_rotation_ends_the_sign_in_for_that_reason_elsewhere",
            "test_b26_trouble_never_ends_the_sign_in",
            "test_b25_killed_while_renewing_the_sign_in_stands_or_is_told_as_lost",
            "test_after_a_sleep_the_network_is_tried_before_the_refresh_token_goes_out",
        ),
        "Where a server gives no grace nobody can tell a lost answer from a theft: the sign-in "
        "ends, and says why.",
    ),
    KnownBug(
        "A registration that the server dropped looked like an error of the browser’s.",
        (
            "test_a_client_that_the_server_forgot_is_registered_anew_on_request",
            "test_a_client_that_crosstrade_forgot_is_offered_to_register_again",
            "test_a_client_dropped_without_a_word_can_be_registered_again_after_the_time_out",
        ),
    ),
    KnownBug(
        "The browser never came back, and there was no way out but to quit.",
        (
            "test_all_four_buttons_are_there_from_the_first_second",
            "test_after_a_while_the_ways_around_the_browser_come_first",
            "test_nobody_answering_in_time_ends_the_sign_in",
        ),
    ),
    KnownBug(
        "Over Remote Desktop, on a rented server or by SSH nothing could come back at all.",
        (
            "test_in_a_remote_session_the_paste_way_leads",
            "test_b07_pasted_nonsense_is_named_and_changes_nothing",
            "test_sign_in_by_a_pasted_address_then_read_then_sign_out",
        ),
    ),
    KnownBug(
        "A resource one level up was refused, or any resource was taken.",
        (
            "test_b04_the_endpoint_and_what_lies_above_it_on_the_same_origin_is_ours",
            "test_b04_any_other_resource_is_not_ours",
        ),
    ),
    KnownBug(
        "On work machines, whose network inspects TLS with a root of its own, nothing connected.",
        (
            "test_a_root_that_only_the_system_knows_is_enough",
            "test_a_certificate_that_the_system_does_not_know_is_named",
        ),
    ),
)


@cache
def all_tests() -> dict[str, Path]:
    """Every test function by name, with its file."""
    found = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    if name.startswith("test_"):
                        found[name] = path
    return found


def numbers_named(test: str) -> set[int]:
    """The requirements that a test function names."""
    match = _NAMED.match(test)
    return {int(part[1:]) for part in match[1].split("_") if part} if match else set()


def naming_tests() -> dict[int, list[str]]:
    """For each number that is named anywhere, the test functions that name it."""
    found: dict[int, list[str]] = {}
    for test in all_tests():
        for number in numbers_named(test):
            found.setdefault(number, []).append(test)
    return found


def places_by_requirement() -> dict[int, list[str]]:
    """For each number, the files below ``tests`` with tests that name it."""
    files = all_tests()
    return {
        number: sorted({files[test].relative_to(TESTS).as_posix() for test in tests})
        for number, tests in naming_tests().items()
    }


def requirement_row(requirement: Requirement, places: list[str]) -> str:
    """Its line in the document."""
    listed = ", ".join(f"`{place}`" for place in places)
    cells = (requirement.name, requirement.text, requirement.source, listed, requirement.scenarios)
    return f"| {' | '.join(cells)} |"


def bug_row(bug: KnownBug) -> str:
    """Its line in the document."""
    shown = [*(f"`{test}`" for test in bug.tests), bug.note]
    return f"| {bug.text} | {' '.join(shown).strip()} |"


def document() -> str:
    """The text of ``docs/requirements.md``."""
    places = places_by_requirement()
    return "\n".join(
        [
            "# Requirements and their tests",
            "",
            "A test that covers a requirement has its number in its name: `pytest -k b07` runs",
            "those of B-07. The files stand below `tests/`; the scenarios are those of the",
            "official conformance suite, which `scripts/conformance` runs.",
            "`tests/support/requirements_index.py` writes this page, and",
            "`tests/test_requirements_are_covered.py` fails where it says what is not so.",
            "",
            "| | requirement | source | tested in | scenarios |",
            "|---|---|---|---|---|",
            *(requirement_row(one, places.get(one.number, [])) for one in REQUIREMENTS),
            "",
            "## Mistakes that others made",
            "",
            "| what happened elsewhere | what shows that it does not here |",
            "|---|---|",
            *(bug_row(bug) for bug in KNOWN_BUGS),
            "",
        ]
    )


if __name__ == "__main__":
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(document(), encoding="utf-8")
