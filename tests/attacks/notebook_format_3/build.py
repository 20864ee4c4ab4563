import json

import jupytext
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    book = json.loads(jupytext.writes(jupytext.reads(perfect, fmt="py:percent"), fmt="ipynb"))
    cells = [{"cell_type": "code", "language": "python", "metadata": {}, "outputs": [], "input": "".join(c["source"])}
             for c in book["cells"] if c["cell_type"] == "code"]
    book = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": "x"}, "worksheets": [{"cells": cells, "metadata": {}}]}
    path = folder / "lecture07.ipynb"
    path.write_text(json.dumps(book))
    return path
