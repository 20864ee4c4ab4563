import json

import jupytext
from pathlib import Path


def build(folder: Path, perfect: str) -> Path:
    book = json.loads(jupytext.writes(jupytext.reads(perfect, fmt="py:percent"), fmt="ipynb"))
    book["cells"].insert(0, {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source":
        "!touch /tmp/left-behind\n%cd /\n%load_ext x\nget_ipython().system('touch /tmp/left-behind')"})
    book["cells"].insert(0, {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source":
        "%%bash\ntouch /tmp/left-behind"})
    path = folder / "lecture07.ipynb"
    path.write_text(json.dumps(book))
    return path
