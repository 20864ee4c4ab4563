"""What each platform is handed of twenty attacks, valid by its schema and worth what the honest rest is worth; and, word for
word, of an example of each assignment. ``test_containers.py`` compares what the bundles write with what is made here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

from grader.exporters import github, gradescope, prairielearn
from grader.intake import read_submission
from grader.model import Report
from tests import handed_in
from tests.attacks.runner import expectation
from tests.conftest import ROOT, GraderOf
from tests.handed_in import HandedIn

SCHEMAS = ROOT / "tests" / "schemas"
MAKE: dict[str, Callable[[Report], dict[str, Any]]] = {
    "gradescope": gradescope.results,
    "github": github.results,
    "prairielearn": prairielearn.results,
}
EXAMPLES = [
    one
    for assignment, name in (("lecture07", "misconceptions"), ("logistic_regression", "half_done"))
    for one in handed_in.examples(assignment)
    if one.source.stem == name
]


def valid(platform: str, results: dict[str, Any]) -> None:
    schema = json.loads((SCHEMAS / f"{platform}.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(results)


def scores(platform: str, results: dict[str, Any]) -> list[float]:
    """The points that the platform adds up, in order."""
    word = "points" if platform == "prairielearn" else "score"
    return [test[word] for test in results["tests"] if word in test]


def reporters_totals(records: Iterable[dict[str, Any]]) -> Iterator[tuple[float, float]]:
    """The two totals of the reporter's code, with what each is out of: the table's (``test-helpers.js``) and the notice's
    (``notify-classroom.js``)."""
    kept = list(records)
    worth = sum(one["max_score"] for one in kept)
    passed = [sum(t["status"] == "pass" for t in one["tests"]) / len(one["tests"]) for one in kept]
    table = sum(share * one["max_score"] for share, one in zip(passed, kept, strict=True))
    yield round(table, 9), round(worth, 9)
    counted = [one for one in kept if one["max_score"]]
    yield round(sum(t["score"] for one in counted for t in one["tests"]), 9), round(worth, 9)


def text(results: dict[str, Any]) -> str:
    return json.dumps(results, ensure_ascii=False, indent=1) + "\n"


def graded(one: HandedIn, container_of: GraderOf, folder: Path) -> Report:
    """The report of the file as platforms take it."""
    grader = container_of(one.assignment)
    submission = read_submission(
        one.write(folder), expected=grader.assignment.submission, id="submission"
    )
    return grader.grade(submission).report


@pytest.mark.parametrize("platform", MAKE)
@pytest.mark.parametrize("one", EXAMPLES, ids=str)
def test_results(
    one: HandedIn,
    platform: str,
    container_of: GraderOf,
    tmp_path: Path,
    snapshot: SnapshotAssertion,
) -> None:
    assert text(MAKE[platform](graded(one, container_of, tmp_path))) == snapshot


@pytest.mark.parametrize("one", handed_in.attacks(), ids=str)
def test_attack(
    one: HandedIn, container_of: GraderOf, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    report = graded(one, container_of, tmp_path)
    assert report.earned == expectation(one.source.name)["earned"]
    made = {platform: make(report) for platform, make in MAKE.items()}
    for platform, results in made.items():
        valid(platform, results)
        if platform != "github":
            assert scores(platform, results) == [exercise.earned for exercise in report.exercises]
    github_made = made["github"]
    assert set(reporters_totals(github_made["runners"].values())) == {(report.earned, 90)}
    assert github_made["log"] == snapshot


def test_there_are_enough_attacks() -> None:
    assert len(set(handed_in.ATTACKS)) == 20
