"""The schema of reports: fresh, true to reports, and strict. A field that changes its meaning needs a new ``REPORT_SCHEMA``,
which readers can tell by."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from grader.catalog import Assignment
from grader.exporters import json as report_json
from grader.exporters import schema
from grader.grading import broken, unreadable
from grader.model import Submission
from tests.conftest import ROOT
from tests.every_verdict import REPORTS

FILE = ROOT / "docs" / "report.schema.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    found = json.loads(FILE.read_text())
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def test_the_schema_in_the_docs_is_fresh() -> None:
    assert FILE.read_text() == schema.render(), "make schemas"


def test_reports_are_valid(
    validator: jsonschema.Draft202012Validator, lecture07: Assignment
) -> None:
    submission = Submission(id="s", cells=(), digest="")
    for report in (
        unreadable(lecture07, "s", "why"), broken(lecture07, submission, "why"), *REPORTS.values()
    ):  # fmt: skip
        validator.validate(json.loads(report_json.render(report)))


def _other_version(report: dict[str, Any]) -> None:
    report["schema"] += 1


def _no_score(report: dict[str, Any]) -> None:
    del report["exercises"][0]["earned"]


def _unknown_verdict(report: dict[str, Any]) -> None:
    report["exercises"][0]["checks"][0]["finding"]["verdict"] = "maybe"


def _stray_field(report: dict[str, Any]) -> None:
    report["exercises"][0]["grade"] = 1


def _points_as_text(report: dict[str, Any]) -> None:
    report["points"] = "100"


@pytest.mark.parametrize(
    "spoil", [_other_version, _no_score, _unknown_verdict, _stray_field, _points_as_text]
)
def test_the_schema_is_strict(
    validator: jsonschema.Draft202012Validator, spoil: Callable[[dict[str, Any]], None]
) -> None:
    report = json.loads(report_json.render(REPORTS["everything"]))
    validator.validate(report)
    spoil(report)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(report)
