STRAY = ("conftest.py", "sitecustomize.py", "usercustomize.py", "numpy.py", "numpy/__init__.py", "given.py", "__init__.py",
     "grader/__init__.py", "grader/worker.py", "evil.pth", "setup.py", "pyproject.toml", "msgspec.py", "pytest.ini")
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    for name in STRAY:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("import os\nos._exit(0)\n")
    (folder / "lecture07.py").write_text(perfect)
    return folder
