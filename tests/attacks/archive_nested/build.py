import io
import zipfile
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    path = folder / "x.zip"
    content, name = perfect.encode(), "lecture07.py"
    for depth in range(40):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as z:
            z.writestr(name, content)
        content, name = buffer.getvalue(), f"{depth}.zip"
    path.write_bytes(content)
    return path
