"""The JSON schemas that editors complete from: fresh, open to all our YAML, closed to what is malformed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from grader.catalog import schema
from grader.catalog.draws import KINDS as DRAWS
from grader.checks import KINDS as CHECKS
from tests.conftest import ROOT
from tests.unit.catalog.mistakes import CONTENT, STRUCTURE

FILES = sorted(ROOT.glob("assignments/*/assignment.yaml")) + sorted(
    ROOT.glob("assignments/*/*/exercise.yaml")
)


@cache
def validator(kind: str) -> jsonschema.Draft202012Validator:
    made = schema.assignment_schema() if kind == "assignment" else schema.exercise_schema()
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


def errors(kind: str, value: Any) -> list[str]:
    return [error.message for error in validator(kind).iter_errors(value)]


def test_schemas_are_fresh() -> None:
    for name, text in schema.texts().items():
        assert (ROOT / "assignments" / name).read_text() == text, f"{name}: make schemas"


@pytest.mark.parametrize("file", FILES, ids=lambda f: "/".join(f.parts[-3:-1]))
def test_all_our_yaml_fits_and_names_its_schema(file: Path) -> None:
    text = file.read_text()
    assert errors(file.stem, yaml.safe_load(text)) == []
    first = text.splitlines()[0]
    path = first.removeprefix("# yaml-language-server: $schema=")
    assert (file.parent / path).resolve() == ROOT / "assignments" / schema.FILES[file.stem]


@pytest.mark.parametrize("k", range(len(STRUCTURE)))
def test_what_is_malformed_is_refused(k: int) -> None:
    name, old, new = STRUCTURE[k]
    text = CONTENT[name].replace(old, new) if old else new
    assert errors(name.removesuffix(".yaml"), yaml.safe_load(text)), (old, new)


def test_every_kind_of_check_and_draw_is_known() -> None:
    definitions = schema.exercise_schema()["$defs"]
    for kinds, name in ((CHECKS, "check"), (DRAWS, "draw")):
        assert [one["required"][0] for one in definitions[name]["oneOf"]] == list(kinds)
