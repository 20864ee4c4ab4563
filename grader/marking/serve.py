"""Serving the marking page on this machine: a port, the links in the terminal, and an end without loss."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn

from grader.catalog import Assignment
from grader.course.rules import rules
from grader.gradebook import Gradebook
from grader.intake.errors import WrongUse
from grader.marking.app import Pages
from grader.marking.guard import Door
from grader.marking.room import Room
from grader.model import Record

PORT = 8036
TRIES = 20


class MarkSettings(Record, frozen=True, kw_only=True):
    """What the command line says. ``port`` 0: the usual one, or the next that is free. ``sample``: the share marked a second time."""

    gradebook: Path
    markers: tuple[str, ...]
    port: int = 0
    names: bool = False
    sample: float = 0.1


def open_book(path: Path) -> Gradebook:
    """The gradebook of a batch. Raises WrongUse when there is none."""
    if not path.is_file():
        raise WrongUse(f"{path}: no such file; name the gradebook.sqlite that grader batch wrote")
    return Gradebook(path)


def open_room(assignment: Assignment, book: Gradebook, marker: str, sample: float = 0.1) -> Room:
    """The room, with something in it. Raises WrongUse when there is nothing to mark."""
    if not assignment.to_mark:
        raise WrongUse(f"{assignment.name} has no written answers; there is nothing to mark")
    counting = rules(book, assignment.name, None, None)
    return Room(assignment, book, counting, marker=marker, sample=sample)


def serve(assignment: Assignment, settings: MarkSettings, say: Callable[[str], None]) -> Room:
    """Serve until interrupted; ``say`` prints a line. Returns the room as it is then."""
    with open_book(settings.gradebook) as book, contextlib.closing(_bound(settings.port)) as bound:
        say(f"Reading the answers in {settings.gradebook} …")
        room = open_room(assignment, book, settings.markers[0], settings.sample)
        door = Door(room.marks, bound.getsockname()[1])
        for remark in room.remarks:
            say(remark)
        say(
            "Open the link in a browser on this machine; it works once. Ctrl-C ends, and loses nothing."
        )
        for marker in settings.markers:
            say(f"{marker}: {door.link(marker)}")

        def entered(marker: str) -> None:
            say(f"{marker} is in. Another link, should it be needed: {door.link(marker)}")

        app = Pages(room, door, names=settings.names, entered=entered).app()
        config = uvicorn.Config(
            app, log_level="error", access_log=False, lifespan="off", server_header=False,
            timeout_graceful_shutdown=3,
        )  # fmt: skip
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[bound])
        room.sync()
        return room


def _bound(port: int) -> socket.socket:
    """A listening socket on the loopback interface. Raises WrongUse when there is no port."""
    ports: Sequence[int] = [port] if port else range(PORT, PORT + TRIES)
    for one in ports:
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind(("127.0.0.1", one))
            bound.listen(64)
        except OSError:
            bound.close()
            continue
        return bound
    named = f"port {port}" if port else f"none of the ports {PORT} to {PORT + TRIES - 1}"
    raise WrongUse(f"{named} is free; choose one with --port")
