"""Is an assignment sound? One file per question that the audit asks.

* ``references``: do the references get full marks, whatever the seed?
* ``template``: is what students get fresh, worth 0 points, and without secrets?
* ``known_wrong``: does each known-wrong function lose points, get its own feedback, and differ from the others?
* ``alternatives``: do right answers written differently get full marks?
* ``mutation``: do the checks refuse what is almost right? (``operators``, ``mutants``, ``equivalence``)
* ``domain``: does some hidden case show each of the things that the exercise allows? (``pools``, ``traits``, ``branches``)
* ``coverage``: can every check fail?
* ``guards``: what did the last accepted audit find guarded that isn't any more?
* ``wording``: do points add up, do prompts name everything, is the YAML free of what nothing uses?

``work`` is what takes time, ``bench`` where it runs, ``run`` the order of it all, ``table`` and ``page`` how it looks.
"""

from __future__ import annotations

from grader.authoring.audit.records import Audit, ExerciseAudit, Mutant, Problem, Survivor

__all__ = ["Audit", "ExerciseAudit", "Mutant", "Problem", "Survivor"]
