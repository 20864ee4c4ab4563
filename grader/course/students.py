"""Putting right who is who, by hand: each change is a decision that is kept with its reason."""

from __future__ import annotations

import csv
import io
from collections import Counter

from grader.course.matching import Found
from grader.course.people import People
from grader.intake.errors import WrongUse, named, shown
from grader.intake.identity import normal
from grader.intake.roster import Student

COLUMNS = ("student", "name", "email", "sections", "on_roster", "attempts", "known_by", "matched")


def listing(people: People) -> str:
    """Everybody as CSV, the roster first."""
    matching, everybody = people.matching(), people.everybody()
    attempts = Counter(
        one.student for name in people.book.assignments() for one in people.book.attempts(name)
    )
    how: dict[str, list[str]] = {}
    for key, found in sorted(matching.items()):
        for student in found.students:
            how.setdefault(student, []).append(f"{key}: {found.why}")
    on_roster = {one.id for one in everybody.roster}
    known = {one.id for one in (*everybody.roster, *everybody.others)}
    rest = tuple(Student(id=id) for id in sorted(attempts.keys() - known))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in (*everybody.roster, *everybody.others, *rest):
        ids = "; ".join(f"{kind}:{value}" for kind, value in one.ids)
        row = (
            one.id, one.name, one.email, "; ".join(one.sections), "yes" if one.id in on_roster else "",
            str(attempts[one.id]), ids, "; ".join(how.get(one.id, ())),
        )  # fmt: skip
        writer.writerow(map(_cell, row))
    return out.getvalue()


def merged(people: People, one: str, into: str, why: str) -> str:
    """Give all that ``one`` handed in to ``into``, who may be on the roster or not. Raises WrongUse."""
    matching = people.matching()
    first, second = _student(people, one, matching), _student(people, into, matching)
    if first == second:
        raise WrongUse(f"{one!r} and {into!r} are {first} already")
    on_roster = {student.id for student in people.roster()}
    if first in on_roster and second in on_roster:
        raise WrongUse(
            f"{first} and {second} are both on the roster; to move work from one to the other use grader students move"
        )
    if first in on_roster:
        first, second = second, first
    target = second if second in on_roster else _keys(first_of(matching, second), second)[0]
    return _decided(people, first, (target,), why)


def moved(people: People, one: str, to: tuple[str, ...], why: str) -> str:
    """Give all that ``one`` handed in to these students of the roster. Raises WrongUse."""
    matching = people.matching()
    on_roster = {student.id for student in people.roster()}
    targets = tuple(_student(people, name, matching) for name in to)
    if strangers := [name for name in targets if name not in on_roster]:
        raise WrongUse(
            f"{named(strangers)}: not on the roster; grader students merge joins two people"
        )
    return _decided(people, _student(people, one, matching), targets, why)


def undecided(people: People, one: str, why: str) -> str:
    """Take back all decisions about ``one``."""
    matching = people.matching()
    student = _student(people, one, matching)
    decided = people.decided()
    keys = [key for key in _keys(first_of(matching, student), student) if key in decided]
    if not keys:
        raise WrongUse(f"{one!r}: nothing was decided about {student}")
    for key in keys:
        people.decide(key, (), why)
    people.move(people.matching())
    return f"{student}: undecided again ({', '.join(keys)})"


def forgotten(people: People, one: str, why: str) -> str:
    """Delete a person. The history says that somebody was deleted, not who."""
    matching = people.matching()
    student = _student(people, one, matching)
    count = people.forget(student, first_of(matching, student))
    people.book.note(f"a student with {count} attempts was deleted", why)
    return f"{student}: deleted, with {count} attempt{'s' * (count != 1)}"


def first_of(matching: dict[str, Found], student: str) -> list[str]:
    """The identities that are this student's alone."""
    return [key for key, found in sorted(matching.items()) if found.students == (student,)]


def _keys(keys: list[str], student: str) -> list[str]:
    if not keys:
        raise WrongUse(
            f"{student}: nothing was handed in under this name; grader students list shows all"
        )
    return keys


def _decided(people: People, student: str, targets: tuple[str, ...], why: str) -> str:
    for key in _keys(first_of(people.matching(), student), student):
        people.decide(key, targets, why)
    people.move(people.matching())
    return f"{student}: now {', '.join(targets)}"


def _student(people: People, name: str, matching: dict[str, Found]) -> str:
    """What tables call the person that ``name`` means by any identifier. Raises WrongUse."""
    everybody = people.everybody()
    known = [*everybody.roster, *everybody.others]
    if any(one.id == name for one in known):
        return name
    wanted = normal(name)
    found = [one.id for one in known if any(normal(value) == wanted for _, value in one.ids)]
    found = found or [id for id in matching.get(name, _NOBODY).students[:1] if id]
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongUse(f"{name!r} may be {named(found)}; give the id")
    raise WrongUse(f"{name!r}: nobody has this id; grader students list shows all")


_NOBODY = Found(students=("",), on_roster=False, why="")


def _cell(text: str) -> str:
    clean = shown(" ".join(text.split()), 400)
    return f"'{clean}" if clean.startswith(("=", "+", "-", "@")) else clean
