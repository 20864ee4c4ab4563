"""``grader doctor``: which isolation layers this machine has."""

from __future__ import annotations

import click

from grader.cli.common import FALLS_SHORT


@click.command()
def doctor() -> int:
    """Show which isolation layers are active, what each stops, and how to get the others."""
    from grader.exporters import doctor as doctor_exporter
    from grader.sandbox import SandboxUnavailable, open_sandbox
    from grader.sandbox.survey import survey

    layers = survey()
    try:
        with open_sandbox("auto") as sandbox:
            profile: str | None = sandbox.name
            problem = ""
    except SandboxUnavailable as error:
        profile, problem = None, str(error)
    doctor_exporter.show(layers, profile, problem)
    return 0 if profile else FALLS_SHORT
