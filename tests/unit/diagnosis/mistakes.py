"""A mistake of every kind that diagnosis knows, made on purpose: (name, evidence, variants, known-wrong answers, others)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader import diagnosis
from grader.diagnosis import Diagnosis, Evidence, Variant
from grader.draws import Draws

SIZES = ((4, 3), (2, 5), (3, 3), (5, 4), (1, 1))


@dataclass
class Mistake:
    name: str
    evidence: list[Evidence]
    wrong: dict[str, Any] = field(default_factory=dict)
    others: dict[str, Any] = field(default_factory=dict)
    elsewhere: dict[str, Any] = field(default_factory=dict)
    variants: tuple[Variant, ...] = ()

    def explain(self) -> Diagnosis | None:
        return diagnosis.explain(
            self.evidence, self.wrong, self.others, self.variants, self.elsewhere
        )


def cases(
    right: Callable[[Draws, int, int], Any],
    wrong: Callable[[Any, dict[str, Any], dict[str, int]], Any],
    sizes: tuple[tuple[int, int], ...] = SIZES[:4],
    derivative: bool = False,
) -> list[Evidence]:
    """Evidence with arguments A (m, n), x (m, 1), z (like the right answer) and eta beside the answers."""
    found = []
    for k, (m, n) in enumerate(sizes):
        draws = Draws("mistakes", k)
        args = {
            "A": draws.normal(m, n),
            "x": draws.normal(n, 1),
            "eta": draws.uniform(low=0.1, high=0.4),
        }
        expected = right(draws, m, n) if right is not product else args["A"] @ args["x"]
        if isinstance(expected, np.ndarray):
            args["z"] = draws.normal(*expected.shape)
        got = wrong(expected, args, {"m": m, "n": n})
        found.append(
            Evidence(
                function="f",
                sizes={"m": m, "n": n},
                args=args,
                got=got,
                expected=expected,
                derivative=derivative,
            )
        )
    return found


def matrix(draws: Draws, m: int, n: int) -> Any:
    return draws.normal(m, n)


def thirds(draws: Draws, m: int, n: int) -> Any:
    return draws.normal(m, n) / 3


def column(draws: Draws, m: int, n: int) -> Any:
    return draws.normal(n, 1)


def row(draws: Draws, m: int, n: int) -> Any:
    return draws.normal(1, n)


def square(draws: Draws, m: int, n: int) -> Any:
    return draws.normal(n, n)


def diagonal(draws: Draws, m: int, n: int) -> Any:
    return np.diagflat(draws.normal(n, 1))


def product(draws: Draws, m: int, n: int) -> Any:
    raise AssertionError("stands for A @ x")


def layers(draws: Draws, m: int, n: int) -> Any:
    return [draws.normal(m, n), draws.normal(n, 1), draws.normal(n, m), draws.normal(n, 1)]


def results(draws: Draws, m: int, n: int) -> Any:
    return (draws.normal(m, n), draws.normal(n, 1))


def changed(place: Callable[[np.ndarray], Any]) -> Callable[..., Any]:
    """The right answer but for a place, where it is off by different amounts."""

    def wrong(right: Any, args: Any, sizes: Any) -> Any:
        got = right.copy()
        mask = np.zeros(right.shape, dtype=bool)
        mask[place(right)] = True
        got[mask] += 1.0 + np.arange(mask.sum()) / 7
        return got

    return wrong


def item(k: int, change: Callable[[Any], Any]) -> Callable[..., Any]:
    def wrong(right: Any, args: Any, sizes: Any) -> Any:
        got = list(right)
        got[k] = change(got[k])
        return got

    return wrong


def odd(a: Any) -> Any:
    """Wrong in no way that has a name."""
    return np.sin(7 * a) + np.arange(a.size).reshape(a.shape)


def all_mistakes() -> Iterator[Mistake]:
    def plain(name: str, right: Any, wrong: Any, **options: Any) -> Mistake:
        return Mistake(name, cases(right, wrong, **options))

    yield plain("zeros", matrix, lambda r, a, s: 0 * r)
    yield plain("flat", column, lambda r, a, s: r.ravel())
    yield plain("transposed", matrix, lambda r, a, s: r.T)
    yield plain("numerator_layout", matrix, lambda r, a, s: r.T, derivative=True)
    yield plain("row_for_column", column, lambda r, a, s: r.T)
    yield plain("row_for_column", column, lambda r, a, s: r.T, derivative=True)
    yield plain("column_for_row", row, lambda r, a, s: r.T)
    yield plain("column_for_row", row, lambda r, a, s: r.T, derivative=True)
    yield plain("factor.-1", matrix, lambda r, a, s: -r)
    yield plain("factor.2", matrix, lambda r, a, s: 2 * r)
    yield plain("factor.1/2", matrix, lambda r, a, s: r / 2)
    yield plain("factor.-3", matrix, lambda r, a, s: -3 * r)
    yield plain("factor.n", column, lambda r, a, s: r * s["n"])
    yield plain("factor.1/n", column, lambda r, a, s: r / s["n"])
    yield plain("factor.eta", matrix, lambda r, a, s: r * a["eta"])
    yield plain("factor.1/eta", matrix, lambda r, a, s: r / a["eta"])
    yield plain("diagonal", diagonal, lambda r, a, s: np.diag(r).reshape(-1, 1))
    yield plain(
        "not_summed",
        lambda d, m, n: float(np.sum(d.normal(n, 1))),
        lambda r, a, s: _terms(r, s["n"]),
    )
    yield plain("table", product, lambda r, a, s: a["A"] * a["x"].T)
    yield plain(
        "elementwise",
        product,
        lambda r, a, s: a["A"] * a["x"],
        sizes=((3, 3), (4, 4), (2, 2)),
    )
    yield plain("digits.rounded", thirds, lambda r, a, s: np.round(r, 3))
    yield plain("digits.float32", thirds, lambda r, a, s: (r * (1 + 2e-7)).astype(np.float32))
    yield plain("digits.float16", thirds, lambda r, a, s: r.astype(np.float16))
    yield plain("digits", matrix, lambda r, a, s: r * (1 + 1e-6 * np.cos(r)))
    yield plain("entries.first_entry", matrix, changed(lambda r: (0, 0)))
    yield plain("entries.last_entry", matrix, changed(lambda r: (-1, -1)))
    yield plain("entries.first_row", matrix, changed(lambda r: 0))
    yield plain("entries.last_row", matrix, changed(lambda r: -1))
    yield plain("entries.first_column", matrix, changed(lambda r: (slice(None), 0)))
    yield plain("entries.last_column", matrix, changed(lambda r: (slice(None), -1)))
    yield plain("entries.diagonal", square, changed(lambda r: np.diag_indices(len(r))))
    yield plain("entries.above_diagonal", square, changed(lambda r: np.triu_indices(len(r), 1)))
    yield plain("entries.below_diagonal", square, changed(lambda r: np.tril_indices(len(r), -1)))
    yield plain("entries.off_diagonal", square, changed(lambda r: ~np.eye(len(r), dtype=bool)))
    yield plain("entries.all_but_first_row", matrix, changed(lambda r: slice(1, None)))
    yield plain("entries.all_but_last_row", matrix, changed(lambda r: slice(0, -1)))
    yield plain("entries.all_but_first_column", matrix, changed(lambda r: np.s_[:, 1:]))
    yield plain("entries.all_but_last_column", matrix, changed(lambda r: np.s_[:, :-1]))
    yield plain(
        "entries.zeros",
        lambda d, m, n: np.where((w := d.normal(m, n)) > 0.3, w, 0.0),
        changed(lambda r: r == 0),
        sizes=((4, 3), (2, 5), (5, 4)),
    )
    yield plain("entries.negative", matrix, lambda r, a, s: np.abs(r))
    yield plain("only_positive.z", matrix, lambda r, a, s: np.where(a["z"] < 0, np.exp(r), r))
    yield plain("list.reversed", layers, lambda r, a, s: r[::-1])
    yield plain("list.late", layers, lambda r, a, s: [r[0] + 1, *r[:-1]])
    yield plain("list.early", layers, lambda r, a, s: [*r[1:], r[-1] + 1])
    yield plain("list.first_missing", layers, lambda r, a, s: r[1:])
    yield plain("list.last_missing", layers, lambda r, a, s: r[:-1])
    yield plain("items.first", layers, item(0, odd))
    yield plain("items.last", layers, item(-1, odd))
    yield plain("items.second", layers, item(1, odd))
    yield plain("items.all_but_first", layers, lambda r, a, s: [r[0], *map(odd, r[1:])])
    yield plain("items.all_but_last", layers, lambda r, a, s: [*map(odd, r[:-1]), r[-1]])
    yield plain("items.last.factor.2", layers, item(-1, lambda a: 2 * a))
    yield plain("factor.2", layers, lambda r, a, s: [2 * one for one in r])
    yield plain("items.last", results, item(1, odd))
    yield plain("items.first.numerator_layout", results, item(0, np.transpose), derivative=True)
    yield plain("only_size_one", matrix, lambda r, a, s: r[::-1, ::-1], sizes=SIZES)
    yield plain(
        "only_square",
        matrix,
        lambda r, a, s: r if s["m"] == s["n"] else odd(r.T),
        sizes=((4, 3), (2, 5), (3, 3), (5, 4)),
    )
    yield plain(
        "cases.m > n",
        matrix,
        lambda r, a, s: odd(r) if s["m"] > s["n"] else r,
        sizes=((4, 3), (2, 5), (3, 3), (5, 4), (4, 2)),
    )
    some = cases(matrix, lambda r, a, s: odd(r))
    variant = Variant(
        label="index.j+1",
        sentence="That is the right answer for j + 1: your j is one too large somewhere.",
        next_step="From which number does j count here, and from which does Python?",
        answers=tuple(case.got for case in some),
    )
    yield Mistake("index.j+1", some, variants=(variant,))
    yield Mistake("other_function", some, others={"g": [case.got for case in some]})
    yield Mistake("other_exercise", some, elsewhere={"g": [case.got for case in some]})
    known = {"odd_one": ([case.got for case in some], "You took the odd one.")}
    yield Mistake("misconception.odd_one", some, wrong=known)
    yield Mistake("misconception.odd_one", cases(matrix, lambda r, a, s: -2 * odd(r)), wrong=known)
    yield Mistake("misconception.odd_one", cases(matrix, lambda r, a, s: odd(r).T), wrong=known)


def _terms(total: float, n: int) -> Any:
    parts = np.arange(1.0, n + 1).reshape(-1, 1)
    return parts * total / np.sum(parts)
