from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "lecture07.py"
    path.write_bytes(b"# -*- coding: zlib_codec -*-\n" + perfect.encode())
    return path
