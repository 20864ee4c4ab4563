"""Pages from templates: what a person wrote is text, what is missing is an error, and a policy names the one script."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from grader.exporters import jinja


def render(folder: Path, template: str, **values: object) -> str:
    (folder / "one.jinja").write_text(template)
    return jinja.environment(folder).get_template("one.jinja").render(**values)


def test_what_a_person_wrote_is_text(tmp_path: Path) -> None:
    assert (
        render(tmp_path, "{{ a }}", a="<b>\x1b[31m&")
        == "&lt;b&gt;\N{REPLACEMENT CHARACTER}[31m&amp;"
    )
    assert render(tmp_path, "{{ a }}", a=Markup("<b>")) == "<b>"


def test_what_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        render(tmp_path, "{{ a }}")


def test_a_policy_lets_one_script_run_or_none(tmp_path: Path) -> None:
    none = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert render(tmp_path, "{{ policy() | safe }}") == none
    digest = base64.b64encode(hashlib.sha256(b"go()").digest()).decode()
    assert f"; script-src 'sha256-{digest}'; " in jinja.policy("go()")
