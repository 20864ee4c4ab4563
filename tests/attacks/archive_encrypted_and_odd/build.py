import zipfile
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as z:
        z.writestr("lecture07.py", perfect)
    return path
