import os
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    other, path = folder / "other.py", folder / "lecture07.py"
    other.write_text(perfect)
    path.unlink(missing_ok=True)
    os.link(other, path)
    return path
