"""An auto-grading framework: plan calls, run them sealed, judge the answers.

In a notebook, ``grader.check("bias_jacobian")`` runs the public checks of an exercise; ``grader.require`` does in
someone else's test.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "case", "check", "hint", "require"]

if TYPE_CHECKING:
    from grader.desk.live import case, check, hint, require


def __getattr__(name: str) -> Any:
    # Lazy: a worker imports this package and must get nothing of it but the wire.
    if name in ("case", "check", "hint", "require"):
        from grader.desk import live

        return getattr(live, name)
    raise AttributeError(f"module 'grader' has no attribute {name!r}")
