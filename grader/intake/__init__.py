"""From what students hand in, and what platforms let a TA download, to submissions.

``read_submission`` reads one student's work; ``read_listing`` a whole class as it was downloaded;
``read_roster`` the list of who is in it. Bad input of any kind is :class:`BadInput`, one clear line;
nothing is unpacked to disk, no link is followed, no student code is run.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.intake.download import read_listing
    from grader.intake.errors import BadInput
    from grader.intake.roster import Roster, Student, read_roster
    from grader.intake.submission import read_submission

__all__ = [
    "BadInput",
    "Roster",
    "Student",
    "read_listing",
    "read_roster",
    "read_submission",
]

_WHERE = {
    "BadInput": "errors",
    "Roster": "roster",
    "Student": "roster",
    "read_listing": "download",
    "read_roster": "roster",
    "read_submission": "submission",
}


def __getattr__(name: str) -> Any:
    # Imported when asked for: a student's desk reads one file and waits for no layouts of downloads.
    if name not in _WHERE:
        raise AttributeError(f"module 'grader.intake' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"grader.intake.{_WHERE[name]}"), name)
