from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "..py"
    path.write_text(perfect)
    return path
