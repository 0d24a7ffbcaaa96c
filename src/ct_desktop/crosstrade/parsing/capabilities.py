"""GetMcpCapabilities and McpSelfTest.

Source: the CrossTrade reference, sections 1.1 and 1.2.
"""

from ct_desktop.core.capabilities import Capabilities, SelfTest
from ct_desktop.crosstrade.parsing.envelope import find_record
from ct_desktop.crosstrade.parsing.record import (
    SENTENCE_LIMIT,
    Names,
    Record,
    clean_text,
    names,
)
from ct_desktop.mcp.tools import ToolResult

_ADDON_VERSION = names("addon_version")
_NT8_VERSION = names("nt8_version")
_FEATURES = names("features")
_WARNINGS = names("warnings", "warning")
_CAPABILITIES = _ADDON_VERSION + _NT8_VERSION + _FEATURES

_TRANSPORT = names("transport")
_CATEGORIES = names("categories")
_TESTS = names("tests", "results", "checks")
_TEST_NAME = names("name", "test", "category")
_TEST_STATE = names("status", "state", "result", "outcome")
_TEST_PASSED = names("passed", "ok", "success")
_COUNTERS = names("summary", "totals")
_PASSED = names("passed")
_FAILED = names("failed")
_SKIPPED = names("skipped")
_SELF_TEST = _TRANSPORT + _CATEGORIES + _TESTS + _COUNTERS + _PASSED + _FAILED + _SKIPPED

_LONGEST_LIST = 200


def parse_capabilities(result: ToolResult) -> Capabilities:
    """What the add-on is. An empty object means that its side of the answer is missing."""
    record = find_record(result, _CAPABILITIES, or_any=True)
    return Capabilities(
        addon_version=_version(record, _ADDON_VERSION),
        nt8_version=_version(record, _NT8_VERSION),
        features=_texts(record, _FEATURES),
        warnings=_texts(record, _WARNINGS, SENTENCE_LIMIT),
    )


def parse_self_test(result: ToolResult) -> SelfTest:
    """The self-test's outcome: a map of categories, a list of tests, counters, or all of them."""
    record = find_record(result, _SELF_TEST)
    counters = record.record(_COUNTERS) or record
    return SelfTest(
        transport=record.text(_TRANSPORT),
        categories=_categories(record) or _tests(record),
        warnings=_texts(record, _WARNINGS, SENTENCE_LIMIT),
        passed=counters.count(_PASSED),
        failed=counters.count(_FAILED),
        skipped=counters.count(_SKIPPED),
    )


def _version(record: Record, field: Names) -> str | None:
    """A version without the leading ``v`` that some add-ons write."""
    version = record.text(field)
    if version is None:
        return None
    return (version[1:].strip() if version[0] in "vV" else version) or None


def _texts(record: Record, field: Names, limit: int = 100) -> tuple[str, ...]:
    """A list of texts, or a text alone, or nothing."""
    found: list[str] = []
    for value in record.values(field):
        entries = value if isinstance(value, list) else [value]
        found += [
            text
            for entry in entries[:_LONGEST_LIST]
            if (text := clean_text(entry, limit)) is not None
        ]
    return tuple(dict.fromkeys(found))


def _categories(record: Record) -> tuple[tuple[str, str], ...]:
    for value in record.values(_CATEGORIES):
        if isinstance(value, dict):
            pairs = [
                (clean_text(name), _state(state))
                for name, state in list(value.items())[:_LONGEST_LIST]
            ]
            return tuple((name, state) for name, state in pairs if name is not None and state)
    return ()


def _tests(record: Record) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for row in (record.rows(_TESTS) or [])[:_LONGEST_LIST]:
        name = Record(row).text(_TEST_NAME) if isinstance(row, dict) else None
        state = _state(row)
        if name is not None and state is not None:
            found.append((name, state))
    return tuple(found)


def _state(value: object) -> str | None:
    """A category's or test's state, as the server's word; true is ``ok``, false ``unavailable``."""
    if isinstance(value, dict):
        record = Record(value)
        states = [*record.values(_TEST_STATE), *record.values(_TEST_PASSED)]
        return next((state for entry in states if (state := _state_word(entry))), None)
    return _state_word(value)


def _state_word(value: object) -> str | None:
    if isinstance(value, bool):
        return "ok" if value else "unavailable"
    return clean_text(value) if isinstance(value, str) else None
