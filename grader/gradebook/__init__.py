"""The gradebook: all reports of a class, what people changed, and why."""

from grader.gradebook.records import Attempt, Result
from grader.gradebook.store import Gradebook, now, who

__all__ = ["Attempt", "Gradebook", "Result", "now", "who"]
