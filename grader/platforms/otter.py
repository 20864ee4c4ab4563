"""Otter-Grader: a zip for ``otter run SUBMISSION -a ZIP``, which Gradescope takes as well.

Otter runs the submission and its tests in one kernel, where a student's code can read the tests and change the results.
So this zip has no tests. It names a plugin of this package (:mod:`grader.platforms.otter_plugin`), which has Otter
execute an empty notebook, grades the submission in our sandbox and hands back Otter's own results. The scripts that
Gradescope starts are ours and need no Otter; ``otter run`` passes over them.
"""

from __future__ import annotations

import msgspec

import grader
from grader.catalog import Assignment
from grader.exporters.gradescope import Grain, Visibility
from grader.platforms import bundle, gradescope

PLUGIN = "grader.platforms.otter_plugin.GraderPlugin"


def build(
    assignment: Assignment,
    constraints: str,
    *,
    hidden: Visibility = "after_published",
    grain: Grain = "exercise",
    attempts: gradescope.Attempts | None = None,
) -> bytes:
    """The zip; the same assignment, version and options give the same bytes.

    ``hidden`` and ``grain`` are for Gradescope; Otter itself shows all results after they are published.
    """
    plugin = {
        "assignment": assignment.name,
        "points": assignment.points - assignment.to_mark,
        "version": grader.__version__,
    }
    config = {
        "lang": "python",
        "plugins": [{PLUGIN: plugin}],
        "show_hidden": True,
        # It would call all exercises passed, since none has a test that Otter knows to be public.
        "force_public_test_summary": False,
    }
    return bundle.zipped(
        {
            "otter_config.json": msgspec.json.format(msgspec.json.encode(config), indent=2) + b"\n",
            "tests/": b"",
            "files/": b"",
            **gradescope.scripts(
                assignment, constraints, hidden=hidden, grain=grain, attempts=attempts
            ),
            **bundle.below(bundle.SEALED, bundle.sealed(assignment)),
        },
        gradescope.PROGRAMS,
    )
