"""A report as HTML: real headings and tables, words beside every colour, formulas set, nothing from the network.

All text passes through ``escape.html``. Colours are backgrounds and edges of their own, with the text in the reader's
colours, so it is readable on any theme, dark or light; the page is readable at 400 pixels and on paper.
"""

from __future__ import annotations

import re

from grader.exporters import words
from grader.exporters.escape import html
from grader.exporters.mathml import prose
from grader.model import CheckResult, ExerciseResult, Report, Verdict

STYLE = """
.grader { font: 1rem/1.45 system-ui, sans-serif; max-width: 60rem; color: inherit; }
.grader table { border-collapse: collapse; width: 100%; }
.grader th, .grader td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid #8884; vertical-align: top; }
.grader th { overflow-wrap: anywhere; } .grader td.number, .grader th.number { text-align: right; } .grader td.number { white-space: nowrap; }
@media (max-width: 30rem) { .grader th, .grader td { padding: .25rem; } .grader td.number { white-space: normal; } }
.grader dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .75rem; margin: .25rem 0 1rem; }
.grader dt { opacity: .75; } .grader dd { margin: 0; overflow-wrap: anywhere; }
.grader pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .9em; }
.grader code { font-size: .95em; }
.grader pre.line { border-left: .25rem solid #cf222e; padding: .15rem .5rem; background: #8882; }
.grader .word { padding: 0 .45em; border-radius: .6em; color: #fff; background: #57606a; box-decoration-break: clone; }
.grader .word.pass { background: #1a7f37; } .grader .word.fail { background: #cf222e; }
.grader .word.to_mark, .grader .word.marked { background: #0969da; }
.grader .said { border-left: .25rem solid #57606a; padding-left: .6rem; }
.grader .said.fail { border-color: #cf222e; } .grader .said.to_mark { border-color: #0969da; }
.grader math { font-size: 1.1em; }
"""

# The line of the student's own code at which a call stopped.
_LINE = re.compile(r"(The line is:) `(.*)`", re.DOTALL)

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>body {{ background: Canvas; color: CanvasText; margin: 1rem auto; padding: 0 1rem; max-width: 60rem; }}</style>
</head>
<body><main>
{body}
</main></body>
</html>
"""


def page(report: Report, title: str = "", penalty: float = 0.0, student: str = "") -> str:
    """A self-contained page of one report: what a student may see. ``student``: whose it is."""
    heading = title or report.assignment
    body = fragment(report, words.total(report, penalty), heading=heading, level=1)
    if student:
        body = body.replace("</h1>", f"</h1>\n<p><bdi>{html(student)}</bdi></p>", 1)
    return PAGE.format(title=html(heading), body=body)


def fragment(
    report: Report, closing: str, *, heading: str = "", level: int = 3, points: str = "Points"
) -> str:
    """The report as a piece of HTML, for a page or a notebook's cell. ``points`` heads their column."""
    out = [f"<style>{STYLE}</style>", '<section class="grader">']
    if heading:
        out.append(f"<h{level}>{html(heading)}</h{level}>")
    out.append(f"<p><strong>{html(closing)}</strong></p>")
    if report.regrade:
        out.append(
            "<p>Some checks could not be judged; the staff has been told and will regrade.</p>"
        )
    for error, consequence in words.stopped(report):
        out.append(f"<p>{words.DID_NOT_RUN}</p><pre class='said fail'>{html(error)}</pre>")
        out.append(f"<p>{_prose(consequence)}</p>")
    out += [f"<p>Note: {html(text)}</p>" for text in words.noticed(report)]
    out.append(
        "<table><thead><tr><th scope='col'>Exercise</th><th scope='col'>Result</th>"
        "<th scope='col' class='number'>Checks</th><th scope='col' class='number'>"
        f"{html(points)}</th></tr></thead><tbody>"
    )
    out += [_row(exercise) for exercise in report.exercises]
    out.append("</tbody></table>")
    for exercise in report.exercises:
        shown = words.distinct(words.failed(exercise))
        if shown:
            out.append(f"<h{level + 1}>{prose(words.heading(exercise))}</h{level + 1}>")
            out += [failure(check) for check in shown if not words.undone(check)]
            out += _undone([check for check in shown if words.undone(check)])
    if report.output:
        out.append(f"<h{level + 1}>Printed</h{level + 1}><pre>{html(report.output)}</pre>")
    out.append("</section>")
    return "\n".join(out)


def _row(exercise: ExerciseResult) -> str:
    verdict, word = words.verdict_of(exercise), words.result_word(exercise)
    style = "blocked" if word == words.NOT_DONE else verdict.value
    automatic = words.automatic_checks(exercise)
    passed = sum(check.finding.verdict is Verdict.PASS for check in automatic)
    return (
        f"<tr><th scope='row'>{prose(words.heading(exercise))}</th>"
        f"<td><span class='word {style}'>{word}</span></td>"
        f"<td class='number'>{passed}/{len(automatic)}</td>"
        f"<td class='number'>{html(words.exercise_score(exercise))}</td></tr>"
    )


def failure(check: CheckResult) -> str:
    """One failed check."""
    feedback = check.finding.feedback
    assert feedback is not None
    out = [f"<p class='said {check.finding.verdict.value}'>{_prose(feedback.what)}</p>", "<dl>"]
    for term, text in words.lines(feedback):
        if term in ("got", "expected"):
            shown = f"<pre>{html(text)}</pre>"
        elif found := _LINE.fullmatch(text):
            shown = f"{html(found[1])}<pre class='line'><code>{html(found[2])}</code></pre>"
        else:
            shown = _prose(text)
        out.append(f"<dt>{term}</dt><dd>{shown}</dd>")
    return "\n".join([*out, "</dl>"])


def _undone(checks: list[CheckResult]) -> list[str]:
    """What is not written yet, in one sentence."""
    names = [name for check in checks if (name := words.function_named(check))]
    if not names:
        return []
    listed = ", ".join(f"<code>{html(name)}</code>" for name in names)
    cure = _prose("Replace `raise NotImplementedError` with your own code.")
    return [f"<p class='said'>Not done yet: {listed}. {cure}</p>"]


def _prose(text: str) -> str:
    """Our own sentence, with `code` in backquotes."""
    pieces = text.split("`")
    return "".join(
        f"<code>{html(piece)}</code>" if k % 2 and k < len(pieces) - 1 else prose(piece)
        for k, piece in enumerate(pieces)
    )
