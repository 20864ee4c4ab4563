import json

import jupytext
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    book = json.loads(jupytext.writes(jupytext.reads(perfect, fmt="py:percent"), fmt="ipynb"))
    for cell in book["cells"]:
        cell["id"] = "same"
        cell["metadata"] = {"nbgrader": {"grade": True, "points": 100, "locked": False, "grade_id": "x"}, "tags": ["pass"] * 9}
    book["metadata"] = {"otter": {"assignment_name": "../../x", "OK_FORMAT": True}}
    path = folder / "lecture07.ipynb"
    path.write_text(json.dumps(book))
    return path
