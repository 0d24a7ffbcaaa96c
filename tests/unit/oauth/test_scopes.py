"""Which scope is asked for."""

import pytest

from ct_desktop.oauth.scopes import ScopePolicy


@pytest.mark.parametrize(
    ("challenged", "supported", "expected"),
    [
        ("mcp:read", ["mcp:read", "mcp:trade"], "mcp:read"),
        (None, ["mcp:read", "mcp:trade"], "mcp:read mcp:trade"),
        (None, None, None),
        (None, [], None),
    ],
)
def test_b11_the_challenge_then_what_is_supported_then_nothing(
    challenged: str | None, supported: list[str] | None, expected: str | None
) -> None:
    assert ScopePolicy().select(challenged=challenged, supported=supported) == expected


def test_b12_a_step_up_asks_for_the_union_and_ignores_the_rest() -> None:
    scope = ScopePolicy().select(
        challenged="mcp:write mcp:basic", supported=["decoy"], previous="mcp:basic"
    )
    assert scope == "mcp:basic mcp:write"


def test_a_step_up_without_a_challenged_scope_asks_for_the_same_again() -> None:
    assert ScopePolicy().select(challenged=None, supported=["x"], previous="a") == "a"


def test_the_traders_single_choice_overrules_the_server() -> None:
    policy = ScopePolicy("mcp:read")
    scope = policy.select(challenged="mcp:trade", supported=["mcp:trade"], previous="mcp:trade")
    assert scope == "mcp:read"
