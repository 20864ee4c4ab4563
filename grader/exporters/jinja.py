"""How our pages are made from templates: nothing that a person wrote reaches one but as escaped text.

A page opens without a network and runs nothing but the one script, if any, that its policy names by digest.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grader.exporters.escape import plain


def environment(folder: Path) -> Environment:
    """The templates in ``folder``."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Only text that is not marked as safe is changed: what a person wrote.
        finalize=lambda value: plain(value) if type(value) is str else value,
    )
    made.globals["policy"] = policy
    return made


def policy(script: str = "") -> str:
    """The content security policy of a page by itself whose one script is ``script``."""
    parts = ["default-src 'none'", "style-src 'unsafe-inline'"]
    if script:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        parts.append(f"script-src 'sha256-{digest}'")
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])
