"""Assignments: YAML and Python folders read into records that can plan and judge."""

from grader.catalog.assignment import Assignment, Exercise
from grader.catalog.errors import CatalogError
from grader.catalog.find import find_assignment
from grader.catalog.late import LatePolicy
from grader.catalog.load import load_assignment
from grader.catalog.seeds import redraw

__all__ = [
    "Assignment",
    "CatalogError",
    "Exercise",
    "LatePolicy",
    "find_assignment",
    "load_assignment",
    "redraw",
]
