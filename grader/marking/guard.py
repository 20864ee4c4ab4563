"""Who may talk to the server: only a browser that was let in from this machine's terminal.

* The link in the terminal holds a secret that works once; it is exchanged for a cookie that scripts can't read and other sites can't
  make a browser send (HttpOnly, SameSite=Strict). Its digest lies in the gradebook, so a server started again knows it. Browsers
  send cookies to every port of a machine, so this one belongs to a path that follows from its secret: no other server on this
  machine is asked for that path, and our pages are nowhere else.
* Requests whose ``Host`` is not this server are refused: a page on another name that resolves to this machine gets nothing.
* What changes something must come as JSON with a token that only our page knows, from our page as the browser says
  (``Origin``, ``Sec-Fetch-Site``).
* Every answer says that the page may load and run our own files only, may not be framed, and is not to be stored.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Iterable
from typing import final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grader.gradebook.marks import Marks

SESSION_SECONDS = 16 * 3600.0
MAX_BODY = 1 << 20
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
OPEN = ("/enter", "/static/")


@final
class Door:
    """Links and sessions of the markers."""

    def __init__(self, marks: Marks, port: int) -> None:
        self._marks, self.port = marks, port
        self._tokens: dict[str, str] = {}
        self.cookie = f"grader_mark_{port}"

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def link(self, marker: str) -> str:
        """A new link for ``marker``; it works once."""
        token = secrets.token_urlsafe(32)
        self._tokens[_digest(token)] = marker
        return f"{self.origin}/enter?token={token}"

    def enter(self, token: str) -> tuple[str, str] | None:
        """(marker, secret of the new session), or None when the link is not, or no longer, good."""
        marker = self._tokens.pop(_digest(token), None)
        if marker is None:
            return None
        secret = secrets.token_urlsafe(32)
        self._marks.admit(_digest(secret), marker, time.time() + SESSION_SECONDS)
        return marker, secret

    def marker(self, request: Request) -> str | None:
        """Whose session the request belongs to: it has the cookie, and asks for that cookie's path."""
        secret = request.cookies.get(self.cookie, "")
        asked = request.url.path.encode()[: len(path := self.path(secret).encode()) + 1]
        if not secret or not hmac.compare_digest(asked, path + b"/"):
            return None
        return self._marks.admitted(_digest(secret), time.time())

    def path(self, secret: str) -> str:
        """Where the session with this secret has its pages."""
        return "/" + hmac.new(secret.encode(), b"path", hashlib.sha256).hexdigest()[:32]

    def token(self, request: Request) -> str:
        """What our page sends along with everything that changes something."""
        secret = request.cookies.get(self.cookie, "")
        return hmac.new(secret.encode(), b"page", hashlib.sha256).hexdigest()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@final
class Guard:
    """In front of the application: everything above."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refused = self._refusal(Request(scope))
        await (refused or self._app)(scope, receive, send_with_headers)

    def _refusal(self, request: Request) -> Response | None:
        headers = request.headers
        hosts = {f"127.0.0.1:{self._door.port}", f"localhost:{self._door.port}"}
        if headers.get("host") not in hosts:
            return _refuse(421, "This server is for this machine alone.")
        if any(request.url.path.startswith(path) for path in OPEN) and request.method == "GET":
            return None
        marker = self._door.marker(request)
        if marker is None:
            return _refuse(401, "Open the link that `grader mark` printed. It works once; start it again for a new one.")  # fmt: skip
        request.scope["marker"] = marker
        request.scope["root_path"] = self._door.path(request.cookies[self._door.cookie])
        if request.method not in {"GET", "HEAD"}:
            return self._refused_change(request, headers)
        return None

    def _refused_change(self, request: Request, headers: Headers) -> Response | None:
        origins = {f"http://{headers.get('host')}"}
        if headers.get("origin", next(iter(origins))) not in origins:
            return _refuse(403, "Not from this page.")
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return _refuse(403, "Not from this page.")
        if not hmac.compare_digest(headers.get("x-grader-token", ""), self._door.token(request)):
            return _refuse(403, "Not from this page; load it again.")
        if headers.get("content-type", "").split(";")[0] != "application/json":
            return _refuse(415, "JSON only.")
        length = headers.get("content-length", "")
        if not length.isdigit() or int(length) > MAX_BODY:
            return _refuse(413, "Too large.")
        return None


def _refuse(status: int, text: str) -> Response:
    return PlainTextResponse(text + "\n", status)


def links(door: Door, markers: Iterable[str]) -> list[tuple[str, str]]:
    """(marker, link) for each."""
    return [(marker, door.link(marker)) for marker in markers]
