"""An assignment of one exercise, written where a test wants it."""

from __future__ import annotations

from pathlib import Path


def made(
    folder: Path, exercise: str, reference: str, known_wrong: str = "", checks: str = ""
) -> Path:
    for path, text in {
        "assignments/small/assignment.yaml": "title: Small\npoints: 1\nexercises: [one]\n",
        "assignments/small/one/exercise.yaml": f"title: One\npoints: 1\n{exercise}",
        "assignments/small/one/prompt.md": "As it says.\n",
        "solutions/small/one/reference.py": "import numpy as np\n" + reference,
        "solutions/small/one/known_wrong.py": "import numpy as np\n" + known_wrong,
        "solutions/small/one/checks.py": "import numpy as np\n" + checks,
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder / "assignments" / "small"
