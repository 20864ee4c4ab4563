"""A mistake in an assignment: always ``file:line: what is wrong; what to do``, in one line."""

from __future__ import annotations

from pathlib import Path


class CatalogError(Exception):
    """An assignment that can't be used as it stands. ``str()`` is the one line a person reads."""

    def __init__(self, file: Path, line: int | None, message: str) -> None:
        self.file, self.line, self.message = file, line, message
        place = f"{_relative(file)}:{line}" if line is not None else str(_relative(file))
        super().__init__(f"{place}: {' '.join(message.split())}")


def _relative(file: Path) -> Path:
    try:
        return file.resolve().relative_to(Path.cwd().resolve())
    except ValueError:
        return file
