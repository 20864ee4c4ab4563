import json

import jupytext
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    book = json.loads(jupytext.writes(jupytext.reads(perfect, fmt="py:percent"), fmt="ipynb"))
    book["cells"].insert(0, {"cell_type": ["code"], "source": {"a": 1}, "metadata": None})
    book["cells"].insert(0, {"cell_type": "code", "source": None, "outputs": "x", "metadata": [], "execution_count": "a"})
    book["cells"].insert(0, None)
    path = folder / "lecture07.ipynb"
    path.write_text(json.dumps(book))
    return path
