"""Questions of the server's: the handler's answer, the defaults, and declining without one."""

from typing import Any

import pytest

from ct_desktop.mcp import Elicitation, ElicitationAction, ElicitationAnswer, InvalidAnswer
from ct_desktop.mcp.elicitation import answer_elicitation

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "default": "Sim101"},
        "count": {"type": "integer", "default": 0},
        "ratio": {"type": "number", "default": 0.5},
        "kind": {"type": "string", "enum": ["a", "b"], "default": "b"},
        "sure": {"type": "boolean", "default": False},
        "free": {"type": "string"},
        "odd": 5,
    },
}
DEFAULTS = {"name": "Sim101", "count": 0, "ratio": 0.5, "kind": "b", "sure": False}


async def accept(elicitation: Elicitation) -> ElicitationAnswer:
    return ElicitationAnswer(ElicitationAction.ACCEPT, {"name": elicitation.message})


async def refuse(elicitation: Elicitation) -> ElicitationAnswer:
    return ElicitationAnswer(ElicitationAction.CANCEL, {"name": "not sent"})


async def test_an_accepted_form_has_the_defaults_of_what_was_left_out() -> None:
    params = {"message": "mine", "requestedSchema": SCHEMA}
    assert await answer_elicitation(params, accept) == {
        "action": "accept",
        "content": {**DEFAULTS, "name": "mine"},
    }


async def test_a_cancelled_form_has_no_content() -> None:
    params = {"message": "", "requestedSchema": SCHEMA}
    assert await answer_elicitation(params, refuse) == {"action": "cancel"}


async def test_without_a_handler_and_for_a_page_to_open_the_answer_is_no() -> None:
    form = {"message": "", "requestedSchema": SCHEMA}
    page = {"message": "", "mode": "url", "url": "https://example.org"}
    assert await answer_elicitation(form, None) == {"action": "decline"}
    assert await answer_elicitation(page, accept) == {"action": "decline"}


@pytest.mark.parametrize("params", [None, [], {"message": 1}, {"requestedSchema": "text"}])
async def test_a_malformed_question_is_refused(params: Any) -> None:
    with pytest.raises(InvalidAnswer):
        await answer_elicitation(params, accept)
