"""Who is let in, and what is refused."""

from __future__ import annotations

import asyncio
import re
import uuid
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from grader.marking.app import Pages
from grader.marking.guard import HEADERS, Door
from grader.marking.room import Room
from tests.unit.marking.conftest import PLACE, TEXTS, change, with_text

HOST = "http://127.0.0.1:8036"
WHERE = {"task": "/".join(PLACE)}


class Client:
    """Asks an application in this thread, as a browser would, cookies and all."""

    def __init__(self, app: ASGIApp, cookies: httpx.Cookies | None = None) -> None:
        self._app, self.cookies = app, httpx.Cookies(cookies)

        self.room = ""

    def get(self, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._ask("GET", path, **more))

    def post(self, path: str, **more: Any) -> httpx.Response:
        """``path`` of the session's own pages."""
        return asyncio.run(self._ask("POST", self.room + path, **more))

    async def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(
            transport=transport, base_url=HOST, cookies=self.cookies
        ) as one:
            response = await one.request(method, path, **more)
        self.cookies.update(response.cookies)
        if response.status_code == 303:
            self.room = response.headers["location"].rstrip("/")
        return response


@pytest.fixture
def door(room: Room) -> Door:
    return Door(room.marks, 8036)


@pytest.fixture
def client(room: Room, door: Door) -> Client:
    return Client(Pages(room, door, names=False, entered=lambda marker: None).app())


@pytest.fixture
def headers(client: Client, door: Door) -> dict[str, str]:
    """In, as ana; what our page sends along."""
    assert client.get(door.link("ana").removeprefix(HOST)).status_code == 303
    found = re.search(
        'name="grader-token" content="([0-9a-f]{64})"', client.get(client.room + "/").text
    )
    assert found
    return {"X-Grader-Token": found[1]}


def test_nobody_comes_in_without_the_link(client: Client) -> None:
    for path in ("/", "/nowhere"):
        assert client.get(path).status_code == 401
    for path in ("/answer", "/save", "/undo", "/find", "/rubric", "/rewrite", "/flag", "/alive"):
        assert client.post(path, json={}).status_code == 401
    assert client.get("/enter?token=guess").status_code == 403
    assert client.get("/enter").status_code == 403


def test_a_link_works_once_and_the_cookie_is_kept_from_scripts(client: Client, door: Door) -> None:
    link = door.link("ana").removeprefix(HOST)
    first = client.get(link)
    cookie = first.headers["set-cookie"].lower()
    assert first.status_code == 303
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get(link).status_code == 403
    assert client.get(client.room + "/").status_code == 200, "who is in already stays in"
    client.cookies.clear()
    assert client.get(client.room + "/").status_code == 401


def test_the_cookie_goes_to_no_other_path_so_other_ports_don_t_see_it(
    client: Client, headers: dict[str, str]
) -> None:
    """Browsers send a cookie of 127.0.0.1 to each of its ports."""
    (cookie,) = client.cookies.jar
    assert re.fullmatch("/[0-9a-f]{32}/", cookie.path)
    sent = {"Cookie": f"{cookie.name}={cookie.value}"}
    assert client.get("/", headers=sent).status_code == 401
    assert client.get("/" + "0" * 32 + "/", headers=sent).status_code == 401
    assert client.get(cookie.path[:-1], headers=sent).status_code == 401
    assert client.get(cookie.path[:-1] + "x/", headers=sent).status_code == 401
    assert client.get(cookie.path, headers=sent).status_code == 200


@pytest.mark.parametrize("round", [0, 3, -1, 10**30, 1.5, True, None, "1", [1]])
@pytest.mark.parametrize("path", ["/answer", "/save", "/flag", "/undo", "/alive", "/rubric"])
def test_a_round_that_is_none_is_one_sentence(
    client: Client, headers: dict[str, str], room: Room, path: str, round: Any
) -> None:
    key = room.next(PLACE, "ana")
    assert key is not None
    answer = {"exercise": key.exercise, "variable": key.variable, "answer": key.answer}
    change = {"change": uuid.uuid4().hex, "key": answer, "seen": 0, "items": [1]}
    where = {**WHERE, "round": round}
    bodies = {
        "/answer": [{"where": where}, {"where": where, "key": answer}],
        "/save": [
            {"where": where, "change": change},
            {"where": WHERE, "change": {**change, "round": round}},
            {"where": WHERE, "change": {**change, "seen": 10**30}},
            {"where": WHERE, "change": {**change, "items": [10**30]}},
        ],
        "/flag": [{"where": where, "key": answer, "change": "x", "flag": True}],
        "/undo": [{"where": where, "change": "x"}],
        "/alive": [{"where": where, "key": answer}],
        "/rubric": [where],
    }
    for body in bodies[path]:
        response = client.post(path, json=body, headers=headers)
        assert response.status_code == 400, response.text
        assert response.json()["problem"]


def test_a_session_outlives_the_server(client: Client, headers: dict[str, str], room: Room) -> None:
    again = Pages(room, Door(room.marks, 8036), names=False, entered=lambda marker: None).app()
    later = Client(again, client.cookies)
    later.room = client.room
    assert later.post("/answer", json={"where": WHERE}, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example:8036", "127.0.0.1", "127.0.0.1:80", "[::1]:8036", ""]
)
def test_other_names_for_this_machine_are_refused(
    client: Client, headers: dict[str, str], host: str
) -> None:
    assert client.get(client.room + "/", headers={"Host": host}).status_code == 421
    assert (
        client.post("/answer", json={"where": WHERE}, headers={**headers, "Host": host}).status_code
        == 421
    )


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"X-Grader-Token": ""}, 403),
        ({"X-Grader-Token": "0" * 64}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Length": str(2 << 20)}, 413),
        ({"Origin": HOST, "Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
def test_changes_come_from_our_page_only(
    client: Client, headers: dict[str, str], more: dict[str, str], status: int
) -> None:
    body = b'{"where": {"task": "no_substitution/WHY_NOT"}}'
    sent = {"Content-Type": "application/json", **headers, **more}
    assert client.post("/answer", content=body, headers=sent).status_code == status


def test_every_answer_has_the_policy(client: Client, door: Door) -> None:
    for path in ("/", "/enter?token=x", "/static/mark.js", "/static/other", "/nowhere"):
        response = client.get(path)
        for name, value in HEADERS.items():
            assert response.headers[name] == value
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    assert client.get("/static/..%2fapp.py").status_code in (401, 404)


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{", '{"where": 1}', '{"where": {"task": "x/y"}}', '{"where": {"task": "no_substitution/WHY_NOT"}, "more": 1}'],
)  # fmt: skip
def test_nonsense_is_one_sentence(client: Client, headers: dict[str, str], body: str) -> None:
    sent = {"Content-Type": "application/json", **headers}
    response = client.post("/answer", content=body.encode(), headers=sent)
    assert response.status_code == 400
    assert response.json()["problem"]


def test_a_late_save_is_a_conflict_and_shows_what_is_there(
    client: Client, headers: dict[str, str], room: Room
) -> None:
    key = room.next(PLACE, "ana")
    assert key is not None
    body = {
        "change": uuid.uuid4().hex, "key": {"exercise": key.exercise, "variable": key.variable, "answer": key.answer},
        "seen": 0, "items": [1],
    }  # fmt: skip
    first = client.post("/save", json={"where": WHERE, "change": body}, headers=headers).json()
    assert first["said"] == "Saved: 2 points."
    again = client.post("/save", json={"where": WHERE, "change": body}, headers=headers).json()
    assert "conflict" not in again, "the same change sent again is no conflict"
    other = {**body, "change": uuid.uuid4().hex, "items": [2]}
    late = client.post("/save", json={"where": WHERE, "change": other}, headers=headers).json()
    assert late["conflict"] == "ana changed this answer meanwhile."
    assert f'data-answer="{key.answer}"' in late["html"]
    assert len(room.marks.changes()) == 1


def test_second_marks_and_agreement_are_shown_in_words(
    client: Client, headers: dict[str, str], room: Room
) -> None:
    key = with_text(room, TEXTS[3])
    room.save("ana", change(room, key, 1, 3))
    room.save("ben", change(room, key, 1, round=2))
    shown = client.post("/agreement", json=WHERE, headers=headers).json()["html"]
    assert "4 (<bdi>ana</bdi>, items 1 3), 2 (<bdi>ben</bdi>, items 1)" in shown
    assert "1 answer marked twice" in shown
    asked = {
        "where": WHERE,
        "key": {"exercise": PLACE[0], "variable": PLACE[1], "answer": key.answer},
    }
    card = client.post("/answer", json=asked, headers=headers).json()["html"]
    assert "second mark: 2, by <bdi>ben</bdi> (items 1)" in card
    blind = {**asked, "where": {**WHERE, "round": 2}}
    card = client.post("/answer", json=blind, headers=headers).json()["html"]
    assert "<bdi>ana</bdi>" not in card, "the second marker does not see the first mark"


def test_marking_is_anonymous(
    client: Client, headers: dict[str, str], room: Room, door: Door
) -> None:
    names = {student for one in room.pool.values() for student in one.students}
    for path, body in (
        ("/answer", {"where": WHERE}),
        ("/find", {"task": WHERE["task"]}),
        ("/rubric", WHERE),
    ):
        text = client.post(path, json=body, headers=headers).text
        assert not any(name in text for name in names)
    named = Pages(room, door, names=True, entered=lambda marker: None).app()
    shown = Client(named, client.cookies)
    shown.room = client.room
    assert "s00" in shown.post("/answer", json={"where": WHERE}, headers=headers).text
