from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "lecture07.py"
    path.write_bytes(b"\xef\xbb\xbf" + perfect.encode())
    return path
