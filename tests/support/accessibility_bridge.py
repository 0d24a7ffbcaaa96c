"""Reads and works windows over the accessibility bus, told what to do by JSON lines.

Run by the *system's* Python, which has the introspection bindings (Debian: python3-gi and
gir1.2-atspi-2.0), not by the project's; so it imports nothing but those and the standard library.
:mod:`support.accessibility` is the side that tests use.

A line in is ``{"method": NAME, "params": {...}}``, a line out ``{"result": ...}`` or
``{"error": TEXT}``. Elements are named by numbers that stay good until the bridge ends.
"""

import json
import re
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version has to be chosen first

POLL_INTERVAL = 0.05
CALL_TIMEOUT = 3000  # milliseconds for one answer of the app, which may be busy painting
START_TIMEOUT = 15000  # milliseconds while an app is new on the bus
MAX_TREE_LINES = 300

# Cells are looked at only when they are asked for: a full table has thousands.
TABLES = {"table", "tree table"}
IN_TABLES = {"table cell", "table column header", "table row header", "column header", "row header"}

elements = []


def number_of(element):
    elements.append(element)
    return len(elements) - 1


def fresh(element):
    """``element``, with nothing remembered of it or what it holds."""
    context = GLib.MainContext.default()
    while context.iteration(False):
        pass
    element.clear_cache()
    return element


def application(process):
    desktop = fresh(Atspi.get_desktop(0))
    for index in range(desktop.get_child_count()):
        try:
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == process:
                return child
        except GLib.Error:
            continue  # an app that is going
    return None


def children(element):
    for index in range(element.get_child_count()):
        child = element.get_child_at_index(index)
        if child is not None:
            yield child


def is_showing(element):
    return element.get_state_set().contains(Atspi.StateType.SHOWING)


def walk(element, role, showing):
    """``element``'s descendants in reading order, leaving out hidden pages and unasked cells."""
    if element.get_role_name() in TABLES and role not in IN_TABLES:
        return
    for child in children(element):
        # An application and its windows are not themselves "showing".
        if showing and child.get_role() != Atspi.Role.APPLICATION and not is_showing(child):
            continue
        yield child
        yield from walk(child, role, showing)


def root_of(params):
    if params.get("within") is not None:
        return fresh(elements[params["within"]])
    found = application(params["process"])
    return None if found is None else fresh(found)


def matching(params):
    root = root_of(params)
    if root is None:
        return []
    role = params["role"]
    pattern = re.compile(params["pattern"]) if params.get("pattern") is not None else None
    return [
        element
        for element in walk(root, role, params["showing"])
        if element.get_role_name() == role
        and (pattern is None or pattern.search(element.get_name() or ""))
    ]


def described(element):
    return {
        "element": number_of(element),
        "role": element.get_role_name(),
        "name": element.get_name() or "",
        "description": element.get_description() or "",
    }


def until(look, accept, timeout):
    """The first value of ``look`` that ``accept`` takes, else the last one.

    A window that changes while it is read answers with D-Bus errors: then look again.
    """
    deadline = time.monotonic() + timeout
    while True:
        try:
            value = look()
            if accept(value):
                return value
        except GLib.Error as error:
            if time.monotonic() > deadline:
                raise
            value = str(error)
        if time.monotonic() > deadline:
            return value
        time.sleep(POLL_INTERVAL)


def find(params):
    found = until(lambda: matching(params), bool, params["timeout"])
    if not found or isinstance(found, str):
        raise LookupError(f"no {params['role']} {params.get('pattern')!r} in\n" + tree(params))
    return described(found[0])


def find_all(params):
    return [described(element) for element in matching(params)]


def wait_gone(params):
    left = until(lambda: matching(params), lambda found: not found, params["timeout"])
    if left:
        raise LookupError(f"{params['role']} {params.get('pattern')!r} is still there")
    return True


def wait_name(params):
    """The element's own name alone is asked for, since a whole tree takes long to walk."""
    element, pattern = elements[params["element"]], re.compile(params["pattern"])
    name = until(lambda: fresh(element).get_name() or "", pattern.search, params["timeout"])
    if not pattern.search(name):
        raise LookupError(f"the name is {name!r}, not {params['pattern']!r}")
    return name


def press(params):
    element = elements[params["element"]]
    names = [element.get_action_name(index) for index in range(element.get_n_actions())]
    for wanted in ("Press", "Toggle", "click", "activate", "ShowMenu"):
        if wanted in names:
            return element.do_action(names.index(wanted))
    raise LookupError(f"{element.get_role_name()} {element.get_name()!r} has no action: {names}")


def focus(params):
    return elements[params["element"]].grab_focus()


def text(params):
    element = fresh(elements[params["element"]])
    if "Text" in element.get_interfaces():
        content = element.get_text_iface()
        return Atspi.Text.get_text(content, 0, Atspi.Text.get_character_count(content))
    return element.get_name() or ""


def set_text(params):
    return Atspi.EditableText.set_text_contents(
        elements[params["element"]].get_editable_text_iface(), params["text"]
    )


def value(params):
    return Atspi.Value.get_current_value(fresh(elements[params["element"]]).get_value_iface())


def states(params):
    found = fresh(elements[params["element"]]).get_state_set().get_states()
    return sorted(state.value_nick for state in found)


def table(params):
    element = fresh(elements[params["element"]])
    content = element.get_table_iface()
    columns = Atspi.Table.get_n_columns(content)
    rows = min(Atspi.Table.get_n_rows(content), params["max_rows"])

    def cell(row, column):
        found = Atspi.Table.get_accessible_at(content, row, column)
        return "" if found is None else found.get_name() or ""

    return {
        "columns": [Atspi.Table.get_column_description(content, i) or "" for i in range(columns)],
        "rows": [[cell(row, column) for column in range(columns)] for row in range(rows)],
        "row_count": Atspi.Table.get_n_rows(content),
    }


def tree(params):
    """What is there, a line an element, for a person who wonders why something was not found."""
    try:
        root = root_of(params)
    except GLib.Error as error:
        return str(error)
    if root is None:
        return "(the app is not on the accessibility bus)"
    lines = []

    def add(element, depth):
        if len(lines) >= MAX_TREE_LINES:
            return
        hidden = "" if is_showing(element) else " (hidden)"
        name = element.get_name() or ""
        lines.append(f"{'  ' * depth}{element.get_role_name()} {name!r}{hidden}")
        if element.get_role_name() not in TABLES:
            for child in children(element):
                add(child, depth + 1)

    try:
        add(root, 0)
    except GLib.Error as error:
        lines.append(str(error))
    return "\n".join(lines)


def texts(params):
    """Every text of the windows, hidden ones too: names, descriptions, contents, cells."""
    root = root_of(params)
    found = []

    def add(element):
        found.extend((element.get_name() or "", element.get_description() or ""))
        if "Text" in element.get_interfaces():
            content = element.get_text_iface()
            count = Atspi.Text.get_character_count(content)
            found.append(Atspi.Text.get_text(content, 0, count))
        if element.get_role_name() in TABLES:
            cells = table({"element": number_of(element), "max_rows": params["max_rows"]})
            found.extend(cells["columns"])
            found.extend(text for row in cells["rows"] for text in row)
            return
        for child in children(element):
            add(child)

    if root is not None:
        add(root)
    return found


METHODS = {
    method.__name__: method
    for method in (
        find,
        find_all,
        wait_gone,
        wait_name,
        press,
        focus,
        text,
        set_text,
        value,
        states,
        table,
        texts,
        tree,
    )
}


def main():
    Atspi.init()
    Atspi.set_timeout(CALL_TIMEOUT, START_TIMEOUT)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"result": METHODS[request["method"]](request["params"])}
        except (LookupError, GLib.Error, AttributeError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
