"""What a student wrote shows as plain text, whatever it is written into."""

from __future__ import annotations

import csv
import io
import json as plain_json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from grader.course.standing import Standing
from grader.exporters import github, html, json, lms, markdown, prairielearn, terminal
from grader.exporters import gradescope as exported
from grader.exporters.csv import classroom, gradescope
from grader.exporters.escape import cell, file_name
from grader.intake.roster import Student
from tests.made_up import ANSI, FORMULA, HOSTILE, SCRIPT, TURNED, report


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    shown = cell(text)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert "\n" not in shown
    assert "\x1b" not in shown


@given(st.text(), st.text())
def test_file_names_stay_in_their_folder_and_apart(one: str, other: str) -> None:
    name = file_name(one)
    assert name
    assert not set(name) & set('/\\\0:*?"<>|')
    assert not name.startswith(".")
    if one != other:
        assert name != file_name(other)


def test_long_ids_do_not_share_a_file() -> None:
    assert file_name("x" * 150 + "a") != file_name("x" * 150 + "b")


LIKE = "O'Neil, D'Arcy"


@pytest.mark.parametrize(
    "other",
    [
        "O_Neil_ D_Arcy", "O’Neil, D’Arcy", "O'Neil; D'Arcy", 'O"Neil, D"Arcy', "O'Neil, D'Arcy.", " O'Neil, D'Arcy",
        "O'Neil, D'Arcy/", "O'Neil\u200b, D'Arcy", file_name(LIKE), file_name(file_name(LIKE)), "O'Neil,\tD'Arcy",
    ],
)  # fmt: skip
def test_no_look_alike_gets_the_file_of_another(other: str) -> None:
    assert file_name(other) != file_name(LIKE)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_tables_hold_plain_text_only(hostile: str) -> None:
    made = report("ppff", hostile)
    standing = Standing(student=hostile, final=4.0, report=made)
    student = Student(id=hostile, name=f"{hostile} {hostile}", email=hostile, sections=(hostile,))
    lines = [(student, standing), (student, None)]
    ids = lms.Ids([student, Student(id="ben")], roster=True)
    lines.append((Student(id="ben", name=hostile, sections=(hostile,)), standing))
    for text in (
        classroom(made, lines),
        gradescope(made, lines),
        lms.canvas(made, lines, ids, hostile).text,
        lms.moodle(lines, ids).text,
        lms.brightspace(lines, ids, hostile).text,
        lms.blackboard(made, lines, ids, hostile).text,
    ):
        for row in csv.reader(io.StringIO(text)):
            for shown in row:
                assert not shown.startswith("=")
                assert not set(shown) & set("\x1b\x9b\u202e\n")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_json_lines_read_back_and_repaint_nothing(hostile: str) -> None:
    made = report("ppff", hostile, text=hostile)
    text = json.line(Standing(student=hostile, final=4.0, report=made))
    assert not set(text[:-1]) & set("\x1b\x9b\u202e\n")
    read = plain_json.loads(text)
    assert read["student"] == hostile
    assert read["report"]["output"] == hostile


def test_feedback_shows_hostile_text_as_text() -> None:
    for hostile in (SCRIPT, FORMULA, ANSI, TURNED):
        made = report("ffff", hostile, text=hostile)
        page = html.page(made, hostile, 0.25)
        assert "<script" not in page
        assert not set(page) & set("\x1b\x9b\u202e")
        assert not set(markdown.render(made, hostile)) & set("\x1b\x9b\u202e")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html.page(report("ffff", text=SCRIPT))


def test_lateness_is_told_in_feedback() -> None:
    made = report("ppff")
    assert "4 of 10 automatic - 1 for lateness" in html.page(made, "x", 0.25)
    assert "4 of 10 automatic - 1 for lateness" in markdown.render(made, "x", 0.25)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_platforms_and_terminals_get_plain_text(hostile: str) -> None:
    """Every format that a student's text is written into, by whichever route it came."""
    made = report("ffff", hostile, text=hostile)
    screen = io.StringIO()
    terminal.show(
        made, console=Console(file=screen, width=100, force_terminal=True, color_system=None)
    )
    assert not set(screen.getvalue()) & set("\x9b\u202e\x07")
    assert "\x1b[31m" not in screen.getvalue()
    for text in (
        github.results(made)["log"],
        exported.render(exported.results(made)),
        prairielearn.render(prairielearn.results(made)).decode(),
    ):
        assert not set(text) & set("\x1b\x9b\u202e\x07")
        assert "\\u001b" not in text
