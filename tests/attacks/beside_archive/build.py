import zipfile

STRAY = ("conftest.py", "sitecustomize.py", "usercustomize.py", "numpy.py", "numpy/__init__.py", "given.py", "__init__.py",
     "grader/__init__.py", "grader/worker.py", "evil.pth", "setup.py", "pyproject.toml", "msgspec.py", "pytest.ini")
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "x.zip"
    with zipfile.ZipFile(path, "w") as z:
        for name in STRAY:
            z.writestr(name, "import os\nos._exit(0)\n")
        z.writestr("lecture07.py", perfect)
    return path
