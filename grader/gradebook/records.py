"""What the gradebook keeps of an attempt, and of a report."""

from __future__ import annotations

import zlib

import msgspec

from grader.model import Notice, Record, Report


class Attempt(Record, frozen=True, kw_only=True):
    """One student's one hand-in. ``submission`` is the digest of its content, "" when unreadable;
    ``number`` counts the student's attempts from 1, the oldest; ``late`` is the platform's word: yes, no, or ""."""

    student: str
    label: str
    submission: str
    number: int = 1
    at: str = ""
    late: str = ""
    problem: str = ""
    notices: tuple[Notice, ...] = ()


class Result(Record, frozen=True, kw_only=True):
    """A report as it is kept: compressed, without the student's name. ``worth``: what the history says of it."""

    submission: str
    assignment: str
    grader: str
    report: bytes
    regrade: bool
    worth: str

    @classmethod
    def of(cls, report: Report) -> Result:
        bare = msgspec.structs.replace(report, submission="", notices=())
        return cls(
            submission=report.submission_digest,
            assignment=report.assignment_digest,
            grader=report.grader,
            report=zlib.compress(msgspec.json.encode(bare), 1),
            regrade=report.regrade,
            worth=f"{report.earned:g} points{', to be regraded' if report.regrade else ''}",
        )
