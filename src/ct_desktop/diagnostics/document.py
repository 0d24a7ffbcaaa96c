"""The report as JSON, stable from the first release: keys may be added, never changed."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from ct_desktop.core.diagnostic_report import Check, Report, Section
from ct_desktop.core.sign_in import StepState


class FactDocument(BaseModel):
    """One line of a section."""

    model_config = ConfigDict(frozen=True)

    key: str
    label: str
    value: str


class SectionDocument(BaseModel):
    """What came of one check; ``state`` is done, warning or failed, ``took`` is in seconds."""

    model_config = ConfigDict(frozen=True)

    name: Check
    state: StepState
    summary: str
    took: float
    facts: tuple[FactDocument, ...]
    lines: tuple[str, ...]

    @classmethod
    def of(cls, section: Section) -> "SectionDocument":
        """``section`` in its public form."""
        return cls(
            name=section.check,
            state=section.state,
            summary=section.summary,
            took=round(section.took, 3),
            facts=tuple(
                FactDocument(key=fact.key, label=fact.label, value=fact.value)
                for fact in section.facts
            ),
            lines=section.lines,
        )


class ReportDocument(BaseModel):
    """``diagnose --json``. Times are in UTC."""

    model_config = ConfigDict(frozen=True)

    made_at: datetime
    sections: tuple[SectionDocument, ...]

    @classmethod
    def of(cls, report: Report) -> "ReportDocument":
        """``report`` in its public form."""
        return cls(
            made_at=report.made_at,
            sections=tuple(SectionDocument.of(section) for section in report.sections),
        )


def report_as_json(report: Report) -> str:
    """The report as people read JSON: indented, in its own script; it ends with a line break."""
    return ReportDocument.of(report).model_dump_json(indent=2) + "\n"
