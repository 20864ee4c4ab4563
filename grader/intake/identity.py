"""By what a person is known: identifiers of kinds, and a name.

The number in a Canvas file name is Canvas's own and says nothing about a student number that happens to be equal; so every
identifier carries its kind, and only those of one kind are ever compared. Where the kind isn't known (a folder called ``anna``, a
roster's column ``id``), it is :attr:`Kind.ID`; what that may stand for is said in ``grader.course.matching``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from grader.model import Record


class Kind(StrEnum):
    """Kinds of identifiers. The values are kept in gradebooks and tables: they never change."""

    ID = "id"
    NUMBER = "number"
    LOGIN = "login"
    EMAIL = "email"
    GITHUB = "github"
    CANVAS = "canvas"
    BRIGHTSPACE = "brightspace"
    PARTICIPANT = "participant"
    """Moodle's number of a participant in one assignment."""
    GROUP = "group"
    PLACE = "place"
    """A place in a download, or a code, that says nothing about a person."""


WORDS: Mapping[Kind, str] = {
    Kind.ID: "id",
    Kind.NUMBER: "student number",
    Kind.LOGIN: "login",
    Kind.EMAIL: "e-mail address",
    Kind.GITHUB: "GitHub name",
    Kind.CANVAS: "Canvas ID",
    Kind.BRIGHTSPACE: "Brightspace ID",
    Kind.PARTICIPANT: "Moodle participant number",
    Kind.GROUP: "group number",
    Kind.PLACE: "place in the download",
}

Ids: TypeAlias = tuple[tuple[Kind, str], ...]


class Identity(Record, frozen=True, kw_only=True):
    """Whom a download names: the surest identifier first, a name if it tells one. ``own``: what they are called when nobody on a
    roster is meant."""

    ids: Ids = ()
    name: str = ""
    own: str = ""

    @property
    def key(self) -> str:
        """The same in every download of this platform, whatever the name has become meanwhile."""
        if not self.ids:
            return f"name:{normal(self.own or self.name)}"
        kind, value = self.ids[0]
        return f"{kind}:{normal(value)}"

    def get(self, kind: Kind) -> str:
        """The identifier of that kind; "" when there is none."""
        return next((value for one, value in self.ids if one is kind), "")


def normal(value: str) -> str:
    """An identifier as it is compared: without regard to case and to the way accents are written."""
    return " ".join(unicodedata.normalize("NFC", value).casefold().split())
