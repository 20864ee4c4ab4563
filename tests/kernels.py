"""Other machines, as far as one machine can be them: other kernels of OpenBLAS and NumPy, hash orders, time zones and locales.

``python -m tests.kernels [PYTEST ARGUMENTS]`` runs the tests that could come out otherwise once as each of them. What they compare with
is committed, so that equal to it means equal to each other, byte for byte.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys

import numpy as np

COULD_DIFFER = (
    "tests/functional/test_assignments.py",
    "tests/functional/test_examples.py",
    "tests/functional/test_lecture07.py",
    "tests/functional/test_otter_tests.py",
    "tests/functional/test_platform_results.py",
    "tests/unit/checks",
    "tests/unit/diagnosis",
    "tests/unit/exporters/test_word_for_word.py",
    "tests/unit/test_numeric_comparing.py",
    "tests/unit/test_numeric_showing.py",
)

ELSEWHERE = (
    "tests/unit/checks/test_hidden.py",
    "tests/unit/diagnosis/test_counter_evidence.py",
)
"""What draws answers at random and compares with nothing that is kept: `make test` does it once."""

AVX2 = ("AVX2", "FMA3")
AVX512 = ("AVX512F", "AVX512_SKX", "AVX512_CLX", "AVX512_CNL", "AVX512_ICL", "AVX512_SPR")


def machines() -> dict[str, dict[str, str]]:
    """Name → environment, of those whose instructions this processor has."""
    core = "numpy._core" if hasattr(np, "_core") else "numpy.core"
    umath = importlib.import_module(f"{core}._multiarray_umath")
    there = [name for name in umath.__cpu_dispatch__ if umath.__cpu_features__.get(name)]
    newest = [name for name in there if name in AVX512 or name == "X86_V4"]
    every = " ".join(there)
    found = {
        "Nehalem": {"NPY_DISABLE_CPU_FEATURES": every, "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    }
    if umath.__cpu_features__.get("AVX2"):
        without = " ".join(newest)
        found["Haswell"] = {
            "NPY_DISABLE_CPU_FEATURES": without,
            "TZ": "America/St_Johns",
            "LC_ALL": "tr_TR.UTF-8",
        }
        # With AVX-512, `make test` runs as on a third one anyway.
        if not umath.__cpu_features__.get("AVX512_SKX"):
            found["Zen"] = {"TZ": "UTC", "LC_ALL": "de_DE.UTF-8"}
    return {
        name: {"OPENBLAS_CORETYPE": name, "PYTHONHASHSEED": str(k), **environment}
        for k, (name, environment) in enumerate(found.items(), start=1)
    }


def main(arguments: list[str]) -> int:
    failed = []
    for name, environment in machines().items():
        print(f"== as on {name}", flush=True)
        tests = arguments or [*COULD_DIFFER, *(f"--ignore={name}" for name in ELSEWHERE)]
        command = [sys.executable, "-m", "pytest", "-q", "-n", "4", "--dist", "worksteal", *tests]
        if subprocess.run(command, env=os.environ | environment, check=False).returncode:
            failed.append(name)
    print("the same everywhere" if not failed else f"differs or fails as on {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
