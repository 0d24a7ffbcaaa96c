"""A client's file on disk: kept in every way but the entry, or left alone with clear words."""

import json
import os
import resource
import signal
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ct_desktop.clients.applying import ApplyPlan, carry_out, plan_apply, undo
from ct_desktop.clients.entry import Wanted
from ct_desktop.clients.errors import ConfigurationFileError
from ct_desktop.clients.library import find_client
from ct_desktop.clients.places import FilePlace, choose_place
from ct_desktop.clients.undo_record import UndoRecord

WANTED = Wanted("https://app.crosstrade.io/v1/api/mcp")
CURSOR = find_client("cursor")
BEFORE = b'{\n  "mcpServers": {}\n}\n'

posix_only = pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "files" / "mcp.json"
    found.parent.mkdir()
    found.write_bytes(BEFORE)
    return found


@pytest.fixture
def record(tmp_path: Path) -> UndoRecord:
    return UndoRecord(tmp_path / "data" / "client-files.json")


def place(path: Path) -> FilePlace:
    return choose_place(CURSOR, path=path)


def plan(path: Path) -> ApplyPlan:
    return plan_apply(CURSOR, WANTED, place(path))


def others(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.iterdir() if found != path)


def test_what_lay_there_is_kept_beside_it_and_given_back(path: Path, record: UndoRecord) -> None:
    applied = carry_out(plan(path), record)
    assert json.loads(path.read_bytes())["mcpServers"]["crosstrade"]["url"] == WANTED.address
    assert applied.backup is not None
    assert applied.backup.read_bytes() == BEFORE
    assert applied.backup.parent == path.parent
    assert not undo(place(path), record).is_removed
    assert path.read_bytes() == BEFORE
    assert others(path) == []


def test_a_new_file_is_made_and_taken_away_again(tmp_path: Path, record: UndoRecord) -> None:
    path = tmp_path / "mcp.json"
    planned = plan(path)
    assert planned.is_new
    assert carry_out(planned, record).backup is None
    assert "crosstrade" in path.read_text()
    assert undo(place(path), record).is_removed
    assert not path.exists()
    assert list(tmp_path.glob("*mcp.json*")) == []


def test_a_plan_writes_nothing(path: Path) -> None:
    planned = plan(path)
    assert planned.is_needed
    assert '+    "crosstrade": {' in planned.difference
    assert path.read_bytes() == BEFORE
    assert others(path) == []


def test_nothing_is_left_to_do_on_a_file_that_is_right(path: Path, record: UndoRecord) -> None:
    carry_out(plan(path), record)
    assert not plan(path).is_needed


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ],
)
def test_encoding_byte_order_mark_and_line_ends_are_kept(
    path: Path, record: UndoRecord, mark: bytes, encoding: str
) -> None:
    text = '{\r\n\t"name": "Händler 中",\r\n\t"mcpServers": {}\r\n}'
    path.write_bytes(mark + text.encode(encoding))
    carry_out(plan(path), record)
    after = path.read_bytes()
    assert after.startswith(mark + text[:20].encode(encoding))
    told = after[len(mark) :].decode(encoding)
    assert json.loads(told)["name"] == "Händler 中"
    assert "\n" not in told.replace("\r\n", "")
    assert told.endswith("}"), "there was no line break at the end, and there is none now"
    undo(place(path), record)
    assert path.read_bytes() == mark + text.encode(encoding)


@posix_only
def test_the_mode_is_kept(path: Path, record: UndoRecord) -> None:
    path.chmod(0o640)
    applied = carry_out(plan(path), record)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert applied.backup is not None
    assert stat.S_IMODE(applied.backup.stat().st_mode) == 0o640


@posix_only
def test_a_link_stays_one_and_its_target_is_changed(
    path: Path, tmp_path: Path, record: UndoRecord
) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(path)
    carry_out(plan(link), record)
    assert link.is_symlink()
    assert b"crosstrade" in path.read_bytes()
    undo(place(link), record)
    assert path.read_bytes() == BEFORE


@posix_only
def test_links_that_lead_nowhere_or_in_a_circle_are_refused(tmp_path: Path) -> None:
    nowhere, circle = tmp_path / "nowhere.json", tmp_path / "circle.json"
    nowhere.symlink_to(tmp_path / "gone.json")
    circle.symlink_to(circle)
    for link in (nowhere, circle):
        with pytest.raises(ConfigurationFileError):
            plan(link)


@posix_only
def test_a_second_name_of_the_file_is_not_cut_off(path: Path, record: UndoRecord) -> None:
    os.link(path, path.with_name("second.json"))
    with pytest.raises(ConfigurationFileError, match="second name"):
        carry_out(plan(path), record)
    assert path.read_bytes() == BEFORE


def test_a_read_only_file_is_left_alone(path: Path, record: UndoRecord) -> None:
    path.chmod(0o444)
    with pytest.raises(ConfigurationFileError, match="read-only"):
        carry_out(plan(path), record)
    assert path.read_bytes() == BEFORE
    assert others(path) == []


@contextmanager
def little_room(room: int) -> Iterator[None]:
    """The system lets no file of this process grow beyond ``room`` bytes, as a full disk does."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


@posix_only
@pytest.mark.parametrize("room", [len(BEFORE), 8000, 20_100])
def test_on_a_full_disk_nothing_is_lost(path: Path, record: UndoRecord, room: int) -> None:
    """Full when the record is written, when the backup is, and when the file itself is."""
    before = json.dumps({"history": "x" * 20_000, "mcpServers": {}}, indent=2).encode()
    path.write_bytes(before)
    planned = plan(path)
    with little_room(room), pytest.raises(ConfigurationFileError):
        carry_out(planned, record)
    assert path.read_bytes() == before
    assert others(path) == []
    carry_out(planned, record)
    undo(place(path), record)
    assert path.read_bytes() == before


def test_a_file_that_was_changed_meanwhile_is_left_alone(path: Path, record: UndoRecord) -> None:
    planned = plan(path)
    path.write_bytes(BEFORE + b"\n")
    with pytest.raises(ConfigurationFileError, match="changed by another program"):
        carry_out(planned, record)
    assert path.read_bytes() == BEFORE + b"\n"
    assert others(path) == []


def test_a_file_that_went_away_meanwhile_is_not_made_anew(path: Path, record: UndoRecord) -> None:
    planned = plan(path)
    path.unlink()
    with pytest.raises(ConfigurationFileError):
        carry_out(planned, record)
    assert not path.exists()


def test_a_file_that_came_in_between_is_not_replaced(tmp_path: Path, record: UndoRecord) -> None:
    path = tmp_path / "mcp.json"
    planned = plan(path)
    path.write_bytes(b"{}")
    with pytest.raises(ConfigurationFileError, match="in the meantime"):
        carry_out(planned, record)
    assert path.read_bytes() == b"{}"


def test_two_at_once_leave_a_sound_file(path: Path, record: UndoRecord) -> None:
    plans = [plan(path) for _ in range(4)]
    done: list[bool] = []

    def write(planned: ApplyPlan) -> None:
        try:
            carry_out(planned, record)
            done.append(True)
        except ConfigurationFileError:
            done.append(False)

    threads = [threading.Thread(target=write, args=(planned,)) for planned in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert any(done)
    assert json.loads(path.read_bytes())["mcpServers"]["crosstrade"]


def test_undo_leaves_a_file_that_was_changed_since(path: Path, record: UndoRecord) -> None:
    carry_out(plan(path), record)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ConfigurationFileError, match="changed since"):
        undo(place(path), record)
    assert path.read_bytes().endswith(b" ")
    assert others(path), "the backup is still there"


def test_undo_trusts_no_backup_that_was_changed(path: Path, record: UndoRecord) -> None:
    applied = carry_out(plan(path), record)
    assert applied.backup is not None
    applied.backup.write_bytes(b"{}")
    after = path.read_bytes()
    with pytest.raises(ConfigurationFileError, match="no longer what was kept"):
        undo(place(path), record)
    assert path.read_bytes() == after


def test_nothing_is_written_that_could_not_be_taken_back(path: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file where the app's folder has to be")
    with pytest.raises(ConfigurationFileError):
        carry_out(plan(path), UndoRecord(in_the_way / "client-files.json"))
    assert path.read_bytes() == BEFORE
    assert others(path) == []


def test_a_failed_write_leaves_the_way_back_from_the_one_before(
    path: Path, record: UndoRecord
) -> None:
    carry_out(plan(path), record)
    again = plan_apply(CURSOR, Wanted("https://other.example/mcp"), place(path))
    path.chmod(0o444)
    with pytest.raises(ConfigurationFileError, match="read-only"):
        carry_out(again, record)
    path.chmod(0o644)
    undo(place(path), record)
    assert path.read_bytes() == BEFORE


def test_there_is_nothing_to_undo_twice(path: Path, record: UndoRecord) -> None:
    carry_out(plan(path), record)
    undo(place(path), record)
    with pytest.raises(ConfigurationFileError, match="Nothing that this app wrote"):
        undo(place(path), record)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"a": \xff}', "line 1: a byte stands there that is not UTF-8"),
        (b'{\n"a": "\xe4"}', "line 2"),
        (b"{}\x00", "no text file"),
        (b'{"a": }', "line 1, column 7"),
        (b'{"a": 1\n "b"}', "line 2, column 2"),
    ],
)
def test_a_broken_file_is_named_with_its_place_and_left_alone(
    path: Path, data: bytes, said: str
) -> None:
    path.write_bytes(data)
    with pytest.raises(ConfigurationFileError, match=said):
        plan(path)
    assert path.read_bytes() == data


def test_a_folder_or_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationFileError, match="is a folder"):
        plan(tmp_path)
    if os.name == "posix":
        pipe = tmp_path / "pipe.json"
        os.mkfifo(pipe)
        with pytest.raises(ConfigurationFileError, match="no ordinary file"):
            plan(pipe)


def test_ten_megabytes_are_taken_in_stride(path: Path, record: UndoRecord) -> None:
    history = {f"entry {number}": {"text": "x" * 800, "n": number} for number in range(14_000)}
    data = json.dumps({"history": history, "mcpServers": {}}, indent=1).encode()
    assert len(data) > 10 << 20
    path.write_bytes(data)
    carry_out(plan(path), record)
    after = json.loads(path.read_bytes())
    assert after.pop("mcpServers") == {"crosstrade": {"url": WANTED.address}}
    assert after == {"history": history}
    undo(place(path), record)
    assert path.read_bytes() == data


def test_ten_megabytes_of_yaml_are_refused_in_clear_words(tmp_path: Path) -> None:
    path = tmp_path / "librechat.yaml"
    path.write_bytes(b"# x\n" * (10 << 18))
    librechat = find_client("librechat")
    with pytest.raises(ConfigurationFileError, match=r"10\.0 MB large"):
        plan_apply(librechat, WANTED, choose_place(librechat, path=path))


def test_a_file_that_a_client_comes_with_is_not_made_up(tmp_path: Path) -> None:
    librechat = find_client("librechat")
    path = tmp_path / "librechat.yaml"
    with pytest.raises(ConfigurationFileError, match="It comes with LibreChat"):
        plan_apply(librechat, WANTED, choose_place(librechat, path=path))


def test_no_folder_is_made_for_a_client_that_is_not_there(
    tmp_path: Path, record: UndoRecord
) -> None:
    planned = plan(tmp_path / ".cursor" / "mcp.json")
    with pytest.raises(ConfigurationFileError, match="Is Cursor installed"):
        carry_out(planned, record)


def test_a_token_is_neither_shown_nor_kept_in_the_record(path: Path, record: UndoRecord) -> None:
    secret = "s3cr3t-of-the-day-1234567890"
    servers = {"crosstrade": {"url": "x", "headers": {"Authorization": f"Bearer {secret}"}}}
    path.write_text(json.dumps({"mcpServers": servers}, indent=2))
    planned = plan(path)
    assert secret not in planned.difference
    assert secret not in repr(planned)
    assert planned.backup_holds_secret
    carry_out(planned, record)
    assert secret not in path.read_text()
    assert secret not in record.path.read_text()
