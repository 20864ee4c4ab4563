import json

import jupytext
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    book = json.loads(jupytext.writes(jupytext.reads(perfect, fmt="py:percent"), fmt="ipynb"))
    book["metadata"] = {}
    path = folder / "lecture07.ipynb"
    path.write_text(json.dumps(book))
    return path
