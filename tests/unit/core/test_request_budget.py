"""What was asked in the last minute, by the clock."""

from ct_desktop.core.request_budget import Call, CallKind, RequestBudget
from support.connection_samples import NOW, ago, later


def budget(*calls: tuple[str | None, float]) -> RequestBudget:
    return RequestBudget(tuple(Call(tool, ago(seconds).steady) for tool, seconds in calls))


def test_calls_leave_the_minute_as_it_slides_without_a_new_answer() -> None:
    asked = budget(("GetAllPositions", 50), ("GetAllPositions", 10), ("GetConnections", 0))
    assert [asked.asked(later(seconds)) for seconds in (0, 9, 11, 49, 51, 61)] == [3, 3, 2, 2, 1, 0]


def test_calls_are_told_apart_by_what_they_asked_for_the_most_first() -> None:
    asked = budget(
        (None, 59),
        (None, 58),
        ("ListOrders", 3),
        ("GetAllPositions", 20),
        ("GetAllPositions", 10),
        ("ListPositions", 5),
        ("GetAllPositions", 61),
    )
    assert asked.asked_by_kind(NOW) == (
        (CallKind.POSITIONS, 3),
        (CallKind.SESSION, 2),
        (CallKind.ORDERS, 1),
    )
    assert sum(count for _, count in asked.asked_by_kind(NOW)) == asked.asked(NOW)


def test_a_tool_that_no_figure_comes_from_is_counted_too() -> None:
    assert Call("GetQuote", 0.0).kind is CallKind.OTHER
