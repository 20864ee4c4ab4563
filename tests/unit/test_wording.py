"""What the checks say holds for any assignment: nothing in it belongs to one lecture."""

from __future__ import annotations

import ast
import re

from tests.conftest import ROOT

ONE_LECTURE = re.compile(r"\blayers?\b|\b[Rr]ule \d|∂loss|\blecture's\b|one data point")


def test_messages_name_nothing_of_one_lecture() -> None:
    files = [*ROOT.glob("grader/checks/*.py"), *ROOT.glob("grader/diagnosis/*.py")]
    assert len(files) > 15
    for file in files:
        tree = ast.parse(file.read_text())
        prose = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found = ONE_LECTURE.search(node.value)
                assert id(node) in prose or not found, f"{file.name}:{node.lineno}: {node.value}"
