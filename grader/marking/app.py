"""The marking page's server: what a browser may ask for, and what it gets.

All of it runs in one thread, so that a room is only ever asked one thing at a time. Answers come as JSON with pieces of HTML, which
are made here.
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, final

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from grader.exporters import words
from grader.gradebook.marks import Changed
from grader.gradebook.rubric import Key
from grader.marking import pages
from grader.marking.guard import Door, Guard
from grader.marking.rescore import Proposed, preview, proposed
from grader.marking.room import Change, Room, Round
from grader.model import Record

T = TypeVar("T")
MOST = 1 << 31
Place = tuple[str, str]


class Where(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a marker is looking at: the task, first or second round, those put aside or not."""

    task: str
    round: Round = 1
    aside: bool = False


class Saving(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change, and where to go on from."""

    where: Where
    change: Change


class Flagging(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    where: Where
    key: Key
    change: str
    flag: bool


class Asking(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The next answer, or the one with that name. ``skip``: leave this one for later."""

    where: Where
    key: Key | None = None
    skip: Key | None = None


class Undoing(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    where: Where
    change: str


class Rewriting(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A changed rubric. ``seen``: the rubric that it was made from, as the page had it."""

    where: Where
    items: tuple[Proposed, ...]
    apply: bool = False
    expected: int = -1


def _bounded(asked: Any) -> None:
    """Raise :class:`Bad` for a number that is none of ours: neither the tables nor what follows could hold it."""
    if isinstance(asked, msgspec.Struct):
        asked = [getattr(asked, name) for name in asked.__struct_fields__]
    if isinstance(asked, list | tuple):
        for item in asked:
            _bounded(item)
    elif isinstance(asked, int | float) and not abs(asked) < MOST:
        raise Bad(f"{str(asked)[:30]} is out of range")


@final
class Bad(Exception):
    """What our page would not ask for; the text goes back as it is."""


def _body(kind: type[T]) -> Callable[..., Any]:
    """The endpoint with its request's JSON as a record of ``kind``."""

    def around(
        endpoint: Callable[[Pages, Request, T], dict[str, Any]],
    ) -> Callable[[Pages, Request], Awaitable[Response]]:
        @functools.wraps(endpoint)
        async def run(self: Pages, request: Request) -> Response:
            try:
                asked = msgspec.json.decode(await request.body(), type=kind)
                _bounded(asked)
                return _json(endpoint(self, request, asked))
            except (msgspec.MsgspecError, UnicodeDecodeError, Bad, ValueError) as error:
                return _json({"problem": str(error)}, 400)
            except Changed as changed:
                problem = f"{changed.current.marker} changed this answer meanwhile; try again."
                return _json({"problem": problem}, 409)

        return run

    return around


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return Response(msgspec.json.encode(content), status, media_type="application/json")


@final
class Pages:
    """The endpoints, around one room."""

    def __init__(
        self, room: Room, door: Door, *, names: bool, entered: Callable[[str], None]
    ) -> None:
        self._room, self._door, self._names, self._entered = room, door, names, entered

    def app(self) -> ASGIApp:
        post = functools.partial(Route, methods=["POST"])
        routes = [
            Route("/", self.page),
            Route("/enter", self.enter),
            Route("/static/{name}", self.static),
            Route("/favicon.ico", self.icon),
            post("/answer", self.answer),
            post("/save", self.save),
            post("/flag", self.flag),
            post("/undo", self.undo),
            post("/alive", self.alive),
            post("/group", self.group),
            post("/find", self.find),
            post("/rubric", self.rubric),
            post("/rewrite", self.rewrite),
            post("/agreement", self.agreement),
        ]
        return Guard(Starlette(routes=routes), self._door)

    async def enter(self, request: Request) -> Response:
        found = self._door.enter(request.query_params.get("token", ""))
        if found is None:
            return HTMLResponse(pages.render("used"), 403)
        marker, secret = found
        self._entered(marker)
        path = self._door.path(secret) + "/"
        response = RedirectResponse(path, 303)
        response.set_cookie(
            self._door.cookie,
            secret,
            httponly=True,
            samesite="strict",
            path=path,
            max_age=16 * 3600,
        )
        return response

    async def page(self, request: Request) -> Response:
        return HTMLResponse(
            pages.page(self._room, request.scope["marker"], self._door.token(request))
        )

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        text = pages.static(name)
        if text is None:
            return Response(status_code=404)
        return Response(text, media_type="text/css" if name.endswith("css") else "text/javascript")

    async def icon(self, request: Request) -> Response:
        return Response(status_code=204)

    # --- answers --------------------------------------------------------------------------------

    @_body(Asking)
    def answer(self, request: Request, asked: Asking) -> dict[str, Any]:
        room, marker = self._room, request.scope["marker"]
        room.sync()
        if asked.skip is not None:
            room.skip(asked.skip, marker)
        if asked.key is None:
            return self._next(asked.where, marker)
        if asked.key not in room.pool:
            raise Bad("There is no such answer here.")
        holder = room.hold(asked.key, marker, asked.where.round)
        return self._shown(asked.where, asked.key, marker, holder)

    @_body(Saving)
    def save(self, request: Request, asked: Saving) -> dict[str, Any]:
        room, marker = self._room, request.scope["marker"]
        try:
            made = room.save(marker, asked.change)
        except Changed as changed:
            room.sync()
            key = changed.current.key
            found = self._shown(asked.where, key, marker, "")
            return {**found, "conflict": f"{changed.current.marker} changed this answer meanwhile."}
        more = f", also for {len(made) - 1} near-identical" if len(made) > 1 else ""
        said = f"Saved: {words.points(room.points(made[0]))} points{more}."
        return {**self._next(asked.where, marker), "said": said}

    @_body(Flagging)
    def flag(self, request: Request, asked: Flagging) -> dict[str, Any]:
        marker = request.scope["marker"]
        self._room.sync()
        self._room.flag(marker, asked.key, asked.where.round, asked.change, flag=asked.flag)
        said = "Flagged, to talk about it." if asked.flag else "No longer flagged."
        return {**self._shown(asked.where, asked.key, marker, ""), "said": said}

    @_body(Undoing)
    def undo(self, request: Request, asked: Undoing) -> dict[str, Any]:
        room, marker = self._room, request.scope["marker"]
        try:
            made = room.undo(marker, asked.change)
        except Changed as changed:
            return {"said": f"Not undone: {changed.current.marker} changed that answer since."}
        if not made:
            return {"said": "Nothing to undo."}
        where = _where_of(made[0].key, asked.where, made[0].round)
        room.hold(made[0].key, marker, where.round)
        found = self._shown(where, made[0].key, marker, "")
        more = f" and of {len(made) - 1} more" if len(made) > 1 else ""
        return {**found, "said": f"Undone: the mark of this answer{more}."}

    @_body(Asking)
    def alive(self, request: Request, asked: Asking) -> dict[str, Any]:
        """Renew the lease on what is being looked at."""
        marker = request.scope["marker"]
        if asked.key in self._room.pool and asked.key is not None:
            self._room.hold(asked.key, marker, asked.where.round)
        self._room.sync()
        return {"progress": self._progress(asked.where, marker)}

    @_body(Asking)
    def group(self, request: Request, asked: Asking) -> dict[str, Any]:
        if asked.key is None or asked.key not in self._room.pool:
            raise Bad("There is no such answer here.")
        self._room.sync()
        return {"html": pages.group(self._room, asked.key)}

    # --- panels ---------------------------------------------------------------------------------

    @_body(dict)
    def find(self, request: Request, asked: dict[str, Any]) -> dict[str, Any]:
        self._room.sync()
        place = self._place(str(asked.get("task")))
        wanted, state = str(asked.get("text", ""))[:200], str(asked.get("state", ""))
        return {"html": pages.found(self._room, place, wanted.strip(), state)}

    @_body(Where)
    def rubric(self, request: Request, asked: Where) -> dict[str, Any]:
        self._room.sync()
        place = self._place(asked.task)
        return {"html": pages.rubric(self._room, place)}

    @_body(Rewriting)
    def rewrite(self, request: Request, asked: Rewriting) -> dict[str, Any]:
        """Show what a changed rubric would do; do it when that is what was shown."""
        room, marker, place = self._room, request.scope["marker"], self._place(asked.where.task)
        room.sync()
        new = proposed(room, place, asked.items)
        found = preview(room, place, new)
        if asked.apply and asked.expected == found.answers:
            room.rewrite(place, new, marker)
            return {
                "applied": True,
                "said": f"Rubric changed; {found.answers} answers scored anew.",
            }
        return {"html": pages.preview(found), "expected": found.answers}

    @_body(Where)
    def agreement(self, request: Request, asked: Where) -> dict[str, Any]:
        self._room.sync()
        return {"html": pages.agreement(self._room, self._place(asked.task))}

    # --- shared ---------------------------------------------------------------------------------

    def _place(self, task: str) -> Place:
        exercise, _, variable = task.partition("/")
        if (exercise, variable) not in self._room.tasks:
            raise Bad("There is no such exercise here.")
        return exercise, variable

    def _progress(self, where: Where, marker: str) -> dict[str, Any]:
        return pages.status(self._room.progress(self._place(where.task), marker))

    def _next(self, where: Where, marker: str) -> dict[str, Any]:
        place = self._place(where.task)
        key = self._room.next(place, marker, round=where.round, aside=where.aside)
        if key is not None:
            return self._shown(where, key, marker, "")
        return {
            "html": pages.empty(self._room, place, marker, where.round, where.aside),
            "where": where,
            "progress": self._progress(where, marker),
        }

    def _shown(self, where: Where, key: Key, marker: str, holder: str) -> dict[str, Any]:
        where = _where_of(key, where, where.round)
        html = pages.card(self._room, key, marker, where.round, names=self._names, holder=holder)
        return {"html": html, "where": where, "progress": self._progress(where, marker)}


def _where_of(key: Key, where: Where, round: int) -> Where:
    return Where(task=f"{key.exercise}/{key.variable}", round=round, aside=where.aside)
