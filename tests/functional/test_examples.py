"""Every example submission gets the report it must get, twice in a row, byte for byte.

``GRADER_UPDATE_GOLDEN=1 pytest tests/functional/test_examples.py`` writes the golden reports anew; read the
difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from grader.catalog import Assignment
from grader.exporters import json, markdown
from grader.grading import Grader
from grader.intake import read_submission

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "assignments" / "lecture07" / "examples").iterdir())
GOLDEN = ROOT / "tests" / "golden" / "reports"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_golden_report(path: Path, lecture07: Assignment, grader07: Grader) -> None:
    submission = read_submission(path, expected=lecture07.submission, id=path.stem)
    texts = []
    for _ in range(2):
        report = grader07.grade(submission).report
        # How it was kept apart depends on the machine, and the digests on every comma.
        bare = msgspec.structs.replace(report, isolation="", layers=(), assignment_digest="")
        texts.append((json.render(bare), markdown.render(bare, lecture07.title)))
    assert texts[0] == texts[1]
    for text, ending in zip(texts[0], (".json", ".md"), strict=True):
        file = GOLDEN / f"{path.stem}{ending}"
        if os.environ.get("GRADER_UPDATE_GOLDEN"):
            file.write_text(text)
        assert file.read_text() == text


def test_there_are_enough_examples() -> None:
    assert len(EXAMPLES) >= 12
    assert {file.stem for file in GOLDEN.glob("*.json")} == {path.stem for path in EXAMPLES}
