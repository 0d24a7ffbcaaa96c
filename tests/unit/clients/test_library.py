"""What is known of the clients: all there, complete, and refused with reasons where it is not."""

import re

import pytest

from ct_desktop.clients.description import ClientDescription
from ct_desktop.clients.errors import ClientDescriptionError, UnknownClientError
from ct_desktop.clients.library import all_clients, find_client, parse_description
from ct_desktop.resources import resource_path

OF_THE_SEEDS = {
    "librechat",
    "chatgpt-app",
    "chatgpt-developer-mode",
    "openai-api",
    "openai-playground",
    "open-webui",
    "anythingllm",
}
OF_THE_REFERENCE = {
    "claude-desktop",
    "claude-web",
    "claude-code",
    "cursor",
    "cline",
    "continue",
    "windsurf",
    "zed",
    "opencode",
    "crush",
    "gemini-cli",
    "codex-cli",
    "cherry-studio",
    "cody",
    "vscode",
    "goose",
    "roo-code",
}


def test_every_client_of_the_seeds_and_the_reference_is_there() -> None:
    ids = [client.id for client in all_clients()]
    assert len(ids) == len(set(ids))
    assert set(ids) == OF_THE_SEEDS | OF_THE_REFERENCE | {"any-other"}


def test_every_description_lies_in_the_index() -> None:
    folder = resource_path("clients/index.toml").parent
    files = {path.stem for path in folder.glob("*.toml")}
    assert files == {client.id for client in all_clients()} | {"index", "every-client"}


@pytest.mark.parametrize("client", all_clients(), ids=lambda client: client.id)
def test_a_description_says_what_it_rests_on(client: ClientDescription) -> None:
    assert client.sources
    assert all(source.where for source in client.sources)
    assert len(client.initials) <= 2


def test_initials_differ_enough_to_be_told_apart() -> None:
    """They stand in for brand marks; a few share them, and then the names beside them differ."""
    names = [client.name for client in all_clients()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "client_id"),
    [
        ("librechat", "librechat"),
        ("LibreChat", "librechat"),
        ("Claude.ai", "claude-web"),
        ("VS Code", "vscode"),
        ("codex", "codex-cli"),
        ("chatgpt", "chatgpt-app"),
    ],
)
def test_a_client_is_found_by_any_of_its_names(name: str, client_id: str) -> None:
    assert find_client(name).id == client_id


def test_an_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(UnknownClientError, match="Did you mean librechat"):
        find_client("librechatt")
    with pytest.raises(UnknownClientError, match="clients list"):
        find_client("xyzzy")


GOOD = resource_path("clients/cursor.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "cursor.toml is not TOML"),
        (GOOD.replace('initials = "Cu"', 'initials = "Cur"'), "initials"),
        (GOOD.replace('kind = "file"', 'kind = "letter"'), "kind"),
        (GOOD.replace('kind = "file"', 'kind = "screen"'), "a client of kind 'file' has a file"),
        (GOOD + '\n[colour]\nred = "1"\n', "colour"),
        (GOOD.replace('url = "<address>"', 'url = "https://elsewhere"'), "has to be <address>"),
        (GOOD.replace('shows = "snippet"', ""), "one step has to show the text to paste"),
        (GOOD.replace('format = "json"', 'format = "ini"'), "file.format"),
        (re.sub(r"(?s)\[\[sources\]\].*", "", GOOD), "sources"),
    ],
)
def test_a_faulty_description_is_refused_with_the_place_of_the_fault(text: str, said: str) -> None:
    with pytest.raises(ClientDescriptionError, match=re.escape(said)):
        parse_description(text, name="cursor.toml")
