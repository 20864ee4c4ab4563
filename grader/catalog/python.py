"""Running an assignment's own Python: given.py, reference.py, known_wrong.py, checks.py.

This is the author's code, trusted and run in the grader's process, never in a worker. While it loads,
``from given import …`` and ``from reference import …`` find the assignment's files; nothing stays behind in
``sys.modules``, so two assignments can be loaded side by side.
"""

from __future__ import annotations

import inspect
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.catalog.errors import CatalogError

# sys.modules is one for the whole process.
_LOADING = threading.RLock()


@contextmanager
def visible(modules: Mapping[str, ModuleType]) -> Iterator[None]:
    with _LOADING:
        before = {name: sys.modules.get(name) for name in modules}
        sys.modules.update(modules)
        try:
            yield
        finally:
            for name, module in before.items():
                if module is None:
                    sys.modules.pop(name, None)
                else:
                    sys.modules[name] = module


def read_source(file: Path) -> str:
    """The text of a Python file of the assignment. Raises :class:`CatalogError`."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CatalogError(file, None, "no such file; create it") from None
    except UnicodeDecodeError:
        raise CatalogError(file, None, "is not UTF-8; save the file as UTF-8") from None
    except OSError as error:
        raise CatalogError(file, None, f"can't be read ({error.strerror})") from None


def load(file: Path, beside: Mapping[str, ModuleType]) -> ModuleType:
    """The module in ``file``, run with ``beside`` importable. Raises :class:`CatalogError`."""
    source = read_source(file)
    module = ModuleType(file.stem)
    module.__file__ = str(file)
    try:
        code = compile(source, str(file), "exec")
    except SyntaxError as error:
        raise CatalogError(file, error.lineno, f"is not Python: {error.msg}") from None
    except ValueError as error:
        raise CatalogError(file, None, f"is not Python: {error}") from None
    with visible(beside):
        try:
            exec(code, module.__dict__)  # noqa: S102 (the author's own code)
        except Exception as error:
            line = next(
                (
                    frame.lineno
                    for frame in reversed(traceback.extract_tb(error.__traceback__))
                    if frame.filename == str(file)
                ),
                None,
            )
            raise CatalogError(
                file, line, f"stops while loading with {type(error).__name__}: {error}"
            ) from None
    return module


def own_functions(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The public functions that the module itself defines, in order of definition."""
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and not name.startswith("_")
        and value.__code__.co_filename == module.__file__
    }


def own_classes(module: ModuleType) -> dict[str, type]:
    """The public classes that the module itself defines, in order of definition."""
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isclass(value)
        and not name.startswith("_")
        and value.__module__ == module.__name__
        and not hasattr(sys.modules.get(module.__name__), name)
    }


def line_of(function: Callable[..., Any]) -> int | None:
    code = getattr(function, "__code__", None)
    return code.co_firstlineno if code is not None else None


def parameters_of(file: Path, function: Callable[..., Any]) -> tuple[str, ...]:
    """The names of what ``function`` takes; arguments are passed by place. Raises :class:`CatalogError`."""
    parameters = inspect.signature(function).parameters
    for name, parameter in parameters.items():
        if parameter.kind not in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD):
            raise CatalogError(
                file,
                line_of(function),
                f"{function.__name__} takes {name} by keyword or as one of any number; arguments are passed by place, so "
                "write it as an ordinary parameter",
            )
    return tuple(parameters)
