"""Every example submission gets the report it must get, twice in a row, byte for byte.

``GRADER_UPDATE_GOLDEN=1 pytest tests/functional/test_examples.py`` writes the golden reports anew; read the
difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from grader.exporters import json, markdown
from grader.intake import read_submission
from tests.conftest import ASSIGNMENTS, ROOT, GraderOf, Load

GOLDEN = ROOT / "tests" / "golden"
ENOUGH = {"lecture07": 12}  # other assignments: 4


def examples(name: str) -> list[Path]:
    return sorted((ROOT / "assignments" / name / "examples").iterdir())


@pytest.mark.parametrize(
    ("name", "path"),
    [(name, path) for name in ASSIGNMENTS for path in examples(name)],
    ids=lambda part: part if isinstance(part, str) else part.name,
)
def test_golden_report(name: str, path: Path, load: Load, grader_of: GraderOf) -> None:
    assignment = load(name)
    submission = read_submission(path, expected=assignment.submission, id=path.stem)
    texts = []
    for _ in range(2):
        report = grader_of(name).grade(submission).report
        # How it was kept apart depends on the machine, and the digests on every comma.
        bare = msgspec.structs.replace(report, isolation="", layers=(), assignment_digest="")
        texts.append((json.render(bare), markdown.render(bare, assignment.title)))
    assert texts[0] == texts[1]
    for text, ending in zip(texts[0], (".json", ".md"), strict=True):
        file = GOLDEN / name / f"{path.stem}{ending}"
        if os.environ.get("GRADER_UPDATE_GOLDEN"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        assert file.read_text() == text


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_there_are_enough_examples(name: str) -> None:
    stems = {path.stem for path in examples(name)}
    assert len(stems) >= ENOUGH.get(name, 4)
    assert {file.stem for file in (GOLDEN / name).glob("*.json")} == stems
