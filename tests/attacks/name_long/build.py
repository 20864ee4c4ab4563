from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / ("x" * 252 + ".py")
    path.write_text(perfect)
    return path
