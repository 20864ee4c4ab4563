from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "=cmd()\U0001f600 '\";<script>.py"
    path.write_text(perfect)
    return path
