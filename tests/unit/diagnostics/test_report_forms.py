"""The report as text and as JSON: the same facts, read by people and by programs."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.core.diagnostic_report import Check, Fact, Report, Section
from ct_desktop.core.sign_in import StepState
from ct_desktop.core.wording_diagnostics import CHECK_TITLES
from ct_desktop.diagnostics.document import report_as_json
from ct_desktop.diagnostics.text import report_as_text

MADE_AT = datetime(2026, 11, 22, 10, 41, 7, tzinfo=UTC)

WELL = Section(Check.VERSIONS, StepState.DONE, "All there.", (Fact("app", "App", "1.2.3"),))
BROKEN = Section(
    Check.NETWORK,
    StepState.FAILED,
    "No way through.",
    (Fact("server", "Server", "https://x"),),
    ("first line", "  second line"),
    took=2.34,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
sections = st.builds(
    Section,
    check=st.sampled_from(Check),
    state=st.sampled_from([StepState.DONE, StepState.WARNING, StepState.FAILED]),
    summary=texts,
    facts=st.lists(st.builds(Fact, texts, texts, texts), max_size=3).map(tuple),
    lines=st.lists(texts, max_size=3).map(tuple),
    took=st.floats(0, 100),
)


def test_the_text_says_first_what_is_wrong() -> None:
    lines = report_as_text(Report(MADE_AT, (WELL, BROKEN))).splitlines()
    assert lines[0] == "# CrossTrade Desktop diagnostics"
    assert "Made 2026-11-22 10:41:07 UTC." in lines[2]
    assert lines.index("- Network FAILED: No way through.") < lines.index("## Versions: ok")
    at = lines.index("## Network: FAILED")
    assert lines[at:] == [
        "## Network: FAILED",
        "",
        "No way through. (took 2.3 s)",
        "",
        "- Server: https://x",
        "",
        "    first line",
        "      second line",
    ]


def test_a_report_of_nothing_wrong_says_so() -> None:
    assert "Everything that was checked is well." in report_as_text(Report(MADE_AT, (WELL,)))


@given(st.lists(sections, max_size=4))
def test_both_forms_hold_every_section_with_its_facts(made: list[Section]) -> None:
    report = Report(MADE_AT, tuple(made))
    text = report_as_text(report)
    document = json.loads(report_as_json(report))
    assert document["made_at"] == "2026-11-22T10:41:07Z"
    assert [one["name"] for one in document["sections"]] == [one.check for one in made]
    for section, shown in zip(made, document["sections"], strict=True):
        assert CHECK_TITLES[section.check] in text
        assert shown["state"] == section.state
        assert shown["summary"] == section.summary
        assert tuple(shown["lines"]) == section.lines
        assert [(one["key"], one["value"]) for one in shown["facts"]] == [
            (fact.key, fact.value) for fact in section.facts
        ]
        for fact in section.facts:
            assert f"- {fact.label}: {fact.value}" in text


def test_every_check_has_a_title() -> None:
    assert set(CHECK_TITLES) == set(Check)
