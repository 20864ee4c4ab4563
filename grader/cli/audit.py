"""``grader audit``: is the assignment sound?"""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.common import (
    EXISTING,
    FALLS_SHORT,
    assignment_option,
    fail,
    isolation_option,
    write_text,
)


@click.command()
@assignment_option
@click.option(
    "-q", "--exercise", "only", multiple=True, help="Only this exercise; may be repeated."
)
@isolation_option
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes; default: one per core.")
@click.option(
    "--seeds",
    type=click.IntRange(0, 1_000_000),
    default=1000,
    show_default=True,
    help="How often all cases are drawn again for the references.",
)
@click.option(
    "--cases",
    type=click.IntRange(0, 10_000_000),
    default=10_000,
    show_default=True,
    help="Random cases on which a mutant that survives is compared with its reference.",
)
@click.option("--json", "json_path", type=EXISTING, help="Write it as JSON (- for stdout).")
@click.option("--html", "html_path", type=EXISTING, help="Write it as a page.")
@click.option("--accept", is_flag=True, help="Write down what is guarded now, for later audits.")
@click.option("--fresh", is_flag=True, help="Also the seeds that were right in an earlier audit.")
@click.option("--quiet", is_flag=True, help="No progress.")
def audit(
    assignment_name: str,
    only: tuple[str, ...],
    isolation: str,
    jobs: int | None,
    seeds: int,
    cases: int,
    json_path: Path | None,
    html_path: Path | None,
    accept: bool,
    fresh: bool,
    quiet: bool,
) -> int:
    """Prove that right answers get full marks, wrong ones don't, and nothing leaks.

    Exit code 1 when the assignment is not sound.
    """
    import msgspec

    from grader.authoring.audit import guards, page, run, table
    from grader.authoring.audit.progress import Progress
    from grader.batch.local import default_jobs
    from grader.catalog import load_assignment

    assignment = load_assignment(assignment_name, lenient=True)
    known = [exercise.name for exercise in assignment.exercises]
    for name in only:
        if name not in known:
            fail(f"no exercise {name!r} in {assignment.name}; there are {', '.join(known)}")
    ask = run.Ask(
        seeds=seeds,
        cases=cases,
        only=only,
        isolation=isolation,
        jobs=jobs or default_jobs(),
        fresh=fresh,
    )
    with Progress(quiet=quiet) as progress:
        try:
            found, recorded = run.audit(assignment, ask, progress.step)
        except ValueError as error:
            fail(str(error))
    if json_path is not None:
        text = msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"
        if str(json_path) == "-":
            click.echo(text, nl=False)
        else:
            write_text(json_path, text)
    if html_path is not None:
        write_text(html_path, page.render(found))
    if json_path is None or str(json_path) != "-":
        table.show(found)
    if accept:
        click.echo(f"{guards.write(assignment, recorded)}: what is guarded now", err=True)
    return 0 if found.sound else FALLS_SHORT
