"""Which file is the work: the one in which most is done, whatever it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.intake import BadInput, read_submission
from grader.intake.cells import split_script
from grader.intake.choosing import contents, copy_number
from grader.model import FileName, Submission

NAMES = ("relu", "step", "sigmoid", "dtanh")
EXPECTED = FileName("homework.py", frozenset((*NAMES, "WHY")))


def work(*done: str, how: str = "return z", why: str = "") -> str:
    """A script in which these functions are done, and the others are stubs."""
    functions = [
        f'def {name}(z: float) -> float:\n    """Of z."""\n    {how if name in done else "raise NotImplementedError"}\n'
        for name in NAMES
    ]
    return "\n\n".join(["import numpy as np\n", *functions, f'WHY: str = """\n{why}"""\n'])


def as_notebook(script: str) -> str:
    cells = [{"cell_type": "code", "source": part} for part in script.split("\n\n\n")]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


TEMPLATE = work()
DONE = work("relu", "step", "sigmoid")


def handed_in(folder: Path, files: dict[str, str]) -> Submission:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(as_notebook(text) if name.endswith(".ipynb") else text)
    return read_submission(folder, expected=EXPECTED)


COPIES = [
    # Jupyter, Colab, browsers, platforms
    "homework-Copy1.ipynb", "homework-Copy2.py", "homework (1).py", "homework (3).ipynb", "homework-1.py",
    # file managers: Windows, macOS, GNOME, KDE, in several languages
    "homework - Copy.py", "homework - Copy (2).py", "homework - Kopie.py", "homework - copie.py", "homework - copia.py",
    "homework - Cópia.ipynb", "homework - kopia.py", "homework — копия.py", "homework - 副本.py", "homework - コピー.py",
    "homework copy.py", "homework copy 2.ipynb", "homework Kopie.py", "homework (copy).py", "homework (Kopie).py",
    "homework (another copy).py", "homework (copie).py",
    # Google Drive
    "Copy of homework.ipynb", "Kopie von homework.ipynb", "Copie de homework.ipynb", "Copia de homework.ipynb",
    "Cópia de homework.ipynb", "Copia di homework.ipynb", "Kopi av homework.ipynb", "homework のコピー.ipynb",
    # people
    "homework_final.py", "homework-FINAL-final.py", "Homework.py", "HOMEWORK.ipynb", "hw.py", "anna_homework.py",
    "homework_v2.py", "my work.py", "Untitled.ipynb", "solution/homework.py", "Untitled1.py", "homework.py.txt",
    "main.py",
]  # fmt: skip


@pytest.mark.parametrize("template", ["homework.py", "homework.ipynb"])
@pytest.mark.parametrize("name", COPIES)
def test_an_untouched_template_never_wins(tmp_path: Path, template: str, name: str) -> None:
    found = handed_in(
        tmp_path,
        {template: TEMPLATE, name: DONE, "given.py": "x = 1", "utils.py": "def f(): return 1"},
    )
    assert found.files == (name.rpartition("/")[2],)
    [choice] = [notice for notice in found.notices if notice.label == "intake.choice"]
    assert f"not {template}: none of its functions is filled in" in choice.text
    [ignored] = [notice for notice in found.notices if notice.label == "intake.ignored"]
    assert "utils.py" in ignored.text
    assert template not in ignored.text.partition("ignored: ")[2]


def test_script_and_notebook_with_parts(tmp_path: Path) -> None:
    found = handed_in(
        tmp_path, {"homework.py": work("relu"), "homework.ipynb": work("step", "dtanh")}
    )
    assert found.files == ("homework.ipynb",)
    [choice] = found.notices
    assert "it has 1 function done, homework.ipynb has 2 (but not relu)" in choice.text


def test_the_same_work_twice(tmp_path: Path) -> None:
    other = DONE.replace('"""Of z."""', '"""What z gives."""').replace("return z", "return z  # so")
    found = handed_in(
        tmp_path, {"copy of it.py": other, "homework.ipynb": DONE, "homework.py": DONE}
    )
    assert found.files == ("homework.py",)
    assert [n.text.rpartition(": ")[2] for n in found.notices] == [
        "it holds the same functions."
    ] * 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("homework.py", "homework.ipynb"),
        ("homework.py", "homework (1).py"),
        ("homework.py", "homework_final.py"),
        ("a.py", "b.ipynb"),
    ],
)
def test_two_works_are_refused(tmp_path: Path, one: str, other: str) -> None:
    with pytest.raises(BadInput) as caught:
        handed_in(tmp_path, {one: DONE, other: work("relu", "step", "sigmoid", how="return 2 * z")})
    for part in ("can't tell which file is the work", one, other, "relu", "hand in one of them"):
        assert part in str(caught.value)


def test_of_numbered_copies_the_newest_counts(tmp_path: Path) -> None:
    older = {f"homework ({k}).py": work("relu", how=f"return {k}") for k in (1, 2)}
    found = handed_in(tmp_path, {**older, "homework (10).py": work("relu", how="return 10")})
    assert found.files == ("homework (10).py",)


def test_older_work_in_a_folder(tmp_path: Path) -> None:
    older = work("relu", "step", "sigmoid", how="return 0")
    found = handed_in(tmp_path, {"homework.py": DONE, "old/homework.py": older})
    assert found.files == ("homework.py",)
    assert "lies in a folder" in found.notices[0].text


def test_broken_work_is_work(tmp_path: Path) -> None:
    broken = work("relu", how="return (z")
    assert handed_in(tmp_path, {"homework.py": TEMPLATE, "mine.py": broken}).files == ("mine.py",)


def test_a_written_answer_is_work(tmp_path: Path) -> None:
    found = handed_in(tmp_path, {"homework.py": TEMPLATE, "mine.ipynb": work(why="Since it is.")})
    assert found.files == ("mine.ipynb",)


def test_what_can_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "homework.ipynb").write_text('{"cells": [{"cell_type": "co')
    (tmp_path / "page.py").write_text("<!DOCTYPE html><html></html>")
    found = handed_in(tmp_path, {"homework.py": work("relu")})
    assert found.files == ("homework.py",)
    texts = [notice.text for notice in found.notices]
    assert any("not homework.ipynb: it can't be read (" in text for text in texts)
    assert any("not page.py: it can't be read (is a web page" in text for text in texts)


def test_all_untouched(tmp_path: Path) -> None:
    found = handed_in(
        tmp_path, {"homework (1).py": TEMPLATE, "homework.ipynb": TEMPLATE, "homework.py": TEMPLATE}
    )
    assert found.files == ("homework.py",)


def test_one_file_needs_no_name(tmp_path: Path) -> None:
    found = handed_in(tmp_path, {"anything.py": work("relu")})
    assert (found.files, found.notices) == (("anything.py",), ())


@pytest.mark.parametrize(
    ("body", "stub"),
    [
        ("raise NotImplementedError", True),
        ("raise NotImplementedError('todo')", True),
        ('"""Text."""\n    raise NotImplementedError', True),
        ("pass", True),
        ("...", True),
        ('"""Text."""', True),
        ("return None", False),
        ("y = z\n    raise NotImplementedError", False),
        ("raise ValueError", False),
    ],
)
def test_stubs(body: str, stub: bool) -> None:
    cells, _ = split_script(f"def relu(z):\n    {body}\n", "a.py")
    done, left = contents(cells, frozenset({"relu"}))
    assert (set(done), left) == ((set(), {"relu"}) if stub else ({"relu"}, set()))


def test_the_last_definition_counts() -> None:
    cells, _ = split_script(
        work("relu") + "\n\ndef relu(z):\n    raise NotImplementedError\n", "a.py"
    )
    assert contents(cells, EXPECTED.due) == ({}, {*NAMES, "WHY"})


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("homework.py", 0), ("Homework.ipynb", 0), ("homework-1.py", 1), ("homework (12).py", 12),
        ("homework-Copy3.ipynb", 3), ("homework_final.py", None), ("other.py", None), ("homework.pdf", None),
    ],
)  # fmt: skip
def test_copy_numbers(name: str, number: int | None) -> None:
    assert copy_number(name, "homework.py") == number
