from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    return Path("/dev/zero")
