"""What ``grader doctor`` prints: the layers of isolation, what each stops, and how to get those missing."""

from __future__ import annotations

import platform
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader import __version__
from grader.sandbox.base import Layer


def show(
    layers: Sequence[Layer], profile: str | None, problem: str, console: Console | None = None
) -> None:
    out = console or Console(highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("Layer", "Active", "What it stops", "How to get it"):
        table.add_column(heading, overflow="fold")
    for layer in layers:
        active = Text("yes", "green") if layer.active else Text(f"no: {layer.why_not}", "yellow")
        table.add_row(layer.name, active, layer.stops, "" if layer.active else layer.get)
    out.print(table)
    out.print(f"grader {__version__}, Python {platform.python_version()}, {platform.platform()}")
    if profile:
        out.print(Text(f"Grading here uses the profile `{profile}`.", "bold"))
    else:
        out.print(Text(f"No full isolation: {problem}", "bold red"))
