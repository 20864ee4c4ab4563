"""The command line: parsing and wiring only. Each command imports what it needs when it runs, so
that ``grader check`` starts in the time NumPy takes.

Exit codes: 0 fine, 1 the work falls short, 2 wrong use or bad input (one line, no traceback), 3 the
grader itself failed (``GRADER_DEBUG=1`` shows where).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, NoReturn, cast

import click

from grader import __version__

FALLS_SHORT, WRONG_USE, OUR_FAULT = 1, 2, 3

EXISTING = click.Path(path_type=Path)


def fail(message: str, code: int = WRONG_USE) -> NoReturn:
    """One line on stderr, and out."""
    click.echo(f"grader: {message}", err=True)
    sys.exit(code)


def main() -> NoReturn:
    """Run the command line; nothing a user can do shows a traceback."""
    try:
        code = cli.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        fail("interrupted; what was graded so far is kept", 130)
    except KeyboardInterrupt:
        fail("interrupted; what was graded so far is kept", 130)
    except click.UsageError as error:
        error.show()
        sys.exit(WRONG_USE)
    except click.ClickException as error:
        fail(error.format_message())
    except BrokenPipeError:
        # The reader of our output went away (`| head`); not an error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)
    except Exception as error:
        if _is_wrong_use(error):
            fail(str(error))
        if os.environ.get("GRADER_DEBUG"):
            raise
        fail(
            f"internal error: {type(error).__name__}: {error} (GRADER_DEBUG=1 shows where; "
            "no grade was given)",
            OUR_FAULT,
        )


def _is_wrong_use(error: Exception) -> bool:
    """Whether ``error`` is one of the types whose text is a sentence for the user."""
    wrong_use = {"CatalogError", "SandboxUnavailable", "WrongUse"}
    return any(
        kind.__name__ in wrong_use and kind.__module__.startswith("grader.")
        for kind in type(error).__mro__
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grader")
def cli() -> None:
    """Auto-graded exercises: fast, sealed, and it says why.

    Students: check. Teaching staff: grade, batch, mark, export. Authors: build, audit, new.
    """


assignment_option = click.option(
    "-a", "--assignment", "assignment_name", required=True, help="Name or folder of the assignment."
)
isolation_option = click.option(
    "--isolation",
    type=click.Choice(["auto", "namespaces", "container", "process"]),
    default="auto",
    show_default=True,
    help="How student code is kept apart; `grader doctor` shows what is there.",
)


policy_option = click.option(
    "--policy",
    type=click.Choice(["latest", "best", "first"]),
    help="Which attempt counts; default: as the last time, at first the latest.",
)
due_option = click.option(
    "--due",
    metavar="TIME",
    help="When late begins, like 2026-03-01T23:59+01:00; kept for the next time.",
)


@cli.command()
@click.argument("file", type=EXISTING)
@assignment_option
@isolation_option
@click.option("--json", "json_path", type=EXISTING, help="Write the report as JSON (- for stdout).")
@click.option("--student", is_flag=True, help="Show what the student may see, no staff detail.")
def grade(
    file: Path, assignment_name: str, isolation: str, json_path: Path | None, student: bool
) -> int:
    """Grade one submission with all checks, in the sandbox."""
    from grader.catalog import load_assignment
    from grader.exporters import json as json_exporter
    from grader.grading import Grader
    from grader.intake import read_submission
    from grader.sandbox import open_sandbox

    assignment = load_assignment(assignment_name)
    submission = read_submission(file, expected=assignment.submission)
    with Grader(assignment, open_sandbox(isolation)) as grader:
        report = grader.grade(submission).report
    if json_path is not None:
        text = json_exporter.render(report)
        if str(json_path) == "-":
            click.echo(text, nl=False)
        else:
            write_text(json_path, text)
    if json_path is None or str(json_path) != "-":
        from grader.exporters import terminal

        terminal.show(report, staff=not student)
    if report.regrade:
        return OUR_FAULT
    return 0 if report.earned >= report.points - report.to_mark - 1e-9 else FALLS_SHORT


def write_text(path: Path, text: str) -> None:
    """Write a file the user asked for; a folder that is not there is wrong use."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(f"{path}: can't be written ({error.strerror}); choose another place")


@cli.command()
@click.argument("file", type=EXISTING, default=".")
@click.option("-q", "--question", metavar="EXERCISE", help="One exercise (or function) only.")
@click.option("--watch", is_flag=True, help="Check again whenever the file changes.")
def check(file: Path, question: str | None, watch: bool) -> int:
    """Run the public checks on your own file."""
    from grader.desk import check as desk
    from grader.exporters import terminal

    def show() -> bool:
        report = desk.check_file(file, question)
        terminal.show_public(report, desk.closing_line(report))
        return desk.passes(report)

    def again() -> None:
        click.clear()
        show()

    if watch:
        desk.watch(file, again)
    return 0 if show() else FALLS_SHORT


@cli.command()
def doctor() -> int:
    """Show which isolation layers are active, what each stops, and how to get the others."""
    from grader.exporters import doctor as doctor_exporter
    from grader.sandbox import SandboxUnavailable, open_sandbox, survey

    layers = survey()
    try:
        with open_sandbox("auto") as sandbox:
            profile: str | None = sandbox.name
            problem = ""
    except SandboxUnavailable as error:
        profile, problem = None, str(error)
    doctor_exporter.show(layers, profile, problem)
    return 0 if profile else FALLS_SHORT


@cli.command()
@click.argument("folder", type=EXISTING)
@assignment_option
@click.option("-o", "--out", type=EXISTING, required=True, help="Folder for grades and feedback.")
@click.option("--jobs", type=click.IntRange(1, 512), help="Processes; default: one per core.")
@isolation_option
@click.option("--only", multiple=True, metavar="ID", help="Grade this student (again); repeatable.")
@click.option("--roster", type=EXISTING, help="CSV with id, name, email, sections.")
@click.option("--failed", is_flag=True, help="Grade again only what is marked for regrading.")
@policy_option
@due_option
@click.option("--rejudge", is_flag=True, help="Judge saved answers again; runs no student code.")
@click.option("--quiet", is_flag=True, help="No progress, no summary.")
def batch(
    folder: Path,
    assignment_name: str,
    out: Path,
    jobs: int | None,
    isolation: str,
    only: tuple[str, ...],
    roster: Path | None,
    failed: bool,
    policy: Any,
    due: str | None,
    rejudge: bool,
    quiet: bool,
) -> int:
    """Grade a folder of submissions; running it again continues and grades only what is new."""
    from grader.batch.run import BatchSettings, run_batch
    from grader.sandbox import open_sandbox

    open_sandbox(isolation).close()  # wrong use shows before a pool of processes is started
    result = run_batch(
        BatchSettings(
            folder=folder,
            assignment=assignment_name,
            out=out,
            jobs=jobs or 0,
            isolation=isolation,
            quiet=quiet,
            rejudge=rejudge,
            only=only,
            roster=roster,
            failed=failed,
            policy=policy,
            due=due,
        )
    )
    if not quiet:
        from rich.console import Console

        console = Console(highlight=False)
        console.print(result.written.summary.render())
        for remark in result.remarks:
            console.print(remark, markup=False)
        console.print(
            f"Graded {result.graded}, unchanged {result.kept}, unreadable {result.problems}.\n"
            f"Grades:    {result.written.csv}\n"
            f"Report:    {result.written.page}\n"
            f"Feedback:  {result.written.feedback}\n"
            f"Gradebook: {result.gradebook}",
            soft_wrap=True,
        )
    return OUR_FAULT if result.written.summary.regrade else 0


@cli.command()
@click.argument("format_name", metavar="FORMAT")
@click.option(
    "-g", "--gradebook", type=EXISTING, required=True, help="gradebook.sqlite of a batch."
)
@assignment_option
@click.option("--roster", type=EXISTING, help="CSV with id, name, email, sections.")
@click.option("-o", "--out", type=EXISTING, help="The file to write; default: stdout.")
@click.option("--column", default="", help='Canvas: the column, "Name (1234)"; default: the title.')
@policy_option
@due_option
def export(
    format_name: str,
    gradebook: Path,
    assignment_name: str,
    roster: Path | None,
    out: Path | None,
    column: str,
    policy: Any,
    due: str | None,
) -> int:
    """Write grades as FORMAT: gradescope, canvas, moodle, csv, jsonl or html."""
    from grader.batch import export as exports

    if format_name not in exports.FORMATS:
        fail(f"no format {format_name!r}; there are {', '.join(exports.FORMATS)}")
    if out is not None and str(out) == "-":
        out = None
    exported = exports.export(
        exports.ExportSettings(
            format=cast(Any, format_name),
            gradebook=gradebook,
            assignment=assignment_name,
            roster=roster,
            out=out,
            policy=policy,
            due=due,
            column=column,
        )
    )
    if out is None:
        click.echo(exported.text, nl=False)
    else:
        write_text(out, exported.text)
    for remark in exported.remarks:
        click.echo(remark, err=True)
    return 0


@cli.group()
def build() -> None:
    """Make what students or platforms get."""


@build.command("student")
@assignment_option
@click.option("-o", "--out", type=EXISTING, required=True, help="Folder to write the template to.")
def build_student(assignment_name: str, out: Path) -> int:
    """The students' template: script, notebook, given.py, README."""
    from grader.authoring import student
    from grader.catalog import load_assignment

    for path in student.build(load_assignment(assignment_name), out):
        click.echo(path)
    return 0


constraints_option = click.option(
    "--constraints",
    type=EXISTING,
    default="constraints.txt",
    show_default=True,
    help="Where the pinned versions stand.",
)


def read_constraints(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        fail(f"{path}: can't be read ({why}); name it with --constraints")


@build.command("gradescope")
@assignment_option
@click.option("-o", "--out", type=EXISTING, required=True, help="The zip to write.")
@constraints_option
def build_gradescope(assignment_name: str, out: Path, constraints: Path) -> int:
    """The autograder zip for Gradescope."""
    from grader.catalog import load_assignment
    from grader.platforms import bundle, gradescope

    pins = read_constraints(constraints)
    bundle.write_file(out, gradescope.build(load_assignment(assignment_name), pins))
    click.echo(f"{out}: upload it as the autograder, with setup.sh and run_autograder at its root")
    return 0


@build.command("github")
@assignment_option
@click.option("-o", "--out", type=EXISTING, required=True, help="Folder for both repositories.")
@constraints_option
def build_github(assignment_name: str, out: Path, constraints: Path) -> int:
    """The students' and the staff's repository for GitHub Classroom."""
    from grader.authoring import student
    from grader.catalog import load_assignment
    from grader.platforms import bundle, github

    pins = read_constraints(constraints)
    assignment = load_assignment(assignment_name)
    bundle.write_folder(out, github.build(assignment, pins, student.members(assignment)))
    click.echo(f"{out / 'template'}: the repository that students start from; it holds no secret")
    click.echo(f"{out / 'staff'}: a private repository, named by the variable GRADER_REPOSITORY")
    return 0


@build.command("prairielearn")
@assignment_option
@click.option("-o", "--out", type=EXISTING, required=True, help="The question's folder.")
@click.option("--image", default="", help="Name of the Docker image made from image/Dockerfile.")
@constraints_option
def build_prairielearn(assignment_name: str, out: Path, image: str, constraints: Path) -> int:
    """The question folder for PrairieLearn, with its external grader."""
    from grader.authoring import student
    from grader.catalog import load_assignment
    from grader.platforms import bundle, prairielearn

    pins = read_constraints(constraints)
    assignment = load_assignment(assignment_name)
    members = prairielearn.build(assignment, pins, student.members(assignment), image)
    bundle.write_folder(out, members, prairielearn.PROGRAMS)
    click.echo(f"{out}: copy it into the course's questions/; build and push {out / 'image'} first")
    return 0


@build.command("otter")
@assignment_option
@click.option("-o", "--out", type=EXISTING, required=True, help="The zip to write.")
def build_otter(assignment_name: str, out: Path) -> int:
    """The zip for `otter run`; needs this package where Otter is installed."""
    from grader.catalog import load_assignment
    from grader.platforms import bundle, otter

    bundle.write_file(out, otter.build(load_assignment(assignment_name)))
    click.echo(
        f"{out}: grade with `otter run SUBMISSION -a {out}`, where grader[otter] is installed"
    )
    return 0
