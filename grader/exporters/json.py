"""A report as JSON: stable key order, no time stamps, the same bytes for the same report."""

from __future__ import annotations

import msgspec

from grader.model import Report


def render(report: Report) -> str:
    """The report as indented JSON, newline at the end."""
    body = msgspec.json.encode(report)
    return msgspec.json.format(body, indent=2).decode() + "\n"


def line(report: Report) -> str:
    """The report as one line, for JSON lines."""
    return msgspec.json.encode(report).decode() + "\n"


def read(text: str | bytes) -> Report:
    """A report from its JSON. Raises ``msgspec.ValidationError`` when it is none."""
    return msgspec.json.decode(text, type=Report)
