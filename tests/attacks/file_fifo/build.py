import os
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "lecture07.py"
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    return path
