"""The public checks are the same bytes whichever kernels OpenBLAS and NumPy choose by themselves."""

from __future__ import annotations

import os

import pytest

from grader.authoring import public
from grader.catalog import load_assignment
from tests.kernels import machines
from tests.small import made

EXERCISE = """\
functions: [layer]
inputs:
  W: {normal: [5, 7]}
  u: {normal: [7, 1]}
cases: {public: [{}, {scale: 1000}], hidden: 2}
checks:
  - {value: layer, points: 1}
"""
REFERENCE = "import numpy as np\n\ndef layer(W, u):\n    return np.tanh(W @ u)\n"


@pytest.mark.parametrize("machine", machines())
def test_same_bytes(
    machine: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path_factory.mktemp("one"), EXERCISE, REFERENCE)
    first = public.checks(load_assignment(str(folder)))
    for name, value in machines()[machine].items():
        monkeypatch.setenv(name, value)
    assert public.checks(load_assignment(str(folder))) == first


def test_plainest_kernels_leave_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is switched off here already stays switched off there."""
    whole = public.plainly()["NPY_DISABLE_CPU_FEATURES"]
    monkeypatch.setenv("NPY_DISABLE_CPU_FEATURES", whole)
    assert public.plainly()["NPY_DISABLE_CPU_FEATURES"] == whole
    assert set(os.environ | public.plainly()) >= set(os.environ)
