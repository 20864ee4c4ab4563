import zipfile
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("lecture07.py", bytes(200 << 20))
    return path
