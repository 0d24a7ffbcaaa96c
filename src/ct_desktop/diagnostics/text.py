"""The report as a text that reads well in a mail and is Markdown all the same."""

from ct_desktop.core.answer_findings import duration_text
from ct_desktop.core.diagnostic_report import Report, Section
from ct_desktop.core.sign_in import StepState
from ct_desktop.core.wording_diagnostics import (
    CHECK_TITLES,
    REPORT_TITLE,
    STATE_WORDS,
    WHAT_IS_LEFT_OUT,
    WHOSE_TIMES,
)


def report_as_text(report: Report) -> str:
    """What is wrong first, then section by section; it ends with a line break."""
    lines = [
        f"# {REPORT_TITLE}",
        "",
        f"Made {report.made_at:%Y-%m-%d %H:%M:%S} UTC. {WHOSE_TIMES}",
        "",
        WHAT_IS_LEFT_OUT,
        "",
        *_first(report),
    ]
    for section in report.sections:
        lines += ["", *_section(section)]
    return "\n".join(lines) + "\n"


def _first(report: Report) -> list[str]:
    """Each section that is not well, in a line: all that a busy reader needs."""
    troubled = [one for one in report.sections if one.state is not StepState.DONE]
    if not troubled:
        return ["Everything that was checked is well."]
    return ["In short:", *(f"- {_marked(one)}: {one.summary}" for one in troubled)]


def _marked(section: Section) -> str:
    title = CHECK_TITLES[section.check]
    return f"{title} FAILED" if section.state is StepState.FAILED else title


def _took(section: Section) -> str:
    at_length = section.took >= 0.05
    return f" (took {duration_text(section.took)})" if at_length else ""


def _section(section: Section) -> list[str]:
    heading = f"## {CHECK_TITLES[section.check]}: {STATE_WORDS[section.state]}"
    lines = [heading, "", section.summary + _took(section)]
    if section.facts:
        lines += ["", *(f"- {fact.label}: {fact.value}" for fact in section.facts)]
    if section.lines:
        # Indented by four it is preformatted in Markdown, and set off without it.
        lines += ["", *(f"    {line}" for line in section.lines)]
    return lines
