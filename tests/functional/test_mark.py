"""``grader mark`` without a browser: tables out and in, wrong use, and a rubric that its author changes on the way."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from grader.catalog import Assignment, load_assignment
from grader.gradebook import Gradebook
from grader.gradebook.marks import Marks
from tests.conftest import ROOT, Cli
from tests.written_class import WHY_NOT, fill, key, mark

LONG = "The derivative of a vector by a matrix needs three indices and no rule has that"
STEP = "The derivative of a step is zero wherever it exists and so are the gradients below"


@pytest.fixture
def path(tmp_path: Path, lecture07: Assignment) -> Path:
    texts = [{"WHY_NOT": f"{LONG}, says {n}", "WHY_ZERO": STEP} for n in range(3)]
    return fill(tmp_path / "gradebook.sqlite", lecture07, texts)


def test_marks_go_out_and_come_in_by_a_table(path: Path, cli: Cli, tmp_path: Path) -> None:
    table = tmp_path / "marks.csv"
    done = cli("mark", path, "-a", "lecture07", "--export", table)
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    assert [row["state"] for row in rows] == ["to be marked"] * 4
    for row in rows:
        row.update(items="1", comment="=well")
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    done = cli("mark", path, "-a", "lecture07", "--import", table, "--marker", "ana")
    assert done.stdout.startswith("4 answers marked, 0 unchanged")
    done = cli("export", "csv", "-g", path, "-a", "lecture07")
    graded = {row["student"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert "93" in graded["s000"].values()
    assert done.stderr == ""
    shown = cli("mark", path, "-a", "lecture07", "--export", "-").stdout
    assert shown.count("'=well") == 4
    rows[1]["items"] = "7"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    done = cli("mark", path, "-a", "lecture07", "--import", table)
    assert done.returncode == 2
    assert f"{table}:3: items has '7'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no/such.sqlite", "-a", "lecture07"], "no such file; name the gradebook.sqlite"),
        (["README.md", "-a", "lecture07"], "is no gradebook"),
        (["{book}", "-a", "logistic_regression"], "has no written answers"),
        (["{book}", "-a", "lecture07", "--export", "a", "--import", "b"], "use one of"),
        (["{book}", "-a", "lecture07", "--marker", " "], "--marker needs a name"),
        (["{book}", "-a", "lecture07", "--import", "README.md"], "has no column exercise"),
    ],
)
def test_wrong_use_is_one_line(path: Path, cli: Cli, arguments: list[str], said: str) -> None:
    done = cli("mark", *(one.replace("{book}", str(path)) for one in arguments))
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_author_changes_the_rubric_on_the_way(path: Path, cli: Cli, tmp_path: Path) -> None:
    with Gradebook(path) as book:
        marks = Marks(book, "lecture07")
        marks.put([(mark(key(WHY_NOT, f"{LONG}, says 0"), 1, 2), 0)])
    cli("mark", path, "-a", "lecture07", "--export", "-")
    for folder in ("assignments", "solutions"):
        shutil.copytree(ROOT / folder / "lecture07", tmp_path / folder / "lecture07")
    yaml = tmp_path / "assignments" / "lecture07" / "no_substitution" / "exercise.yaml"
    old = 'as a matrix", points: 1}'
    text = yaml.read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, f'{old}\n      - {{item: "Mixes up rows and columns", points: -1}}')
    yaml.write_text(text, encoding="utf-8")
    changed = tmp_path / "assignments" / "lecture07"
    done = cli("mark", path, "-a", changed, "--export", "-")
    assert done.returncode == 2, "the answers are those of the assignment as it was"
    assert "--rejudge" in done.stderr
    # What grader batch --rejudge does to reports whose answers didn't change.
    again = fill(
        path,
        load_assignment(str(changed)),
        [{"WHY_NOT": f"{LONG}, says {n}", "WHY_ZERO": STEP} for n in range(3)],
    )
    with Gradebook(again) as book:
        kept = Marks(book, "lecture07").rubric(*WHY_NOT)
    assert kept is not None
    assert len(kept[0]) == 3, "refused, and nothing taken over"
    done = cli("mark", again, "-a", changed, "--export", "-")
    assert done.stderr == "no_substitution/WHY_NOT, rubric: item 4 is new (-1)\n"
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert sorted(row["points"] for row in rows) == ["", "", "", "3"], (
        "the mark stays with the words"
    )
