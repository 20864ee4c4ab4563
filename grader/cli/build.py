"""``grader build``: what students or platforms get."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import EXISTING, assignment_option, fail

if TYPE_CHECKING:
    from grader.exporters.gradescope import Grain, Visibility
    from grader.platforms.gradescope import Attempts


@click.group()
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


hidden_option = click.option(
    "--hidden",
    type=click.Choice(["after_published", "after_due_date", "hidden", "visible"]),
    default="after_published",
    show_default=True,
    help="When students see points and what the hidden cases say on Gradescope.",
)
tests_option = click.option(
    "--tests",
    "grain",
    type=click.Choice(["exercise", "check"]),
    default="exercise",
    show_default=True,
    help="What one test with points stands for on Gradescope.",
)


def _attempts(
    context: click.Context, option: click.Parameter, value: str | None
) -> Attempts | None:
    from grader.platforms.gradescope import Attempts

    try:
        return None if value is None else Attempts.parse(value)
    except ValueError as error:
        raise click.BadParameter(f"{error} (not {value!r})") from None


attempts_option = click.option(
    "--attempts",
    metavar="N|'N per day'",
    callback=_attempts,
    help="How many submissions on Gradescope, in all or on a day, are told at once what the hidden cases say; others see it when "
    "grades are published.",
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
@hidden_option
@tests_option
@attempts_option
@constraints_option
def build_gradescope(
    assignment_name: str,
    out: Path,
    hidden: Visibility,
    grain: Grain,
    attempts: Attempts | None,
    constraints: Path,
) -> int:
    """The autograder zip for Gradescope."""
    from grader.catalog import load_assignment
    from grader.platforms import bundle, gradescope

    pins = read_constraints(constraints)
    assignment = load_assignment(assignment_name)
    bundle.write_file(
        out, gradescope.build(assignment, pins, hidden=hidden, grain=grain, attempts=attempts)
    )
    click.echo(f"{out}: upload it as the autograder, with setup.sh and run_autograder at its root")
    return 0


@build.command("github")
@assignment_option
@click.option("-o", "--out", type=EXISTING, required=True, help="Folder for both repositories.")
@click.option("--reporter", is_flag=True, help="End with GitHub Classroom's reporter action.")
@constraints_option
def build_github(assignment_name: str, out: Path, reporter: bool, constraints: Path) -> int:
    """The students' and the staff's repository for GitHub."""
    from grader.authoring import student
    from grader.catalog import load_assignment
    from grader.platforms import bundle, github

    pins = read_constraints(constraints)
    assignment = load_assignment(assignment_name)
    members = github.build(assignment, pins, student.members(assignment), reporter=reporter)
    bundle.write_folder(out, members, github.PROGRAMS)
    click.echo(f"{out / 'template'}: the repository that students start from; it holds no secret")
    click.echo(f"{out / 'staff'}: a private repository, named by the variable GRADER_REPOSITORY")
    return 0


@build.command("classroom50")
@assignment_option
@click.option("-o", "--out", type=EXISTING, required=True, help="Folder for all of it.")
@constraints_option
def build_classroom50(assignment_name: str, out: Path, constraints: Path) -> int:
    """The autograder, the template and the grader for Classroom 50."""
    from grader.authoring import student
    from grader.catalog import load_assignment
    from grader.platforms import bundle, classroom50

    pins = read_constraints(constraints)
    assignment = load_assignment(assignment_name)
    members = classroom50.build(assignment, pins, student.members(assignment))
    bundle.write_folder(out, members, classroom50.PROGRAMS)
    click.echo(f"{out / 'autograder.py'}: goes into CLASSROOM/autograders/ASSIGNMENT; no secret")
    click.echo(
        f"{out / 'staff'}: the grader, with the solutions: a runner of yours, or a private repository"
    )
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
@hidden_option
@tests_option
@attempts_option
@constraints_option
def build_otter(
    assignment_name: str,
    out: Path,
    hidden: Visibility,
    grain: Grain,
    attempts: Attempts | None,
    constraints: Path,
) -> int:
    """The zip for `otter run`, which needs this package beside Otter; Gradescope takes it too."""
    from grader.catalog import load_assignment
    from grader.platforms import bundle, otter

    pins = read_constraints(constraints)
    assignment = load_assignment(assignment_name)
    bundle.write_file(
        out, otter.build(assignment, pins, hidden=hidden, grain=grain, attempts=attempts)
    )
    click.echo(
        f"{out}: grade with `otter run SUBMISSION -a {out}`, where grader[otter] is installed"
    )
    return 0


KITS = {
    "autolab": (
        "Autolab",
        "NAME.yml, autograde-Makefile, autograde.tar and the handout make the lab's folder",
    ),
    "codegrade": (
        "CodeGrade",
        "kit.zip and the two scripts go into an AutoTest v2; they are for staff only",
    ),
    "codio": (
        "Codio",
        "the workspace of the assignment's project; .guides/secure holds the solutions",
    ),
    "gitlab": (
        "GitLab CI",
        "three projects: template, pipeline (no secret) and staff, which stays private",
    ),
    "inginious": ("INGInious", "the task's folder, for the server alone; build image/ first"),
    "submitty": ("Submitty", "config/ is the gradeable's; build image/ first"),
}
"""Platforms that take a kit: how they are called, and what to do with what is built."""


def _kit(platform: str, title: str, closing: str) -> click.Command:
    @build.command(platform, help=f"What {title} takes. It holds the solutions.")
    @assignment_option
    @click.option("-o", "--out", type=EXISTING, required=True, help="Folder for all of it.")
    @constraints_option
    def build_kit(assignment_name: str, out: Path, constraints: Path) -> int:
        import importlib

        from grader.authoring import student
        from grader.catalog import load_assignment
        from grader.platforms import bundle

        module = importlib.import_module(f"grader.platforms.{platform}")
        pins = read_constraints(constraints)
        assignment = load_assignment(assignment_name)
        members = module.build(assignment, pins, student.members(assignment))
        bundle.write_folder(out, members, getattr(module, "PROGRAMS", frozenset()))
        click.echo(f"{out}: {closing.replace('NAME', assignment.name)}")
        return 0

    return build_kit


for _platform, (_title, _closing) in KITS.items():
    _kit(_platform, _title, _closing)
