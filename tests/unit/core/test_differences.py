"""What changed between two tables."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ct_desktop.core.differences import differences

tables = st.dictionaries(st.integers(0, 9), st.integers(0, 3)).map(lambda rows: [*rows.items()])


@given(tables, tables)
@settings(deadline=None)
def test_the_differences_turn_the_old_table_into_the_new(
    old: list[tuple[int, int]], new: list[tuple[int, int]]
) -> None:
    changes = differences(old, new, key=lambda row: row[0])
    rows = dict(old)
    for key, _ in changes.removed:
        del rows[key]
    for (key, before), (new_key, after) in changes.changed:
        assert key == new_key
        assert rows[key] == before != after
        rows[key] = after
    for key, value in changes.added:
        assert key not in rows
        rows[key] = value
    assert rows == dict(new)
    assert changes.is_empty is (dict(old) == dict(new))
