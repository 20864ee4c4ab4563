"""Made-up reports as every exporter writes them."""

from __future__ import annotations

import functools
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from grader.exporters import (
    autolab,
    codegrade,
    desk,
    github,
    gradescope,
    inginious,
    junit,
    markdown,
    prairielearn,
    submitty,
    terminal,
)
from grader.exporters import json as report_json
from grader.model import Report
from tests.every_verdict import REPORTS


def shown(report: Report, *, staff: bool) -> str:
    screen = io.StringIO()
    terminal.show(report, staff=staff, console=Console(file=screen, width=100, highlight=False))
    return "".join(f"{line.rstrip()}\n" for line in screen.getvalue().splitlines())


def indented(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def on_gradescope(**options: Any) -> Callable[[Report], str]:
    return lambda report: gradescope.render(gradescope.results(report, **options))


EXPORTERS: dict[str, Callable[[Report], str]] = {
    "json": report_json.render,
    "markdown": markdown.render,
    "markdown_late": functools.partial(markdown.render, title="Title of *it*", penalty=0.25),
    "terminal": functools.partial(shown, staff=False),
    "terminal_staff": functools.partial(shown, staff=True),
    "desk": functools.partial(desk.text, closing="That is all."),
    "gradescope": on_gradescope(),
    "gradescope_visible": on_gradescope(hidden="visible", penalty=0.25),
    "gradescope_checks": on_gradescope(hidden="after_due_date", grain="check"),
    "github": lambda report: indented(github.results(report)["runners"]),
    "github_log": lambda report: github.results(report)["log"],
    "prairielearn": lambda report: prairielearn.render(prairielearn.results(report)).decode(),
    "autolab": autolab.results,
    "codegrade": codegrade.results,
    "inginious": lambda report: indented(inginious.results(report)),
    "submitty": lambda report: indented(submitty.results(report, 60)),
    "junit": junit.render,
}


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_everything(exporter: str, snapshot: SnapshotAssertion) -> None:
    assert EXPORTERS[exporter](REPORTS["everything"]) == snapshot


@pytest.mark.parametrize("report", ["right", "untouched"])
def test_nothing_wrong_and_nothing_done(report: str, snapshot: SnapshotAssertion) -> None:
    made = [f"== {name}\n{write(REPORTS[report])}" for name, write in EXPORTERS.items()]
    assert "".join(made) == snapshot


@pytest.mark.parametrize("student", [True, False])
def test_what_could_not_be_graded(student: bool, snapshot: SnapshotAssertion) -> None:
    made = (
        *([gradescope.fault("it is *empty*\n::x")] if student else []),
        github.fault("it is *empty*\n::x", 90.0, student=student),
        prairielearn.fault("it is *empty*\n::x", student=student),
        inginious.fault("it is *empty*\n::x", student=student),
        submitty.fault("it is *empty*\n::x", student=student),
    )
    texts = (
        autolab.fault("it is *empty*\n::x", ["one", "two"], student=student),
        junit.fault("it is *empty* & <odd>\n::x", student=student),
    )
    assert "".join([*map(indented, made), *texts]) == snapshot
