"""Cases: sizes and inputs drawn from the assignment's seed, each case by itself and as often as is asked.

Which attempt is taken is decided in ``live.py``. Sizes with names of their own are made distinct when their ranges
allow, since a square matrix hides a missing transpose.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from grader.catalog.draws import BadDraw, draw
from grader.catalog.positions import Document
from grader.catalog.spec import ExerciseSpec
from grader.checks.base import EVERY, SHARES
from grader.checks.trusted import Case
from grader.draws import Draws
from grader.expressions import BadExpression, evaluate
from grader.model import Value

SPECIAL = ("count", "scale", "inputs", "for", "group")

Place = tuple[str | int, ...]


class Slot(NamedTuple):
    """A case that is to be drawn: its id, and the YAML entry that says how, with the entry's place."""

    case_id: str
    public: bool
    place: Place
    entry: Mapping[str, Any]


class CaseMaker:
    """Draws all cases of one exercise. ``python``: the functions of its checks.py."""

    def __init__(
        self,
        document: Document,
        spec: ExerciseSpec,
        seed: int,
        name: str,
        python: Mapping[str, Any],
        functions: tuple[str, ...],
        stream: Callable[..., Any] = Draws,
    ) -> None:
        self.document, self.spec, self.seed, self.name = document, spec, seed, name
        self.python, self.functions, self.stream = python, functions, stream

    def slots(self, *, once: bool = False) -> tuple[Slot, ...]:
        """Public cases p1, p2, … then hidden ones h1, h2, …; ``once``: the first of each group alone."""
        slots: list[Slot] = []
        numbers = {True: 0, False: 0}
        for public, place, entry in self.groups():
            for k in range(self._count(place, entry)):
                numbers[public] += 1
                case_id = f"{'p' if public else 'h'}{numbers[public]}"
                if not (once and k):
                    slots.append(Slot(case_id, public, place, entry))
        return tuple(slots)

    def groups(self) -> list[tuple[bool, Place, dict[str, Any]]]:
        """The entries of ``cases``: whether public, where they stand, and what they say."""
        hidden = self.spec.cases.hidden
        found: list[tuple[bool, Place, dict[str, Any]]] = [
            (True, ("cases", "public", k), entry) for k, entry in enumerate(self.spec.cases.public)
        ]
        if isinstance(hidden, int):
            return [*found, (False, ("cases", "hidden"), {"count": hidden})]
        return found + [(False, ("cases", "hidden", k), entry) for k, entry in enumerate(hidden)]

    def _count(self, place: Place, entry: Mapping[str, Any]) -> int:
        count = entry.get("count", 1)
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= 1000:
            raise self.document.error((*place, "count"), f"count must be 0..1000, not {count!r}")
        return count

    def case(
        self, case_id: str, public: bool, place: Place, entry: Mapping[str, Any], attempt: int
    ) -> Case:
        """One draw of the group ``entry``, live or not; ``attempt`` names the draw."""
        slot = Slot(case_id, public, place, entry)
        return self._case(slot, self._draws(slot, attempt))

    def is_fixed(self, slot: Slot) -> bool:
        """Whether chance decides nothing in a slot, so that drawing again gives the same case."""
        draws = self._draws(slot, 0)
        self._case(slot, draws)
        return draws.chances == 0

    def _draws(self, slot: Slot, attempt: int) -> Draws:
        scale = slot.entry.get("scale", 1.0)
        if isinstance(scale, bool) or not isinstance(scale, int | float):
            raise self.document.error(
                (*slot.place, "scale"), f"scale must be a number, not {scale!r}"
            )
        stream: Draws = self.stream(self.seed, self.name, slot.case_id, attempt, scale=float(scale))
        return stream

    def _case(self, slot: Slot, draws: Draws) -> Case:
        place, entry = slot.place, slot.entry
        sizes = self._sizes(draws, place, entry)
        replaced = entry.get("inputs", {})
        if not isinstance(replaced, dict):
            raise self.document.error((*place, "inputs"), "inputs must be a mapping of draws")
        for name in replaced:
            if name not in self.spec.inputs:
                known = ", ".join(self.spec.inputs)
                raise self.document.error(
                    (*place, "inputs", name), f"no input {name!r}; there are {known}"
                )
        functions = self._functions(place, entry)
        inputs: dict[str, Value] = {}
        names = dict(sizes)
        for name, spec in self.spec.inputs.items():
            at = (*place, "inputs", name) if name in replaced else ("inputs", name)
            chosen = replaced.get(name, spec)
            if not isinstance(chosen, dict):
                raise self.document.error(at, f"{name}: needs a draw such as {{normal: [m, 1]}}")
            try:
                value = inputs[name] = draw(chosen, draws, names, inputs, self.python)
            except BadDraw as error:
                raise self.document.error(at, f"{name}: {error}") from None
            except TypeError as error:
                raise self.document.error(at, f"{name}: {error}") from None
            if type(value) is int and name not in sizes:
                names[name] = value
        return Case(
            id=slot.case_id,
            public=slot.public,
            sizes=sizes,
            inputs=inputs,
            functions=functions,
            group=self._group(place, entry),
        )

    def _group(self, place: Place, entry: Mapping[str, Any]) -> str:
        group = entry.get("group", "")
        if not isinstance(group, str) or group in (*SHARES, EVERY):
            raise self.document.error((*place, "group"), f"group must be a name, not {group!r}")
        return group

    def _functions(self, place: Place, entry: Mapping[str, Any]) -> tuple[str, ...]:
        wanted = entry.get("for", list(self.functions))
        if not isinstance(wanted, list):
            raise self.document.error((*place, "for"), "for must be a list of functions")
        for function in wanted:
            if function not in self.functions:
                raise self.document.error((*place, "for"), f"no function {function!r} here")
        return tuple(wanted)

    def _sizes(self, draws: Draws, place: Place, entry: Mapping[str, Any]) -> dict[str, Any]:
        for key in entry:
            if key not in SPECIAL and key not in self.spec.sizes:
                known = ", ".join([*self.spec.sizes, *SPECIAL])
                raise self.document.error((*place, key), f"{key!r} is no size; known: {known}")
        sizes: dict[str, Any] = {}
        used: set[int] = set()
        for name, spec in self.spec.sizes.items():
            fixed = entry.get(name)
            try:
                value = self._size(spec if fixed is None else fixed, draws, sizes, used)
            except BadExpression as error:
                at = ("sizes", name) if fixed is None else (*place, name)
                raise self.document.error(at, f"{name}: {error}") from None
            sizes[name] = value
            used.update([value] if isinstance(value, int) else [])
        return sizes

    def _size(self, spec: Any, draws: Draws, sizes: Mapping[str, Any], used: set[int]) -> Any:
        if isinstance(spec, list):
            return [evaluate(item, sizes) for item in spec]
        if isinstance(spec, dict):
            if set(spec) - {"list", "of"} or "list" not in spec or "of" not in spec:
                raise BadExpression("a list of sizes is {list: LENGTH, of: RANGE}")
            seen: set[int] = set()
            items: list[int] = []
            for _ in range(evaluate(spec["list"], sizes)):
                items.append(self._size(spec["of"], draws, sizes, seen))
                seen.add(items[-1])
            return items
        if isinstance(spec, str) and ".." in spec:
            low_text, _, high_text = spec.partition("..")
            low, high = evaluate(low_text.strip(), sizes), evaluate(high_text.strip(), sizes)
            if low > high:
                raise BadExpression(f"{spec!r}: the range is empty")
            free = [size for size in range(low, high + 1) if size not in used]
            # A case of sizes one hides most mistakes; such cases are asked for by name.
            wide = [size for size in free if size > 1] or free
            return draws.choose(wide or list(range(low, high + 1)))
        return evaluate(spec, sizes)
