"""The command line: parsing and wiring only.

A command is a file of this folder with its name, and a function of that name in it. It is imported when it is asked
for, and imports what it needs when it runs, so that ``grader check`` starts in the time NumPy takes.

Exit codes: 0 fine, 1 the work falls short, 2 wrong use or bad input (one line, no traceback), 3 the
grader itself failed (``GRADER_DEBUG=1`` shows where).
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
from typing import NoReturn

import click

from grader import __version__
from grader.cli.common import OUR_FAULT, WRONG_USE, fail

COMMANDS = (
    "check",
    "case",
    "grade",
    "batch",
    "mark",
    "students",
    "export",
    "build",
    "audit",
    "new",
    "doctor",
)
"""In the order in which the help lists them."""


class Commands(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their first sentences, whole."""
        found = [(name, self.get_command(ctx, name)) for name in COMMANDS]
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str(400)) for name, one in found if one])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"grader.cli.{name}"), name)
        assert isinstance(command, click.Command)
        return command


def main() -> NoReturn:
    """Run the command line; nothing a user can do shows a traceback."""
    try:
        code = cli.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        fail("interrupted; what was graded so far is kept", 130)
    except KeyboardInterrupt:
        fail("interrupted; what was graded so far is kept", 130)
    except click.UsageError as error:
        error.show()
        sys.exit(WRONG_USE)
    except click.ClickException as error:
        fail(error.format_message())
    except BrokenPipeError:
        # The reader of our output went away (`| head`); not an error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)
    except Exception as error:
        if _is_wrong_use(error):
            fail(str(error))
        if (problem := _no_room(error)) and not os.environ.get("GRADER_DEBUG"):
            fail(f"{problem}; what was graded so far is kept: run it again to continue")
        if os.environ.get("GRADER_DEBUG"):
            raise
        fail(
            f"internal error: {type(error).__name__}: {error} (GRADER_DEBUG=1 shows where; "
            "no grade was given)",
            OUR_FAULT,
        )


def _no_room(error: BaseException) -> str:
    """What is wrong with the disk, where that is why something failed; "" otherwise."""
    reasons = {
        "disk is full": "the disk is full; make room",
        "readonly database": "the gradebook may not be written; check its permissions",
        "unable to open database": "the gradebook can't be opened; check the permissions of its folder",
        "disk i/o error": "the disk can't be read or written; check it",
    }
    codes = {
        errno.ENOSPC: "the disk is full; make room",
        errno.EDQUOT: "your quota of the disk is used up; make room",
        errno.EROFS: "the disk can only be read; choose another folder",
    }
    while True:
        if type(error).__module__ == "sqlite3":
            said = str(error).lower()
            return next((text for part, text in reasons.items() if part in said), "")
        if isinstance(error, OSError) and error.errno in codes:
            return codes[error.errno]
        if error.__cause__ is None:
            return ""
        error = error.__cause__


def _is_wrong_use(error: Exception) -> bool:
    """Whether ``error`` is one of the types whose text is a sentence for the user."""
    wrong_use = {"CatalogError", "SandboxUnavailable", "WrongUse"}
    return any(
        kind.__name__ in wrong_use and kind.__module__.startswith("grader.")
        for kind in type(error).__mro__
    )


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grader")
def cli() -> None:
    """Auto-graded exercises: fast, sealed, and it says why.

    Students: check. Teaching staff: grade, batch, mark, students, export. Authors: build, audit, new.
    """
