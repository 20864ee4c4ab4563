"""Marks in totals, exports, the class page and feedback; what is not marked is never a 0."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from grader.batch.output import write
from grader.catalog import Assignment
from grader.checks.written import Written
from grader.course.rules import Rules, keep_rules
from grader.course.standings import standings
from grader.gradebook import Gradebook
from grader.gradebook.marks import Marks
from grader.gradebook.rubric import started
from tests.conftest import Cli
from tests.written_class import WHY_NOT, WHY_ZERO, fill, hand_in, key, mark, report

LONG = "The derivative of a vector by a matrix needs three indices and no rule has that"
STEP = "The derivative of a step is zero wherever it exists and so are the gradients below"
BOTH = {"WHY_NOT": LONG, "WHY_ZERO": STEP}


def ready(book: Gradebook, assignment: Assignment) -> Marks:
    """The marks of a gradebook, with the rubrics in place."""
    marks = Marks(book, assignment.name)
    for exercise in assignment.exercises:
        for _, check in exercise.checks:
            if isinstance(check, Written):
                marks.set_rubric(
                    exercise.name, check.variable, started(check.rubric), check.rubric,
                    who="ana", why="first",
                )  # fmt: skip
    return marks


@pytest.fixture
def path(tmp_path: Path, lecture07: Assignment) -> Path:
    texts = [
        BOTH,
        BOTH,
        {"WHY_NOT": LONG, "WHY_ZERO": "\n"},
        {"WHY_NOT": "Because of <b>sizes</b>, which would not fit here at all", "WHY_ZERO": STEP},
    ]
    return fill(tmp_path / "gradebook.sqlite", lecture07, texts)


def export(cli: Cli, path: Path, format: str, *more: object) -> tuple[str, str]:
    done = cli("export", format, "-g", path, "-a", "lecture07", *more)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def grades(text: str, name: str, value: str) -> dict[str, str]:
    return {row[name]: row[value] for row in csv.DictReader(io.StringIO(text))}


def test_what_is_not_marked_has_no_grade(path: Path, cli: Cli, lecture07: Assignment) -> None:
    roster = path.parent / "roster.csv"
    roster.write_text("id\n" + "".join(f"s{k:03}\n" for k in range(4)))
    text, said = export(cli, path, "moodle", "--roster", roster)
    assert len(text.splitlines()) == 1
    assert "To be marked, so without a final grade: s000" in said
    text, said = export(cli, path, "moodle", "--automatic")
    assert grades(text, "ID number", "Grade")["s000"] == "90"
    assert said == ""
    text, _ = export(cli, path, "canvas", "--automatic")
    assert "Points Possible,,,,,90" in text
    with Gradebook(path) as book:
        marks = ready(book, lecture07)
        marks.put([(mark(key(WHY_NOT, LONG), 1, 2), 0), (mark(key(WHY_ZERO, STEP), 1), 0)])
    text, said = export(cli, path, "moodle")
    assert grades(text, "ID number", "Grade") == {"s000": "94", "s001": "44"}
    assert "s002, s003; run grader mark" in said
    text, _ = export(cli, path, "canvas")
    assert "Points Possible,,,,,100" in text
    text, _ = export(cli, path, "gradescope")
    rows = {row["SID"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (rows["s000"]["Total Score"], rows["s000"]["Status"]) == ("94", "Graded")
    assert (rows["s002"]["Total Score"], rows["s002"]["Status"]) == ("", "Ungraded")
    columns = [name for name in rows["s002"] if name.startswith("16: ")]
    assert [rows["s002"][name] for name in columns] == [""]
    assert [rows["s000"][name] for name in columns] == ["7"]


def test_our_own_table_says_to_be_marked(path: Path, cli: Cli, lecture07: Assignment) -> None:
    with Gradebook(path) as book:
        ready(book, lecture07).put([(mark(key(WHY_NOT, LONG), 1), 0)])
    text, _ = export(cli, path, "csv")
    rows = {row["student"]: row for row in csv.DictReader(io.StringIO(text))}
    one = rows["s000"]
    assert (one["WHY_NOT"], one["WHY_ZERO"]) == ("2", "to be marked")
    assert (one["automatic"], one["out_of"], one["marked"], one["to_be_marked"]) == (
        "90",
        "90",
        "2",
        "5",
    )
    assert one["total"] == "92"
    assert rows["s003"]["WHY_NOT"] == "to be marked"
    lines, _ = export(cli, path, "jsonl")
    first = json.loads(lines.splitlines()[0])
    assert first["open"]
    assert first["report"]["to_mark"] == 5


def test_pages_show_marks_and_what_is_open(
    path: Path, lecture07: Assignment, tmp_path: Path
) -> None:
    with Gradebook(path) as book:
        marks = ready(book, lecture07)
        said = "Name the sizes: <m> × `n`"
        marks.put([
            (mark(key(WHY_NOT, LONG), 1, comment=said), 0),
            (mark(key(WHY_ZERO, STEP), 1, 2, 3, 4), 0),
            (mark(key(WHY_ZERO, "", "written.template")), 0),
        ])  # fmt: skip
        written = write(tmp_path, lecture07, book, Rules())
    assert written.summary.marks == [7, 7, 2]
    assert written.summary.open == ["s003"]
    page = (tmp_path / "report.html").read_text()
    row = '<td class="number">90</td><td class="number spare">7</td><td class="number">97</td>'
    assert row in page
    assert '<td class="number spare">to be marked</td><td class="number">to be marked</td>' in page
    assert "<dt>Students to be marked</dt><dd>1</dd>" in page
    assert "To be marked: 1" in page
    feedback = (tmp_path / "feedback" / "s000.html").read_text()
    assert "97 of 100: 90 of 90 automatic + 7 of 10 marked by a person" in feedback
    assert "2 of 5 points." in feedback
    assert "Name the sizes: &lt;m&gt; × <code>n</code>" in feedback
    assert "<dt>got</dt><dd><pre>+2: Says that A is a vector" in feedback
    assert "\n2: Argues with sizes" in feedback
    plain = (tmp_path / "feedback" / "s003.md").read_text()
    assert plain.split("\n")[0].endswith("marked by a person + 5 to be marked")


def test_marks_stay_with_the_words(path: Path, lecture07: Assignment) -> None:
    other = {"WHY_NOT": LONG, "WHY_ZERO": f"{STEP}, since every factor is zero"}
    with Gradebook(path) as book:
        marks = ready(book, lecture07)
        marks.put([(mark(key(WHY_NOT, LONG), 1), 0), (mark(key(WHY_ZERO, STEP), 1, 2, 3, 4), 0)])

        def standing(policy: str) -> tuple[float, bool, int]:
            found = standings(lecture07, book, Rules(policy=policy))  # type: ignore[arg-type]
            first = next(found)
            return first.final, first.open, first.counted

        assert standing("latest") == (97, False, 1)
        # Handed in again with other words for one answer: that one is to be marked, the other keeps its mark.
        hand_in(book, lecture07, "s000", report(lecture07, other), number=2)
        assert standing("latest") == (92, True, 2)
        assert standing("first") == (97, False, 1)
        # The best is not known before the second attempt is marked: it could reach 97 but no more.
        assert standing("best") == (97, False, 1)
        marks.put([(mark(key(WHY_ZERO, STEP), 1, 2, change="less"), marks.changes()[-1].id)])
        assert standing("best") == (94, True, 1)
        marks.put([(mark(key(WHY_ZERO, other["WHY_ZERO"]), 1, 2, 3), 0)])
        assert standing("best") == (96, False, 2)
        # Graded again by a mended assignment, the words are the same.
        keep_rules(book, lecture07.name, Rules(policy="latest"))
        again = report(lecture07, other, "flat_vectors")
        hand_in(book, lecture07, "s000", again, number=2)
        assert standing("latest") == (
            again.earned + 6,
            False,
            3,
        )  # what it replaced is an attempt, too


def test_a_changed_rubric_counts_at_once(path: Path, lecture07: Assignment) -> None:
    with Gradebook(path) as book:
        marks = ready(book, lecture07)
        marks.put([(mark(key(WHY_NOT, LONG), 1, 2), 0), (mark(key(WHY_ZERO, STEP), 1), 0)])
        assert next(standings(lecture07, book, Rules())).final == 94
        rubric, author = marks.rubric(*WHY_NOT) or ((), ())
        one = rubric[0].__class__(number=1, item=rubric[0].item, points=0.5)
        marks.set_rubric(*WHY_NOT, (one, *rubric[1:]), author, who="ana", why="test")
        assert next(standings(lecture07, book, Rules())).final == 92.5
