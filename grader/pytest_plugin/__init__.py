"""A pytest plugin: ``pytest`` in a student's folder runs the public checks, one test for each, so that test explorers show them.

Every pytest that runs beside this package loads this file, so it imports nothing of ours until there is something to do: a folder with
``public.checks``, or ``--grader-assignment``, with which staff grade submissions. ``items.py`` is a check as a test, ``desk.py`` a
student's own file, ``staff.py`` other people's.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

PUBLIC = "public.checks"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("grader", "grading").addoption(
        "--grader-assignment",
        metavar="NAME",
        help="grade the submissions given as arguments, hidden checks too; no pytest configuration or conftest.py of theirs is used",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    if early_config.known_args_namespace.grader_assignment:
        from grader.pytest_plugin import staff

        staff.shut_out(early_config)


def pytest_configure(config: pytest.Config) -> None:
    if name := config.getoption("grader_assignment"):
        from grader.pytest_plugin import staff

        config.pluginmanager.register(staff.Grading(name), "grader-staff")


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """The public checks, met in their folder; or a student's file that was named, as which they are listed."""
    found = yield
    if parent.config.getoption("grader_assignment"):
        return found
    if file_path.name == PUBLIC:
        from grader.pytest_plugin import desk

        return [*found, *desk.beside(file_path, parent)]
    if (
        file_path.suffix in (".py", ".ipynb")
        and parent.session.isinitpath(file_path)
        and (file_path.parent / PUBLIC).is_file()
    ):
        from grader.pytest_plugin import desk

        return desk.named(file_path, parent) or found
    return found
