"""Scripts and notebooks to cells: an error costs as little as possible, and lines keep their numbers."""

from __future__ import annotations

import ast
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake.cells import MAX_CELLS, split_script
from grader.intake.errors import BadInput
from grader.intake.magics import blank_magics
from grader.intake.notebook import read_notebook
from grader.model import Cell, Notice
from grader.parsing import PARSED


def cut(text: str) -> list[tuple[int, str]]:
    return [(cell.first_line, cell.source) for cell in split_script(text, "a.py")[0]]


def notes(*sources: str | list[str]) -> tuple[tuple[Cell, ...], tuple[Notice, ...]]:
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return read_notebook(json.dumps({"cells": cells}).encode(), "a.ipynb")


def parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


class TestScripts:
    def test_each_statement(self) -> None:
        text = "import numpy as np\n\n@np.vectorize\n# why\ndef f(x):\n\n    return x\nx = 1; y = (2,\n 3)\n"
        assert cut(text) == [
            (1, "import numpy as np"),
            (3, "@np.vectorize\n# why\ndef f(x):\n\n    return x"),
            (8, "x = 1"),
            (8, "y = (2,\n 3)"),
        ]

    def test_statements_on_one_line(self) -> None:
        text = "é = 'ü'; import a; import b # c\nif é: x = 1; y = 2\n"
        assert cut(text) == [
            (1, "é = 'ü'"),
            (1, "import a"),
            (1, "import b"),
            (2, "if é: x = 1; y = 2"),
        ]
        assert len(cut("x = 1; " * 1_000)) == 1

    def test_lines_keep_their_numbers(self) -> None:
        text = "# one\n\n'''two\nthree'''\n\n\ndef f():\n    return 8\n"
        lines = text.split("\n")
        for first, source in cut(text):
            assert source.split("\n") == lines[first - 1 : first - 1 + source.count("\n") + 1]

    @pytest.mark.parametrize("marker", ["# %%", "#%%", "# %% Title", "# %% [code]", "# %%%"])
    def test_percent_format(self, marker: str) -> None:
        text = f"# a header\n{marker}\nx = 1\ny = 2\n# %% [markdown]\n# Prose\n{marker}\nz = 3\n"
        assert cut(text) == [(3, "x = 1"), (4, "y = 2"), (8, "z = 3")]

    @pytest.mark.parametrize("kind", ["markdown", "md", "raw"])
    def test_quoted_prose_is_not_run(self, kind: str) -> None:
        text = f'# %% [{kind}]\n"""\nThe \\underline{{size}}\n"""\n# %%\nx = 1\n'
        assert cut(text) == [(6, "x = 1")]

    def test_code_below_prose_is_run(self) -> None:
        assert cut("# %% [markdown]\n# Prose\nx = 1") == [(3, "x = 1")]

    def test_code_above_the_first_marker(self) -> None:
        assert cut("x = 1\n# %%\ny = 2") == [(1, "x = 1"), (3, "y = 2")]


class TestBrokenScripts:
    @pytest.mark.parametrize(
        "broken",
        [
            "def bad(x)\n    return 1",
            "def bad(x):\n    return (1",
            "def bad(x):\n    return 1)",
            "def bad(x):\n    retrun 1",
            "def bad(x):\n    y = 'abc\n    return y",
            "def bad(x):\nreturn 1",
            "def bad(x):\n    if x:\n  return 1",
            "def bad(x):\n\tif x:\n        return 1",
            "@decorated(\ndef bad(x):\n    return 1",
            "x == = 3",
            "class Bad\n    pass",
            "def bad(x):",
            "<<<<<<< HEAD",
        ],
    )
    def test_only_the_broken_one_is_lost(self, broken: str) -> None:
        first = (
            'import numpy as np\n\n\ndef f(x):\n    """One.\n\nstill the text\n"""\n    return 1'
        )
        last = "def g(x):\n    return [\n        2,\n]\n\n\nWHY = '''\nbecause\n'''\n\n\nif WHY:\n    a = 1\nelse:\n    a = 2"
        text = f"{first}\n\n\n{broken}\n\n\n{last}\n"
        whole = [source.strip() for _, source in cut(text) if parses(source)]
        assert whole[:2] == first.split("\n\n\n")
        assert whole[-3:] == last.split("\n\n\n")
        lost = "\n".join(source for _, source in cut(text) if not parses(source))
        assert lost
        assert "def g" not in lost
        assert "def f" not in lost

    def test_nothing_is_left_out(self) -> None:
        text = "  indented\ndef f(:\n  1\n\n)]\nx = 1\nelse:\n  y\n"
        kept = [line for _, source in cut(text) for line in source.split("\n")]
        assert [line for line in kept if line.strip()] == [
            line for line in text.split("\n") if line.strip()
        ]

    def test_also_within_a_cell(self) -> None:
        text = "# %%\ndef f(x):\n    return (1\n\ndef g(x):\n    return 2\n"
        assert [(line, parses(source)) for line, source in cut(text)] == [(2, False), (5, True)]


class TestBounds:
    def test_many_statements_are_joined(self) -> None:
        cells = cut("x = 1\n" * 5_000)
        assert len(cells) <= MAX_CELLS
        assert cells[1][0] == 1 + cells[0][1].count("\n") + 1
        assert "\n".join(source for _, source in cells).count("x = 1") == 5_000

    def test_many_markers_are_joined(self) -> None:
        cells = cut("# %%\nx = 1\n" * 100_000)
        assert len(cells) <= MAX_CELLS
        first, source = cells[1]
        assert source.split("\n")[0] == "x = 1"
        assert first % 2 == 0

    def test_long_text_is_one_cell(self) -> None:
        text = "x = 1\n" * (PARSED // 6 + 1)
        assert cut(text) == [(1, text)]

    @pytest.mark.parametrize(
        "text",
        [
            "(" * 50_000,
            "-" * 50_000 + "1",
            "x" + ".a" * 30_000,
            "not " * 15_000 + "1",
            "9" * 9_000,
            "import a" + ".a" * 30_000 + "\n(",
            "1 +" + " " * 60_000 + "!",
            " " * 60_000 + "x.",
            "from __future__ import" + " " * 60_000 + "!",
            'x = "' + "\\" * 60_001,
            "'" * 60_001,
        ],
    )
    def test_hostile_nesting(self, text: str) -> None:
        assert "".join(source for _, source in cut(text)) == text

    @settings(max_examples=200, deadline=None)
    @given(st.text(alphabet="def f(x):\n\t '\"\\#%!?[]{}=@ 1é", max_size=120))
    def test_code_is_never_lost(self, text: str) -> None:
        cells, notices = split_script(text, "a.py")
        lines = text.split("\n")
        kept = {
            cell.first_line + k: line
            for cell in cells
            for k, line in enumerate(cell.source.split("\n"))
        }
        for number, line in kept.items():
            assert line in {lines[number - 1], "", line[: len(line) - len(line.lstrip())] + "pass"}
        if not notices and "%%" not in text and parses(text):
            needed = {
                k
                for node in ast.parse(text).body
                for k in range(node.lineno, (node.end_lineno or node.lineno) + 1)
            }
            assert needed <= set(kept)


class TestMagics:
    @pytest.mark.parametrize(
        "line",
        [
            "%matplotlib inline",
            "!pip install numpy",
            "  !ls 'it",
            "np.sin?",
            "np.sin??  # what",
            "?np.sin",
            "files = !ls",
            "t = %timeit -o f()",
            "%time f(",
            "get_ipython().system('ls')",
            "get_ipython().run_cell_magic('bash', '',\n  '''a\n''')",
            "!pip install \\\n  numpy",
        ],
    )
    def test_taken_out_line_for_line(self, line: str) -> None:
        source = f"x = 1\n{line}\ny = 2"
        clean, taken = blank_magics(source)
        assert clean.split("\n")[0] == "x = 1"
        assert clean.split("\n")[-1] == "y = 2"
        assert clean.count("\n") == source.count("\n")
        assert taken == list(range(2, 3 + line.count("\n")))
        assert set(clean.split("\n")[1:-1]) <= {"", "  pass"}

    @pytest.mark.parametrize(
        "source",
        ["x = (5\n % 3)", 's = """\n%d\n!x\n"""', "s = '''\nwhat?\n'''", "x = [1,\n!=\n2]"],
    )
    def test_continuations_are_python(self, source: str) -> None:
        assert blank_magics(source) == (source, [])

    def test_a_block_keeps_a_statement(self) -> None:
        cells, _ = notes("if True:\n    !ls\nx = 1")
        assert [cell.source for cell in cells] == ["if True:\n    pass", "x = 1"]

    @pytest.mark.parametrize("magic", ["bash", "html", "writefile a.py", "javascript", "R"])
    def test_other_languages_are_blank(self, magic: str) -> None:
        cells, notices = notes(f"%%{magic}\nrm -rf /\n", "x = 1")
        assert [(cell.name, cell.source) for cell in cells] == [("cell 2", "x = 1")]
        assert notices[0].place == "cell 1"

    @pytest.mark.parametrize("magic", ["time", "timeit -n 3", "capture out"])
    def test_measured_python_is_run(self, magic: str) -> None:
        cells, notices = notes(f"%%{magic}\nx = 1")
        assert [(cell.first_line, cell.source) for cell in cells] == [(2, "x = 1")]
        assert (notices[0].label, notices[0].line) == ("intake.magic", 1)

    def test_in_a_script(self) -> None:
        cells, notices = split_script("%matplotlib inline\nx = 1\n", "a.py")
        assert [(cell.first_line, cell.source) for cell in cells] == [(2, "x = 1")]
        assert [(notice.place, notice.line) for notice in notices] == [("a.py", 1)]

    def test_nothing_to_tell_about_python(self) -> None:
        assert notes("x = 5 % 3\ny = x != 2  # really?")[1] == ()


class TestNotebooks:
    def test_cells_are_counted_as_code(self) -> None:
        raw = json.dumps(
            {
                "cells": [
                    {"cell_type": "markdown", "source": "# Title"},
                    {"cell_type": "code", "source": ["a = 1\n", "b = 2"], "outputs": [], "id": "x"},
                    {"cell_type": "code", "source": ""},
                    {"cell_type": "raw", "source": "no"},
                    {"cell_type": "code", "source": "c = 3", "id": "x"},
                ]
            }
        )
        cells, notices = read_notebook(raw.encode(), "a.ipynb")
        assert [(c.name, c.first_line, c.source) for c in cells] == [
            ("cell 1", 1, "a = 1"),
            ("cell 1", 2, "b = 2"),
            ("cell 3", 1, "c = 3"),
        ]
        assert notices == ()

    def test_format_3(self) -> None:
        raw = '{"worksheets": [{"cells": [{"cell_type": "code", "input": ["a = 1\\n", "b = 2"]}]}]}'
        cells, _ = read_notebook(raw.encode(), "a.ipynb")
        assert [cell.source for cell in cells] == ["a = 1", "b = 2"]

    @pytest.mark.parametrize("odd", ["NaN", "Infinity", '"\\ud800"'])
    def test_outputs_that_are_no_json(self, odd: str) -> None:
        raw = f'{{"cells": [{{"cell_type": "code", "source": "a = 1", "outputs": [{odd}]}}]}}'
        assert read_notebook(raw.encode(), "a.ipynb")[0][0].source == "a = 1"

    def test_damaged_source_costs_one_cell(self) -> None:
        cells, notices = notes(["a = 1\n", 5], "b = 2")  # type: ignore[list-item]
        assert [cell.source for cell in cells] == ["a = 1", "b = 2"]
        assert [(notice.label, notice.place) for notice in notices] == [
            ("intake.damaged", "cell 1")
        ]

    def test_large_outputs(self) -> None:
        picture = {"data": {"image/png": "A" * (20 << 20)}}
        cells = [{"cell_type": "code", "source": "a = 1", "outputs": [picture]}]
        assert len(read_notebook(json.dumps({"cells": cells}).encode(), "a.ipynb")[0]) == 1

    def test_another_language(self) -> None:
        raw = {"cells": [], "metadata": {"kernelspec": {"language": "R"}}}
        assert read_notebook(json.dumps(raw).encode(), "a.ipynb")[1][0].label == "intake.language"

    def test_empty_cells_without_number(self) -> None:
        cells, _ = notes(*[""] * 100_000, "a = 1")
        assert [cell.name for cell in cells] == ["cell 100001"]

    @pytest.mark.parametrize(
        ("raw", "says"),
        [
            (b"{", "not a readable notebook"),
            (b'{"cells": 5}', "not a notebook"),
            (b'{"cells": [{}]}', "not a notebook"),
            (b"[]", "not a notebook"),
            (b'{"cells": [{"cell_type": "code", "source": "x", "o": ' + b"[" * 10**5, "deeply"),
            (b'{"cells": "\xff"', "byte 11"),
            (b'{"cells": [' + b" " * (9 << 20), "clear its outputs"),
        ],
    )
    def test_refused(self, raw: bytes, says: str) -> None:
        with pytest.raises(BadInput, match=re.escape(says)):
            read_notebook(raw, "a.ipynb")

    def test_many_statements_are_left_together(self) -> None:
        cells, _ = notes("x = 1\n" * (MAX_CELLS + 1), "y = 2")
        assert [cell.name for cell in cells] == ["cell 1", "cell 2"]

    def test_too_many_cells(self) -> None:
        with pytest.raises(BadInput, match="more than 2000 code cells"):
            notes(*["x = 1"] * (MAX_CELLS + 1))
