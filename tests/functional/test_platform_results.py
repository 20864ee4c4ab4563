"""What each platform is handed for every example and for twenty attacks: valid by its schema, and as it was read before.

``GRADER_UPDATE_GOLDEN=1 pytest tests/functional/test_platform_results.py`` writes the golden results anew; read the
difference before committing it. ``test_containers.py`` compares what the bundles write with the same files.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.exporters import github, gradescope, prairielearn
from grader.grading import Grader
from grader.intake import read_submission
from grader.model import Report
from grader.sandbox import SandboxUnavailable, open_sandbox
from tests import handed_in
from tests.conftest import ASSIGNMENTS, ROOT, Load
from tests.handed_in import HandedIn

GOLDEN = ROOT / "tests" / "golden"
SCHEMAS = ROOT / "tests" / "schemas"
MAKE: dict[str, Callable[[Report], dict[str, Any]]] = {
    "gradescope": gradescope.results,
    "github": github.results,
    "prairielearn": prairielearn.results,
}
ALL = [one for name in ASSIGNMENTS for one in handed_in.examples(name)] + handed_in.attacks()


def valid(platform: str, results: dict[str, Any]) -> None:
    schema = json.loads((SCHEMAS / f"{platform}.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(results)


def text(results: dict[str, Any]) -> str:
    return json.dumps(results, ensure_ascii=False, indent=1) + "\n"


def golden(platform: str, one: HandedIn) -> Path:
    return GOLDEN / platform / f"{one}.json"


@pytest.fixture(scope="module")
def container(load: Load) -> Any:
    """Grades in the profile that the platforms have."""
    try:
        sandbox = open_sandbox("container")
    except SandboxUnavailable as error:
        pytest.skip(str(error))
    with Grader(load("lecture07"), sandbox) as opened:
        yield opened


@pytest.mark.parametrize("one", ALL, ids=str)
def test_golden_results(one: HandedIn, load: Load, container: Grader, tmp_path: Path) -> None:
    assignment = load(one.assignment)
    submission = read_submission(
        one.write(tmp_path), expected=assignment.submission, id="submission"
    )
    report = Grader(assignment, container.sandbox).grade(submission).report
    for platform, make in MAKE.items():
        results = make(report)
        valid(platform, results)
        file = golden(platform, one)
        if os.environ.get("GRADER_UPDATE_GOLDEN"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text(results))
        assert file.read_text() == text(results)


def test_there_are_enough_attacks() -> None:
    assert len(set(handed_in.ATTACKS)) == 20
