"""What Otter does with a template's tests, without Otter: a program of its own, which needs NumPy alone.

``python otter_desk.py TEMPLATE`` reads a JSON list of submissions from stdin, each a list of cells, and writes a list of
{exercise: [message of each test, empty where it passes]}. As Otter does, it runs the cells in one namespace, then the
test files one after the other on what that holds. ``"forks": false`` in place of a list makes calls in this process.
"""

import contextlib
import io
import json
import sys
import types
from pathlib import Path

# The template is what it is: no compiled files beside it.
sys.dont_write_bytecode = True


class test_case:
    """Stands for Otter's decorator: it keeps the function, which takes ``env``."""

    def __init__(self, name, points=None):
        self.name, self.points = name, points

    def __call__(self, function):
        self.function = function
        return self


def defined(cells):
    """The namespace after the cells, with ``In`` as IPython has it. What fails costs its own cell."""
    env = {"__name__": "__main__", "In": [""]}
    for cell in cells:
        env["In"].append(cell)
        with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
            exec(compile(cell, "cell", "exec"), env)  # noqa: S102
    return env


def tested(file, env):
    names = {}
    exec(compile(file.read_text(encoding="ascii"), file.name, "exec"), names)  # noqa: S102
    assert names["OK_FORMAT"] is False
    assert names["name"] == file.stem
    messages = []
    for case in (case for case in names.values() if isinstance(case, test_case)):
        message = ""
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                case.function(env)
            except AssertionError as failure:
                message = str(failure)
        messages.append(message)
    return messages


def main():
    template = Path(sys.argv[1])
    sys.path.insert(0, str(template))
    for name in ("otter", "otter.test_files"):
        sys.modules[name] = types.ModuleType(name)
    sys.modules["otter.test_files"].test_case = test_case
    asked = json.load(sys.stdin)
    import otter_checks

    otter_checks.FORKS &= asked["forks"]
    # Imported by name, as the tests do: the choice is made there.
    files = sorted((template / "tests").glob("*.py"))
    only = asked["only"] or [[file.stem for file in files]] * len(asked["submissions"])
    told = []
    for cells, chosen in zip(asked["submissions"], only, strict=True):
        env = defined(cells)
        told.append({file.stem: tested(file, env) for file in files if file.stem in chosen})
    loaded = sorted(name for name in sys.modules if name.partition(".")[0] in ("grader", "msgspec"))
    json.dump({"told": told, "loaded": loaded}, sys.stdout)


main()
