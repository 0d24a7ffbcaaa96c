"""Reading and writing texts of each format."""

from ct_desktop.clients.description import Entry, Format
from ct_desktop.clients.documents.json_document import parse_json, render_json
from ct_desktop.clients.documents.nodes import Document
from ct_desktop.clients.documents.toml_document import parse_toml, render_toml
from ct_desktop.clients.documents.yaml_document import parse_yaml, render_yaml


def parse(text: str, form: Format) -> Document:
    """Read ``text``. Raises ``BadSyntaxError`` and ``UnsupportedLayoutError``."""
    match form:
        case Format.YAML:
            return parse_yaml(text)
        case Format.TOML:
            return parse_toml(text)
    return parse_json(text, comments=form is Format.JSONC)


def render(values: Entry, form: Format) -> str:
    """``values`` as a whole text of that format, which ends with a line break."""
    match form:
        case Format.YAML:
            return render_yaml(values) + "\n"
        case Format.TOML:
            (path, table) = next(iter(values.items()))
            return render_toml((path,), table) + "\n"
    return render_json(values) + "\n"
