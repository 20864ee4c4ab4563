"""What a file is that nobody meant to hand in, each with its own line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.intake import BadInput, read_submission
from grader.model import FileName

EXPECTED = FileName("homework.py", frozenset({"relu", "step"}))
CELLS = json.dumps(
    {"cells": [{"cell_type": "code", "source": "def relu(z):\n    return z"}]}, indent=1
)
MARIMO = """import marimo

__generated_with = "0.9"
app = marimo.App()

@app.cell
def _():
    import numpy as np
    return np,

@app.cell
def _(np):
    def relu(z):
        return np.maximum(z, 0)
    return relu,
"""


@pytest.mark.parametrize("name", ["homework.py", "homework.ipynb"])
@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"<!DOCTYPE html>\n<html lang=en><body>relu</body></html>", "web page"),
        (b"\xef\xbb\xbf\n\n<!doctype HTML>", "web page"),
        (b"<!-- saved from url --><html>", "web page"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html>", "web page"),
        ("<html>".encode("utf-16"), "web page"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"Rar!\x1a\x07", "rar"),
        (b"{\\rtf1\\ansi def relu", "rich text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "office program"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"\xa7\r\r\n\0\0\0\0def", "compiled Python"),
    ],
)  # fmt: skip
def test_other_kinds_of_files(tmp_path: Path, name: str, raw: bytes, says: str) -> None:
    assert says in refusal(tmp_path / name, raw)


@pytest.mark.parametrize("cut", [30, 60, len(CELLS) - 3])
def test_half_a_notebook(tmp_path: Path, cut: int) -> None:
    assert "is cut off" in refusal(tmp_path / "homework.ipynb", CELLS[:cut].encode())


def test_a_merge_conflict_in_a_notebook(tmp_path: Path) -> None:
    raw = CELLS.replace("\n  {", "\n<<<<<<< HEAD\n  {", 1).encode()
    assert "merge conflict" in refusal(tmp_path / "homework.ipynb", raw)


@pytest.mark.parametrize("text", [MARIMO, MARIMO.replace("@app.cell", "@app.function")])
def test_marimo(tmp_path: Path, text: str) -> None:
    said = refusal(tmp_path / "homework.py", text.encode())
    assert "marimo export script" in said


def test_another_assignment(tmp_path: Path) -> None:
    said = refusal(tmp_path / "homework.py", b"def f(x):\n    return x\n")
    assert "none of the functions asked for (relu, step)" in said


@pytest.mark.parametrize(
    "text", ["relu = lambda z: z", "exec('def relu(z): return z')", "from x import relu"]
)
def test_names_may_come_from_anywhere(tmp_path: Path, text: str) -> None:
    (tmp_path / "homework.py").write_text(text)
    assert read_submission(tmp_path / "homework.py", expected=EXPECTED).cells


STUB = "def relu(z):\n    raise NotImplementedError\n"
DONE = "def relu(z):\n    return z\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{DONE}\n\n{STUB}", "`relu` is defined twice, line 1 and line 5; the last one counts"),
        (f"{DONE}{DONE}{STUB}", "3 times, line 1 and line 5"),
        (f"# %%\n{DONE}# %%\n{STUB}", "twice, line 2 and line 5"),
        (f"{STUB}\n\n{DONE}", None),
        (f"{DONE}\n\n{DONE}", None),
        (f"{STUB}\n\n{STUB}", None),
    ],
)
def test_a_stub_below_finished_work(tmp_path: Path, text: str, said: str | None) -> None:
    (tmp_path / "homework.py").write_text(text)
    notices = read_submission(tmp_path / "homework.py", expected=EXPECTED).notices
    assert [said in notice.text for notice in notices] == ([True] if said else [])


def test_a_stub_in_a_later_cell(tmp_path: Path) -> None:
    cells = [{"cell_type": "code", "source": source} for source in (f"x = 1\n{DONE}", STUB)]
    (tmp_path / "homework.ipynb").write_text(json.dumps({"cells": cells}))
    [notice] = read_submission(tmp_path / "homework.ipynb", expected=EXPECTED).notices
    assert "line 2 of cell 1 and line 1 of cell 2" in notice.text


def refusal(path: Path, raw: bytes) -> str:
    path.write_bytes(raw)
    with pytest.raises(BadInput) as caught:
        read_submission(path, expected=EXPECTED)
    text = str(caught.value)
    assert "\n" not in text
    assert ";" in text
    return text
