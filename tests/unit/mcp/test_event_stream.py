"""Event streams: however the bytes are cut and the lines end, the events are the same."""

from collections.abc import AsyncIterator, Sequence
from itertools import pairwise

import httpx
import pytest
from httpx_sse import ServerSentEvent
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.mcp import InvalidAnswer, InvalidReason
from ct_desktop.mcp.event_stream import events

LINE = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]))


async def read(chunks: Sequence[bytes], limit: int = 100_000) -> list[ServerSentEvent]:
    async def body() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    async with events(httpx.Response(200, content=body()), limit) as stream:
        return [event async for event in stream]


def cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@given(
    st.lists(LINE.filter(bool), min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.lists(st.integers(min_value=0), max_size=8),
)
async def test_events_do_not_depend_on_chunks_or_line_ends(
    texts: list[str], end: str, places: list[int]
) -> None:
    stream = "".join(
        f": comment{end}id: {number}{end}data: {text}{end}data: more{end}{end}"
        for number, text in enumerate(texts)
    )
    read_events = await read(cut(stream.encode(), places))
    assert [(event.id, event.data) for event in read_events] == [
        (str(number), f"{text}\nmore") for number, text in enumerate(texts)
    ]


@given(st.lists(st.binary(max_size=50), max_size=8))
async def test_any_bytes_give_events_or_none(chunks: list[bytes]) -> None:
    for event in await read(chunks):
        assert isinstance(event.data, str)


@given(st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=8))
async def test_more_bytes_than_the_limit_are_refused(chunks: list[bytes]) -> None:
    with pytest.raises(InvalidAnswer) as failed:
        await read(chunks, limit=sum(map(len, chunks)) - 1)
    assert failed.value.reason is InvalidReason.TOO_LARGE


async def test_an_event_cut_off_by_the_end_is_none() -> None:
    (event,) = await read([b"data: whole\n\ndata: half\n"])
    assert event.data == "whole"
