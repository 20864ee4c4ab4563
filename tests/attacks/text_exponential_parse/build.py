from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "lecture07.py"
    path.write_bytes((perfect + "\nx = " + "(" * 90 + "1 for" + ")" * 90 + "\n" + "f(**{" * 60 + "}" * 60).encode())
    return path
