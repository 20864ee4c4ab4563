import zipfile
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "x.zip"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("../../left-behind.py", perfect)
        z.writestr("a/../../../left-behind", "x")
        z.writestr("lecture07.py", perfect)
    return path
