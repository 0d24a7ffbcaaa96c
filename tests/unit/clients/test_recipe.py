"""Recipes: the text to paste for each client, held to a golden file, and never with a token."""

import json
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from ct_desktop.clients.description import ClientDescription
from ct_desktop.clients.entry import Wanted
from ct_desktop.clients.errors import SettingError
from ct_desktop.clients.library import all_clients, find_client
from ct_desktop.clients.recipe import make_recipe, make_snippet
from ct_desktop.core.scopes import Scope

GOLDEN = Path(__file__).with_name("golden")
ADDRESS = "https://app.crosstrade.io/v1/api/mcp"

every_client = pytest.mark.parametrize("client", all_clients(), ids=lambda client: client.id)


@every_client
def test_the_text_to_paste_is_as_its_golden_file(client: ClientDescription) -> None:
    golden = (GOLDEN / f"{client.id}.txt").read_text(encoding="utf-8")
    assert make_snippet(client, Wanted(ADDRESS)).text == golden


@every_client
def test_the_text_to_paste_names_the_server_and_holds_no_token(client: ClientDescription) -> None:
    text = make_snippet(client, Wanted(ADDRESS)).text
    assert ADDRESS in text
    assert "Bearer" not in text
    assert "<" not in text, "a mark was left unfilled"
    if "Authorization" in text or "authorization" in text:
        assert "os.environ" in text


@every_client
def test_nothing_asks_for_more_than_reading_unless_told_to(client: ClientDescription) -> None:
    recipe = make_recipe(client, Wanted(ADDRESS))
    assert recipe.scope is Scope.READ
    assert "mcp:trade" not in recipe.snippet.text
    assert any("mcp:read" in f"{step.title} {step.text}" for step in recipe.steps) or (
        "mcp:read" in recipe.scope_guidance
    )


@pytest.mark.parametrize("client_id", ["librechat", "claude-code", "codex-cli", "gemini-cli"])
def test_a_client_that_takes_the_scope_from_its_file_gets_the_chosen_one(client_id: str) -> None:
    client = find_client(client_id)
    assert client.scope.chosen_in == "entry"
    assert "mcp:read" in make_snippet(client, Wanted(ADDRESS)).text
    trade = make_snippet(client, Wanted(ADDRESS, Scope.TRADE)).text
    assert "mcp:trade" in trade
    assert "mcp:read" not in trade


@every_client
def test_what_is_pasted_is_sound_in_its_own_format(client: ClientDescription) -> None:
    snippet = make_snippet(client, Wanted(ADDRESS))
    match snippet.format:
        case "yaml":
            assert YAML(typ="safe").load(snippet.text)
        case "toml":
            assert tomllib.loads(snippet.text)
        case "python":
            compile(snippet.text, client.id, "exec")
        case "fields":
            assert snippet.fields
        case _:
            assert json.loads(snippet.text)


@every_client
def test_steps_are_numbered_and_one_shows_the_text(client: ClientDescription) -> None:
    recipe = make_recipe(client, Wanted(ADDRESS))
    assert [step.number for step in recipe.steps] == list(range(1, len(recipe.steps) + 1))
    assert sum(step.shows_snippet for step in recipe.steps) == 1
    assert all("<name>" not in f"{step.title}{step.text}{step.command}" for step in recipe.steps)


def test_every_recipe_ends_with_the_smoke_test_of_the_seeds() -> None:
    verify = make_recipe(find_client("librechat"), Wanted(ADDRESS)).verify
    places = [
        verify.index(tool)
        for tool in ("GetMcpCapabilities", "McpSelfTest", "ListAccounts", "GetConnections")
    ]
    assert places == sorted(places)


def test_librechats_card_tells_of_the_reverse_proxy() -> None:
    symptoms = make_recipe(find_client("librechat"), Wanted(ADDRESS)).symptoms
    assert any("300 s" in symptom.fix and "/api/mcp" in symptom.fix for symptom in symptoms)


def test_who_shares_the_credential_is_as_in_the_seeds_table() -> None:
    sharing = {client.id: client.credential.sharing.value for client in all_clients()}
    assert sharing["librechat"] == "per_user"
    assert sharing["open-webui"] == "per_connection"
    assert sharing["anythingllm"] == "global"


def test_settings_go_into_the_entry() -> None:
    wanted = Wanted(ADDRESS, settings={"timeout": "60000", "startup": "true", "name": "xt"})
    values = YAML(typ="safe").load(make_snippet(find_client("librechat"), wanted).text)
    entry = values["mcpServers"]["xt"]
    assert (entry["timeout"], entry["startup"]) == (60000, True)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"timout": "60000"}, "Did you mean timeout"),
        ({"colour": "red"}, "It has: name, timeout"),
        ({"timeout": "a minute"}, "whole number"),
        ({"startup": "perhaps"}, "true or false"),
        ({"name": "two words"}, "letters, digits"),
        ({"title": "two\nlines"}, "one line"),
    ],
)
def test_a_setting_that_does_not_fit_is_refused(settings: dict[str, str], said: str) -> None:
    with pytest.raises(SettingError, match=said):
        make_snippet(find_client("librechat"), Wanted(ADDRESS, settings=settings))
