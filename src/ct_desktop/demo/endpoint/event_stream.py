"""JSON replies turned into event streams.

At revision 2026-07-28 the SDK answers a quick call in JSON whatever it was set to, which the
revision allows. A client has to read both, so there has to be a server that sends the other.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


async def send_as_event_stream(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve with ``app``; a JSON answer with status 200 goes out as one ``message`` event.

    Answers of other kinds, and answers to a client that does not take event streams, pass
    unchanged.
    """
    accepted = Headers(scope=scope).get("accept", "")
    if "text/event-stream" not in accepted and "*/*" not in accepted:
        await app(scope, receive, send)
        return
    start: Message | None = None
    body = bytearray()

    async def convert(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start" and _is_json_success(message):
            start = message
            return
        if start is None or message["type"] != "http.response.body":
            await send(message)
            return
        body.extend(message.get("body", b""))
        if message.get("more_body", False):
            return
        event = b"event: message\r\ndata: " + bytes(body) + b"\r\n\r\n"
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-type"] = "text/event-stream"
        headers["cache-control"] = "no-cache, no-transform"
        headers["content-length"] = str(len(event))
        await send({**start, "headers": headers.raw})
        await send({"type": "http.response.body", "body": event})

    await app(scope, receive, convert)


def _is_json_success(message: Message) -> bool:
    content_type = Headers(raw=message["headers"]).get("content-type", "")
    return message["status"] == 200 and content_type.startswith("application/json")
