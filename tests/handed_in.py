"""What is handed in where platforms are tested: every example, and twenty attacks as notebooks.

The attacks are of every family in ``tests/attacks``: reading secrets, forging results, subverting checks, breaking the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat
import yaml

from grader.intake import read_submission

ROOT = Path(__file__).resolve().parent.parent
ATTACKS = (
    # reading
    *("proc_parent", "frames", "gc_objects", "import_solutions", "environment", "leak_by_print"),
    # forging
    *("results_json", "forge_at_import", "forge_every_descriptor_json", "child_that_outlives"),
    *("exit_os_exit_at_import", "lying_object", "patch_numpy"),
    # breaking
    *("hang_loop_in_call", "ignore_signals", "kill_group", "bomb_fork_bomb", "bomb_bytearray"),
    *("bomb_output_flood", "network_udp"),
)


@dataclass(frozen=True)
class HandedIn:
    """A file that a student hands in. ``source`` is an example, or an attack's folder."""

    assignment: str
    source: Path

    def __str__(self) -> str:
        return f"{self.assignment}-{self.source.stem}"

    @property
    def attack(self) -> bool:
        return self.source.is_dir()

    @property
    def file_name(self) -> str:
        """As the platforms' uploads take it."""
        return f"{self.assignment}{'.ipynb' if self.attack else self.source.suffix}"

    def content(self) -> bytes:
        if not self.attack:
            return self.source.read_bytes()
        # A cell for the attack, so that it ends nothing but itself, before or after perfect work.
        expected = f"{self.assignment}.py"
        folder = ROOT / "assignments" / self.assignment / "examples"
        perfect = read_submission(folder / "perfect.py", expected=expected)
        cells = [cell.source for cell in perfect.cells]
        place = yaml.safe_load((self.source / "expected.yaml").read_text())["place"]
        cells.insert(
            0 if place == "before" else len(cells), (self.source / "submission.py").read_text()
        )
        return notebook(cells)

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / self.file_name
        path.write_bytes(self.content())
        return path


def notebook(cells: list[str]) -> bytes:
    """A notebook of code cells, the same bytes each time."""
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source, id=f"cell-{k}") for k, source in enumerate(cells)]
    )
    return (nbformat.writes(made) + "\n").encode()


def examples(assignment: str) -> list[HandedIn]:
    folder = ROOT / "assignments" / assignment / "examples"
    return [HandedIn(assignment, path) for path in sorted(folder.iterdir())]


def attacks() -> list[HandedIn]:
    return [HandedIn("lecture07", ROOT / "tests" / "attacks" / name) for name in ATTACKS]
