"""A student's feedback as Markdown: what a student gets to read, and nothing staff-only."""

from __future__ import annotations

from grader.exporters import words
from grader.exporters.escape import block, code, markdown, plain
from grader.model import CheckResult, Report, Verdict


def render(report: Report, title: str = "", penalty: float = 0.0) -> str:
    """The feedback file of one submission, newline at the end."""
    out = [f"# {markdown(title or report.assignment)}: {words.total(report, penalty)}", ""]
    if words.untouched(report):
        out += [
            "Nothing is filled in yet. Start with the first exercise: replace its "
            "`raise NotImplementedError` with your own code, and run `grader check` to see how you do.",
            "",
        ]
    if report.regrade:
        out += ["Some checks could not be judged; the staff has been told and will regrade.", ""]
    for error, consequence in words.stopped(report):
        out += [words.DID_NOT_RUN, "", block(error), "", prose(consequence), ""]
    out += [f"- Note: {markdown(text)}" for text in words.noticed(report)]
    if report.notices:
        out.append("")
    out += ["| | Exercise | Checks | Points |", "|---|---|--:|--:|"]
    for exercise in report.exercises:
        automatic = words.automatic_checks(exercise)
        passed = sum(check.finding.verdict is Verdict.PASS for check in automatic)
        mark = words.MARKS[words.verdict_of(exercise)]
        out.append(
            f"| {mark} | {markdown(words.heading(exercise))} | {passed}/{len(automatic)} "
            f"| {words.exercise_score(exercise)} |"
        )
    out.append("")
    if not words.untouched(report):
        for exercise in report.exercises:
            shown = words.distinct(words.failed(exercise))
            if shown:
                out += [f"## {markdown(words.heading(exercise))}", ""]
                for check in shown:
                    out += [failure(check), ""]
    if report.output:
        out += ["## What your file printed", "", block(plain(report.output, 4000)), ""]
    out += ["Hidden checks use other sizes and values than those you can see.", ""]
    return "\n".join(out)


def failure(check: CheckResult) -> str:
    """One failed check as a Markdown list item."""
    feedback = check.finding.feedback
    assert feedback is not None
    out = [f"**{words.MARKS[check.finding.verdict]} {prose(feedback.what)}**", ""]
    for heading, text in words.lines(feedback):
        if heading in ("got", "expected"):
            shown = f"\n\n{_indent(block(text))}" if "\n" in text else f" {code(text)}"
            out.append(f"- {heading}:{shown}")
        else:
            out.append(f"- {heading}: {prose(text)}")
    return "\n".join(out)


def prose(text: str) -> str:
    """Our own sentence: ``code`` in backquotes stays code, the rest is escaped."""
    pieces = plain(text).split("`")
    return "".join(
        code(piece) if k % 2 and k < len(pieces) - 1 else markdown_keep_spaces(piece)
        for k, piece in enumerate(pieces)
    )


def markdown_keep_spaces(text: str) -> str:
    """Like ``escape.markdown``, keeping the spaces at both ends."""
    if not text.strip():
        return " " if text else ""
    head = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() else ""
    return f"{head}{markdown(text)}{tail}"


def _indent(text: str) -> str:
    return "\n".join(f"  {row}" for row in text.splitlines())
