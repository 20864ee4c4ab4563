"""What platforms' importers make of a file, by rules written down from their sources.

* Canvas: canvas-lms, lib/gradebook_importer.rb (process_student, check_for_non_student_row).
* Moodle's grading worksheet: moodle, mod/assign/feedback/offline/importgradeslib.php and locallib.php.
* Moodle's general import: moodle, grade/import/classes/load_data.php (map_user_data_with_value, prepare_import_grade_data).
* Classroom 50: foundation50/classroom50, cli/gh-teacher/skeleton/dotgithub/scripts/runner.py (validate_result).
* Brightspace and Blackboard: what their help says of the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any


class Platform:
    """A site: people by number, with name and identifiers of kinds."""

    def __init__(self, people: Sequence[tuple[int, str, dict[str, str]]]) -> None:
        self.people = people

    def find(self, kind: str, value: str) -> int | None:
        for number, _, ids in self.people:
            if ids.get(kind, "").casefold() == value.casefold() != "":
                return number
        return None

    def named(self, name: str) -> int | None:
        for number, whole, _ in self.people:
            first, _, last = whole.partition(" ")
            if name in (whole, f"{last}, {first}"):
                return number
        return None


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), strict=True))


def canvas(site: Platform, text: str) -> dict[int, float | None]:
    """Canvas: column 2 as a number, then SIS User ID, SIS Login ID, then the name; an empty cell is a change to no grade."""
    head, *others = rows(text)
    assert "Student" in head[0]
    assert "ID" in head[1]
    assert "Section" in head[4]
    assert head[2] == "SIS User ID"
    assert head[3] == "SIS Login ID"
    found: dict[int, float | None] = {}
    for row in others:
        if "Points Possible" in row[0] or all(
            re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", c) for c in row
        ):
            continue
        number = None
        if row[1]:
            digits = re.match(r"\d*", row[1])  # Ruby's to_i
            number = site.find("canvas", digits[0] if digits else "")
        if number is None and row[2]:
            number = site.find("number", row[2])
        if number is None and row[3]:
            # SIS login, or an e-mail address where that is the login.
            number = site.find("login", row[3])
            if number is None:
                number = site.find("email", row[3])
        if number is None:
            number = site.named(row[0])
        assert number is not None, f"Canvas would ask who {row} is"
        assert number not in found, f"two rows for one person: {row}"
        found[number] = float(row[5]) if row[5] else None
    return found


def moodle(site: Platform, text: str) -> dict[int, float]:
    """The grading worksheet: the number after "Participant "; rows without a grade are skipped."""
    head, *others = rows(text)
    who, grade, _ = (head.index(name) for name in ("Identifier", "Grade", "Last modified (grade)"))
    found = {}
    for row in others:
        number = site.find("participant", row[who][len("Participant ") :])
        if number is not None and row[grade] != "":
            assert number not in found
            found[number] = float(row[grade])
    return found


def moodle_general(site: Platform, text: str) -> dict[int, float]:
    """The general import by each column that it may be mapped by: a blank keeps the student of the line before, an unknown one aborts."""
    head, *others = rows(text)
    kinds = {"ID number": "number", "Email address": "email", "Username": "login"}
    results = []
    for name, kind in kinds.items():
        if name not in head:
            continue
        found: dict[int, float] = {}
        last = None
        for row in others:
            value = row[head.index(name)]
            if value:
                last = site.find(kind, value)
                assert last is not None, f"Moodle would abort at {row}"
            assert last is not None
            assert last not in found
            found[last] = float(row[head.index("Grade")])
        results.append(found)
    assert all(one == results[0] for one in results)
    return results[0] if results else {}


def brightspace(site: Platform, text: str) -> dict[int, float]:
    head, *others = rows(text)
    assert head[-2].endswith(" Points Grade")
    assert head[-1] == "End-of-Line Indicator"
    kind = {"OrgDefinedId": "number", "Username": "login"}[head[0]]
    found = {}
    for row in others:
        assert row[0].startswith("#")
        assert row[-1] == "#"
        number = site.find(kind, row[0][1:])
        assert number is not None
        assert number not in found
        found[number] = float(row[1])
    return found


def blackboard(site: Platform, text: str) -> dict[int, float]:
    head, *others = rows(text)
    who = head.index("Username")
    found = {}
    for row in others:
        number = site.find("login", row[who])
        assert number is not None
        assert number not in found
        found[number] = float(row[-1])
    return found


def classroom50(result: Any, *, classroom: str, assignment: str) -> None:
    """What ``validate_result`` of foundation50/classroom50's runner.py asks of an autograder's own fields."""
    assert result["schema"] == "classroom50/result/v1"
    assert (result["classroom"], result["assignment"]) == (classroom, assignment)
    assert result["submission"].startswith("submit/")
    assert all(result[field] for field in ("commit", "release", "review", "datetime"))
    for one in (result, *result["tests"]):
        assert type(one["score"]) is type(one["max-score"]) is int
        assert 0 <= one["score"] <= one["max-score"]
    assert all(test["test-name"] and type(test["passed"]) is bool for test in result["tests"])
    assert sum(test["score"] for test in result["tests"]) == result["score"]
    assert sum(test["max-score"] for test in result["tests"]) == result["max-score"]
