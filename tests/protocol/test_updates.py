"""Asking for a newer version of a real server: when it is asked, what is sent, what comes of it."""

import asyncio
import gzip
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from ct_desktop import __version__
from ct_desktop.updates import NoAnswerError, UpdateChecker, UpdateState, question
from ct_desktop.updates.question import LARGEST_ANSWER, newest_release
from support.hostile_authorization_server import Reply
from support.release_server import RELEASES_PATH, ReleaseServer, TwoHandedClock, checker_at

DAY = 24 * 3600.0


@pytest.fixture
def releases() -> Iterator[ReleaseServer]:
    """A server with a newer version."""
    with ReleaseServer() as server:
        yield server


@pytest.fixture
def hands() -> TwoHandedClock:
    """A clock that may be wrong."""
    return TwoHandedClock()


@pytest.fixture
def checker(releases: ReleaseServer, tmp_path: Path, hands: TwoHandedClock) -> UpdateChecker:
    """One that has not been allowed to ask."""
    return checker_at(releases.url, tmp_path, hands)


async def run_until_idle(checker: UpdateChecker) -> None:
    """Let the checker's own task do all that it does before it waits."""
    task = asyncio.create_task(checker.run())
    for _ in range(3):
        await asyncio.sleep(0)
    # It looks already, and looks come one after the other.
    await checker.look()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def start(url: str, folder: Path, hands: TwoHandedClock) -> UpdateChecker:
    """What a start of the app does that may ask, as far as the first look."""
    checker = checker_at(url, folder, hands)
    checker.allow(True)
    await checker.look()
    return checker


# When


async def test_nothing_at_all_is_asked_until_the_trader_allows_it(
    releases: ReleaseServer, checker: UpdateChecker, hands: TwoHandedClock
) -> None:
    for _ in range(3):
        await run_until_idle(checker)
        hands.let_pass(2 * DAY)
    assert releases.questions == []
    assert checker.state.asked_at is None
    checker.allow(True)
    await run_until_idle(checker)
    assert len(releases.questions) == 1


async def test_where_others_update_the_app_nothing_is_asked_even_if_it_is_wished(
    releases: ReleaseServer, tmp_path: Path, hands: TwoHandedClock
) -> None:
    checker = checker_at(releases.url, tmp_path, hands, updated_by="apt")
    checker.allow(True)
    async with asyncio.timeout(5):
        await checker.run()
    await checker.ask_now()
    assert releases.questions == []
    assert not checker.state.allowed


async def test_it_asks_at_most_once_a_day_over_restarts(
    releases: ReleaseServer, tmp_path: Path, hands: TwoHandedClock
) -> None:
    asked = []
    for _ in range(12):
        checker = await start(releases.url, tmp_path, hands)
        await checker.look()
        asked.append(len(releases.questions))
        hands.let_pass(DAY / 4)
    assert asked == [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]


async def test_two_windows_ask_no_more_than_one(
    releases: ReleaseServer, tmp_path: Path, hands: TwoHandedClock
) -> None:
    windows = [checker_at(releases.url, tmp_path, hands) for _ in range(4)]
    for window in windows:
        window.allow(True)
    await asyncio.gather(*(window.look() for window in windows))
    assert len(releases.questions) == 1
    for window in windows:
        await window.look()
    assert [news_of(window) for window in windows] == ["1.4.0"] * 4


async def test_a_failed_question_counts_as_the_days(
    releases: ReleaseServer, checker: UpdateChecker, hands: TwoHandedClock
) -> None:
    releases.reply(Reply(500))
    checker.allow(True)
    for _ in range(5):
        await checker.look()
        hands.let_pass(3600)
    assert len(releases.questions) == 1


@pytest.mark.parametrize("jump", [-30 * DAY, -3600.0, 30 * DAY])
async def test_a_clock_that_is_set_while_the_app_runs_brings_no_question_nearer(
    releases: ReleaseServer, checker: UpdateChecker, hands: TwoHandedClock, jump: float
) -> None:
    checker.allow(True)
    await checker.look()
    hands.wall += jump
    await checker.look()
    assert len(releases.questions) == 1


async def test_a_clock_set_back_a_little_between_runs_brings_no_question_nearer(
    releases: ReleaseServer, tmp_path: Path, hands: TwoHandedClock
) -> None:
    for hours in (0, -5, -23):
        hands.wall = hours * 3600.0
        await start(releases.url, tmp_path, hands)
    assert len(releases.questions) == 1


async def test_a_question_noted_in_a_far_future_does_not_silence_it_for_good(
    releases: ReleaseServer, tmp_path: Path, hands: TwoHandedClock
) -> None:
    hands.wall = 3000 * DAY
    for _ in range(2):
        await start(releases.url, tmp_path, hands)
        hands.wall = 0.0
    assert len(releases.questions) == 2


async def test_ask_now_asks_although_it_is_not_time(
    releases: ReleaseServer, checker: UpdateChecker
) -> None:
    await checker.ask_now()
    await checker.ask_now()
    assert len(releases.questions) == 2
    checker.allow(True)
    await checker.look()
    assert len(releases.questions) == 2


async def test_a_record_that_cannot_be_written_keeps_it_from_asking(
    releases: ReleaseServer, tmp_path: Path, hands: TwoHandedClock
) -> None:
    in_the_way = tmp_path / "not-a-folder"
    in_the_way.touch()
    await start(releases.url, in_the_way, hands)
    assert releases.questions == []


async def test_cancelling_ends_a_question_that_is_under_way(
    releases: ReleaseServer, checker: UpdateChecker
) -> None:
    releases.reply(Reply(body=b"{}", drip=True))
    checker.allow(True)
    begun = asyncio.Event()
    checker.changed.subscribe(lambda state: begun.set() if state.asking else None)
    task = asyncio.create_task(checker.run())
    async with asyncio.timeout(5):
        await begun.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert not checker.state.asking
    assert not checker.state.answered


# What is sent


async def test_the_question_says_nothing_but_the_version_and_the_systems_name(
    releases: ReleaseServer, checker: UpdateChecker
) -> None:
    releases.reply(Reply(200, b"{}", {"Set-Cookie": "who=trader; Path=/", "ETag": '"trader-7"'}))
    await checker.ask_now()
    await checker.ask_now()
    for seen in releases.questions:
        assert (seen.method, seen.path, seen.query, seen.form) == ("GET", RELEASES_PATH, {}, {})
        assert set(seen.headers) == {
            *("host", "user-agent", "accept", "accept-encoding", "connection")
        }
        assert seen.headers["user-agent"].startswith(f"CrossTrade-Desktop/{__version__} (")
    first, second = releases.questions
    assert first.headers == second.headers


# What comes of it


async def test_a_newer_version_is_news(releases: ReleaseServer, checker: UpdateChecker) -> None:
    told: list[UpdateState] = []
    checker.changed.subscribe(told.append)
    checker.allow(True)
    await checker.look()
    news = checker.state.news
    assert news is not None
    assert (str(news.version), news.page, news.changes) == (
        "1.4.0",
        releases.page,
        ("Faster start",),
    )
    assert [state.asking for state in told] == [False, True, False, False]
    assert checker.state.answered
    assert checker.state.asked_at is not None


@pytest.mark.parametrize("version", ["1.0.0", "1.0", "0.9.9", "1.0.0rc1", "1.0.0.dev5"])
async def test_the_same_or_an_older_version_is_no_news(
    releases: ReleaseServer, checker: UpdateChecker, version: str
) -> None:
    releases.publish(version=version)
    checker.allow(True)
    await checker.look()
    assert checker.state.answered
    assert checker.state.newer is None


async def test_what_was_learnt_is_known_at_the_next_start_without_asking(
    releases: ReleaseServer, checker: UpdateChecker, tmp_path: Path, hands: TwoHandedClock
) -> None:
    checker.allow(True)
    await checker.look()
    again = await start(releases.url, tmp_path, hands)
    assert again.state.news == checker.state.news
    assert again.state.asked_at == checker.state.asked_at
    assert len(releases.questions) == 1


def news_of(checker: UpdateChecker) -> str | None:
    """The version that the trader is told of."""
    news = checker.state.news
    return None if news is None else str(news.version)


async def test_a_skipped_version_stays_skipped_until_a_newer_one(
    releases: ReleaseServer, checker: UpdateChecker, tmp_path: Path, hands: TwoHandedClock
) -> None:
    checker.allow(True)
    await checker.look()
    assert checker.state.news is not None
    await checker.skip(checker.state.news.version)
    skipped = checker.state
    assert skipped.news is None
    assert skipped.newer is not None
    hands.let_pass(DAY)
    again = await start(releases.url, tmp_path, hands)
    assert news_of(again) is None
    releases.publish(version="1.4.1")
    hands.let_pass(DAY)
    await again.look()
    assert news_of(again) == "1.4.1"


async def test_without_leave_to_tell_a_newer_version_is_known_but_no_news(
    checker: UpdateChecker,
) -> None:
    await checker.ask_now()
    assert checker.state.newer is not None
    assert checker.state.news is None


async def test_a_remembered_page_of_another_address_is_not_gone_by(
    releases: ReleaseServer, checker: UpdateChecker, tmp_path: Path, hands: TwoHandedClock
) -> None:
    checker.allow(True)
    await checker.look()
    path = tmp_path / "updates.json"
    kept = json.loads(path.read_text())
    path.write_text(
        json.dumps({**kept, "newest": kept["newest"].replace(releases.origin, "https://evil.test")})
    )
    again = await start(releases.url, tmp_path, hands)
    assert again.state.newer is None


async def test_a_damaged_record_is_as_none(
    releases: ReleaseServer, tmp_path: Path, hands: TwoHandedClock
) -> None:
    (tmp_path / "updates.json").write_text('{"asked_at": 7, "skipped": [], "newest": "{"}')
    checker = await start(releases.url, tmp_path, hands)
    assert checker.state.news is not None


# Failures are quiet, and known


async def is_silent(checker: UpdateChecker) -> bool:
    """Whether a question came to nothing but that it was asked."""
    checker.allow(True)
    await checker.look()
    state = checker.state
    return state.asked_at is not None and not state.answered and state.newer is None


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500),
        Reply(404, b"<h1>Not found</h1>"),
        Reply(204),
        Reply(200, b"<!doctype html><title>Wi-Fi</title>", {"Content-Type": "text/html"}),
        Reply(200, b"{}"),
        Reply(drop=True),
    ],
    ids=["500", "404", "204", "html", "empty", "dropped"],
)
async def test_an_answer_that_says_nothing_is_silent(
    releases: ReleaseServer, checker: UpdateChecker, reply: Reply
) -> None:
    releases.reply(reply)
    assert await is_silent(checker)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_no_redirect_is_followed_to_any_place(
    releases: ReleaseServer, checker: UpdateChecker, status: int
) -> None:
    with ReleaseServer() as other:
        releases.reply(Reply(status, b"", {"Location": other.url}))
        assert await is_silent(checker)
        assert other.questions == []
    assert len(releases.questions) == 1


async def test_an_answer_without_end_is_left(releases: ReleaseServer) -> None:
    releases.publish(changes=["x" * (LARGEST_ANSWER + 1)])
    with pytest.raises(NoAnswerError, match="more than"):
        await newest_release(releases.url)


async def test_a_packed_answer_is_not_unpacked(releases: ReleaseServer) -> None:
    releases.reply(Reply(200, gzip.compress(b" " * 10_000_000), {"Content-Encoding": "gzip"}))
    with pytest.raises(NoAnswerError, match="packed"):
        await newest_release(releases.url)


async def test_an_answer_that_drips_is_given_up(
    releases: ReleaseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(question, "TIME_LIMIT", 0.2)
    releases.reply(Reply(body=b"{}", drip=True))
    with pytest.raises(NoAnswerError, match="within"):
        await newest_release(releases.url)


async def test_offline_is_silent(tmp_path: Path, hands: TwoHandedClock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    url = f"http://127.0.0.1:{port}{RELEASES_PATH}"
    assert await is_silent(checker_at(url, tmp_path, hands))


async def test_an_address_that_is_not_secure_is_not_asked() -> None:
    with pytest.raises(NoAnswerError, match="https"):
        await newest_release("http://crosstrade.example/desktop/releases.json")
