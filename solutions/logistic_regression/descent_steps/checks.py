"""A property of gradient descent that holds whatever the data are."""

import itertools
from typing import Any

import numpy as np


def small_steps_go_down(case: Any, answers: dict[str, Any]) -> str | None:
    """What is wrong, or None: below 1/L no step of gradient descent makes J larger.

    L bounds the curvature of J: the largest eigenvalue of [X; 1][X; 1]ᵀ/(4n), since σ′ ≤ 1/4, plus 2λ.
    """
    X, lam, etas = (case.inputs[name] for name in ("X", "lam", "etas"))
    rows = np.vstack([X, np.ones((1, X.shape[1]))])
    curvature = np.linalg.norm(rows, 2) ** 2 / (4 * X.shape[1]) + 2 * lam
    if max(etas, default=0.0) > 1 / curvature:
        return None
    try:
        Js = [float(np.asarray(J).reshape(())) for J in answers["gd_run"][2]]
    except (TypeError, ValueError, IndexError):
        return "`gd_run` returns no list of numbers as its third result."
    for before, after in itertools.pairwise(Js):
        if after > before + 1e-12 * abs(before):
            return "In your run J grows, though the step sizes are so small that it can't: do the steps go downhill?"
    return None
