import json

import jupytext
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    book = json.loads(jupytext.writes(jupytext.reads(perfect, fmt="py:percent"), fmt="ipynb"))
    book["metadata"] = {"kernelspec": {"name": "../../bin/sh", "language": "python"}, "widgets": {"x": [1] * 1000}}
    book["cells"].insert(0, {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source":
        "import ipywidgets\nipywidgets.Button()"})
    path = folder / "lecture07.ipynb"
    path.write_text(json.dumps(book))
    return path
