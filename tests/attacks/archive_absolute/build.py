import zipfile
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "x.zip"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("/tmp/left-behind", "x")
        z.writestr("C:\\left-behind", "x")
        z.writestr("/lecture07.py", "raise SystemExit")
        z.writestr("lecture07.py", perfect)
    return path
