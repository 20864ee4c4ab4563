"""Every example submission gets the report it must get, byte for byte, also in the profile that platforms have; and each
platform takes what it is handed of it."""

from __future__ import annotations

import jsonschema
import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from grader.exporters import json, markdown, schema
from grader.intake import read_submission
from grader.model import Report
from tests import handed_in, snapshots
from tests.conftest import ASSIGNMENTS, GraderOf, Load
from tests.functional.test_platform_results import MAKE, reporters_totals, scores, valid
from tests.handed_in import HandedIn

ENOUGH = {"lecture07": 12}  # other assignments: 4
EXAMPLES = [one for name in ASSIGNMENTS for one in handed_in.examples(name)]


@pytest.mark.parametrize("one", EXAMPLES, ids=str)
def test_report(
    one: HandedIn,
    load: Load,
    grader_of: GraderOf,
    container_of: GraderOf,
    snapshot: SnapshotAssertion,
) -> None:
    assignment = load(one.assignment)
    submission = read_submission(one.source, expected=assignment.submission, id=one.source.stem)
    here, there = (
        bare(grader(one.assignment).grade(submission).report)
        for grader in (grader_of, container_of)
    )
    assert json.render(here) == json.render(there)
    jsonschema.Draft202012Validator(msgspec.json.decode(schema.render())).validate(
        msgspec.json.decode(json.render(here))
    )
    for platform, make in MAKE.items():
        results = make(here)
        valid(platform, results)
        if platform != "github":
            assert scores(platform, results) == [exercise.earned for exercise in here.exercises]
    totals = reporters_totals(MAKE["github"](here)["runners"].values())
    assert set(totals) == {(here.earned, here.points - here.to_mark)}
    assert markdown.render(here, assignment.title) + "\n---\n" + snapshots.checks(here) == snapshot


def bare(report: Report) -> Report:
    """How it was kept apart depends on the machine, and the digest of an assignment on every comma."""
    return msgspec.structs.replace(report, isolation="", layers=(), assignment_digest="")


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_there_are_enough_examples(name: str) -> None:
    assert len(handed_in.examples(name)) >= ENOUGH.get(name, 4)
