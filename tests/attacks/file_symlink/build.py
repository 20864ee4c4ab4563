from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "lecture07.py"
    path.unlink(missing_ok=True)
    path.symlink_to("/etc/passwd")
    return path
