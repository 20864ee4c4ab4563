"""The small exercise of each kind of check that docs/authoring.md shows, made where a test wants it."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

TEXT = (Path(__file__).parent.parent / "docs" / "authoring.md").read_text()
BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GUIDE, _, KIND_TEXT = TEXT.partition("## Every kind of check")
SECTIONS = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^### |\Z)", KIND_TEXT, re.M | re.S))


def blocks_of(kind: str) -> dict[str, str]:
    """File name → text, as the section of ``kind`` has them."""
    return dict(BLOCK.findall(SECTIONS[kind]))


def made(kind: str, root: Path) -> Path:
    """The folder of an assignment of one exercise, ``one``, written below ``root``."""
    blocks = blocks_of(kind)
    points = yaml.safe_load(blocks["exercise.yaml"])["points"]
    files: dict[str, str | None] = {
        "assignments/kinds/assignment.yaml": f"title: Kinds\npoints: {points}\nexercises: [one]\n",
        "assignments/kinds/one/exercise.yaml": blocks["exercise.yaml"],
        "assignments/kinds/one/prompt.md": "As the docstring says.\n",
        "solutions/kinds/one/reference.py": blocks["reference.py"],
        "solutions/kinds/one/checks.py": blocks.get("checks.py"),
        "assignments/kinds/given.py": blocks.get("given.py"),
        **{f"solutions/kinds/one/{n}": t for n, t in blocks.items() if n.startswith("test_")},
    }
    for name, text in files.items():
        if text is not None:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
    return root / "assignments" / "kinds"
