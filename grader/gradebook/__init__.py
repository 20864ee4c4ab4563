"""The gradebook: all reports of a class, what people changed, and why."""

from grader.gradebook.store import Attempt, Gradebook, Result, now, who

__all__ = ["Attempt", "Gradebook", "Result", "now", "who"]
