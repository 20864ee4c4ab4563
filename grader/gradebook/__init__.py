"""The gradebook: all reports of a class, what people changed, and why."""

from grader.gradebook.store import Attempt, Gradebook, now, who

__all__ = ["Attempt", "Gradebook", "now", "who"]
