"""The layouts of downloads, in the order they are tried: the surest sign first, no platform last."""

from __future__ import annotations

from grader.intake.layouts import (
    blackboard,
    brightspace,
    canvas,
    classroom,
    gradescope,
    moodle,
    nbgrader,
    plain,
    sakai,
)
from grader.intake.layouts.base import HandIn, Layout, Listing, Reader

PLATFORMS: tuple[Layout, ...] = (
    gradescope.recognise,
    moodle.recognise,
    canvas.recognise,
    blackboard.recognise,
    brightspace.recognise,
    sakai.recognise,
    nbgrader.recognise,
    classroom.recognise,
)

__all__ = ["PLATFORMS", "HandIn", "Layout", "Listing", "Reader", "plain"]
