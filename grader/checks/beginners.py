"""What most likely went wrong where a call stopped with one of the exceptions that beginners meet, and what to do.

For public cases only: which exception it is, and its text, are the student's code to say.
"""

from __future__ import annotations

import re

from grader.model import Raised

READ_IT = "Try the call with these sizes yourself and read the last line of the error."

_CURES: tuple[tuple[str, str, str], ...] = (
    # (kind, pattern of the message, cure)
    ("RecursionError", "", "The function calls itself without an end: give it a case in which it doesn't, or use a loop."),
    ("EOFError", "", "Nobody answers `input()` when your function is called: take the values from its parameters."),
    ("SystemExit", "", "`exit()` and `quit()` end the whole program: use `return` to leave a function."),
    ("KeyboardInterrupt", "", "It was interrupted. If it would not have ended, look at the condition of each `while`."),
    ("ModuleNotFoundError", "", "Use NumPy and Python's standard library; grading has no other modules, and one file is handed in."),
    ("FileNotFoundError", "", "Grading has no other files of yours: take the values from the parameters."),
    ("UnboundLocalError", "", "The name is assigned somewhere in this function, so it is local: give it a value before this line."),
    ("NameError", "", "Check the spelling; a name from another function or cell must be passed as an argument or defined above."),
    ("ZeroDivisionError", "", "Look at what you divide by in this case."),
    ("AssertionError", "", "An `assert` of your own does not hold in this case."),
    ("IndentationError", "", READ_IT),
    ("IndexError", "for axis", "Indices count from 0: an axis of n entries ends with index n − 1. Print the array's shape."),
    ("IndexError", "out of bounds|out of range", "Indices count from 0: a list of L items ends with index L − 1."),
    ("IndexError", "too many indices", "The array has fewer dimensions than you give indices: print its shape."),
    ("IndexError", "only integers", "An index must be an int: use `//` to divide, or `int(...)`."),
    ("ValueError", "truth value of an array", "`if` and `and` need a single True or False: for each entry use `np.where(condition, a, b)`."),
    ("ValueError", "matmul|not aligned|core dimension", "A product (m, n) @ (n, p) needs equal inner sizes: print both shapes, and see which one needs `.T`."),
    ("ValueError", "could not be broadcast|broadcast together", "Arrays of these shapes don't fit entry by entry: print both shapes. (n,) and (n, 1) are different."),
    ("ValueError", "inhomogeneous shape", "The rows have different lengths, so they make no array: keep them in a list."),
    ("ValueError", "only one element|size-1 arrays|can only convert an array of size 1", "`float(...)` takes an array with a single entry: print its shape."),
    ("TypeError", "only (?:length-1|0-dimensional) arrays|only one element", "`float(...)`, `int(...)` and `math` take one number: use NumPy's function for arrays, as `np.exp`."),
    ("TypeError", "NoneType", "One of the values here is None: a function without `return` gives None, and so does `list.append`."),
    ("TypeError", "object is not callable", "Round brackets call a function: write `*` or `@` for a product, and `[ ]` for an entry."),
    ("TypeError", "is not subscriptable", "Square brackets take an entry of a list or array; this value is neither."),
    ("TypeError", "indices must be integers", "An index must be an int: use `//` to divide, or `int(...)`."),
    ("TypeError", "positional argument|required keyword|unexpected keyword", "A function is called with too few or too many arguments: compare with its `def` line."),
    ("TypeError", "unpack|not iterable", "This value is a single one, not a list or tuple: look at what is on the right-hand side."),
    ("TypeError", "must be str|concatenate str", "A string can only be joined to a string: use an f-string."),
    ("AttributeError", "'(?:list|tuple|float|int)' object has no attribute", "Only arrays have `.T`, `.shape` and the like: make one with `np.array(...)`."),
    ("AttributeError", "NoneType", "The value is None: a function without `return` gives None."),
    ("AttributeError", "module 'numpy' has no attribute", "NumPy has no function of that name: check its spelling."),
    ("ValueError", "unpack", "The number of names on the left is not the number of values on the right."),
)  # fmt: skip


def cure(error: Raised) -> str:
    """What to do about an exception in a public case."""
    for kind, pattern, said in _CURES:
        if error.kind == kind and re.search(pattern, error.message):
            return said
    return READ_IT
