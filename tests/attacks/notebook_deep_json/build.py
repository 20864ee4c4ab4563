from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "lecture07.ipynb"
    path.write_text('{"cells": ' + "[" * 200_000 + "]" * 200_000 + "}")
    return path
