"""An audit as one HTML page that opens without a network; nothing in it is a script."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Template

from grader.authoring.audit import table
from grader.authoring.audit.records import Audit
from grader.exporters import jinja, words
from grader.exporters.page import TEMPLATES as STYLES

TEMPLATES = Path(__file__).parent / "templates"


def render(audit: Audit) -> str:
    """The page."""
    groups = [
        (heading, [p for p in audit.problems if p.question == question])
        for question, heading in table.QUESTIONS.items()
    ]
    return _template().render(
        audit=audit,
        verdict=table.verdict(audit),
        groups=[(heading, listed) for heading, listed in groups if listed],
        unsound={problem.exercise for problem in audit.problems},
        survivors=table.survivors(audit),
        reason=table.reason,
        points=words.points,
        style=(STYLES / "report.css").read_text(encoding="utf-8"),
    )


@cache
def _template() -> Template:
    return jinja.environment(TEMPLATES).get_template("audit.html.jinja")
