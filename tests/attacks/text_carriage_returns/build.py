from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "lecture07.py"
    path.write_bytes(perfect.replace("\n", "\r\n").encode())
    return path
