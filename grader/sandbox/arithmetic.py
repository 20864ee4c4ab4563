"""Which of a processor's instructions a worker computes with.

OpenBLAS and NumPy choose their kernels by the processor, and the last bits of a sum follow from the kernel. A worker's
environment is a new one, so without this it would choose again, and nobody could see on one machine what another does.
The two variables that name a kernel are passed on; who grades sets them, never who is graded, and they hold no secret.
"""

from __future__ import annotations

import os

NAMED = ("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES")


def chosen() -> dict[str, str]:
    """The variables of this process's environment that name a kernel."""
    return {name: os.environ[name] for name in NAMED if name in os.environ}
