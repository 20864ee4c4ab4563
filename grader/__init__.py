"""An auto-grading framework: plan calls, run them sealed, judge the answers."""

__version__ = "0.1.0"
