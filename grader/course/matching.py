"""Who on the roster a download means. Pure, and never a guess: what is not sure is said with what would decide it.

Identifiers decide, and only those of one kind are compared. A name decides only where a download and the roster have no
kind in common, and only when one person on either side bears it. An identifier that says one person beside a name that says another
decides nothing, nor do two identifiers of two people.

All people that a gradebook has ever seen are matched at once, so the result doesn't depend on which download or roster came first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, final

from grader.course import names
from grader.intake.errors import safe_id, shown
from grader.intake.identity import WORDS, Identity, Kind, normal
from grader.intake.roster import Student
from grader.model import Record

# What an identifier of unknown kind may stand for. Platforms' own numbers are not among them: they look like student numbers.
_ANY = (Kind.ID, Kind.NUMBER, Kind.LOGIN, Kind.GITHUB, Kind.EMAIL)
# Two values of one of these are two people. An e-mail address is not: people have several.
_ONE_EACH = frozenset(Kind) - {Kind.EMAIL}
# Gradescope has an e-mail address where there is no number, Moodle a group where there is no participant.
_SAME_PLATFORM = {Kind.EMAIL: Kind.NUMBER, Kind.GROUP: Kind.PARTICIPANT}
_GROUPS = (Kind.CANVAS, Kind.PARTICIPANT, Kind.BRIGHTSPACE, Kind.GROUP, Kind.ID)
NOBODY = "-"
"""In place of a student: not in this class."""

Said: TypeAlias = tuple[str | Identity, ...]
"""Who a person said somebody is: students by all identifiers that their line of the roster had (another roster may call somebody else by the same
id), the key of somebody who is not on the roster, or :data:`NOBODY`."""


class Found(Record, frozen=True, kw_only=True):
    """Whose work it is: ``students`` of the roster, several for a group, or a name of its own for somebody who is not on it.
    ``why``: by what that is known, or why it isn't; ``candidates``: who it might be."""

    students: tuple[str, ...]
    on_roster: bool
    why: str
    candidates: tuple[str, ...] = ()


def match(
    students: Sequence[Student],
    identities: Iterable[Identity],
    decided: Mapping[str, Said] = {},
) -> dict[str, Found]:
    """By key, who each of ``identities`` is. ``decided``: what a person has said, by key."""
    everybody = {one.key: one for one in identities}
    return _Match(students, everybody, decided).all()


Outcome: TypeAlias = Found | tuple[str, tuple[str, ...]]
"""Who it is, or (why nobody knows, who it might be)."""


@final
class _Match:
    def __init__(
        self,
        students: Sequence[Student],
        everybody: Mapping[str, Identity],
        decided: Mapping[str, Said],
    ) -> None:
        self._students = {one.id: one for one in students}
        self._everybody, self._decided = everybody, decided
        self._by_id: dict[tuple[Kind, str], set[str]] = defaultdict(set)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._by_mailbox: dict[str, set[str]] = defaultdict(set)
        self._groups: dict[str, list[str]] = defaultdict(list)
        self._kinds: set[Kind] = set()
        for student in students:
            for kind, value in student.ids:
                self._kinds.add(kind)
                self._by_id[kind, normal(value)].add(student.id)
                if kind is Kind.EMAIL:
                    for spelling in names.spellings(value.partition("@")[0]):
                        self._by_mailbox[spelling].add(student.id)
            for key in names.keys(student.name):
                self._by_name[key].add(student.id)
            for group in student.groups:
                for key in names.spellings(group):
                    self._groups[key].append(student.id)
        # Who bears a name in any download: key of the name → keys.
        self._bearers: dict[str, set[str]] = defaultdict(set)
        for one in everybody.values():
            for key in names.keys(_called(one)):
                self._bearers[key].add(one.key)

    def all(self) -> dict[str, Found]:
        found: dict[str, Found] = {}
        strangers: dict[str, tuple[str, tuple[str, ...]]] = {}
        surely = {key: self._one(key) for key in sorted(self._everybody)}
        for key, known in surely.items():
            if known is None:
                known = self._by_a_name(self._everybody[key], surely)
            if isinstance(known, Found):
                found[key] = known
            else:
                strangers[key] = known
        for key, own in self._own_names(strangers).items():
            why, candidates = strangers[key]
            found[key] = Found(students=(own,), on_roster=False, why=why, candidates=candidates)
        for key in sorted(strangers):
            target = self._follow(key)
            if target != key and target in found:
                found[key] = found[target]
        return found

    # --- one person -----------------------------------------------------------------------------

    def _one(self, key: str) -> Outcome | None:
        """Who it is by what a person said or by identifiers; None where a name has to decide."""
        said = self._decided.get(key)
        if said is not None:
            if said == (NOBODY,):
                return "decided: not in this class", ()
            there = [id for who in said if (id := self._meant(who)) is not None]
            if len(there) == len(said):
                return Found(students=tuple(there), on_roster=True, why="decided")
            if self._follow(key) != key:
                return "decided: somebody else", ()
        one = self._everybody[key]
        if not self._students:
            return "no roster", ()
        hits = self._hits(one)
        group = self._group(one)
        if group and (not hits or hits <= set(group)) and not self._bears(one):
            return Found(students=tuple(group), on_roster=True, why=f"group {_called(one)}")
        if hits:
            return self._by_ids(one, hits)
        return self._by_told(one)

    def _meant(self, who: str | Identity) -> str | None:
        """The student on this roster whom a person meant."""
        if isinstance(who, str):
            return None
        hits: set[str] = set()
        for pair in who.ids:
            hits |= self._by_id.get((pair[0], normal(pair[1])), set())
        found = self._by_ids(who, hits) if hits else None
        return found.students[0] if isinstance(found, Found) else None

    def _follow(self, key: str) -> str:
        """The one whom a person said this is, where that is somebody who is not on the roster."""
        seen = {key}
        while len(said := self._decided.get(key, ())) == 1 and said[0] in self._everybody:
            key = str(said[0])
            if key in seen:
                return min(seen)
            seen.add(key)
        return key

    def _hits(self, one: Identity) -> set[str]:
        """The students with one of its identifiers."""
        found: set[str] = set()
        for kind, value in one.ids:
            for other in self._comparable(kind):
                found |= self._by_id.get((other, normal(value)), set())
        return found

    def _comparable(self, kind: Kind) -> tuple[Kind, ...]:
        """The roster's kinds that may hold an identifier of ``kind``."""
        if kind is Kind.ID:
            return _ANY
        # A column "id" can be anything, but not what has a column of its own.
        return (kind, Kind.ID) if kind in _ANY and kind not in self._kinds else (kind,)

    def _by_ids(self, one: Identity, hits: set[str]) -> Outcome:
        who = self._said(hits)
        if len(hits) > 1:
            return f"its identifiers are those of several: {who}", tuple(sorted(hits))
        (id,) = hits
        student = self._students[id]
        by = self._agreeing(one, student)
        if self._across(one, student) and not self._confirmed(one, id):
            return f"the {by} is the id of {who}, which may be of another kind", (id,)
        others = self._bears(one) - hits
        if one.name and others and id not in self._bears(one):
            why = f"the {by} says {who}, the name says {self._said(others)}"
            return why, (id, *sorted(others))
        if not names.agree(one.name, student.name):
            return f"the {by} is that of {who}, the name is another", (id,)
        theirs = dict(student.ids)
        for kind, value in one.ids:
            other = theirs.get(kind, "")
            if kind is Kind.ID or not other or normal(other) == normal(value):
                continue
            if kind in _ONE_EACH or not (one.name and student.name):
                return f"the {by} is that of {who}, the {WORDS[kind]} is another", (id,)
        return Found(students=(id,), on_roster=True, why=f"by {by}")

    def _agreeing(self, one: Identity, student: Student) -> str:
        """The kind by which a student was found."""
        theirs = {(kind, normal(value)) for kind, value in student.ids}
        for kind, value in one.ids:
            for other in self._comparable(kind):
                if (other, normal(value)) in theirs:
                    return WORDS[kind if other is Kind.ID else other]
        return WORDS[Kind.ID]

    def _across(self, one: Identity, student: Student) -> bool:
        """Whether all that the two share is a number that is a login here and stands in a column "id" there, which may hold
        another kind of number. A word is a login in both."""
        theirs = {(kind, normal(value)) for kind, value in student.ids}
        shared = [kind for kind, value in one.ids if (kind, normal(value)) in theirs]
        loose = [
            kind
            for kind, value in one.ids
            if kind not in (Kind.LOGIN, Kind.GITHUB) or any(letter.isalpha() for letter in value)
        ]
        return not shared and not loose

    def _confirmed(self, one: Identity, id: str) -> bool:
        """Whether the name says the same, and who else bears it has the id of somebody else of that name."""
        name = self._students[id].name
        if not one.name or not names.same(one.name, name):
            return False
        bearers = {key for part in names.keys(name) for key in self._bearers.get(part, ())}
        rivals = [self._everybody[key] for key in bearers - {one.key}]
        return all(
            self._hits(rival) <= self._bears(one) - {id} and len(self._hits(rival)) == 1
            for rival in rivals
            if _platform(rival) is _platform(one)
        )

    def _by_told(self, one: Identity) -> Outcome | None:
        """Nobody's, where the platform tells something that the roster would know."""
        told = [
            kind
            for kind, _ in one.ids
            if kind is not Kind.ID and any(k in self._kinds for k in self._comparable(kind))
        ]
        if not told:
            return None
        kinds = " and ".join(WORDS[kind] for kind in dict.fromkeys(told))
        return f"nobody on the roster has this {kinds}", tuple(sorted(self._bears(one)))

    def _by_a_name(self, one: Identity, surely: Mapping[str, Outcome | None]) -> Outcome:
        bears = self._bears(one)
        if not bears:
            return "not on the roster", ()
        if len(bears) > 1:
            return f"a name that several bear: {self._said(bears)}", tuple(sorted(bears))
        (id,) = bears
        for key in names.keys(self._students[id].name):
            for other in self._bearers.get(key, ()):
                if other != one.key and not self._may_be(other, one, id, surely[other]):
                    why = f"several who handed in bear the name of {self._said(bears)}"
                    return why, (id,)
        return Found(students=(id,), on_roster=True, why="by name")

    def _may_be(self, other: str, one: Identity, id: str, known: Outcome | None) -> bool:
        """Whether somebody of the same name can be the same person: not on one platform, nor where identifiers say otherwise."""
        if _platform(self._everybody[other]) is _platform(one):
            return False
        return known is None or (isinstance(known, Found) and known.students == (id,))

    def _bears(self, one: Identity) -> set[str]:
        """The students who bear its name; for an identifier of unknown kind, also who has it as the name of a mailbox."""
        found = {id for key in names.keys(_called(one)) for id in self._by_name.get(key, ())}
        if not found and _platform(one) is Kind.ID:
            for key in names.spellings(one.ids[0][1]):
                found |= self._by_mailbox.get(key, set())
        return found

    def _group(self, one: Identity) -> list[str]:
        """The members of the group that has its name, where a platform puts groups in people's places."""
        keys = names.spellings(_called(one)) if _platform(one) in _GROUPS else ()
        return next((sorted(set(self._groups[key])) for key in keys if key in self._groups), [])

    def _said(self, ids: Iterable[str]) -> str:
        return ", ".join(
            shown(f"{id} ({name})" if (name := self._students[id].name) else id, 60)
            for id in sorted(ids)
        )

    # --- people who are not on the roster -------------------------------------------------------

    def _own_names(self, strangers: Iterable[str]) -> dict[str, str]:
        """A name of their own for each; one for several identities with an identifier in common."""
        people = self._clusters(sorted(strangers))
        taken = {id.casefold() for id in self._students}
        wanted: dict[str, list[str]] = defaultdict(list)
        base: dict[str, str] = {}
        for head in people:
            one = self._everybody[head]
            base[head] = safe_id(one.own or one.name or (one.ids[0][1] if one.ids else ""))
            wanted[base[head].casefold()].append(head)
        found: dict[str, str] = {}
        for folded, heads in wanted.items():
            for head in heads:
                name = base[head]
                if folded in taken:
                    name = f"{name} (not matched)"
                if len(heads) > 1:
                    kind = _platform(self._everybody[head])
                    name = f"{name} ({WORDS[kind] if kind else 'name'})"
                found[head] = name
        names_given: dict[str, str] = {}
        for head in sorted(
            found
        ):  # two of one kind that differ in case alone, or by what files can't be called
            name, k = found[head], 1
            while name.casefold() in names_given or (k > 1 and name.casefold() in taken):
                k += 1
                name = f"{found[head]} [{k}]"
            names_given[name.casefold()] = head
            found[head] = name
        return {key: found[head] for head, keys in people.items() for key in keys}

    def _clusters(self, keys: Sequence[str]) -> dict[str, list[str]]:
        """People by identifiers that they share: head → all of one person."""
        head: dict[str, str] = {}
        people: dict[str, list[str]] = {}
        values: dict[str, dict[Kind, str]] = {}
        by_id: dict[tuple[Kind, str], str] = {}
        # Who has most identifiers comes first and holds the others together.
        order = sorted(keys, key=lambda key: (-len(self._everybody[key].ids), key))
        for key in order:
            one = self._everybody[key]
            mine = {kind: normal(value) for kind, value in one.ids}
            shared = {
                by_id[kind, value]
                for kind, value in mine.items()
                if (kind, value) in by_id and kind is not Kind.PLACE
            }
            if len(shared) == 1:
                (other,) = shared
                differ = any(
                    values[other].get(kind, value) != value for kind, value in mine.items()
                )
                if not differ and names.agree(one.name, self._everybody[other].name):
                    head[key] = other
                    people[other].append(key)
                    values[other].update(mine)
                    by_id.update({pair: other for pair in mine.items() if pair not in by_id})
                    continue
            head[key] = key
            people[key] = [key]
            values[key] = mine
            for pair in mine.items():
                by_id.setdefault(pair, key)
        return people


def _platform(one: Identity) -> Kind | None:
    """What tells the people of one platform apart; None where only names do."""
    kind = one.ids[0][0] if one.ids else None
    return _SAME_PLATFORM.get(kind, kind) if kind else None


def _called(one: Identity) -> str:
    """Its name; an identifier of unknown kind may be one."""
    return one.name or (one.ids[0][1] if _platform(one) is Kind.ID else "")
