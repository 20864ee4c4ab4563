"""YAML with line numbers: plain data, and for every place in it the line where it stands.

A place is a path such as ``("checks", 0, "points")``. Only the safe subset of YAML is read; a key given
twice is an error, since PyYAML would silently keep the last.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any

import msgspec
import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from grader.catalog.errors import CatalogError

Path_ = tuple[str | int, ...]

MAX_BYTES = 1 << 20


_Loader: Any = yaml.SafeLoader
if yaml.__with_libyaml__:
    from yaml._yaml import CParser

    class _QuickLoader(Composer, CParser, SafeConstructor, Resolver):
        """The same over libyaml's events, in a seventh of the time. Nodes are put together in Python: libyaml's own way of it
        overflows the stack where nesting is deep."""

        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            Composer.__init__(self)
            SafeConstructor.__init__(self)
            Resolver.__init__(self)

    _Loader = _QuickLoader

_READ_OTHERWISE = re.compile(r"[\t!?]|[|>][-+0-9]*#|^(---|\.\.\.|%)", re.M)
"""Of what stands here libyaml has an opinion of its own."""


class Document:
    """Parsed YAML of one file: ``data``, and :meth:`error` to point at a place in it."""

    def __init__(self, file: Path, data: Any, lines: dict[Path_, int]) -> None:
        self.file, self.data, self._lines = file, data, lines

    def line(self, place: Path_) -> int:
        """The line of ``place``, or of the nearest enclosing place that is known."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def error(self, place: Path_, message: str) -> CatalogError:
        return CatalogError(self.file, self.line(place), message)


def read(file: Path) -> Document:
    """The document in ``file``. Raises :class:`CatalogError` for all that is wrong with it."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        raise CatalogError(file, None, "no such file; create it") from None
    except OSError as error:
        raise CatalogError(file, None, f"can't be read ({error.strerror})") from None
    if len(raw) > MAX_BYTES:
        raise CatalogError(file, None, "larger than 1 MiB; an exercise is a few dozen lines")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CatalogError(file, line, "is not UTF-8 here; save the file as UTF-8") from None
    lines: dict[Path_, int] = {}
    try:
        loader, node = _composed(text)
        if node is None:
            raise CatalogError(file, 1, "is empty; start with `title:`")
        data = _Reading(file, loader, lines).plain(node, (), 0)
    except RecursionError:
        raise CatalogError(file, None, "is nested too deeply") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or "not YAML"
        raise CatalogError(
            file,
            mark.line + 1 if mark else None,
            f"is not YAML: {what}; check indentation, colons and quotes",
        ) from None
    except yaml.YAMLError as error:
        line = text[: getattr(error, "position", 0)].count("\n") + 1
        raise CatalogError(file, line, "holds a character YAML does not allow; remove it") from None
    return Document(file, data, lines)


def _composed(text: str) -> tuple[Any, Any]:
    """A loader, and the node that it made of ``text``. Raises :class:`yaml.YAMLError` with PyYAML's own words."""
    if not _READ_OTHERWISE.search(text):
        with contextlib.suppress(yaml.YAMLError):
            loader = _Loader(text)
            return loader, loader.get_single_node()
    # PyYAML's own says best what is wrong with a file.
    loader = yaml.SafeLoader(text)
    return loader, loader.get_single_node()


class _Reading:
    """The plain data in nodes, and their lines."""

    def __init__(self, file: Path, constructor: Any, lines: dict[Path_, int]) -> None:
        self._file, self._constructor, self._lines = file, constructor, lines

    def plain(self, node: yaml.Node, place: Path_, depth: int) -> Any:
        line = node.start_mark.line + 1
        self._lines.setdefault(place, line)
        if depth > 20:
            raise CatalogError(self._file, line, "is nested too deeply (or an anchor holds itself)")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*place, k), depth + 1) for k, item in enumerate(node.value)]
        try:
            return self._constructor.construct_object(node)
        except (yaml.YAMLError, ValueError):
            raise CatalogError(
                self._file, line, f"can't be read as a value: {node.value!r}"
            ) from None

    def _mapping(self, node: yaml.MappingNode, place: Path_, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise CatalogError(self._file, key_line, "a key must be a plain word")
            key = str(key_node.value)
            if key in mapping:
                raise CatalogError(self._file, key_line, f"key {key!r} stands twice; remove one")
            self._lines[(*place, key)] = key_line
            mapping[key] = self.plain(value_node, (*place, key), depth + 1)
        return mapping


_WHERE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+)\]|\[(\.\.\.)\]")
_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list like [a, b]",
    "object": "a mapping like {a: b}",
    "null": "nothing",
}


def convert(document: Document, data: Any, kind: Any, place: Path_ = ()) -> Any:
    """``data`` (which stands at ``place``) as a record of ``kind``; a mistake becomes a CatalogError."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        match = _WHERE.match(str(error))
        what, path = (match["what"], match["path"] or "") if match else (str(error), "")
        inner = _inner(data, path)
        unknown = re.search(r"unknown field `([^`]*)`", what)
        if unknown:
            fields = ", ".join(_fields(kind, inner)) or "-"
            inner.append(unknown[1])
            what = f"key {unknown[1]!r} is not known here; known: {fields}"
        missing = re.search(r"missing required field `([^`]*)`", what)
        if missing:
            what = f"key {missing[1]!r} is missing; add it"
        wrong_type = re.match(r"Expected `([^`]*)`, got `([^`]*)`", what)
        named = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in inner).lstrip(".")
        if wrong_type:
            named = named or "the file"
            what = f"{named} must be {_in_words(wrong_type[1])}, not {_in_words(wrong_type[2])}"
        elif what.startswith("Invalid enum value"):
            values = ", ".join(map(str, _values(kind, inner)))
            what = f"{named} must be one of {values}, not {what.rpartition('value ')[2]}"
        elif named and not unknown:
            what = f"{named}: {what[:1].lower()}{what[1:]}"
        raise document.error((*place, *inner), what) from None


def _in_words(types: str) -> str:
    found = [_WORDS.get(name, name) for name in types.split(" | ")]
    return " or ".join(word for word in found if word != "nothing" or len(found) == 1)


def _inner(data: Any, path: str) -> list[str | int]:
    """The steps of msgspec's ``path``; the key that it leaves out of a mapping is the first of another type."""
    steps: list[str | int] = []
    for name, index, some in _STEP.findall(path):
        if some and isinstance(data, dict):
            steps += [key for key, value in data.items() if not isinstance(value, dict)][:1]
        elif name or index:
            steps.append(name or int(index))
        if steps:
            step = steps[-1]
            if isinstance(data, dict):
                data = data.get(step)
            elif isinstance(data, list) and isinstance(step, int) and step < len(data):
                data = data[step]
    return steps


def _type_at(kind: Any, inner: list[str | int]) -> Any:
    """The type information of the field that the steps lead to."""
    info = msgspec.inspect.type_info(kind)
    for step in inner:
        if isinstance(info, msgspec.inspect.UnionType):
            structs = [t for t in info.types if isinstance(t, msgspec.inspect.StructType)]
            info = structs[0] if structs else info
        if isinstance(info, msgspec.inspect.StructType):
            info = next((f.type for f in info.fields if f.encode_name == step), info)
    if isinstance(info, msgspec.inspect.UnionType):
        structs = [t for t in info.types if isinstance(t, msgspec.inspect.StructType)]
        info = structs[0] if structs else info
    return info


def _fields(kind: Any, inner: list[str | int]) -> list[str]:
    info = _type_at(kind, inner)
    fields = info.fields if isinstance(info, msgspec.inspect.StructType) else ()
    return [field.encode_name for field in fields if field.encode_name != "target"]


def _values(kind: Any, inner: list[str | int]) -> list[Any]:
    return list(getattr(_type_at(kind, inner), "values", ()))
