"""docs/platforms.md: its commands work as they stand there, and its pictures are of what is handed to the platforms."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT, Cli

PAGE = (ROOT / "docs" / "platforms.md").read_text()
BUILDS = sorted(set(re.findall(r"^ *grader (build .+)$", PAGE, flags=re.M)))


@pytest.mark.parametrize("command", BUILDS)
def test_every_build_on_the_page_works(command: str, cli: Cli, tmp_path: Path) -> None:
    words = shlex.split(command)
    at = words.index("-o") + 1
    words[at] = str(tmp_path / words[at])
    done = cli(*words)
    assert done.returncode == 0, done.stderr
    assert Path(words[at]).exists()


def test_the_page_names_all_platforms() -> None:
    assert {build.split()[1] for build in BUILDS} == {
        *("gradescope", "github", "classroom50", "prairielearn", "otter"),
        *("autolab", "codegrade", "codio", "gitlab", "inginious", "submitty"),
    }


def test_options_on_the_page_are_those_of_the_command(cli: Cli) -> None:
    told = cli("build", "gradescope", "--help").stdout
    rows = re.findall(r"^ *\| `(--\w+) (\w+)`((?:, `\w+`)*) \|", PAGE, flags=re.M)
    named = {(row[0], value) for row in rows for value in (row[1], *re.findall(r"\w+", row[2]))}
    assert {option for option, _ in named} == {"--tests", "--hidden", "--attempts"}
    for option, value in named:
        assert option in told
        assert value in told or value.isdigit()


@pytest.fixture(scope="module")
def pictures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "docs/pictures/platforms.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pictures_show_the_scores(pictures: ModuleType) -> None:
    kept = pictures.results("prairielearn")
    total = f"{sum(test['points'] for test in kept['tests']):g}"
    for name in pictures.PAGES:
        assert f"pictures/{name}.png" in PAGE
        assert (ROOT / "docs" / "pictures" / f"{name}.png").stat().st_size < 400_000
        html = pictures.page(name)
        shown = {"prairielearn": f"{kept['score']:.0%}", "gradescope_at_once": "hidden until"}
        assert shown.get(name, total) in html
        assert "dloss_dA" in html


def test_what_is_shown_at_once_has_no_points(pictures: ModuleType) -> None:
    assert " / 5" not in pictures.page("gradescope_at_once")
    assert " / 5" in pictures.page("gradescope_published")
