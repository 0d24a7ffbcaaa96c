"""Tables leave the app exact, with their zone, and with nothing that a spreadsheet would run."""

import csv
import io
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.core.delimited_text import csv_text, tab_separated

AT = datetime(2026, 11, 20, 15, 41, 7, 250000, tzinfo=UTC)


def test_values_are_exact_and_times_have_their_zone() -> None:
    text = csv_text(("Account", "P/L", "As of", "Cash"), [("Zoë", 0.30000000000000004, AT, None)])
    (row,) = csv.DictReader(io.StringIO(text))
    assert row == {
        "Account": "Zoë",
        "P/L": "0.30000000000000004",
        "As of": "2026-11-20T15:41:07.250000+00:00",
        "Cash": "",
    }


def test_what_a_spreadsheet_would_run_is_defused_and_numbers_are_not() -> None:
    assert tab_separated([("=HYPERLINK(1)", "@x", -5.0, "-1")]) == "'=HYPERLINK(1)\t'@x\t-5.0\t'-1"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_no_text_breaks_out_of_its_cell(rows: list[list[str]]) -> None:
    lines = tab_separated(rows).split("\n")
    assert [line.count("\t") for line in lines if rows] == [1] * len(rows)
    read = list(csv.reader(io.StringIO(csv_text(("a", "b"), rows), newline="")))
    assert len(read) == len(rows) + 1
    assert all(len(row) == 2 for row in read)
