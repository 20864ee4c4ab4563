from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "lecture07.py"
    path.write_bytes(b"# -*- coding: utf-7 -*-\n" + perfect.encode())
    return path
