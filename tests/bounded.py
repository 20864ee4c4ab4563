"""Judging in a process that may take no more than so much processor time and memory, which the kernel counts."""

from __future__ import annotations

import os
import resource
import sys

from grader.catalog import Assignment
from grader.exporters import json, markdown
from grader.grading import judge
from grader.model import Submission, Transcript, Verdict

SECONDS = 2
MEGABYTES = 150


def bounded(assignment: Assignment, submission: Submission, transcript: Transcript) -> str:
    """ "" or what became of a process that judges them, with its report written, and may take no more."""
    child = os.fork()
    if child == 0:
        code = 70
        try:
            with open("/proc/self/statm") as file:
                pages = int(file.read().split()[0])
            most = pages * resource.getpagesize() + (MEGABYTES << 20)
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            report = judge(assignment, submission, transcript, isolation="test")
            json.render(report)
            markdown.render(report)
            faults = [
                check.finding.staff
                for exercise in report.exercises
                for check in exercise.checks
                if check.finding.verdict is Verdict.GRADER_ERROR
            ]
            code = 1 if faults else 0
            print(*faults, file=sys.stderr)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}: more than {SECONDS} s of processor time"
    return {0: "", 1: "a fault of ours"}.get(os.waitstatus_to_exitcode(status), "did not end well")
