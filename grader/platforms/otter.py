"""Otter-Grader: a zip for ``otter run SUBMISSION -a ZIP``.

Otter runs the submission and its tests in one kernel, where a student's code can read the tests and change the results.
So this zip has no tests. It names a plugin of this package (:mod:`grader.platforms.otter_plugin`), which has Otter
execute an empty notebook, grades the submission in our sandbox and hands back Otter's own results.
"""

from __future__ import annotations

from pathlib import PurePosixPath

import msgspec

import grader
from grader.catalog import Assignment
from grader.platforms import bundle

PLUGIN = "grader.platforms.otter_plugin.GraderPlugin"
SEALED = PurePosixPath("sealed")


def build(assignment: Assignment) -> bytes:
    """The zip; the same assignment and version give the same bytes."""
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
            **bundle.below(str(SEALED), bundle.sealed(assignment)),
        }
    )
