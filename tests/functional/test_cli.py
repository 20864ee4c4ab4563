"""The command line as people use it, mistakes included: one clear line, the right exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Cli

EXAMPLES = Path("assignments/lecture07/examples")


def test_grade_shows_score_and_reasons(cli: Cli) -> None:
    done = cli("grade", EXAMPLES / "numerator_layout.py", "-a", "lecture07")
    assert done.returncode == 1
    assert "of 90 automatic + 10 to be marked" in done.stdout
    assert "∂A/∂W₀" in done.stdout
    assert done.stderr == ""


def test_grade_perfect_exits_0(cli: Cli) -> None:
    done = cli("grade", EXAMPLES / "perfect.py", "-a", "lecture07", "--json", "-")
    assert done.returncode == 0
    assert json.loads(done.stdout)["earned"] == 90


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("grade", "nothing.py", "-a", "lecture07"), ["nothing.py", "no such"]),
        (("grade", EXAMPLES / "perfect.py", "-a", "lecture99"), ["lecture99", "lecture07"]),
        (("grade", "README.md", "-a", "lecture07"), ["README.md"]),
        (("grade", EXAMPLES / "perfect.py"), ["--assignment"]),
        (("grade", EXAMPLES / "perfect.py", "-a", "lecture07", "--isolation", "no"), ["no"]),
        (("batch", "nowhere", "-a", "lecture07", "-o", "/tmp/never"), ["nowhere"]),
        (("nonsense",), ["nonsense"]),
    ],
)
def test_wrong_use_is_exit_2_and_no_traceback(
    cli: Cli, arguments: tuple[object, ...], words: list[str]
) -> None:
    done = cli(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.py", b""),
        ("latin.py", b"x = '\xe9'\n"),
        ("nul.py", b"x = 1\x00\n"),
        ("broken.ipynb", b"{"),
        ("list.ipynb", b"[]"),
        ("plain.zip", b"no zip"),
        ("text.txt", b"hello"),
    ],
)
def test_unusable_files_are_one_line(cli: Cli, tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    done = cli("grade", file, "-a", "lecture07")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert name in done.stderr


def test_doctor_lists_the_layers(cli: Cli) -> None:
    done = cli("doctor")
    assert done.returncode in (0, 1)
    for layer in ("namespaces", "landlock", "seccomp", "rlimits"):
        assert layer in done.stdout


def test_malformed_yaml_names_file_and_line(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "assignments" / "broken"
    (tmp_path / "solutions" / "broken").mkdir(parents=True)
    folder.mkdir(parents=True)
    (folder / "assignment.yaml").write_text("title: x\npoints: many\nexercises: [a]\n")
    done = cli("grade", Path.cwd() / EXAMPLES / "perfect.py", "-a", "broken", cwd=tmp_path)
    assert done.returncode == 2
    assert "assignment.yaml:2:" in done.stderr
