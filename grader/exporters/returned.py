"""Feedback pages as one zip that a platform hands back to students.

* Moodle, "Upload multiple feedback files in a zip": mod/assign/feedback/file/importziplib.php takes ``Name_NUMBER_assignsubmission_file_/file``, by the
  participant's NUMBER; the name before it may hold no ``_``.
* Canvas, "Upload Submissions": app/models/abstract_assignment.rb, infer_comment_context_from_filename, takes the first two numbers between
  ``_``: the person's and the attachment's, so only who handed in a file gets one back. Canvas shows it under the name of what was handed in.
* Anywhere else, a page per student, called after the student.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from grader.exporters.escape import file_name
from grader.exporters.lms import Ids
from grader.intake.identity import Kind
from grader.intake.roster import Student

_CANVAS = re.compile(
    r"(?P<who>.+?)_(?:late_)?(?P<user>\d+)_(?P<attachment>\d+)_.+", re.IGNORECASE | re.DOTALL
)
Page = tuple[Student, str, str]
"""A student, where the attempt that counts lay in the download, and the page."""


def pack(pages: Iterable[Page], ids: Ids) -> tuple[bytes, tuple[str, ...]]:
    """The zip, the same bytes each time, and the students of whom the platform can't be told."""
    out, left_out, seen = io.BytesIO(), [], set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, label, page in pages:
            path = _path(student, label, ids)
            if not path:
                left_out.append(student.id)
            elif path not in seen:  # a group's page comes once in Canvas
                seen.add(path)
                archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), page)
    return out.getvalue(), tuple(left_out)


def _path(student: Student, label: str, ids: Ids) -> str:
    if Kind.PARTICIPANT in ids.kinds:
        number = ids.get(student, Kind.PARTICIPANT)
        name = re.sub(r"[^\w .'-]|_", " ", student.name).strip(". ") or "Participant"
        return f"{name}_{number}_assignsubmission_file_/feedback.html" if number else ""
    if Kind.CANVAS in ids.kinds:
        found = _CANVAS.fullmatch(label)
        if found is None:
            return ""
        name = re.sub(r"\W|_|\d", "", found["who"]) or "student"
        return f"{name}_{found['user']}_{found['attachment']}_feedback.html"
    return f"{file_name(student.id)}.html"
