import warnings
import zipfile
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "x.zip"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(path, "w") as z:
            z.writestr("lecture07.py", "import os; os._exit(0)")
            z.writestr("lecture07.py", perfect)
    return path
