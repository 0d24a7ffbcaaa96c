"""The OAuth endpoints at CrossTrade's paths, on the SDK's handlers where they serve.

The SDK's ``create_auth_routes`` can't be used whole: it knows no other paths than ``/authorize``
and the like, advertises client secrets, sends no ``iss`` with an error, shows JSON to a browser,
issues secrets to clients, and its revocation refuses public clients (it requires a
``client_secret`` field). So its handlers are taken one by one, and registration and revocation
are written here.
"""

import json
import math
import secrets
import time
from urllib.parse import urlsplit

from mcp.server.auth.errors import stringify_pydantic_error
from mcp.server.auth.handlers.authorize import AuthorizationHandler
from mcp.server.auth.handlers.metadata import MetadataHandler, ProtectedResourceMetadataHandler
from mcp.server.auth.handlers.token import TokenHandler
from mcp.server.auth.json_response import PydanticJSONResponse
from mcp.server.auth.middleware.client_auth import AuthenticationError, ClientAuthenticator
from mcp.server.auth.provider import construct_redirect_uri
from mcp.server.auth.routes import cors_middleware
from mcp.shared.auth import OAuthClientMetadata, OAuthMetadata, ProtectedResourceMetadata
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ct_desktop.demo import pages
from ct_desktop.demo.authorization.consent import CONSENT_PATH, ConsentPage
from ct_desktop.demo.authorization.provider import AuthorizationServer
from ct_desktop.demo.authorization.registrations import RegisteredClient, is_acceptable_redirect
from ct_desktop.demo.authorization.scopes import SUPPORTED

OAUTH_PATH = "/v1/oauth/mcp"
RESOURCE_METADATA_PATH = "/.well-known/oauth-protected-resource"
SERVER_METADATA_PATH = "/.well-known/oauth-authorization-server"

_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_GRANT_TYPES = ["authorization_code", "refresh_token"]


def server_metadata(issuer: str) -> OAuthMetadata:
    """The RFC 8414 document, with the fields that CrossTrade's authentication page names."""
    return OAuthMetadata.model_validate(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}{OAUTH_PATH}/authorize",
            "token_endpoint": f"{issuer}{OAUTH_PATH}/token",
            "registration_endpoint": f"{issuer}{OAUTH_PATH}/register",
            "revocation_endpoint": f"{issuer}{OAUTH_PATH}/revoke",
            "response_types_supported": ["code"],
            "grant_types_supported": _GRANT_TYPES,
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "revocation_endpoint_auth_methods_supported": ["none"],
            "scopes_supported": list(SUPPORTED),
            "authorization_response_iss_parameter_supported": True,
        }
    )


def oauth_routes(server: AuthorizationServer) -> list[Route]:
    """Everything of OAuth: both metadata documents, the four endpoints, the consent page."""
    resource = ProtectedResourceMetadata.model_validate(
        {
            "resource": server.resource,
            "authorization_servers": [server.issuer],
            "scopes_supported": list(SUPPORTED),
            "bearer_methods_supported": ["header"],
            "resource_name": "Simulated CrossTrade MCP",
        }
    )
    endpoints = OAuthEndpoints(server)
    read = ["GET", "OPTIONS"]
    post = ["POST", "OPTIONS"]
    resource_metadata = cors_middleware(ProtectedResourceMetadataHandler(resource).handle, read)
    metadata = cors_middleware(MetadataHandler(server_metadata(server.issuer)).handle, read)
    resource_path = urlsplit(server.resource).path
    return [
        Route(RESOURCE_METADATA_PATH, resource_metadata, methods=read),
        Route(RESOURCE_METADATA_PATH + resource_path, resource_metadata, methods=read),
        Route(SERVER_METADATA_PATH, metadata, methods=read),
        # A browser is sent here, so no other site's script may read it: no CORS.
        Route(f"{OAUTH_PATH}/authorize", endpoints.authorize, methods=["GET", "POST"]),
        Route(f"{OAUTH_PATH}/register", cors_middleware(endpoints.register, post), methods=post),
        Route(f"{OAUTH_PATH}/token", cors_middleware(endpoints.token, post), methods=post),
        Route(f"{OAUTH_PATH}/revoke", cors_middleware(endpoints.revoke, post), methods=post),
        *ConsentPage(server).routes(),
    ]


class OAuthEndpoints:
    """Registration, authorization, tokens and revocation."""

    def __init__(self, server: AuthorizationServer) -> None:
        self._server = server
        self._authenticator = ClientAuthenticator(server)
        self._authorization = AuthorizationHandler(server)
        self._token = TokenHandler(server, self._authenticator)

    async def register(self, request: Request) -> Response:
        """RFC 7591, for public clients alone, a few an hour from one address.

        A client that names no ``token_endpoint_auth_method`` gets ``none``, as RFC 7591, section
        3.2.1 lets a server do; one that wants a secret is refused.
        """
        address = request.client.host if request.client else ""
        wait = self._server.seconds_until_registration(address)
        if wait > 0:
            return JSONResponse(
                {
                    "error": "too_many_registrations",
                    "error_description": "Too many client registrations from this address. "
                    "Reuse the client_id you have, or try again later.",
                },
                status_code=429,
                headers={**_NO_STORE, "Retry-After": str(math.ceil(wait))},
            )
        try:
            metadata = OAuthClientMetadata.model_validate_json(await request.body())
        except ValidationError as error:
            return _registration_error("invalid_client_metadata", stringify_pydantic_error(error))
        problem = _metadata_problem(metadata)
        if problem is not None:
            return _registration_error("invalid_client_metadata", problem)
        if not all(is_acceptable_redirect(uri) for uri in metadata.redirect_uris or ()):
            return _registration_error(
                "invalid_redirect_uri",
                "A redirect URI must be https, http on loopback, or a scheme of your own.",
            )
        client = RegisteredClient.model_validate(
            {
                **metadata.model_dump(),
                "token_endpoint_auth_method": "none",
                "client_id": secrets.token_urlsafe(16),
                "client_id_issued_at": int(time.time()),
            }
        )
        self._server.note_registration(address)
        await self._server.register_client(client)
        return PydanticJSONResponse(content=client, status_code=201, headers=_NO_STORE)

    async def authorize(self, request: Request) -> Response:
        """RFC 6749, section 4.1.1. Errors go back with ``iss``, or to a page where they may not."""
        response = await self._authorization.handle(request)
        if response.status_code >= 400:
            text = json.loads(bytes(response.body)).get("error_description") or "Unknown error."
            return pages.render(
                "message.html",
                {
                    "title": "This sign-in can't go on",
                    "text": text,
                    "hint": "Nothing was sent to the application. Go back to it and start the "
                    "sign-in again; if this repeats, let it register anew.",
                },
                status=400,
            )
        location = response.headers["location"]
        if not location.startswith(f"{self._server.issuer}{CONSENT_PATH}?") and (
            "error=" in urlsplit(location).query
        ):
            # RFC 9207, section 2: the issuer stands in error responses too.
            response.headers["location"] = construct_redirect_uri(location, iss=self._server.issuer)
        return response

    async def token(self, request: Request) -> Response:
        """Codes and refresh tokens for tokens; RFC 8707's ``resource`` must be this server's."""
        form = await request.form()
        resource = form.get("resource")
        if resource is not None and str(resource).rstrip("/") != self._server.resource:
            return JSONResponse(
                {
                    "error": "invalid_target",
                    "error_description": f"The resource here is {self._server.resource}.",
                },
                status_code=400,
                headers=_NO_STORE,
            )
        if self._server.refuses_grants:
            return JSONResponse(
                {
                    "error": "invalid_grant",
                    "error_description": "The grant is not valid at this time.",
                },
                status_code=400,
                headers=_NO_STORE,
            )
        response: Response = await self._token.handle(request)
        return response

    async def revoke(self, request: Request) -> Response:
        """RFC 7009: either token ends the grant at once; an unknown token is no error."""
        try:
            client = await self._authenticator.authenticate_request(request)
        except AuthenticationError as error:
            return JSONResponse(
                {"error": "invalid_client", "error_description": error.message},
                status_code=401,
                headers=_NO_STORE,
            )
        token = (await request.form()).get("token")
        if not isinstance(token, str) or not token:
            return JSONResponse(
                {"error": "invalid_request", "error_description": "token is missing."},
                status_code=400,
                headers=_NO_STORE,
            )
        await self._server.revoke(client.client_id, token)
        return Response(status_code=200, headers=_NO_STORE)


def _metadata_problem(metadata: OAuthClientMetadata) -> str | None:
    if metadata.token_endpoint_auth_method not in (None, "none"):
        return "Only public clients are supported: token_endpoint_auth_method must be none."
    if "authorization_code" not in metadata.grant_types:
        return "grant_types must include authorization_code."
    if not set(metadata.grant_types) <= set(_GRANT_TYPES):
        return f"grant_types can be {' and '.join(_GRANT_TYPES)}."
    if not set((metadata.scope or "").split()) <= set(SUPPORTED):
        return f"scope can be {' or '.join(SUPPORTED)}."
    return None


def _registration_error(error: str, description: str) -> JSONResponse:
    return JSONResponse(
        {"error": error, "error_description": description}, status_code=400, headers=_NO_STORE
    )
