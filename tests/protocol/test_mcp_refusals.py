"""Refusals: what the server said is kept, and credentials go where they belong."""

import httpx
import pytest

from ct_desktop.mcp import (
    Credentials,
    Exchange,
    HttpRefusal,
    Lifecycle,
    McpError,
    McpSession,
    RpcRefusal,
)
from ct_desktop.mcp.endpoint import MAX_AUTHORIZATIONS, REFUSAL_BODY_LIMIT
from support.mcp_servers import HostileServer
from support.mcp_sessions import CLIENT, mcp_session
from support.secret_watch import SecretWatch

TOKEN = "a-token-that-must-not-be-seen"


class CountingAuthorizer:
    """Numbers its tokens, and agrees to every further try unless told otherwise."""

    def __init__(self, *, tries_again: bool = True) -> None:
        self.asked: list[tuple[str, str]] = []
        self.refused: list[tuple[int, str]] = []
        self.noted: list[tuple[str, httpx.Headers]] = []
        self._tries_again = tries_again

    async def credentials(self, method: str, url: str) -> Credentials:
        self.asked.append((method, url))
        return Credentials({"Authorization": f"Bearer {TOKEN}-{len(self.asked)}"})

    def note_answer(self, url: str, headers: httpx.Headers) -> None:
        self.noted.append((url, headers))

    async def on_refusal(self, refusal: HttpRefusal, used: Credentials) -> bool:
        self.refused.append((refusal.status, used.headers["Authorization"]))
        return self._tries_again


@pytest.mark.parametrize("lifecycle", [None, *Lifecycle])
@pytest.mark.parametrize("status", [401, 403, 408, 429, 500, 503])
@pytest.mark.parametrize("carrier", ["json", "html", "empty", "rpcotherid"])
async def test_an_http_refusal_keeps_its_status_headers_and_body(
    hostile: HostileServer, status: int, carrier: str, lifecycle: Lifecycle | None
) -> None:
    async with mcp_session(hostile.url(f"refuse-{status}-{carrier}"), lifecycle) as session:
        with pytest.raises(HttpRefusal) as refused:
            await session.call_tool("t")
    refusal = refused.value
    assert refusal.status == status
    assert refusal.headers["retry-after"] == "7"
    assert refusal.headers.get_list("www-authenticate") == [
        'Bearer realm="one"',
        'Bearer error="invalid_token"',
    ]
    if carrier == "json":
        assert refusal.json() == {"error": "addon_disconnected"}
    elif carrier == "html":
        assert refusal.text == "<html>no</html>"
        assert refusal.json() is None


@pytest.mark.parametrize("status", [401, 403, 408, 409, 429, 500])
@pytest.mark.parametrize("carrier", ["rpc", "rpcnullid"])
async def test_a_json_rpc_refusal_keeps_its_code_and_the_status_around_it(
    hostile: HostileServer, status: int, carrier: str
) -> None:
    behaviour = f"refuse-{status}-{carrier}"
    async with mcp_session(hostile.url(behaviour), Lifecycle.HANDSHAKE) as session:
        with pytest.raises(RpcRefusal) as refused:
            await session.call_tool("t")
    refusal = refused.value
    assert (refusal.http_status, refusal.code) == (status, -32000)
    assert refusal.headers["retry-after"] == "7"
    if carrier == "rpc":
        assert (refusal.message, refusal.data) == ("addon_disconnected", {"a": 1})


@pytest.mark.parametrize("status", [401, 403, 408, 429, 500, 503])
async def test_trouble_of_the_server_is_not_taken_for_another_lifecycle(
    hostile: HostileServer, status: int
) -> None:
    behaviour = f"refuse-{status}-html"
    before = len(hostile.seen(behaviour))
    async with mcp_session(hostile.url(behaviour), None) as session:
        with pytest.raises(HttpRefusal):
            await session.open()
    assert len(hostile.seen(behaviour)) == before + 1


async def test_an_endless_refusal_is_kept_in_part(hostile: HostileServer) -> None:
    async with mcp_session(hostile.url("endless-refusal")) as session:
        with pytest.raises(HttpRefusal) as refused:
            await session.call_tool("t")
    assert refused.value.status == 503
    assert len(refused.value.body) == REFUSAL_BODY_LIMIT


async def test_a_refusal_whose_body_never_comes_is_still_that_refusal(
    hostile: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ct_desktop.mcp.endpoint.REFUSAL_BODY_TIMEOUT", 0.1)
    async with mcp_session(hostile.url("refusal-without-body")) as session:
        with pytest.raises(HttpRefusal) as refused:
            await session.call_tool("t")
    assert refused.value.status == 502


async def test_b22_the_bearer_travels_in_the_authorization_header_of_every_request(
    hostile: HostileServer,
) -> None:
    behaviour = "same-session-twice"
    before = len(hostile.seen(behaviour))
    async with mcp_session(
        hostile.url(behaviour), Lifecycle.HANDSHAKE, authorizer=CountingAuthorizer()
    ) as session:
        await session.call_tool("t")
    requests = hostile.seen(behaviour)[before:]
    assert [request["method"] for request in requests] == ["POST", "POST", "POST", "DELETE"]
    assert [request["headers"]["authorization"] for request in requests] == [
        f"Bearer {TOKEN}-{number}" for number in (1, 2, 3, 4)
    ]
    for request in requests:
        assert TOKEN not in request["path"]
        assert TOKEN not in str(request["message"])


async def test_b23_a_redirect_is_a_refusal_and_the_bearer_stays_home(
    hostile: HostileServer,
) -> None:
    async with mcp_session(hostile.url("redirect"), authorizer=CountingAuthorizer()) as session:
        with pytest.raises(HttpRefusal) as refused:
            await session.call_tool("t")
    assert refused.value.status == 307
    assert refused.value.headers["location"].startswith(hostile.elsewhere)
    assert hostile.seen_elsewhere() == []


async def test_b23_a_client_that_follows_redirects_does_not_here(hostile: HostileServer) -> None:
    async with httpx.AsyncClient(follow_redirects=True) as client:
        session = McpSession(
            client,
            hostile.url("redirect"),
            client_info=CLIENT,
            known_lifecycle=Lifecycle.STATELESS,
            authorizer=CountingAuthorizer(),
        )
        with pytest.raises(HttpRefusal):
            await session.call_tool("t")
    assert hostile.seen_elsewhere() == []


async def test_an_expired_token_is_replaced_and_the_request_sent_again(
    hostile: HostileServer,
) -> None:
    authorizer = CountingAuthorizer()
    url = hostile.url("token-expired-once")
    async with mcp_session(url, authorizer=authorizer) as session:
        assert (await session.call_tool("t")).texts == ("fine",)
    assert authorizer.refused == [(401, f"Bearer {TOKEN}-1")]
    assert authorizer.asked == [("POST", url), ("POST", url)]


async def test_the_authorizer_is_told_of_every_answer_good_or_bad(hostile: HostileServer) -> None:
    authorizer = CountingAuthorizer()
    url = hostile.url("token-expired-once-too")
    async with mcp_session(url, authorizer=authorizer) as session:
        await session.call_tool("t")
    assert [noted for noted, _ in authorizer.noted] == [url, url]
    lengths = [int(headers["content-length"]) for _, headers in authorizer.noted]
    assert lengths[0] != lengths[1], "the refusal and the answer"


async def test_b36_a_token_refused_again_and_again_is_given_up(hostile: HostileServer) -> None:
    authorizer = CountingAuthorizer()
    async with mcp_session(hostile.url("refuse-401-json"), authorizer=authorizer) as session:
        with pytest.raises(HttpRefusal):
            await session.call_tool("t")
        assert session.lifecycle is None, "a server that only refuses has shown no lifecycle"
    assert len(authorizer.asked) == MAX_AUTHORIZATIONS
    assert len(authorizer.refused) == MAX_AUTHORIZATIONS - 1


@pytest.mark.parametrize(("status", "tries"), [(401, 1), (403, 1), (429, 0), (500, 0)])
async def test_b36_the_authorizer_alone_decides_on_another_try(
    hostile: HostileServer, status: int, tries: int
) -> None:
    authorizer = CountingAuthorizer(tries_again=False)
    url = hostile.url(f"refuse-{status}-rpc")
    async with mcp_session(url, Lifecycle.HANDSHAKE, authorizer=authorizer) as session:
        with pytest.raises(RpcRefusal):
            await session.call_tool("t")
    assert len(authorizer.asked) == 1
    assert [refused for refused, _ in authorizer.refused] == [status] * tries


@pytest.mark.parametrize(
    "behaviour", ["refuse-401-json", "refuse-500-html", "html", "wrong-id", "hang-up", "not-http"]
)
async def test_b31_no_failure_shows_a_token(
    hostile: HostileServer, behaviour: str, secret_watch: SecretWatch
) -> None:
    secret_watch.add("the access token", TOKEN)
    seen: list[Exchange] = []
    async with mcp_session(
        hostile.url(behaviour), authorizer=CountingAuthorizer(), on_exchange=seen.append
    ) as session:
        with pytest.raises(McpError) as failed:
            await session.call_tool("t")
        secret_watch.assert_absent(f"{vars(session)}", "the session")
    secret_watch.assert_absent(str(seen), "the observer")
    failure: BaseException | None = failed.value
    while failure is not None:
        secret_watch.assert_absent(f"{failure}{failure!r}{vars(failure)}", "the failure")
        assert not isinstance(failure, httpx.HTTPError), "those hold the request"
        failure = failure.__cause__ or failure.__context__


@pytest.mark.parametrize(
    "url",
    [
        "http://mcp.example.org/mcp",
        "ftp://127.0.0.1/mcp",
        "https://name:password@mcp.example.org/mcp",
        "mcp.example.org",
        "",
    ],
)
async def test_b24_an_endpoint_where_a_token_is_not_safe_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must be https"):
        async with mcp_session(url):
            pass
