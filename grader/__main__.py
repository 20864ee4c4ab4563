"""``python -m grader``.

Python looks in the current folder first, where a student's files may lie. So nothing is imported from there any more, unless this package
is there itself. (A ``grader`` folder in it would have been taken for this package before this line: use ``grader``, or ``python -P -m``.)
"""

import os
import sys

HERE = os.getcwd()
if not os.path.samefile(HERE, os.path.join(os.path.dirname(__file__), os.pardir)):
    sys.path[:] = [place for place in sys.path if place not in ("", HERE)]

from grader.cli import main  # noqa: E402

main()
