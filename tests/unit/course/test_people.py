"""What the gradebook remembers of people, and putting it right by hand."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course import students, unmatched
from grader.course.classroom import arrange
from grader.course.matching import NOBODY, match
from grader.course.names import agree, same
from grader.course.people import People, renumbered, vanished
from grader.gradebook import Attempt, Gradebook
from grader.intake import BadInput, Roster, Student
from grader.intake.errors import WrongUse
from grader.intake.identity import Identity, Kind
from grader.intake.layouts import HandIn, Listing
from grader.intake.submission import Work

ANA = Student(
    id="s1", kind=Kind.NUMBER, name="Ana Alder", email="ana@u.edu", others=((Kind.LOGIN, "aalder"),)
)
BEN = Student(id="s2", kind=Kind.NUMBER, name="Ben Birch", email="ben@u.edu", sections=("A",))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Gradebook]:
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        yield book


def read(id: str) -> Work:
    raise AssertionError


def hand_in(label: str, *ids: tuple[Kind, str], name: str = "") -> HandIn:
    return HandIn(student=ids[0][1] if ids else name, label=label, read=read, ids=ids, name=name)


def run(book: Gradebook, people: People, *found: HandIn, content: str = "") -> dict[str, str]:
    """What a batch does with a download; contents by label. Says whose each label is."""
    listing = Listing(layout="made up", found=found)
    people.see(one.who for one in listing.found)
    matching = people.matching()
    download = arrange(listing, matching, people.roster())
    numbered = renumbered(book, "hw", download)
    people.move(matching)
    people.own("hw", download.attempts)
    for one in numbered:
        made = Attempt(
            student=one.student, label=one.label, submission=content or one.label, number=one.number
        )
        book.record("hw", made)
    return {one.label: one.student for one in download.attempts}


def attempts(book: Gradebook) -> list[tuple[str, str, int]]:
    return sorted((one.student, one.submission, one.number) for one in book.attempts("hw"))


def test_a_roster_that_comes_later_doubles_nobody(book: Gradebook) -> None:
    people = People(book)
    found = (
        hand_in("a", (Kind.LOGIN, "aalder"), name="Ana Alder"),
        hand_in("c", (Kind.LOGIN, "x"), name="Cy"),
    )
    assert run(book, people, *found) == {"a": "aalder", "c": "x"}
    people.set_roster(Roster([ANA, BEN]))
    assert run(book, people, *found) == {"a": "s1", "c": "x"}
    assert attempts(book) == [("s1", "a", 1), ("x", "c", 1)]
    assert [what for _, _, what, _ in book.history()] == ["roster of 2 students", "aalder: now s1"]
    # Another that doesn't know her, and the first again.
    people.set_roster(Roster([BEN]))
    assert run(book, people, *found) == {"a": "aalder", "c": "x"}
    people.set_roster(Roster([ANA, BEN]))
    assert run(book, people, *found)["a"] == "s1"
    everybody = People(book, reading=True).everybody()
    assert [one.name for one in everybody.roster] == ["Ana Alder", "Ben Birch"]
    assert [one.name for one in everybody.others] == ["Cy"]


def test_a_file_that_takes_another_ones_place_is_a_later_attempt(book: Gradebook) -> None:
    people, one = People(book), hand_in("s1/hw", (Kind.ID, "s1"))
    for content in ("good", "bad", "bad", "worse", "good"):
        run(book, people, one, content=content)
    assert attempts(book) == [
        ("s1", "bad", 2),
        ("s1", "good", 1),
        ("s1", "good", 4),
        ("s1", "worse", 3),
    ]
    people.set_roster(Roster([ANA]))
    run(book, people, one, content="good")
    assert len(attempts(book)) == 4
    people.decide("id:s1", [NOBODY], "asked")
    assert set(run(book, people, one, content="good").values()) == {"s1 (not matched)"}
    assert {student for student, _, _ in attempts(book)} == {"s1 (not matched)"}, "all of them move"


def test_what_is_gone_from_the_download_came_before(book: Gradebook) -> None:
    people = People(book)
    first = hand_in("kim_1_99_hw.py", (Kind.CANVAS, "1"))
    second = hand_in("kim_1_100_hw-1.py", (Kind.CANVAS, "1"))
    other = hand_in("lee_2_98_hw.py", (Kind.CANVAS, "2"))
    run(book, people, first, other)
    run(book, people, second)
    assert [(student, number) for student, _, number in attempts(book)] == [
        ("1", 2),
        ("1", 1),
        ("2", 1),
    ]
    download = arrange(Listing(layout="", found=(second,)), people.matching(), ())
    assert vanished(book, "hw", download) == ["2"]


def test_groups_count_for_each_member(book: Gradebook) -> None:
    people = People(book)
    team = [
        Student(
            id=f"t{k}",
            kind=Kind.NUMBER,
            name=f"N{k}",
            groups=("Team 3",),
            others=((Kind.PARTICIPANT, str(k)),),
        )
        for k in range(3)
    ]
    found = hand_in("Team 3_777_assignsubmission_file", (Kind.PARTICIPANT, "777"), name="Team 3")
    run(book, people, found)
    people.set_roster(Roster([*team, ANA]))
    run(book, people, found)
    assert [student for student, _, _ in attempts(book)] == ["t0", "t1", "t2"]
    people.decide("participant:777", ["t0", "t1"], "one has left")
    run(book, people, found)
    assert [student for student, _, _ in attempts(book)] == ["t0", "t1"]


def test_a_gradebook_from_before_is_taken_over(book: Gradebook) -> None:
    book.record("hw", Attempt(student="1001", label="ana_1001_5_hw.py", submission="x"))
    people = People(book)
    people.set_roster(Roster([Student(id="s1", kind=Kind.NUMBER, others=((Kind.CANVAS, "1001"),))]))
    found = hand_in("ana_1001_5_hw.py", (Kind.CANVAS, "1001"))
    people.see([found.who])
    matching = people.matching()
    people.adopt("hw", arrange(Listing(layout="", found=(found,)), matching, people.roster()))
    people.move(matching)
    assert attempts(book) == [("s1", "x", 1)]


def test_reading_makes_no_tables(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.sqlite"
    with Gradebook(path):
        pass
    before = list(sqlite3.connect(path).iterdump())
    with Gradebook(path) as book:
        assert People(book, reading=True).everybody().roster == ()
    assert list(sqlite3.connect(path).iterdump()) == before


WORD = Student(id="aalder", name="Ana Alder")
NUMBER = Student(id="1001", name="Cy Cox")
TWIN = Student(id="s3", kind=Kind.NUMBER, name="Ana Alder", email="a3@u.edu")


@pytest.mark.parametrize(
    ("roster", "who", "student", "why"),
    [
        ([ANA, BEN], Identity(ids=((Kind.NUMBER, "S1"),)), "s1", "by student number"),
        ([ANA, BEN], Identity(ids=((Kind.EMAIL, "ANA@u.edu"),)), "s1", "by e-mail address"),
        ([ANA, BEN], Identity(ids=((Kind.ID, "aalder"),), own="aalder"), "s1", "by login"),
        ([ANA, BEN], Identity(ids=((Kind.ID, "Alder, Ana"),)), "s1", "by name"),
        ([ANA, BEN], Identity(ids=((Kind.CANVAS, "7"),), name="alderana"), "s1", "by name"),
        ([ANA, BEN], Identity(name="Ben Birch"), "s2", "by name"),
        # An e-mail address of another domain beside the right number and name.
        ([ANA, BEN], Identity(ids=((Kind.NUMBER, "s1"), (Kind.EMAIL, "a@gmail")), name="Ana Alder"), "s1", "by student number"),
        # A word in a column "id" is a login; a number may be anything.
        ([WORD, NUMBER], Identity(ids=((Kind.LOGIN, "aalder"),)), "aalder", "by login"),
        ([WORD, NUMBER], Identity(ids=((Kind.LOGIN, "aalder"),), name="Ben Birch"), "", "the login is that of aalder"),
        ([WORD, NUMBER], Identity(ids=((Kind.LOGIN, "1001"),)), "", "which may be of another kind"),
        ([WORD, NUMBER], Identity(ids=((Kind.LOGIN, "1001"),), name="Cox, Cy"), "1001", "by login"),
        ([WORD, NUMBER], Identity(ids=((Kind.NUMBER, "1001"),)), "1001", "by student number"),
        ([WORD, NUMBER], Identity(ids=((Kind.CANVAS, "1001"),)), "", "not on the roster"),
        # Kinds are never mixed.
        ([ANA, BEN], Identity(ids=((Kind.CANVAS, "s1"),)), "", "not on the roster"),
        ([ANA, BEN], Identity(ids=((Kind.LOGIN, "s1"),)), "", "nobody on the roster has this login"),
        # A name never decides where an identifier was told that the roster would know.
        ([ANA, BEN], Identity(ids=((Kind.NUMBER, "s9"),), name="Ana Alder"), "", "nobody on the roster has this student number"),
        # Two of one name.
        ([ANA, TWIN], Identity(ids=((Kind.CANVAS, "7"),), name="alderana"), "", "a name that several bear"),
        ([ANA, TWIN], Identity(ids=((Kind.NUMBER, "s3"),), name="Ana Alder"), "s3", "by student number"),
        # An identifier says one, something else another.
        ([ANA, BEN], Identity(ids=((Kind.NUMBER, "s1"),), name="Ben Birch"), "", "the student number says s1"),
        ([ANA, BEN], Identity(ids=((Kind.NUMBER, "s1"),), name="Cy Cox"), "", "the student number is that of s1"),
        ([ANA, BEN], Identity(ids=((Kind.NUMBER, "s1"), (Kind.EMAIL, "ben@u.edu"))), "", "its identifiers are those of several"),
        ([ANA, BEN], Identity(ids=((Kind.NUMBER, "s9"), (Kind.EMAIL, "ana@u.edu")), name="Ana Alder"), "", "the student number is another"),
    ],
)  # fmt: skip
def test_who_it_is(roster: list[Student], who: Identity, student: str, why: str) -> None:
    found = match(roster, [who])[who.key]
    assert why in found.why
    assert (found.students[0] if found.on_roster else "") == student


def test_two_in_the_download_of_one_name_on_the_roster() -> None:
    two = [Identity(ids=((Kind.CANVAS, str(k)),), name="alderana") for k in (7, 8)]
    found = match([ANA, BEN], two)
    assert {one.students for one in found.values()} == {("",), ("unnamed",)} or not any(
        one.on_roster for one in found.values()
    )
    assert all(one.candidates == ("s1",) for one in found.values())
    # One of them is known; whose the other's is, is no less open.
    said = {two[0].key: (Identity(ids=ANA.ids, name=ANA.name),)}
    again = match([ANA, BEN], two, said)
    assert again[two[0].key].students == ("s1",)
    assert not again[two[1].key].on_roster


@pytest.mark.parametrize(
    ("a", "b", "equal", "possible"),
    [
        ("Anna Maria Müller", "Müller, Anna Maria", True, True),
        ("Anna Maria Müller", "mullerannamaria", True, True),
        ("Anna Maria Müller", "Anna Maria Mueller", True, True),
        ("mu\u0308llerannamaria", "Müller, Anna Maria", True, True),
        ("Strauß, Ben", "straussben", True, True),
        ("李 小龍", "小龍李", True, True),
        ("Łukasz Żółć", "zolclukasz", True, True),
        ("Anna Müller", "Annie Müller", False, True),
        ("Anna Müller", "müllerannie", False, True),
        ("Anna Müller", "Anna Schmidt", False, True),
        ("", "Anna Schmidt", False, True),
        ("Anna Müller", "Ben Birch", False, False),
        ("Li Ming", "brownalice", False, False),
        ("Anna Müller", "birchben", False, False),
        ("王小明", "李明", False, False),
    ],
)
def test_names(a: str, b: str, equal: bool, possible: bool) -> None:
    for one, other in ((a, b), (b, a)):
        assert same(one, other) is equal
        assert agree(one, other) is possible


# --- by hand ------------------------------------------------------------------------------------


@pytest.fixture
def filled(book: Gradebook) -> People:
    people = People(book)
    people.set_roster(Roster([ANA, BEN]))
    run(
        book, people,
        hand_in("a", (Kind.NUMBER, "s1"), (Kind.EMAIL, "ana@u.edu"), name="Ana Alder"),
        hand_in("x", (Kind.NUMBER, "x9"), name="Ana Alder"),
        hand_in("y", (Kind.CANVAS, "77"), name="coxcy"),
    )  # fmt: skip
    return people


def owners(book: Gradebook) -> dict[str, str]:
    return {one.submission: one.student for one in book.attempts("hw")}


def test_the_list(filled: People) -> None:
    rows = {row["student"]: row for row in csv.DictReader(io.StringIO(students.listing(filled)))}
    assert [(id, row["on_roster"], row["attempts"]) for id, row in rows.items()] == [
        ("s1", "yes", "1"), ("s2", "yes", "0"), ("77", "", "1"), ("x9", "", "1"),
    ]  # fmt: skip
    assert rows["s1"]["known_by"] == "number:s1; email:ana@u.edu; login:aalder"
    assert rows["x9"]["matched"] == "number:x9: nobody on the roster has this student number"


def test_merge_move_undecide_forget(filled: People, book: Gradebook) -> None:
    assert students.merged(filled, "x9", "s1", "typed the wrong number") == "x9: now s1"
    assert owners(book) == {"a": "s1", "x": "s1", "y": "77"}
    with pytest.raises(WrongUse, match="both on the roster"):
        students.merged(filled, "s1", "s2", "?")
    assert "undecided again" not in students.moved(filled, "77", ("ben@u.edu",), "told by mail")
    assert owners(book)["y"] == "s2"
    with pytest.raises(WrongUse, match="'nobody': nobody has this id"):
        students.moved(filled, "nobody", ("s1",), "?")
    students.undecided(filled, "s2", "a mistake")
    assert owners(book)["y"] == "77"
    assert students.forgotten(filled, "77", "asked for it") == "77: deleted, with 1 attempt"
    assert "y" not in owners(book)
    history = [f"{what} ({why})" for _, _, what, why in book.history()]
    assert "number:x9 is s1 (typed the wrong number)" in history
    assert history[-1] == "a student with 1 attempts was deleted (asked for it)"
    assert not any("coxcy" in line for line in history)


def test_strangers_of_two_platforms_become_one(book: Gradebook) -> None:
    people = People(book)
    run(book, people, hand_in("a", (Kind.CANVAS, "7")), hand_in("b", (Kind.NUMBER, "7")))
    assert owners(book) == {"a": "7 (Canvas ID)", "b": "7 (student number)"}
    students.merged(people, "7 (Canvas ID)", "7 (student number)", "the same")
    assert len(set(owners(book).values())) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("who,name\nnumber:x9,\n", "m.csv:1: has no columns who and student"),
        (
            "who,student\nnumber:x9,s1\nnumber:zz,s1\n",
            "m.csv:3: 'number:zz' is nobody this gradebook knows",
        ),
        ("who,student\nnumber:x9,s7\n", "m.csv:2: 's7' is on no line of the roster"),
        ("who,student\nnumber:x9,s1\nnumber:x9,s2\n", "m.csv:3: number:x9 is there twice"),
        ('who,student\nnumber:x9,"s1\n', "m.csv:"),
    ],
)
def test_an_answer_that_is_wrong_changes_nothing(
    filled: People, tmp_path: Path, text: str, says: str
) -> None:
    path = tmp_path / "m.csv"
    path.write_text(text)
    with pytest.raises(BadInput) as caught:
        unmatched.read(path, filled.identities(), filled.roster())
    assert says in str(caught.value)


def test_answers(filled: People, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text('who,student\nnumber:x9,"aalder; BEN@u.edu"\ncanvas:77,-\n')
    found = unmatched.read(path, filled.identities(), filled.roster())
    assert found == [("number:x9", ("s1", "s2")), ("canvas:77", (NOBODY,))]
