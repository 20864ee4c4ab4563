"""JSON schemas of ``assignment.yaml`` and ``exercise.yaml``, made from the records that read them.

Editors complete and underline from them; the first line of a file says where its schema lies. A schema knows
keys, kinds and types; what sizes, functions and points have to do with each other is said when the assignment is loaded.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from grader.catalog.draws import KINDS as DRAWS
from grader.catalog.draws import OPTIONS
from grader.catalog.spec import AssignmentSpec, ExerciseSpec
from grader.checks import KINDS as CHECKS

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES = {"assignment": "assignment.schema.json", "exercise": "exercise.schema.json"}
"""What the files are called that lie in ``assignments/``."""

SIZE: Schema = {"type": ["integer", "string"]}
_SIZES: Schema = {"type": "array", "items": SIZE}
_OF_DRAW: dict[str, Schema] = {
    "normal": _SIZES,
    "uniform": _SIZES,
    "integers": _SIZES,
    "tuple": _SIZES,
    "index": SIZE,
    "size": SIZE,
    "array": {"type": "array"},
    "choose": {"type": "array", "minItems": 1},
    "given": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    "derivative_of": {"type": "string"},
    "formula": {"type": "string"},
    "list": SIZE,
    "items": {"type": "array", "items": {"$ref": "#/$defs/draw"}},
    "python": {"type": "string"},
}
_OF_OPTION: dict[str, Schema] = {
    "scale": {"type": "number"},
    "low": {"type": "number"},
    "high": {"type": "number"},
    "from": {"type": "integer"},
    "counted": {"type": "boolean"},
    "with": {"type": "object", "additionalProperties": {"$ref": "#/$defs/draw"}},
}


def texts() -> dict[str, str]:
    """File name → the schema as JSON text."""
    made = {FILES["assignment"]: assignment_schema(), FILES["exercise"]: exercise_schema()}
    return {
        name: json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        for name, schema in made.items()
    }


def assignment_schema() -> Schema:
    return {"$schema": DIALECT, **msgspec.json.schema(AssignmentSpec)}


def exercise_schema() -> Schema:
    whole: Schema = msgspec.json.schema(ExerciseSpec)
    definitions = whole["$defs"]
    properties = definitions["ExerciseSpec"]["properties"]
    properties["checks"] = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/check"}}
    properties["inputs"] = {"type": "object", "additionalProperties": {"$ref": "#/$defs/draw"}}
    properties["sizes"] = {"type": "object", "additionalProperties": {"$ref": "#/$defs/size"}}
    groups = {"type": "array", "items": {"$ref": "#/$defs/group"}}
    cases = definitions["CasesSpec"]["properties"]
    cases["public"] = groups
    cases["hidden"] = {"anyOf": [{"type": "integer", "minimum": 0}, groups]}
    definitions["check"] = {"oneOf": [_check(kind) for kind in CHECKS]}
    definitions["draw"] = {"oneOf": [_draw(kind) for kind in DRAWS]}
    definitions["size"] = {"anyOf": [SIZE, _SIZES, _size_list()]}
    definitions["group"] = _group()
    definitions |= _check_definitions()
    return {"$schema": DIALECT, **whole}


def _size_list() -> Schema:
    return {
        "type": "object",
        "required": ["list", "of"],
        "properties": {"list": SIZE, "of": SIZE},
        "additionalProperties": False,
    }


def _group() -> Schema:
    """One entry of ``cases``; any other key is a size, which only the exercise can know."""
    return {
        "type": "object",
        "properties": {
            "count": {"type": "integer", "minimum": 0, "maximum": 1000},
            "scale": {"type": "number"},
            "inputs": {"type": "object", "additionalProperties": {"$ref": "#/$defs/draw"}},
            "for": {"type": "array", "items": {"type": "string"}},
            "group": {"type": "string"},
        },
        "additionalProperties": {"anyOf": [SIZE, _SIZES]},
    }


def _draw(kind: str) -> Schema:
    options = {name: _OF_OPTION.get(name, {}) for name in OPTIONS.get(kind, ())}
    if kind == "list":
        options["of"] = {"$ref": "#/$defs/draw"}
    if kind == "formula":
        options["of"] = {"type": "array", "items": {"type": "string"}}
    return {
        "type": "object",
        "required": [kind, *(["of"] if kind == "list" else [])],
        "properties": {kind: _OF_DRAW.get(kind, {}), **options},
        "additionalProperties": False,
    }


def _fields(kind: str) -> tuple[Schema, Schema]:
    """(the schema of a check's record, the definitions it refers to)."""
    (schema,), definitions = msgspec.json.schema_components(
        [CHECKS[kind]], ref_template="#/$defs/{name}"
    )
    name = schema["$ref"].rpartition("/")[2]
    own = definitions.pop(name)
    return own, definitions


def _check(kind: str) -> Schema:
    own, _ = _fields(kind)
    fields = {name: part for name, part in own["properties"].items() if name != "target"}
    names = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    return {
        "type": "object",
        "description": own.get("description", ""),
        "required": [kind, *(name for name in own.get("required", ()) if name != "target")],
        "properties": {kind: names, **fields},
        "additionalProperties": False,
    }


def _check_definitions() -> Schema:
    found: Schema = {}
    for kind in CHECKS:
        found |= _fields(kind)[1]
    return found


if __name__ == "__main__":
    for name, text in texts().items():
        (Path(sys.argv[1]) / name).write_text(text, encoding="utf-8")
