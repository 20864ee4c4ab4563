"""Gradescope, "Export Submissions": ``submission_M/`` folders beside ``submission_metadata.yml``.

The metadata maps ``submission_M`` to ``:submitters`` (``:name``, ``:sid``, ``:email``) and ``:created_at``. Work handed in by a
group counts for each of its members.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from grader.intake.errors import BadInput, shown
from grader.intake.identity import Ids, Kind
from grader.intake.layouts.base import (
    FolderReader,
    HandIn,
    Listing,
    Reader,
    iso_time,
    refusing,
)
from grader.intake.sources import Source

METADATA = "submission_metadata.yml"
_MAX_METADATA = 64 << 20

_DEEPEST = 32
_FIELDS = (":name", ":sid", ":email")

# Events only, so that no tag or type of YAML means anything. libyaml is ten times as fast where there is one.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def recognise(source: Source, expected: str) -> Listing | None:
    """The hand-ins when the metadata file is there. Raises BadInput when it can't be read."""
    if METADATA not in source.files(()):
        return None
    place = source.place((METADATA,))
    metadata = _load(source.read((METADATA,), _MAX_METADATA), place)
    folders = set(source.folders(()))
    found: list[HandIn] = []
    for folder, entry in metadata.items():
        read: Reader = FolderReader(source, (folder,), expected)
        problem = None
        if folder not in folders:
            problem_text = f"is in {METADATA} but has no folder; export the submissions again"
            read, problem = refusing(source.place((folder,)), problem_text)
        time = entry.get(":created_at")
        for name, sid, email in _submitters(entry, folder):
            found.append(
                HandIn(
                    student=sid or email or name or folder,
                    label=folder,
                    read=read,
                    ids=_ids(folder, name, sid, email),
                    name=name,
                    time=iso_time(time) if isinstance(time, str) else None,
                    problem=problem,
                )
            )
    for folder in sorted(folders - set(metadata)):
        found.append(
            HandIn(
                student=folder,
                label=folder,
                read=FolderReader(source, (folder,), expected),
                ids=((Kind.PLACE, folder),),
            )
        )
    return Listing(
        layout="Gradescope",
        found=tuple(found),
        left_over=tuple(name for name in source.files(()) if name != METADATA),
    )


def _load(raw: bytes, place: str) -> dict[str, dict[str, Any]]:
    try:
        tree = _tree(raw)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        raise BadInput(place, "not readable as YAML; export the submissions again", line) from None
    except ValueError:
        raise BadInput(place, "not readable as YAML; export the submissions again") from None
    if not isinstance(tree, dict):
        raise BadInput(place, "lists no submissions; export the submissions again")
    return {shown(key): value if isinstance(value, dict) else {} for key, value in tree.items()}


def _tree(raw: bytes) -> Any:
    """The first document as strings, lists and mappings, built from the parser's events.

    libyaml's own composer calls itself for each level and overflows the stack on hostile nesting; its parser
    doesn't. Aliases are left empty: nothing here needs them, and they make small files large.
    """
    open_nodes: list[list[Any]] = [[]]
    for event in yaml.parse(raw, Loader=_Loader):
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            if len(open_nodes) > _DEEPEST:
                raise ValueError("nested too deeply")
            open_nodes.append([])
        elif isinstance(event, yaml.SequenceEndEvent):
            items = open_nodes.pop()
            open_nodes[-1].append(items)
        elif isinstance(event, yaml.MappingEndEvent):
            items = open_nodes.pop()
            pairs = zip(items[::2], items[1::2], strict=True)
            open_nodes[-1].append({key: value for key, value in pairs if isinstance(key, str)})
        elif isinstance(event, yaml.ScalarEvent):
            open_nodes[-1].append(event.value)
        elif isinstance(event, yaml.AliasEvent):
            open_nodes[-1].append("")
    return open_nodes[0][0] if open_nodes[0] else None


def _submitters(entry: dict[str, Any], folder: str) -> Iterator[tuple[str, str, str]]:
    """(name, sid, email) of each; once nothing when nobody is named."""
    submitters = entry.get(":submitters")
    nobody = True
    for person in submitters if isinstance(submitters, list) else []:
        fields = [person.get(key) if isinstance(person, dict) else None for key in _FIELDS]
        name, sid, email = (shown(text) if isinstance(text, str) else "" for text in fields)
        if name or sid or email:
            nobody = False
            yield name, sid, email
    if nobody:
        yield "", "", ""


def _ids(folder: str, name: str, sid: str, email: str) -> Ids:
    told = tuple((kind, text) for kind, text in ((Kind.NUMBER, sid), (Kind.EMAIL, email)) if text)
    return told or (() if name else ((Kind.PLACE, folder),))
