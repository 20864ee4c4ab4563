"""What the judging of an exercise depends on beside the answers, as one digest per exercise.

Where it is the same as when a result was made, and the answers are the same, judging again would give the same bytes. It is
made of the exercise's own files, of what lies beside the exercises (``given.py``), of the references of all exercises, whose
answers explain what is wrong here, of the names that students write, the seed, and what computes: the grader's code, NumPy,
Python, the machine. So a mended check of one exercise leaves the results of all others standing.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from grader.catalog import digests, facts
from grader.catalog.assignment import Assignment, Exercise

CODE = (*facts.CODE, "model.py", "grading.py")
"""The parts of this package that results depend on."""


def judged_by(assignment: Assignment) -> dict[str, str]:
    """By exercise, the digest of all that its results depend on beside the answers. Reads the assignment's files."""
    names = {exercise.name for exercise in assignment.exercises}
    roots = assignment.directory, assignment.solutions
    shared = hashlib.sha256("\0".join((str(assignment.seed), *facts.machinery(CODE))).encode())
    for root in roots:
        beside = (
            file
            for file in digests.files(root)
            if (top := file.relative_to(root).parts[0]) not in names
            and top not in {"assignment.yaml", "examples"}
        )
        references = (root / name / "reference.py" for name in sorted(names))
        shared.update(f"\0{root.name}".encode())
        digests.feed(shared, root, (*beside, *(file for file in references if file.is_file())))
    return {one.name: _of(one, roots, shared.digest()) for one in assignment.exercises}


def _of(exercise: Exercise, roots: tuple[Path, ...], shared: bytes) -> str:
    state, known = hashlib.sha256(shared), exercise.subject
    # Sets have no order; the functions of other exercises do, and the first that fits explains.
    state.update("\0".join((exercise.name, *known.elsewhere, "", *sorted(known.due))).encode())
    for root in roots:
        state.update(f"\0{root.name}".encode())
        digests.feed(state, root, digests.files(root / exercise.name))
    return state.hexdigest()
