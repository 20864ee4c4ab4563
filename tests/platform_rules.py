"""How platforms read what a grader hands over, written from their sources or, where these aren't public, their documentation:

* Autolab at 9cc857f0: ``app/helpers/assessment_autograde_core.rb``, ``app/controllers/assessments_controller.rb``
* INGInious at 12a94fa6: ``base-containers/base/inginious_container_api/feedback.py``, ``inginious/agent/docker_agent``
* Submitty at 427a3a38: ``grading/dispatch.cpp`` (``custom_doit``), ``grading/main_validator.cpp``
* CodeGrade: cg-pytest-reporter 1.1.3, which writes the same messages; Codio: docs.codio.com, *Auto-Grade Scripts*
* GitLab: ``lib/gitlab/ci/parsers/test/junit.rb`` reads names, ``failure``, ``error`` and ``skipped``
"""

from __future__ import annotations

import json
import re
import urllib.parse
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np


@dataclass
class Recorded:
    """What a platform has recorded: the share of the points (None: no score), and what students are shown."""

    share: float | None
    shown: str
    state: str = ""
    tests: dict[str, str] = field(default_factory=dict)


def autolab(printed: str, problems: Mapping[str, float]) -> Recorded:
    """``saveAutograde``: scores of the problems that are named; a last line that can't be parsed is 0 for all of them."""
    lines = printed.rstrip().splitlines()
    try:
        parsed = json.loads(re.sub(r"([a-zA-Z0-9]+):", r'"\1":', lines[-1]))
        scores = parsed["scores"]
        assert scores
    except (ValueError, KeyError, IndexError, AssertionError):
        return Recorded(0.0, printed, "an error occurred while parsing the autoresult")
    assert set(scores) <= set(problems), "Instructor should add missing problems to assessment"
    table = _json(lines[-2]) if len(lines) > 1 else None
    tests = {}
    if isinstance(table, dict) and table.get("_presentation") == "semantic":
        for stage in table.get("stages", []):
            tests |= {name: str(row["passed"]) for name, row in table[stage].items()}
    given = [score for score in scores.values() if score is not None]
    total = sum(problems[name] for name in scores)
    share = sum(given) / total if given else None
    return Recorded(share, printed, "none" if share is None else "scored", tests)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def codegrade(descriptor: str, exit_code: int) -> Recorded:
    """Messages, one line each; the last one that has points counts."""
    share, tests = None, {}
    for row in descriptor.splitlines():
        message = json.loads(row)
        if message["tag"] == "points":
            share = float(Fraction(message["points"]))
            assert 0 <= share <= 1
        else:
            assert message["tag"] == "unit-test"
            for suite in message["results"]:
                assert set(suite) == {"id", "name", "testCases"}
                for case in suite["testCases"]:
                    assert set(case) <= {"name", "status", "reason"}
                    assert case["status"] in ("success", "failure", "skipped")
                    tests[f"{suite['id']}: {case['name']}"] = case["status"]
    return Recorded(share, descriptor, "failed" if exit_code else "passed", tests)


def codio(form: str | None, exit_code: int) -> Recorded:
    """A form that was posted; a script that fails leaves the assignment open and tells the instructors."""
    if form is None:
        return Recorded(None, "", "failed" if exit_code else "no grade")
    fields = {name: values[0] for name, values in urllib.parse.parse_qs(form).items()}
    assert fields["format"] in ("html", "md", "txt")
    assert len(fields["feedback"].encode()) <= 1 << 20
    grade = float(fields.get("grade", fields.get("points", "")))
    assert 0 <= grade <= 100
    return Recorded(grade / 100, fields["feedback"], "graded")


def inginious(feedback: Mapping[str, Any]) -> Recorded:
    """What the container's commands have left; nothing at all is a crash."""
    if not feedback:
        return Recorded(None, "No feedback was given !", "crash")
    known = ("success", "failed", "timeout", "overflow", "crash", "killed")
    result = feedback["result"] if feedback["result"] in known else "crash"
    grade = feedback.get("grade")
    if grade is None and result != "crash":
        grade = 100.0 if result == "success" else 0.0
    return Recorded(None if grade is None else grade / 100, feedback.get("text", ""), result)


def submitty(data: Any, points: int) -> Recorded:
    """``custom_doit``, then the points: a 32-bit share times whole points, cut off."""
    if not isinstance(data, dict) or data.get("status") != "success":
        return Recorded(None, "ERROR: Custom validation failed.", "fail")
    found = data["data"]
    share = np.float32(min(1.0, max(0.0, found["score"])))
    awarded = int(share * np.float32(points))
    messages = found["message"]
    if isinstance(messages, str):
        messages = [{"message": messages, "status": found["status"]}]
    for one in messages:
        assert one["status"] in ("information", "failure", "warning", "success")
    text = "\n".join(one["message"] for one in messages)
    return Recorded(awarded / points, text, "success")


def gitlab(xml: str) -> Recorded:
    """The tests of a JUnit report. There is no score: points are properties."""
    tests, sums = {}, {"points": 0.0, "max_points": 0.0}
    root = ElementTree.fromstring(xml)
    for case in root.iter("testcase"):
        states = [tag for tag in ("failure", "error", "skipped") if case.find(tag) is not None]
        assert len(states) <= 1
        tests[f"{case.get('classname')}: {case.get('name')}"] = states[0] if states else "success"
        for one in case.iter("property"):
            sums[one.get("name", "")] += float(one.get("value", ""))
    found = list(tests.values())
    for name, state in (("failures", "failure"), ("errors", "error"), ("tests", "")):
        told = int(root.get(name, ""))
        assert told == (found.count(state) if state else len(list(root.iter("testcase"))))
    share = sums["points"] / sums["max_points"] if sums["max_points"] else None
    return Recorded(share, xml, "error" if "error" in found else "read", tests)
