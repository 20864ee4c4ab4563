from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "a\nForged: 100 points\x1b[2J.py"
    path.write_text(perfect)
    return path
