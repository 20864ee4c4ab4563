import zipfile
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "x.zip"
    entry = zipfile.ZipInfo("lecture07.py")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(path, "w") as z:
        z.writestr(entry, "/etc/passwd")
    return path
