import json

import jupytext
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    book = json.loads(jupytext.writes(jupytext.reads(perfect, fmt="py:percent"), fmt="ipynb"))
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data":
                                {"text/html": "<script>alert(1)</script>" * 20_000}}]
    path = folder / "lecture07.ipynb"
    path.write_text(json.dumps(book))
    return path
