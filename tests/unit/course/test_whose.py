"""A class drawn at random: whatever collides, and in whichever order rosters and downloads come, no grade reaches a wrong person.

What nobody could know is not drawn: where a name is all there is to compare, everybody who bears it hands in, since
of two people of one name the one who isn't there leaves no trace. A draw makes people with identifiers of every kind, many of them equal across kinds and names borne by several; rosters that know some of
them by some kinds; downloads by platforms that tell what platforms tell. Who is who is known to the draw alone. ``DRAWS=10000 pytest`` draws as
many.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from grader.course import names
from grader.course.classroom import arrange
from grader.course.matching import NOBODY
from grader.course.people import People, renumbered
from grader.course.standing import Standing
from grader.exporters import lms
from grader.gradebook import Attempt, Gradebook
from grader.intake.identity import Kind
from grader.intake.layouts import HandIn, Listing
from grader.intake.roster import Roster, Student
from grader.intake.submission import Work
from tests.importers import Platform, brightspace, canvas, moodle, moodle_general
from tests.made_up import report

DRAWS = int(os.environ.get("DRAWS", "1000"))
FIRST = ("Alex", "Anna", "Wei", "José", "Søren", "小明", "محمد")
LAST = ("Kim", "Müller", "Zhang", "O'Brien", "García López", "王", "Li")
LONE = {Kind.CANVAS, Kind.PARTICIPANT, Kind.BRIGHTSPACE}


@dataclass(eq=False)
class Person:
    """Somebody, with all that platforms know. ``enrolled``: on the rosters."""

    number: int
    name: str
    ids: dict[Kind, str]
    enrolled: bool
    files: list[str] = field(default_factory=list)


def people(chance: random.Random) -> list[Person]:
    found, taken = [], set()
    for number in range(chance.randint(2, 7)):
        ids = {}
        # Small numbers and few words: equal ones of different kinds are the rule.
        for kind in (Kind.NUMBER, Kind.LOGIN, Kind.EMAIL, Kind.GITHUB, *LONE):
            while True:
                value = str(chance.randint(1, 12))
                if kind in (Kind.LOGIN, Kind.GITHUB) and chance.random() < 0.5:
                    value = chance.choice(
                        ("alex", "anna", "wei", "kim", "li", "a1", "a2", "a3", "a4")
                    )
                value += "@u.edu" if kind is Kind.EMAIL else ""
                if (kind, value) not in taken:
                    break
            taken.add((kind, value))
            ids[kind] = value
        name = f"{chance.choice(FIRST[:3] if chance.random() < 0.7 else FIRST)} {chance.choice(LAST[:2] if chance.random() < 0.7 else LAST)}"
        found.append(Person(number, name, ids, chance.random() < 0.75))
    return found


def roster(chance: random.Random, everybody: list[Person]) -> Roster | None:
    """The enrolled as one of the sources lists them."""
    kinds = chance.choice(
        [
            (Kind.NUMBER, Kind.EMAIL),
            (Kind.NUMBER, Kind.LOGIN, Kind.CANVAS),
            (Kind.LOGIN, Kind.CANVAS),
            (Kind.NUMBER, Kind.EMAIL, Kind.PARTICIPANT),
            (Kind.PARTICIPANT,),
            (Kind.EMAIL,),
            (Kind.NUMBER, Kind.LOGIN),
            (Kind.NUMBER, Kind.GITHUB),
            (Kind.ID,),
        ]
    )
    students = []
    for one in everybody:
        if not one.enrolled:
            continue
        ids = one.ids | {Kind.ID: one.ids[Kind.NUMBER]}
        mine = [(kind, ids[kind]) for kind in kinds]
        if len(mine) > 1 and chance.random() < 0.1:
            mine.pop(0)  # a cell left empty
        (kind, id), *others = mine
        email = id if kind is Kind.EMAIL else next((v for k, v in others if k is Kind.EMAIL), "")
        students.append(
            Student(
                id=id,
                kind=kind,
                name=one.name if kinds != (Kind.PARTICIPANT,) and chance.random() < 0.95 else "",
                email=email,
                others=tuple(pair for pair in others if pair[0] is not Kind.EMAIL),
            )
        )
    if len({one.id for one in students}) < len(students) or not students:
        return None  # refused when it is read
    return Roster(students)


def download(
    chance: random.Random, everybody: list[Person], run: int
) -> tuple[Listing, dict[str, Person]]:
    """Some hand-ins as a platform tells of them, and whose each is by its label."""
    platform = chance.choice(
        ("Canvas", "Moodle", "blind", "Gradescope", "Brightspace", "Blackboard", "names")
    )
    found, whose = [], {}
    told = chance.random() < 0.5
    chosen = chance.sample(everybody, chance.randint(1, len(everybody)))
    chosen += [
        one
        for one in everybody
        if one not in chosen and any(names.same(one.name, x.name) for x in chosen)
    ]
    for one in chosen:
        first, last = one.name.split(" ", 1)
        name, ids, label = one.name, (), ""
        match platform:
            case "Canvas":
                value = one.ids[Kind.CANVAS]
                ids, name = ((Kind.CANVAS, value),), f"{last}{first}".casefold().replace(" ", "")
                label = f"{name}_{value}_{run}{one.number}_lecture07.py"
            case "Moodle" | "blind":
                value = one.ids[Kind.PARTICIPANT]
                ids, name = ((Kind.PARTICIPANT, value),), name if platform == "Moodle" else ""
                label = f"{name or 'Participant'}_{value}_assignsubmission_file"
            case "Gradescope":
                pairs = [(kind, one.ids[kind]) for kind in (Kind.NUMBER, Kind.EMAIL)]
                if chance.random() < 0.2:
                    pairs.pop(chance.randint(0, 1))
                ids, label = tuple(pairs), f"submission_{run}{one.number}"
            case "Brightspace":
                value = one.ids[Kind.BRIGHTSPACE]
                ids, label = ((Kind.BRIGHTSPACE, value),), f"{value}-9 - {name} - {run}"
            case "Blackboard":
                value = one.ids[Kind.LOGIN]
                ids, label = ((Kind.LOGIN, value),), f"hw_{value}_attempt_{run}"
                name = name if told else ""
            case "names":
                label = f"{name} - lecture07.py"
                if sum(names.same(one.name, other.name) for other in everybody) > 1:
                    continue  # whose it is can't be told
        own = ids[0][1] if ids else name
        found.append(HandIn(student=own, label=label, read=read, ids=ids, name=name))
        whose[label] = one
    return Listing(layout=platform, found=tuple(found)), whose


def read(id: str) -> Work:
    raise AssertionError


def test_no_grade_reaches_a_wrong_person() -> None:
    for seed in range(DRAWS):
        with Gradebook(Path(":memory:")) as book:
            draw(random.Random(seed), book, seed)


def draw(chance: random.Random, book: Gradebook, seed: int) -> None:
    everybody, table = people(chance), People(book)
    # By names alone nobody can be told from somebody else of the name: then one of a name is there.
    whose: dict[str, Person] = {}  # content → person
    lists = 0
    for run in range(chance.randint(1, 4)):
        if chance.random() < 0.6 and (new := roster(chance, everybody)) is not None:
            table.set_roster(new)
            lists += 1
        listing, labels = download(chance, everybody, run)
        if not labels:
            continue
        table.see(one.who for one in listing.found)
        if chance.random() < 0.2 and table.roster():
            decide(chance, table, labels, listing)
        matching = table.matching()
        there = arrange(listing, matching, table.roster())
        numbered = renumbered(book, "a", there)
        table.move(matching)
        table.own("a", there.attempts)
        for one in numbered:
            person = labels[one.label]
            content = f"{seed} {run} {one.label}"
            whose[content] = person
            person.files.append(content)
            book.record(
                "a",
                Attempt(
                    student=one.student, label=one.label, submission=content, number=one.number
                ),
            )
        check(book, table, everybody, whose, seed)


def decide(
    chance: random.Random, table: People, labels: dict[str, Person], listing: Listing
) -> None:
    """A person who knows says who somebody is."""
    hand_in = chance.choice(listing.found)
    person = labels[hand_in.label]
    if not hand_in.ids:
        return
    students = [one.id for one in table.roster() if owns(person, one)]
    table.decide(hand_in.who.key, students or [NOBODY], "asked")


def owns(person: Person, student: Student) -> bool:
    """Whether a line of the roster is this person's."""
    ids = person.ids | {Kind.ID: person.ids[Kind.NUMBER]}
    return person.enrolled and all(ids.get(kind) == value for kind, value in student.ids)


def check(
    book: Gradebook, table: People, everybody: list[Person], whose: dict[str, Person], seed: int
) -> None:
    attempts = list(book.attempts("a"))
    known = table.everybody()
    roster = {one.id: one for one in known.roster}
    bare = {one.id: one for one in table.roster()}
    # None is lost, none is there twice.
    assert sorted(one.submission for one in attempts) == sorted(whose), seed
    by_student: dict[str, set[Person]] = defaultdict(set)
    for one in attempts:
        by_student[one.student].add(whose[one.submission])
    for student, persons in by_student.items():
        if student in bare:
            # Of the roster: everything is this person's.
            assert all(owns(person, bare[student]) for person in persons), (seed, student, persons)
        else:
            # Not on it, or not for sure: still never two people in one.
            assert len(persons) == 1, (seed, student, persons)
    # What the platforms' importers make of the exports.
    grades = {}
    for number, one in enumerate(sorted({a.student for a in attempts})):
        made = report("pppp", one)
        grades[one] = Standing(student=one, final=float(number), report=made)
    lines = [(roster[id], grades.get(id)) for id in roster]
    ids = lms.Ids(known.roster, roster=True)
    right = {
        owner.number: grades[id].final
        for id in roster
        if id in grades
        for owner in everybody
        if owns(owner, bare[id])
    }
    made = report("pppp")
    site = Platform(
        [(one.number, one.name, {k.value: v for k, v in one.ids.items()}) for one in everybody]
    )
    if lines:
        for got in (
            canvas(site, lms.canvas(made, lines, ids, "HW (1)").text),
            moodle(site, lms.moodle(lines, ids).text)
            if Kind.PARTICIPANT in ids.kinds
            else moodle_general(site, lms.moodle(lines, ids).text),
            brightspace(site, lms.brightspace(lines, ids, "HW").text),
        ):
            for number, grade in got.items():
                assert right.get(number) == grade, (seed, number, got, right)
