from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "lecture07.py"
    path.write_bytes((
        perfect + "\nx = " + "(" * 5000 + "\ny = " + "-" * 50_000 + "1\nz = a" + ".a" * 3000 + "\n").encode())
    return path
