"""``grader mark``: written answers, marked by people."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.common import EXISTING, assignment_option, fail, write_text


@click.command()
@click.argument("gradebook", type=EXISTING)
@assignment_option
@click.option(
    "--marker",
    "markers",
    multiple=True,
    metavar="NAME",
    help="Who marks; repeatable, a link each. Default: your login name.",
)
@click.option(
    "--port",
    type=click.IntRange(1024, 65535),
    help="Of the page; default: 8036 or the next free one.",
)
@click.option(
    "--second",
    type=click.IntRange(1, 100),
    default=10,
    show_default=True,
    metavar="PERCENT",
    help="Share of answers for second marking.",
)
@click.option(
    "--names", is_flag=True, help="Show who wrote an answer; otherwise marking is anonymous."
)
@click.option(
    "--export",
    "export_to",
    type=EXISTING,
    metavar="FILE",
    help="Write all answers as CSV instead ('-': stdout).",
)
@click.option(
    "--import",
    "import_from",
    type=EXISTING,
    metavar="FILE",
    help="Read marks from such a CSV instead.",
)
def mark(
    gradebook: Path,
    assignment_name: str,
    markers: tuple[str, ...],
    port: int | None,
    second: int,
    names: bool,
    export_to: Path | None,
    import_from: Path | None,
) -> int:  # fmt: skip
    """Mark written answers against their rubric, in a page on this machine.

    Several people may mark at once: give each a --marker and the link that is printed. Every mark is in the gradebook
    before the next answer shows; Ctrl-C ends the page and loses nothing.
    """
    try:
        from grader.marking import serve, table
    except ImportError as error:
        fail(f"{error.name} is not installed; pip install 'grader[mark]' brings it")
    from grader.catalog import load_assignment
    from grader.gradebook import who

    chosen = tuple(dict.fromkeys(" ".join(name.split())[:60] for name in markers)) or (who(),)
    if not all(chosen):
        fail("--marker needs a name")
    if export_to is not None and import_from is not None:
        fail("use one of --export and --import")
    assignment = load_assignment(assignment_name)
    if export_to is not None or import_from is not None:
        with serve.open_book(gradebook) as book:
            room = serve.open_room(assignment, book, chosen[0])
            for remark in room.remarks:
                click.echo(remark, err=True)
            if import_from is not None:
                for line in table.read(room, import_from, chosen[0]):
                    click.echo(line)
            elif str(export_to) == "-":
                click.echo(table.write(room, names=names), nl=False)
            elif export_to is not None:
                write_text(export_to, table.write(room, names=names))
        return 0
    settings = serve.MarkSettings(
        gradebook=gradebook,
        markers=chosen,
        port=port or 0,
        names=names,
        sample=second / 100,
    )
    room = serve.serve(assignment, settings, lambda line: click.echo(line))
    for place, task in room.tasks.items():
        progress = room.progress(place, chosen[0])
        aside = f", put aside {progress.aside_done} of {progress.aside}" if progress.aside else ""
        click.echo(f"{task.title}: {progress.done} of {progress.answers} marked{aside}")
    click.echo("grader batch (again) or grader export writes tables and feedback with the marks.")
    return 0
