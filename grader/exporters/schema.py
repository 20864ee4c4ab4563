"""The JSON schema of our own report, made from the records, so that it can't drift from what is written.

A report always carries all its fields: readers need no defaults, and one that is missing or unknown means another
version. ``docs/report.schema.json`` is this text; a test fails when it is stale.
"""

from __future__ import annotations

from typing import Any

import msgspec

from grader.model import REPORT_SCHEMA, Report

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def render() -> str:
    """The schema as indented JSON, newline at the end."""
    made = msgspec.json.schema(Report)
    kinds = {name: _strict(kind) for name, kind in sorted(made["$defs"].items())}
    report = kinds.pop("Report")
    report["properties"]["schema"] = {"const": REPORT_SCHEMA}
    whole = {
        "$schema": DIALECT,
        "$id": f"urn:grader:report:{REPORT_SCHEMA}",
        **report,
        "title": f"The report of one submission, version {REPORT_SCHEMA}",
        "$defs": kinds,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


def _strict(kind: dict[str, Any]) -> dict[str, Any]:
    """The schema of one record, with every field required and none besides; its docstring on one line."""
    out = dict(kind)
    if "description" in out:
        out["description"] = " ".join(out["description"].replace("``", "`").split())
    if "properties" in out:
        out["properties"] = {
            name: {key: value for key, value in field.items() if key != "default"}
            for name, field in out["properties"].items()
        }
        out["required"] = list(out["properties"])
        out["additionalProperties"] = False
    return out


if __name__ == "__main__":
    print(render(), end="")
