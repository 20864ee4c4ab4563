from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    for name in ("lecture07.py", "lecture07.ipynb", "solutions"):
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to("/etc")
    return folder
