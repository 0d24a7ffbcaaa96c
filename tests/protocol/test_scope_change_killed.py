"""Kill -9 in the middle of a change of scope: the next start is in a good state and says which."""

import os
from pathlib import Path

import pytest

from ct_desktop.core.scope_change import ScopeChangeStage
from support import killed_scope_change
from support.demo_process import DemoProcess
from support.kill_attempts import kill_attempts

TIMEOUT = 240.0

EVERY = 3
"""Of the steps each so many-th is tried; they are many, and neighbours lie in one request."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")

DEMO_OPTIONS = {"auto_approve": True, "registrations_per_hour": 10_000}


def test_killed_anywhere_the_next_start_holds_the_old_the_new_or_nothing(
    demo: DemoProcess, tmp_path: Path
) -> None:
    attempts = kill_attempts(
        killed_scope_change,
        demo.server_url,
        demo.control_url,
        str(tmp_path),
        "0",
        str(EVERY),
        timeout=TIMEOUT,
    )
    assert {attempt["shown"] for attempt in attempts} >= set(ScopeChangeStage)
    assert {attempt["trade_tool_calls"] for attempt in attempts} == {0}

    # The old sign-in; revoked, and told so; nothing; the new one. In this order and no other.
    order = ["mcp:read", "token_rejected", "signed out", "mcp:trade"]
    places = [order.index(attempt["found"]) for attempt in attempts]
    assert places == sorted(places), [attempt["found"] for attempt in attempts]
    assert {order[place] for place in places} >= {"mcp:read", "signed out", "mcp:trade"}
