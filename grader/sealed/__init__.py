"""Hidden tests in plain pytest, sealed: the test runs here, what it imports from the student is remote.

In: a pytest file of the author's, and an ``Ask`` (requests in, answers out: a sandbox's worker, a record, or the author's own
reference). Out: an :class:`~grader.sealed.process.Outcome` for each test.

``process.py`` keeps one trusted process per test file in which pytest has collected it (``serving.py`` is what runs there) and forks
it for each test, so that no test sees what another one left behind and a test that never ends stops nothing else. ``remote.py`` is what
the test gets instead of the student's module. The worker's side is ``grader/objects.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from grader.asking import Ask
from grader.sealed import process
from grader.sealed.local import Local
from grader.sealed.process import Broken, Outcome, Setting, Test

__all__ = ["Broken", "Files", "Local", "Outcome", "Test", "Use"]


class Use(NamedTuple):
    """What an author says of a test file: the name under which it imports the submission ("": its own), and whether objects of the
    submission compare themselves."""

    module: str = ""
    own_operators: bool = False


@dataclass(frozen=True, eq=False)
class Files:
    """Where the test files of an exercise lie, and what they import the submission as.

    ``shown``: the folder that students may know; ``secret``: the one they may not. ``module``: the submission's own name. ``names``:
    what students write in the exercise, which ``import *`` brings. ``seconds``: processor time for each test. ``references``: loads the reference's modules anew.
    """

    shown: Path
    secret: Path
    module: str
    names: tuple[str, ...]
    seconds: float
    references: Callable[[], Sequence[ModuleType]]

    def find(self, name: str) -> Path:
        """The test file ``name``. Raises :class:`LookupError`."""
        for folder in (self.secret, self.shown):
            if (folder / name).is_file() and (folder / name).resolve().is_relative_to(
                folder.resolve()
            ):
                return folder / name
        raise LookupError(
            f"no file {name!r} in {self.secret.parent.name}/{self.secret.name} of the solutions, nor beside exercise.yaml"
        )

    def public(self, file: Path) -> bool:
        return file.is_relative_to(self.shown)

    def tests(self, file: Path, use: Use) -> tuple[Test, ...]:
        """What pytest collects. Raises :class:`Broken`."""
        try:
            return process.tests_of(file, self._setting(use))
        except Broken as problem:
            raise problem.at(file) from None

    def run(self, file: Path, use: Use, test: str, ask: Ask, public: bool) -> Outcome:
        """What comes of a test."""
        index = [one.name for one in self.tests(file, use)].index(test)
        return process.run(file, self._setting(use), index, ask, public)

    def doc(self, file: Path, use: Use, test: str) -> str:
        return next(one.doc for one in self.tests(file, use) if one.name == test)

    def local(self) -> Local:
        """Asks the reference, as a worker would be asked."""
        return Local(self.references)

    def _setting(self, use: Use) -> Setting:
        return Setting(
            module=use.module or self.module,
            names=self.names,
            seconds=self.seconds,
            own_operators=use.own_operators,
        )
