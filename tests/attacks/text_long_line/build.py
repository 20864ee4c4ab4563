from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "lecture07.py"
    path.write_bytes(("x = [" + "1," * 500_000 + "]").encode())
    return path
