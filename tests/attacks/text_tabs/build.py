from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "lecture07.py"
    path.write_bytes(perfect.replace("    ", "\t").encode())
    return path
