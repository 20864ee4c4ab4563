"""The kernels that the grader's environment names are those that workers compute with; nothing else of it goes in."""

from __future__ import annotations

import pytest

from grader.model import Call, Cell, Job, Limits, Returned
from grader.sandbox import SandboxUnavailable, open_sandbox
from grader.sandbox.driver import DrivenSandbox
from grader.sandbox.plain import PlainSpawner
from tests.kernels import machines

CODE = """
import os
import numpy as np

def environment():
    return sorted(os.environ)

def features():
    core = getattr(np, "_core", None) or np.core
    return sorted(name for name, there in core._multiarray_umath.__cpu_features__.items() if there)
"""
SWITCHED_OFF = machines()["Nehalem"]["NPY_DISABLE_CPU_FEATURES"]
OWN = {"OPENBLAS_CORETYPE": "Nehalem", "NPY_DISABLE_CPU_FEATURES": SWITCHED_OFF, "SECRET": "x"}


def answers(kind: str) -> dict[str, list[str]]:
    calls = tuple(
        Call(key=name, function=name, args=(), public=True) for name in ("environment", "features")
    )
    job = Job(cells=(Cell(source=CODE, name="w.py"),), calls=calls, limits=Limits())
    try:
        sandbox = (
            DrivenSandbox("plain", (), PlainSpawner()) if kind == "plain" else open_sandbox(kind)
        )
    except SandboxUnavailable as error:
        pytest.skip(str(error))
    with sandbox:
        found = sandbox.run(job, {}.__getitem__).answers
    assert all(isinstance(answer, Returned) for answer in found.values()), found
    return {key: answer.value for key, answer in found.items() if isinstance(answer, Returned)}


@pytest.mark.parametrize("kind", ["process", "container", "namespaces", "plain"])
def test_named_kernels_are_used(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OWN:
        monkeypatch.delenv(name, raising=False)
    bare = answers(kind)
    assert not OWN.keys() & set(bare["environment"])
    for name, value in OWN.items():
        monkeypatch.setenv(name, value)
    named = answers(kind)
    assert set(named["environment"]) - set(bare["environment"]) == OWN.keys() - {"SECRET"}
    assert not set(SWITCHED_OFF.split()) & set(named["features"])
