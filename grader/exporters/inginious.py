"""A report as an INGInious task's feedback: a result, a grade in per cent, and reStructuredText.

What a student wrote may be in the reasons, so they are literal blocks, in which nothing is markup. A fault of ours is the result
``crash``, with no grade.
"""

from __future__ import annotations

from typing import Any

from grader.exporters import plaintext, words
from grader.exporters.escape import line
from grader.model import Report


def results(report: Report) -> dict[str, Any]:
    """``result``, ``grade`` and ``text`` of a graded submission."""
    out_of = report.points - report.to_mark
    full = report.earned >= out_of - 1e-9
    return {
        "result": "crash" if report.regrade else "success" if full else "failed",
        "grade": round(100 * report.earned / out_of, 6) if out_of else 100.0,
        "text": _literal(plaintext.whole(report)),
    }


def fault(message: str, *, student: bool) -> dict[str, Any]:
    """Where nothing could be graded."""
    found = {"result": "failed", "grade": 0.0} if student else {"result": "crash"}
    return {**found, "text": _literal(f"{words.fault(student)} {line(message)}")}


def _literal(text: str) -> str:
    rows = "\n".join(f"    {row}".rstrip() for row in text.splitlines())
    return f"::\n\n{rows}\n"
