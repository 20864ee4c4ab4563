"""Submissions as they come: scripts, notebooks, folders, archives."""

from grader.intake.errors import BadInput
from grader.intake.submission import read_submission

__all__ = ["BadInput", "read_submission"]
