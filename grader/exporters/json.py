"""A report as JSON: stable key order, no time stamps, the same bytes for the same report."""

from __future__ import annotations

import msgspec

from grader.course.standing import Standing
from grader.exporters.escape import CONTROLS
from grader.model import Report


def render(report: Report) -> str:
    """The report as indented JSON, newline at the end."""
    body = msgspec.json.encode(report)
    return msgspec.json.format(body, indent=2).decode() + "\n"


def line(standing: Standing) -> str:
    """A student's standing with its report as one line, for JSON lines. What could repaint a terminal or turn the
    direction of text is written as an escape, which reads back as the same character."""
    text = msgspec.json.encode(standing).decode()
    return CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def read(text: str | bytes) -> Report:
    """A report from its JSON. Raises ``msgspec.ValidationError`` when it is none."""
    return msgspec.json.decode(text, type=Report)
