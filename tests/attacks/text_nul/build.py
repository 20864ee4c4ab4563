from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "lecture07.py"
    path.write_bytes(perfect.replace("import numpy as np", "import numpy as np\0", 1).encode())
    return path
